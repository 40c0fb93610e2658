"""A question with its yes or no as one sentence."""

import re
from collections.abc import Iterator

from notegen.assertion import Answer, Dialogue, answer_of, reply_to
from notegen.register import named
from notegen.rewrite import Pronouns, clean, sentence_case, third_person
from notegen.sentences import lowered
from notegen.wording import Form, Wording
from scribe.transcript import Role

_SYMPTOM_LEAD = re.compile(
    r"^(?:and |so |okay |but |now |then |also |well |um |uh )*(?:(?:do|did|does|have|has|are|is"
    r"|were|was) (?:you|he|she|it|there|they)"
    r"(?: ever| currently| also| still| now| recently| actually| had| been| have| having"
    r"| get| got| getting| feel| felt| feeling| experience| experienced| experiencing| notice"
    r"| noticed| noticing| seen| see| seeing| suffer from| suffering from| suffered from"
    r"| any(?:thing like)?| complain(?:ing)? of| troubled by| any type of| any kind of)+"
    r"|any(?:thing like)?|how about(?: any)?|what about(?: any)?|or any|no)\s+"
    r"(?P<what>[a-z].{2,})$"
)
_NOT_NOUN = re.compile(
    r"^(?:to|that|if|what|how|when|where|who|about|your|you|it|this|else|the same|other|way|for"
    r"|with|on|in|at|of|from|able|doing|going|taking|take|here|there|yet|idea|more questions"
    r"|changes|chance|questions?)\b"
)
_VERB_FOLLOWS = re.compile(
    r"\b(?:you|he|she|it|they|been)(?: (?:ever|currently|also|still|now|recently|actually))*$"
)
_TAIL = re.compile(
    r"(?:,? (?:at all|lately|recently|today|right now|or anything(?: like that| else)?"
    r"|or (?:something|things?) like that|either|too|as well|right|then|yet|that you know of"
    r"|ma'?am|madam|sir|miss|mister \w+|before|anymore|in the past|currently|at this time|correct"
    r"|though|so far|by chance|or no|or not|anything|with (?:this|that|it)|presently))+$"
)
_YES_NO = re.compile(
    r"^(?:and |so |okay |but |now |then |also |well )*"
    r"(?P<aux>do|does|did|have|has|are|is|were|was) (?P<who>you|he|she)"
    r"(?: ever| still| also| currently| usually| actually)* (?P<rest>.+)$"
)
_NEGATED = {
    "do": "does not", "does": "does not", "did": "did not", "have": "has not", "has": "has not",
    "are": "is not", "is": "is not", "were": "was not", "was": "was not",
}  # fmt: skip
_POSITIVE = {"have": "has", "has": "has", "are": "is", "is": "is", "were": "was", "was": "was"}
_SECOND_QUESTION = re.compile(
    r",? (?:or|and|so)? ?(?:do|are|is|have|has|did|were|was|any|can|what|how"
    r"|when) (?:you|they|it|your)\b.*$"
    r"|, (?:or )?any (?P<any>.*)$"
)
_HAS = re.compile(r"\b(?:do|does) (?:you|he|she)(?: \w+)? have\b")
_STATEMENT = re.compile(
    r"^(?:(?:and|so|okay|alright|well|now)\b[ ,]*)*(?:it (?:looks|seems|sounds) like |i see"
    r" (?:that )?|i (?:understand|heard|read) (?:that )?|as per your chart,? ?)?"
    r"(?:i see )?(?:you|your|you're|you've|he|she|his|her|the patient)\b"
)
_MOST_ASKED = 22
"""A longer question, in words, is not told."""
LEAD_IN = re.compile(
    r"^(?:(?:i (?:know|think|believe|guess|would say|remember|mean)(?: that)?|it (?:looks"
    r"|seems) like|i see(?: that)?|to be honest|honestly|actually|unfortunately|thankfully"
    r"|fortunately|let me (?:see|think)|man|oh|well|sadly),? )+",
    re.IGNORECASE,
)


def answers(dialogue: Dialogue, pronouns: Pronouns) -> Iterator[Wording]:
    """`Denies fever.`, `The patient takes insulin.`, for each question that got a yes or no."""
    denied: list[tuple[str, tuple[str, ...]]] = []
    for sentence in dialogue.sentences:
        if not sentence.question or sentence.role is Role.PATIENT:
            continue
        reply = reply_to(dialogue, sentence)
        if not reply:
            continue
        polarity = answer_of(reply[0].text)
        if polarity is Answer.OTHER:
            continue
        ids = tuple(dict.fromkeys((sentence.utterance, reply[0].utterance)))
        asked = LEAD_IN.sub("", lowered(clean(sentence.text)).strip(" ?.,"))
        second = _SECOND_QUESTION.search(asked, 4)
        if second is not None:
            asked = asked[: second.start()] + (f" or {second['any']}" if second["any"] else "")
        asked = _TAIL.sub("", asked)
        if len(asked.split()) > _MOST_ASKED:
            continue
        for made in _answered(asked, polarity, ids, pronouns):
            yield made
            if made.form is Form.DENIED and made.text.startswith("No "):
                denied.append((made.text[3:].strip(" ."), ids))
    if len(denied) > 1:
        evidence = tuple(dict.fromkeys(u for _, found in denied for u in found))
        text = sentence_case(", ".join(f"no {noun}" for noun, _ in denied))
        yield Wording(Form.LISTED, "denied", text, evidence)


def _answered(
    asked: str, polarity: Answer, ids: tuple[str, ...], pronouns: Pronouns
) -> Iterator[Wording]:
    yes = polarity is Answer.YES
    form = Form.CONFIRMED if yes else Form.DENIED
    what = _SYMPTOM_LEAD.match(asked)
    if what and not _NOT_NOUN.match(what["what"]) and not _VERB_FOLLOWS.search(_lead(what)):
        noun = re.sub(r"^(?:any|a|an|some|ever|the|kind of|type of)\s+", "", what["what"])
        noun = re.sub(r"^using (?:any )?", "use of ", noun) if not yes else noun
        noun = re.sub(r"\byour\b", pronouns.possessive, noun)
        noun = named(re.sub(r"\byou\b", pronouns.subject, noun))
        if re.match(r"(?:.* )?no\b", _lead(what)) or not yes:
            yield Wording(form, "noun", sentence_case(f"denies {noun}"), ids)
            yield Wording(form, "noun", sentence_case(f"no {noun}"), ids)
        else:
            yield Wording(form, "noun", sentence_case(f"reports {noun}"), ids)
            if _HAS.search(_lead(what)):
                yield Wording(form, "noun had", sentence_case(f"the patient has {noun}"), ids)
        return
    whole = _YES_NO.match(asked)
    if whole:
        aux, rest = whole["aux"], whole["rest"]
        rest = re.sub(r"\bany (?=\w)", "any " if not yes else "", rest)
        if not yes:
            clause = f"the patient {_NEGATED[aux]} {rest}"
        elif aux in ("do", "does"):
            clause = third_person(f"i {rest}", pronouns)
        elif aux == "did":
            return
        else:
            clause = f"the patient {_POSITIVE[aux]} {rest}"
        yield Wording(form, "verb", _in_third(clause, pronouns), ids)
        return
    if yes and _STATEMENT.match(asked):
        asked = re.sub(r"^(?:as per your chart,? ?)?(?:i see (?:that )?)?", "", asked)
        yield Wording(form, "said", sentence_case(third_person(asked, pronouns, second=True)), ids)


def _lead(what: re.Match[str]) -> str:
    return what.string[: what.start("what")].strip()


def _in_third(clause: str, pronouns: Pronouns) -> str:
    clause = re.sub(r"\byour\b", pronouns.possessive, clause)
    clause = re.sub(r"\byourself\b", pronouns.reflexive, clause)
    return sentence_case(re.sub(r"\byou\b", pronouns.subject, clause))
