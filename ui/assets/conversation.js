/* Shows the turns that Python gives it; tells Python which one was clicked. */

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function turnElement(turn, choose, live) {
  const shown = element("div", `turn ${turn.role}${turn.lit ? " lit" : ""}`);
  shown.dataset.turn = turn.id;
  const words = element("div", "words");
  words.append(element("div", "name", turn.name), element("div", "said", turn.text));
  shown.append(element("div", "time", turn.time), words);
  if (live) return shown;
  shown.classList.add("playable");
  shown.tabIndex = 0;
  shown.setAttribute("role", "button");
  shown.setAttribute("aria-label", `${turn.name}, ${turn.time}: play`);
  shown.onclick = () => {
    if (!String(window.getSelection())) choose(turn.id);
  };
  shown.onkeydown = (pressed) => {
    if (pressed.key === "Enter" || pressed.key === " ") {
      pressed.preventDefault();
      choose(turn.id);
    }
  };
  return shown;
}

/* Scroll the pane only: scrollIntoView would move the page as well. */
function bringIntoView(pane, shown) {
  const above = shown.offsetTop - pane.offsetTop;
  const isVisible =
    above >= pane.scrollTop &&
    above + shown.offsetHeight <= pane.scrollTop + pane.clientHeight;
  if (!isVisible) pane.scrollTop = Math.max(0, above - pane.clientHeight / 4);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const pane = parentElement.querySelector(".pane");
  const stayed = pane.scrollTop;
  const choose = (id) => setTriggerValue("chosen", id);
  pane.replaceChildren(...data.turns.map((turn) => turnElement(turn, choose, data.live)));
  if (!data.turns.length) pane.append(element("div", "empty", data.empty));
  pane.style.scrollBehavior = "auto";
  pane.scrollTop = data.live ? pane.scrollHeight : stayed;
  pane.style.scrollBehavior = "";
  const lit = pane.querySelector(".lit");
  const litIds = data.turns.filter((turn) => turn.lit).map((turn) => turn.id).join();
  if (lit && pane.dataset.lit !== litIds) bringIntoView(pane, lit);
  pane.dataset.lit = litIds;
}
