"""The billable code under a category, chosen by what the note says of side, stage and encounter."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from notegen.icd10.table import Entry, IcdTable
from notegen.icd10.words import Side, sides, stems

_DEFAULT = re.compile(
    r"(?<!with )\bunspecified\b|\b(?:without|uncomplicated|nos|not intractable)\b", re.I
)
_REMISSION = "remission"
_UNUSUAL = re.compile(
    r"\b(?:other(?! and unspecified)|multiple|recurrent|in diseases classified)\b", re.I
)
_UNSIDED = re.compile(r"\bunspecified (?!part|site|ligament|fracture|injury|sprain|open)", re.I)
_FRACTURE_DEFAULT = re.compile(r"^(?!nondisplaced)displaced\b|for closed fracture$", re.I)
_MAX_DEPTH = 6
_ACUTE = frozenset(stems("exacerbation exacerbated flare flaring attack"))
_JOINING = frozenset(stems("other and"))
_NUMBERED = frozenset(stems("stage grade type degree class level fetus category"))
_NUMBERS = frozenset("12345")
"""Numbers say something only of what is numbered: a year or a dose is no stage."""
_SEQUELA = frozenset(stems("sequela sequelae"))
_NAMED = {"initial": "A", "subsequent": "D"}
_ENCOUNTERS = {"A": "initial encounter", "D": "subsequent encounter", "S": "sequela encounter"}
_SHORT = 12
"""Stems of a line that is about one problem; in a longer one the words may mean another."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the phrase itself.

    `near` holds the stems of the phrase's own line; `encounter` is the seventh character that
    the visit calls for: A initial, D subsequent, S sequela.
    """

    side: Side | None = None
    near: frozenset[str] = frozenset()
    encounter: str = "A"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A code that may be billed and the rules that led to it."""

    entry: Entry
    rules: tuple[str, ...]


def resolve(table: IcdTable, code: str, context: Context, day: date) -> tuple[Resolved, ...]:
    """The billable codes that `code` stands for on that day.

    One as a rule; two where both sides are meant and no code for both exists; none where the
    code is not in force and nothing is known to replace it.
    """
    entry = table.entry(code)
    if entry is None:
        return ()
    rules: tuple[str, ...] = ()
    if entry.billable and entry.valid_to is not None and day >= entry.valid_to:
        replacement = table.entry(entry.replaced_by)
        if replacement is None or not replacement.in_force(day):
            return ()
        rules = (f"{code} ended on {entry.valid_to}: replaced by {replacement.code}",)
        entry = replacement
    worse = _exacerbated(table, entry, context, day)
    if worse is not None:
        return (Resolved(worse, (*rules, f"with exacerbation: not {entry.code}")),)
    return tuple(
        Resolved(r.entry, rules + r.rules) for r in _descend(table, entry, context, day, 0)
    )


def _exacerbated(table: IcdTable, entry: Entry, context: Context, day: date) -> Entry | None:
    """The sibling for an acute exacerbation, where a short line speaks of one."""
    calm = entry.description.endswith(", uncomplicated") and entry.parent
    if not calm or len(context.near) > _SHORT or not _ACUTE & context.near:
        return None
    siblings = [c for c in table.children(entry.parent) if "exacerbation" in c.description]
    return next((c for c in siblings if c.billable_on(day)), None)


def _descend(
    table: IcdTable, entry: Entry, context: Context, day: date, depth: int
) -> tuple[Resolved, ...]:
    if entry.billable_on(day):
        return (Resolved(entry, ()),)
    children = [c for c in table.children(entry.code) if c.in_force(day)]
    if not children or depth == _MAX_DEPTH:
        return ()
    if all(len(c.code) == 8 for c in children) and any(c.code[-1] == "A" for c in children):
        return _of_encounter(children, context, day)
    sided = [c for c in children if _sides(c)]
    if sided and context.side is not None:
        exact = [c for c in children if context.side in _sides(c)]
        if exact:
            return _best(table, entry, exact, context, day, depth)
        if context.side is Side.BILATERAL:
            return _both(table, entry, children, context, day, depth)
        children = [c for c in children if not _sides(c)] or children
    elif sided:
        plain = [c for c in children if not _sides(c)]
        children = plain or children
    return _best(table, entry, children, context, day, depth)


def _of_encounter(children: list[Entry], context: Context, day: date) -> tuple[Resolved, ...]:
    """The seventh character: the encounter, then what is said of a fracture and its healing."""
    meant = _encounter_said(context.near) or context.encounter
    among = [c for c in children if c.billable_on(day) and _encounter_of(c) == meant]
    ranked = sorted(among, key=lambda c: (-_said_more(c, among, context.near), c.code[-1] != meant))
    if not ranked:
        return ()
    letter = ranked[0].code[-1]
    reason = f"seventh character {letter}: {_ENCOUNTERS[meant]}"
    return (Resolved(ranked[0], (reason,)),)


def _said_more(child: Entry, among: list[Entry], near: frozenset[str]) -> float:
    """How many of the words that set it apart were said, less a part of those that were not."""
    own = _content(child) - frozenset.intersection(*map(_content, among))
    return len(own & near) - 0.25 * len(own - near)


def _encounter_said(near: frozenset[str]) -> str:
    """The encounter that the words name, as A, D or S; an empty string where they name none."""
    if _SEQUELA & near:
        return "S"
    if "encounter" in near:
        return next((letter for word, letter in _NAMED.items() if word in near), "")
    return ""


def _encounter_of(entry: Entry) -> str:
    return _encounter_said(_content(entry)) or entry.code[-1]


def _both(
    table: IcdTable,
    entry: Entry,
    children: list[Entry],
    context: Context,
    day: date,
    depth: int,
) -> tuple[Resolved, ...]:
    found: list[Resolved] = []
    for side in (Side.RIGHT, Side.LEFT):
        exact = [c for c in children if side in _sides(c)]
        if exact:
            one = Context(side, context.near, context.encounter)
            found += _best(table, entry, exact, one, day, depth)
    reason = "both sides: the classification has no bilateral code, one code for each side"
    return tuple(Resolved(r.entry, (reason, *r.rules)) for r in found)


def _best(
    table: IcdTable,
    parent: Entry,
    children: list[Entry],
    context: Context,
    day: date,
    depth: int,
) -> tuple[Resolved, ...]:
    ranked = sorted(children, key=lambda c: (-_fit(c, parent, context), c.code))
    for child in ranked:
        found = _descend(table, child, context, day, depth + 1)
        if found:
            return found
    return ()


def _fit(child: Entry, above: Entry, context: Context) -> float:
    """How well a child fits: words of its own that were said count for it, the rest against."""
    text = child.description
    own = _content(child) - _content(above) - _JOINING
    near = context.near if context.near & _NUMBERED else context.near - _NUMBERS
    score = 2.0 * len(own & near) - 0.25 * len(own - near)
    # Of "subluxation or dislocation" a child that is the other one than was said.
    score -= 0.5 * len((_content(above) & near) - _content(child))
    # "Not having achieved remission" is what is meant where nobody speaks of remission.
    unremitted = f"achieved {_REMISSION}" in text and _REMISSION not in context.near
    if unremitted or _defaults(child) > _defaults(above):
        score += 1.0
    if _UNUSUAL.search(text):
        score -= 0.75
    if _FRACTURE_DEFAULT.search(text):
        score += 0.5
    return score


@lru_cache(maxsize=20_000)
def _defaults(entry: Entry) -> int:
    return len(_DEFAULT.findall(entry.description))


@lru_cache(maxsize=20_000)
def _content(entry: Entry) -> frozenset[str]:
    return frozenset(stems(entry.description))


@lru_cache(maxsize=20_000)
def _sides(entry: Entry) -> frozenset[Side]:
    return sides(entry.description)


def side_is_missing(entry: Entry, table: IcdTable) -> bool:
    """True when the code leaves the side open though a sibling names one."""
    if _sides(entry) or not _UNSIDED.search(entry.description):
        return False
    for code in table.ancestors(entry.code)[:2]:
        above = table.entry(code)
        siblings = table.children(above.parent) if above is not None and above.parent else ()
        if any(_sides(s) for s in siblings):
            return True
    return False
