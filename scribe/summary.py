"""What a visit came to, in plain language for the patient."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line for the patient and the ids of the utterances that support it."""

    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SummarySection:
    """A part of the summary, such as what happens next; never empty."""

    heading: str
    lines: tuple[SummaryLine, ...]


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A clinical term of the summary and what it means."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class PatientSummary:
    """The parts in the order in which they are read, then words to know."""

    sections: tuple[SummarySection, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when nothing was said that a patient takes home."""
        return not self.sections

    @property
    def lines(self) -> tuple[SummaryLine, ...]:
        return tuple(line for section in self.sections for line in section.lines)

    @property
    def text(self) -> str:
        """As plain text: headings in capitals, a line each; empty when there is no section."""
        parts = [
            "\n".join((section.heading.upper(), *(line.text for line in section.lines)))
            for section in self.sections
        ]
        words = [f"{entry.term}: {entry.meaning}" for entry in self.glossary]
        if parts and words:
            parts.append("\n".join(("WORDS TO KNOW", *words)))
        return "\n\n".join(parts)

    def without(self, utterances: frozenset[str]) -> "PatientSummary":
        """Without the lines that rest on one of these utterances."""
        if not utterances:
            return self
        sections = (
            SummarySection(s.heading, tuple(x for x in s.lines if not utterances & {*x.evidence}))
            for s in self.sections
        )
        kept = tuple(section for section in sections if section.lines)
        if not kept:
            return NO_SUMMARY
        return PatientSummary(kept, self.glossary)


NO_SUMMARY = PatientSummary()
"""What a note has when its writer says nothing to the patient."""
