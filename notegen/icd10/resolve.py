"""The billable code under a category, chosen by what the note says of side, stage and encounter."""

import re
from dataclasses import dataclass
from datetime import date

from notegen.icd10.table import Entry, IcdTable
from notegen.icd10.words import Side, sides, stems

_DEFAULT = re.compile(
    r"\b(?:unspecified|without|uncomplicated|nos|not intractable|initial encounter)\b", re.I
)
_REMISSION = "remission"
_UNUSUAL = re.compile(r"\b(?:other|multiple|recurrent|in diseases classified)\b", re.I)
_UNSIDED = re.compile(r"\bunspecified (?!part|site|ligament|fracture|injury|sprain|open)", re.I)
_FRACTURE_DEFAULT = re.compile(r"^(?!nondisplaced)displaced\b|for closed fracture$", re.I)
_MAX_DEPTH = 6
_ACUTE = frozenset(stems("exacerbation exacerbated flare flaring attack"))
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
    sided = [c for c in children if sides(c.description)]
    if sided and context.side is not None:
        exact = [c for c in children if context.side in sides(c.description)]
        if exact:
            return _best(table, entry, exact, context, day, depth)
        if context.side is Side.BILATERAL:
            return _both(table, entry, children, context, day, depth)
        children = [c for c in children if not sides(c.description)] or children
    elif sided:
        plain = [c for c in children if not sides(c.description)]
        children = plain or children
    return _best(table, entry, children, context, day, depth)


def _of_encounter(children: list[Entry], context: Context, day: date) -> tuple[Resolved, ...]:
    wanted = [c for c in children if c.code[-1] == context.encounter and c.billable_on(day)]
    if not wanted:
        return ()
    reasons = {"A": "initial", "D": "subsequent", "S": "sequela"}
    reason = f"seventh character {context.encounter}: {reasons[context.encounter]} encounter"
    return (Resolved(wanted[0], (reason,)),)


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
        exact = [c for c in children if side in sides(c.description)]
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
    above = frozenset(stems(parent.description))
    ranked = sorted(children, key=lambda c: (-_fit(c, above, context), c.code))
    for child in ranked:
        found = _descend(table, child, context, day, depth + 1)
        if found:
            return found
    return ()


def _fit(child: Entry, above: frozenset[str], context: Context) -> float:
    """How well a child fits: words of its own that were said count for it, the rest against."""
    text = child.description
    own = frozenset(stems(text)) - above
    said = len(own & context.near)
    score = 2.0 * said - 0.25 * len(own - context.near)
    # "Not having achieved remission" is what is meant where nobody speaks of remission.
    unremitted = f"achieved {_REMISSION}" in text and _REMISSION not in context.near
    if unremitted or _DEFAULT.search(text):
        score += 1.0
    if _UNUSUAL.search(text):
        score -= 0.75
    if _FRACTURE_DEFAULT.search(text):
        score += 0.5
    return score


def side_is_missing(entry: Entry, table: IcdTable) -> bool:
    """True when the code leaves the side open though a sibling names one."""
    if sides(entry.description) or not _UNSIDED.search(entry.description):
        return False
    for code in table.ancestors(entry.code)[:2]:
        above = table.entry(code)
        siblings = table.children(above.parent) if above is not None and above.parent else ()
        if any(sides(s.description) for s in siblings):
            return True
    return False
