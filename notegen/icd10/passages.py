"""The lines of a note or a conversation, with where evidence points and who judges them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from notegen.assertion import judge, judge_text, read_dialogue
from notegen.icd10.sections import Line, Zone, read_lines, zone_of
from scribe.code import Assertion, Evidence
from scribe.note import Note, section_text
from scribe.transcript import Role, Transcript

TEXT_SECTION = "text"
"""The section that evidence names when plain text was coded."""

Judge = Callable[[int, int], Assertion]
"""The sense of characters `start` to `end` (exclusive) of a line."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A line with its place in the text that evidence refers to.

    `chief` when it holds the chief complaint; `clinician` when the clinician said or wrote it.
    """

    line: Line
    utterance: str | None
    section: str | None
    judge: Judge
    chief: bool
    clinician: bool

    def evidence(self, start: int, end: int) -> Evidence:
        """The quote of characters `start` to `end` (exclusive) of the line."""
        quote = self.line.text[start:end]
        place = self.line.start + start
        return Evidence(place, place + len(quote), quote, self.utterance, self.section)


def of_note(note: Note) -> Iterator[Passage]:
    """The lines of all sections; the first of a subjective section is the chief complaint."""
    for section in note.sections:
        zone = zone_of(section.name) or Zone.SUBJECTIVE
        lines = read_lines(section_text(section), zone, headings=True)
        for place, line in enumerate(lines):
            chief = line.zone is Zone.SUBJECTIVE and place == 0
            yield Passage(line, None, section.name, _in_text(line.text), chief, True)


def of_transcript(transcript: Transcript) -> Iterator[Passage]:
    """One passage for each utterance."""
    dialogue = read_dialogue(transcript.utterances)
    for index, utterance in enumerate(transcript.utterances):
        line = Line(0, len(utterance.text), utterance.text, Zone.SPOKEN)

        def sense(start: int, end: int, index: int = index) -> Assertion:
            return judge(dialogue, index, start, end).assertion

        clinician = utterance.role is Role.CLINICIAN
        yield Passage(line, utterance.id, None, sense, False, clinician)


def of_text(text: str) -> Iterator[Passage]:
    """The lines of plain text; without any section heading all of it is assessment."""
    lines = read_lines(text, Zone.SUBJECTIVE, headings=True)
    if all(line.zone is Zone.SUBJECTIVE for line in lines):
        lines = read_lines(text, Zone.ASSESSMENT, headings=False)
    chief = next((line for line in lines if line.zone is Zone.SUBJECTIVE), None)
    for line in lines:
        yield Passage(line, None, TEXT_SECTION, _in_text(line.text), line is chief, True)


def _in_text(text: str) -> Judge:
    return lambda start, end: judge_text(text, start, end)
