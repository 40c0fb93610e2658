"""Sentences laid out in the sections of a template."""

from collections.abc import Sequence
from dataclasses import dataclass

from notegen.facts import Topic
from notegen.prose import Draft
from notegen.templates.template import Part, Template
from scribe.note import Flag, FlagKind, Section, Severity, Statement

FIRST_KEPT = frozenset(
    {Topic.ALLERGY, Topic.MEDICATION, Topic.TREATMENT, Topic.TEST, Topic.REFERRAL}
    | {Topic.FOLLOW_UP, Topic.SAFETY, Topic.PROBLEM, Topic.COMPLAINT, Topic.VITAL}
)
"""What a section that is too long keeps before anything else: to lose it may do harm."""

BY_PROBLEM = frozenset({Topic.PROBLEM, Topic.TREATMENT, Topic.TEST, Topic.REFERRAL, Topic.ADVICE})
"""What stands problem by problem in a section that holds problems beside decisions."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The sections of a note and what they had no room for."""

    sections: tuple[Section, ...]
    left_out: tuple[Draft, ...] = ()
    flags: tuple[Flag, ...] = ()


def arranged(drafts: Sequence[Draft], template: Template) -> Arrangement:
    """Each section's sentences by topic, in the order of the template; ids `s1`, `s2`, ...

    A section of problems with their plans keeps the order given, so that each plan follows its
    problem.
    The same words stand once in a section. A section without sentences is left out unless it is
    required. Of one that would be longer than its `max_words` whole sentences are left out, told
    by a flag each section: first kept is what does harm when it is missing, then the first
    sentence of each topic before the second of any.
    """
    sections: list[Section] = []
    left_out: list[Draft] = []
    flags: list[Flag] = []
    number = 0
    for part in template.parts:
        wanted = _wanted(drafts, part)
        kept = _fitting(wanted, part.max_words)
        statements = tuple(
            Statement(f"s{number + n}", draft.text, draft.evidence)
            for n, draft in enumerate(kept, start=1)
        )
        number += len(statements)
        if statements or part.required:
            sections.append(Section(part.name, statements, part.style, part.required))
        missing = tuple(draft for draft in wanted if draft not in kept)
        if missing:
            left_out += missing
            flags.append(_too_long(part, missing))
    return Arrangement(tuple(sections), tuple(left_out), tuple(flags))


def _wanted(drafts: Sequence[Draft], part: Part) -> tuple[Draft, ...]:
    by_text: dict[str, Draft] = {}
    for topics in _groups(part):
        for draft in drafts:
            if draft.topic in topics:
                by_text.setdefault(draft.text, draft)
    return tuple(by_text.values())


def _groups(part: Part) -> tuple[frozenset[Topic], ...]:
    """Topics that are told together; a problem and what is decided for it as they were said."""
    by_problem = (
        frozenset(part.topics) & BY_PROBLEM if Topic.PROBLEM in part.topics else frozenset()
    )
    groups = (by_problem if t in by_problem else frozenset({t}) for t in part.topics)
    return tuple(dict.fromkeys(groups))


def _fitting(drafts: Sequence[Draft], max_words: int) -> tuple[Draft, ...]:
    if not max_words:
        return tuple(drafts)
    before: dict[Topic, int] = {}
    ranked: list[tuple[bool, int, int]] = []
    for place, draft in enumerate(drafts):
        rank = before[draft.topic] = before.get(draft.topic, 0) + 1
        ranked.append((draft.topic not in FIRST_KEPT, rank, place))
    left, kept = max_words, set[int]()
    for _, _, place in sorted(ranked):
        words = len(drafts[place].text.split())
        if words <= left:
            left -= words
            kept.add(place)
    return tuple(draft for place, draft in enumerate(drafts) if place in kept)


def _too_long(part: Part, missing: Sequence[Draft]) -> Flag:
    harmful = any(draft.topic in FIRST_KEPT for draft in missing)
    sentences = "sentence" if len(missing) == 1 else "sentences"
    return Flag(
        FlagKind.POSSIBLY_MISSED,
        Severity.WARNING if harmful else Severity.INFO,
        f"section '{part.name}' holds at most {part.max_words} words: "
        f"{len(missing)} {sentences} left out",
        utterances=tuple(dict.fromkeys(u for draft in missing for u in draft.evidence)),
    )
