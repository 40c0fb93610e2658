"""What a note says of a condition beside its name: stage, type, severity, course, trimester."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from notegen.icd10.passages import Passage
from notegen.icd10.resolve import Context, Resolved, resolve
from notegen.icd10.sections import Zone
from notegen.icd10.table import Entry, IcdTable
from notegen.icd10.words import read_tokens, stems
from scribe.code import Assertion

_WORDS = frozenset(
    stems(
        "stage grade type mild moderate severe acute subacute chronic recurrent persistent"
        " intermittent paroxysmal permanent systolic diastolic combined single episode first second"
        " third trimester degree end primary longstanding"
    )
)
_NUMBERED = frozenset(stems("stage grade type"))
"""Words that a number belongs to."""
_NUMBER = re.compile(r"[1-5][ab]?")
_OPEN = re.compile(r"\bunspecified\b|\bNOS\b", re.I)
_ASIDE = re.compile(r"\([^)]*\)")
_UNSAID = frozenset(stems("unspecified uncomplicated"))
_RECURRENT, _SINGLE = stems("recurrent single")
"""A recurrent disorder is no severer kind of a single episode."""
_HEADING = re.compile(r"^\s*#?\d+[.):]")
_ITEM = re.compile(r"^\s*[-\u2013\u2022*]")
_WEEKS = re.compile(
    r"\b(\d{1,2})(?:\s*(?:and|&)?\s*\d/7)?\s*(?:-\s*)?weeks?(?:\s+and\s+\d\s+days?)?"
    r"\s*(?:pregnan|gestation|of (?:pregnan|gestation))",
    re.I,
)
_TRIMESTER = re.compile(r"\b(first|1st|second|2nd|third|3rd) trimester\b", re.I)
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third"}
_TRIMESTERS = ((14, "first"), (28, "second"), (43, "third"))
"""Weeks before which a trimester ends: less than 14, less than 28, until delivery (ICD-10-CM,
note at the beginning of chapter 15)."""


class Attributes:
    """The words of this kind in each problem of a note, and the trimester of a pregnancy."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._of: dict[int, frozenset[str]] = {}
        for problem in _problems(passages):
            said = frozenset(word for passage in problem for word in _said(passage))
            self._of |= dict.fromkeys(map(id, problem), said)
        lines = [p.line.text for p in passages]
        self._pregnancy = frozenset(_trimesters(lines))

    def of(self, passage: Passage) -> frozenset[str]:
        """The words said of the problem that a passage is part of."""
        return self._of.get(id(passage), frozenset()) | self._pregnancy


def specified(
    table: IcdTable, entry: Entry, said: frozenset[str], context: Context, day: date
) -> Resolved | None:
    """The code for what was said where `entry` leaves it open: all that sets it apart was said.

    None where the code leaves nothing open or no other one fits.
    """
    if not said or not _OPEN.search(entry.description):
        return None
    if _RECURRENT in said and _SINGLE in _content(entry):
        return None
    for code in table.ancestors(entry.code)[1:]:
        above = table.entry(code)
        if above is None:
            return None
        shared = (_content(above) | _content(entry)) - _NUMBERED
        fitting = [
            (len(own), child)
            for child in table.children(code)
            if (own := _content(child) - shared) and _told(own, said)
        ]
        most = max((size for size, _ in fitting), default=0)
        best = [child for size, child in fitting if size == most]
        if len(best) == 1:
            near = Context(context.side, context.near | said, context.encounter)
            found = resolve(table, best[0].code, near, day)
            if len(found) == 1 and found[0].entry.code != entry.code:
                reason = "stage, type or course taken from what else is said of the problem"
                return Resolved(found[0].entry, (*found[0].rules, reason))
            return None
    return None


def _told(own: frozenset[str], said: frozenset[str]) -> bool:
    numbers = {word for word in own if _NUMBER.fullmatch(word)}
    named = _NUMBERED & own
    if numbers and named:
        pairs = {f"{name} {number}" for name in named for number in numbers}
        return bool(pairs & said) and own - numbers - named <= said
    return own <= said & _WORDS


def _content(entry: Entry) -> frozenset[str]:
    return frozenset(stems(_ASIDE.sub(" ", entry.description))) - _UNSAID


def _problems(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """The lines of each problem: a numbered one with all below it, else one with its items."""
    problem: list[Passage] = []
    numbered = False
    for passage in passages:
        zone = passage.line.zone
        heading = bool(_HEADING.match(passage.line.text))
        below = bool(problem) and problem[-1].line.zone is zone and zone is not Zone.SPOKEN
        item = numbered or bool(_ITEM.match(passage.line.text))
        if not (below and item and not heading):
            if problem:
                yield problem
            problem, numbered = [], heading
        problem.append(passage)
    if problem:
        yield problem


def _said(passage: Passage) -> Iterator[str]:
    """The words, and a number with the word it belongs to; only what is present."""
    last = ""
    for token in read_tokens(passage.line.text):
        word = token.stem in _WORDS
        number = bool(last) and _NUMBER.fullmatch(token.stem) is not None
        if (word or number) and passage.judge(token.start, token.end) is Assertion.PRESENT:
            yield token.stem if word else f"{last} {token.stem}"
        last = token.stem if token.stem in _NUMBERED else ""


def _trimesters(lines: Iterable[str]) -> Iterator[str]:
    """The words for the only trimester that is named, or that the weeks of a pregnancy lie in."""
    found: set[str] = set()
    for line in lines:
        for match in _WEEKS.finditer(line):
            weeks = int(match.group(1))
            found |= set([name for end, name in _TRIMESTERS if weeks < end][:1])
        for match in _TRIMESTER.finditer(line):
            named = match.group(1).lower()
            found.add(_ORDINALS.get(named, named))
    if len(found) == 1:
        yield from (found.pop(), "trimester")
