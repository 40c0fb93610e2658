"""The sentences of a note, chosen among all that it could have."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from notegen.candidates import Candidate
from notegen.drugs import find_drugs
from notegen.facts import Topic
from notegen.sentences import lowered
from notegen.terms import Kind, find_terms

_WORD = re.compile(r"[a-z0-9]+")
_EMPTY_TEXT = """\
    the a an of to in on at for and or with is are was were has have had be been he she they it
    that this his her their patient i we you them him reports denies states takes take took taking
    some"""
_EMPTY = frozenset(_EMPTY_TEXT.split())
_SAME = 0.6
"""A sentence retells a fact of which it, or which of it, shares so many of the words."""
_NOVELTY = 0.25
"""The exponent of the share of a sentence's words that no chosen one has."""
SURE = frozenset({Topic.COMPLAINT, Topic.MEDICATION, Topic.ALLERGY, Topic.VITAL})
"""Facts that every note states, however little a weight thinks of them: to lose them does harm."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long a note is: `least` words and `share` of those of the conversation, `most` words."""

    least: int
    share: float
    most: int

    def __call__(self, spoken_words: int) -> int:
        return min(self.most, self.least + round(self.share * spoken_words))


_LISTED = SURE | {Topic.REVIEW}
"""Facts of these topics are parts of what was said; others restate a whole sentence."""
_LEAST_WORTH = 0.32
"""What is worth less is left out however short the note is: small talk, mostly."""
LENGTH = Length(170, 0.16, 900)


def chosen(
    candidates: Sequence[Candidate], worth: Sequence[float], words: int
) -> tuple[Candidate, ...]:
    """At most about `words` words of the candidates with the most worth, without repetition.

    Facts of a topic in SURE are always among them, as is a fact that alone names a medicine, or a
    test or procedure in a plan. In the order given.
    """
    contents = [_content(c.draft.text) for c in candidates]
    taken: list[int] = []
    seen: set[str] = set()
    left = words
    rest = set(range(len(candidates)))

    def take(number: int) -> None:
        nonlocal left
        taken.append(number)
        seen.update(contents[number])
        left -= len(candidates[number].draft.text.split())
        rest.difference_update(
            n for n in tuple(rest) if n == number or _repeats(candidates, contents, n, number)
        )

    for number, candidate in enumerate(candidates):
        if number in rest and _is_sure(candidate):
            take(number)
    while rest and left > 0:
        best = max(rest, key=lambda n: (_value(worth[n], contents[n], seen), -n))
        if worth[best] < _LEAST_WORTH:
            break
        take(best)
    told = frozenset[str]().union(*(_named(candidates[n]) for n in taken))
    for number in sorted(rest, key=lambda n: -worth[n]):
        named = _named(candidates[number])
        if number in rest and candidates[number].stated and not named <= told:
            take(number)
            told |= named
    return tuple(candidates[n] for n in sorted(taken))


def _is_sure(candidate: Candidate) -> bool:
    """Of medicines the rows of the list, each of which names one, not what is told about them."""
    draft = candidate.draft
    if not candidate.stated or draft.topic not in SURE:
        return False
    return draft.topic is not Topic.MEDICATION or bool(_ROW.match(draft.text))


_ROW = re.compile(r"(?:Takes|Does not take|No longer takes)\b")


def _named(candidate: Candidate) -> frozenset[str]:
    text = candidate.draft.text
    named = {m.drug.generic for m in find_drugs(text) if not m.drug.is_class}
    if candidate.draft.topic in _DECIDED:
        named |= {m.term.name for m in find_terms(text) if m.term.kind in _ORDERED}
    return frozenset(named)


_DECIDED = frozenset({Topic.TREATMENT, Topic.TEST, Topic.REFERRAL})
_ORDERED = frozenset({Kind.TEST, Kind.PROCEDURE})


def _value(worth: float, content: frozenset[str], seen: set[str]) -> float:
    new = len(content - seen) / len(content) if content else 0.0
    return float(worth * new**_NOVELTY)


def _repeats(
    candidates: Sequence[Candidate], contents: Sequence[frozenset[str]], one: int, other: int
) -> bool:
    """Whether two candidates say the same: one retells what the other states, or holds it whole."""
    a, b = candidates[one], candidates[other]
    mine, others = contents[one], contents[other]
    if not mine:
        return True
    if a.draft.topic is b.draft.topic and mine <= others:
        return True
    if a.stated is b.stated or not set(a.draft.evidence) & set(b.draft.evidence):
        return False
    fact = a if a.stated else b
    if a.place == b.place and fact.draft.topic not in _LISTED:
        return True
    return len(mine & others) >= _SAME * min(len(mine), len(others) or 1)


def _content(text: str) -> frozenset[str]:
    return frozenset(w for w in _WORD.findall(lowered(text)) if w not in _EMPTY)
