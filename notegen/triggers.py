"""Triggers: circumstances that make a symptom worse or better, in clauses in lower case."""

import re
from typing import Final

from notegen.drugs import find_drugs

_TRIGGERS: Final = tuple(
    (re.compile(rf"\b(?:{spoken})\b"), written)
    for spoken, written in (
        (r"(?:(?:climb\w*|tak\w+|going|go|walk\w*)(?: up| down| up and down)*(?: the)? )?stairs",
         "stairs"),
        (r"walk|walking", "walking"), (r"run|running|jogging", "running"),
        (r"exercise|exercising|work out|working out", "exercise"),
        (r"exertion|exert myself", "exertion"), (r"move|moving|movement", "movement"),
        (r"bend|bending", "bending"), (r"lift|lifting", "lifting"),
        (r"stand|standing", "standing"), (r"sit|sitting", "sitting"),
        (r"(?:lay|laying|lie|lying)(?: down| flat)?", "lying down"),
        (r"twist|twisting", "twisting"), (r"squat|squatting", "squatting"),
        (r"kneel|kneeling", "kneeling"),
        (r"reach(?:ing)? (?:overhead|up|over my head)", "reaching overhead"),
        (r"cough|coughing", "coughing"),
        (r"deep breaths?|breathe in|breathing in|breathe deeply", "deep breathing"),
        (r"eat|eating|meals?", "eating"), (r"swallow|swallowing", "swallowing"),
        (r"chew|chewing", "chewing"), (r"cold (?:air|weather)", "cold weather"),
        (r"bright lights?", "bright light"),
        (r"loud noises?", "noise"), (r"stress|stressed", "stress"),
        (r"(?:put|putting) (?:any |some )?(?:weight|pressure) on", "weight bearing"),
        (r"driving|drive", "driving"), (r"typing|type", "typing"),
        (r"at night|nighttime", "at night"), (r"in the mornings?", "in the morning"),
        (r"in the evenings?", "in the evening"),
        (r"rest|resting", "rest"), (r"ice(?! cream| and)|icing", "ice"),
        (r"heating pad|heat", "heat"),
        (r"massage|massaging", "massage"), (r"stretch|stretching", "stretching"),
        (r"elevat(?:e|ing|ion)", "elevation"),
    )
)  # fmt: skip
_WORSE_AFTER = re.compile(
    r"\b(?:worse|aggravated|hurts?(?: \w+){0,2}|flares?(?: up)?) (?:when|whenever|if|with|by|after"
    r"|during|to|at|in)\b|\bworse (?=in the |at night)"
    r"|\bit (?:mostly |mainly |only |especially )?(?:when|whenever) i\b"
    r"(?! (?:was|first|had|got|did|started)\b)"
)
_WORSE_BEFORE = re.compile(
    r"\b(?:makes?|made) it (?:\w+ )?worse\b|\baggravates? it\b|\bhurts? it\b"
)
_BETTER_AFTER = re.compile(
    r"\b(?:better|improves?|relieved|eased) (?:when|whenever|if|with|by|after)\b"
)
_BETTER_BEFORE = re.compile(
    r"\b(?:(?:makes?|made) it (?:\w+ )?better|(?:helps?|helped|relieves?|eases?)(?: with)? it"
    r"|helps?(?: a (?:lot|little|bit))?$)"
)
UNSURE = re.compile(
    r"\b(?:might|may|would|could|should|hop\w+|wish|want\w*|thought|supposed|maybe if|will|used to"
    r"|did|if i could)\b"
)
"""Hopes and doubts: what is said with these need not be so."""
_PAST_ONLY = re.compile(r"\b(?:got worse|was worse|noticed|woke)\b")


def worse_with(clause: str) -> str:
    """What makes `it` worse, where a clause says so of nothing else."""
    if _BETTER_AFTER.search(clause) or _BETTER_BEFORE.search(clause):
        return ""
    if _PAST_ONLY.search(clause):
        return ""
    after, before = _WORSE_AFTER.search(clause), _WORSE_BEFORE.search(clause)
    return triggers(_beside(clause, after, before))


def better_with(clause: str) -> str:
    """What makes `it` better, a medicine only where the clause says what it helps."""
    if _WORSE_AFTER.search(clause) or _WORSE_BEFORE.search(clause) or UNSURE.search(clause):
        return ""
    after, before = _BETTER_AFTER.search(clause), _BETTER_BEFORE.search(clause)
    beside = _beside(clause, after, before)
    names = medicines(beside) if before is None or before.group().endswith("it") else ""
    return names or triggers(beside)


def _beside(clause: str, after: re.Match[str] | None, before: re.Match[str] | None) -> str:
    if after is not None:
        return clause[after.start() :]
    return clause[: before.start()] if before is not None else ""


def triggers(text: str) -> str:
    """What of the commonest circumstances a text names, at most three, joined."""
    found: list[str] = []
    for pattern, written in _TRIGGERS:
        match = pattern.search(text)
        if match and written not in found:
            found.append(written)
            text = text[: match.start()] + " " + text[match.end() :]
    timed = [f for f in found if f.startswith(("at ", "in the "))]
    found = [f for f in found if f not in timed] or timed[:1]
    return " and ".join(found[:2]) if len(found) < 3 else f"{found[0]}, {found[1]} and {found[2]}"


def medicines(text: str) -> str:
    """The medicines a text names, as they are spelled."""
    names = dict.fromkeys(m.drug.name for m in find_drugs(text) if not m.drug.is_class)
    return " and ".join(names)
