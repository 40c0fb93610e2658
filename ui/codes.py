"""Suggested ICD-10-CM codes, for the clinician to accept or reject."""

import streamlit as st

from scribe.code import Code, Evidence, NotCoded
from scribe.encounter import Decision
from ui.evidence import show_evidence
from ui.page import Page, attempt
from ui.selection import Kind, Selection, toggle
from ui.wording import count, plain, played_at


def show_codes(page: Page) -> None:
    """A card for each suggestion, then what was mentioned but is no reason for a code."""
    note = page.encounter.note
    if note is None:
        return
    if note.codes:
        undecided = len(note.codes) - len(page.encounter.decisions)
        st.caption(
            f"Suggestions from what was said. Only accepted codes are exported; "
            f"{undecided or 'none'} still to decide."
        )
    else:
        st.caption("Nothing was said that supports a code.")
    for code in note.codes:
        with st.container(border=True, key=f"code-{code.code}"):
            _code(page, code)
    if note.not_coded:
        with st.expander(f"Mentioned, but not coded ({len(note.not_coded)})"):
            for position, mention in enumerate(note.not_coded):
                _not_coded(page, position, mention)


def _code(page: Page, code: Code) -> None:
    decision = next((d for d in page.encounter.decisions if d.code == code.code), None)
    what, actions = st.columns([3, 2], vertical_alignment="top")
    with what:
        st.markdown(f"**{plain(code.code)}** {plain(code.display)}")
        st.markdown(_badges(code, decision))
    with actions, st.container(horizontal=True, horizontal_alignment="right"):
        _decide(page, code, decision)
    selection = Selection(Kind.CODE, code.code)
    _quotes(page, code.evidence, selection, f"open-code-{code.code}")
    for rule in code.rules:
        st.caption(f":material/rule: {plain(rule)}")
    if code.alternatives:
        with st.expander(count(len(code.alternatives), "alternative")):
            for other in code.alternatives:
                score = f":gray[{other.score:.2f}]"
                st.markdown(f"**{plain(other.code)}** {plain(other.display)} {score}")


def _badges(code: Code, decision: Decision | None) -> str:
    parts = [f":gray-badge[match {code.score:.2f}]"]
    if not code.billable:
        parts.append(":orange-badge[not billable: a more specific code is needed]")
    if decision is not None:
        color, word = ("green", "accepted") if decision.accepted else ("red", "rejected")
        parts.append(f":{color}-badge[{word} by {plain(decision.by)}]")
    return " ".join(parts)


def _decide(page: Page, code: Code, decision: Decision | None) -> None:
    if not page.may_edit:
        return
    if decision is not None:
        _button(page, code, "Undo", ":material/undo:", None)
        return
    _button(page, code, "Accept", ":material/check:", True)
    _button(page, code, "Reject", ":material/close:", False)


def _button(page: Page, code: Code, label: str, icon: str, accepted: bool | None) -> None:
    st.button(
        label,
        key=f"{label.lower()}-{code.code}",
        icon=icon,
        on_click=_decided,
        args=(page, code.code, accepted),
    )


def _decided(page: Page, code: str, accepted: bool | None) -> None:
    attempt(lambda: page.client.decide_code(page.encounter.id, code, accepted))


def _not_coded(page: Page, position: int, mention: NotCoded) -> None:
    st.markdown(f"**{plain(mention.mention)}**: {plain(mention.reason)}")
    selection = Selection(Kind.NOT_CODED, str(position))
    _quotes(page, mention.evidence, selection, f"open-not-coded-{position}")


def _quotes(page: Page, evidence: tuple[Evidence, ...], selection: Selection, key: str) -> None:
    """The words that support it; a click shows the turns they were said in."""
    if not evidence:
        return
    st.button(
        "  \n".join(_quote(page, quote) for quote in _said(evidence)),
        key=key,
        type="tertiary",
        on_click=toggle,
        args=(selection,),
    )
    if page.selection == selection:
        with st.container(border=True):
            show_evidence(page, page.highlighted, evidence)


def _said(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The quotes from the conversation, each once; those from the note where there is no other."""
    said = tuple(e for e in evidence if e.utterance) or evidence
    return tuple({(e.quote.casefold(), e.utterance): e for e in said}.values())


def _quote(page: Page, evidence: Evidence) -> str:
    words = f"\N{LEFT DOUBLE QUOTATION MARK}{plain(evidence.quote)}\N{RIGHT DOUBLE QUOTATION MARK}"
    said = next((u for u in page.encounter.utterances if u.id == evidence.utterance), None)
    if said is None:
        return f"{words} :gray[in the note under {plain(evidence.section or '')}]"
    return f"{words} :gray[{played_at(said)}]"
