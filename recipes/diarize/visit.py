"""When each of the two speakers of a real consultation talks."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recipes.corpora import TEXTGRID_MARK, any_text, files
from scribe.transcript import Span

INTERVAL = re.compile(
    r"xmin = ([\d.]+)\s+xmax = ([\d.]+)\s+text = \"((?:[^\"]|\"\")*)\"", re.DOTALL
)
LEAD_MS = 500
"""Of silence before the first turn of an excerpt."""
TRIES = 24
UNINTELLIGIBLE = "<UNIN/>"


@dataclass(frozen=True, slots=True)
class Talk:
    """An interval in which one talks: speaker 0 is the clinician, 1 the patient."""

    speaker: int
    span: Span


@dataclass(frozen=True, slots=True)
class Visit:
    """The intervals of a consultation in the order in which they begin; they may overlap."""

    name: str
    talks: tuple[Talk, ...]

    @property
    def end_ms(self) -> int:
        return max((talk.span.end_ms for talk in self.talks), default=0)

    def talked_ms(self, speaker: int) -> int:
        return sum(talk.span.length_ms for talk in self.talks if talk.speaker == speaker)


def visits(data: Path) -> tuple[Visit, ...]:
    """The consultations of PriMock57 (Papadopoulos Korfiatis et al. 2022), days 1 to 3."""
    folder = data / "primock57" / "transcripts"
    names = [path.name.removesuffix("_doctor.TextGrid") for path in files(folder, "*_doctor.*")]
    return tuple(
        visit(name, folder / f"{name}_doctor.TextGrid", folder / f"{name}_patient.TextGrid")
        for name in names
    )


def visit(name: str, doctor: Path, patient: Path) -> Visit:
    """Of two TextGrids with one tier each: what was transcribed, heard rightly or not, is talk."""
    talks = [
        Talk(speaker, span)
        for speaker, path in enumerate((doctor, patient))
        for span in spans(any_text(path))
    ]
    return Visit(name, tuple(sorted(talks, key=lambda t: (t.span.start_ms, t.speaker))))


def spans(textgrid: str) -> tuple[Span, ...]:
    """The intervals of a one-tier TextGrid that hold words or speech nobody understood."""
    return tuple(
        Span(round(float(start) * 1000), round(float(end) * 1000))
        for start, end, text in INTERVAL.findall(textgrid)
        if TEXTGRID_MARK.sub(" ", text).strip() or UNINTELLIGIBLE in text
    )


def excerpt(whole: Visit, longest_ms: int, rng: np.random.Generator) -> Visit:
    """Whole intervals within so much time from some interval on, moved to the beginning.

    It begins at random, where enough is left after it, with the clinician or the patient.
    """
    starts = [talk.span.start_ms for talk in whole.talks]
    latest_ms = max(starts[0], whole.end_ms - longest_ms)
    start_ms = int(rng.choice([start for start in starts if start <= latest_ms]))
    inside = (
        talk
        for talk in whole.talks
        if start_ms <= talk.span.start_ms and talk.span.end_ms <= start_ms + longest_ms
    )
    return Visit(whole.name, moved(tuple(inside), LEAD_MS - start_ms))


def longest_excerpt(
    whole: tuple[Visit, ...],
    longest_ms: int,
    budgets_ms: tuple[int, int],
    shortest_ms: int,
    rng: np.random.Generator,
) -> Visit:
    """Of some excerpts at random the one that goes on longest until a speaker has no more to say.

    `budgets_ms` is what each has to say: as long as the clinician talks, as long as the patient.
    """
    tried = (
        affordable(excerpt(whole[int(n)], longest_ms, rng), budgets_ms, shortest_ms)
        for n in rng.integers(len(whole), size=TRIES)
    )
    return max(tried, key=lambda part: part.end_ms)


def affordable(part: Visit, budgets_ms: tuple[int, int], shortest_ms: int) -> Visit:
    """Its beginning, as long as no speaker talks more than this; at least so long, though."""
    left_ms = list(budgets_ms)
    kept: list[Talk] = []
    for talk in part.talks:
        left_ms[talk.speaker] -= talk.span.length_ms
        if left_ms[talk.speaker] < 0 and talk.span.end_ms > shortest_ms:
            break
        kept.append(talk)
    return Visit(part.name, tuple(kept))


def moved(talks: tuple[Talk, ...], by_ms: int) -> tuple[Talk, ...]:
    return tuple(
        Talk(talk.speaker, Span(talk.span.start_ms + by_ms, talk.span.end_ms + by_ms))
        for talk in talks
    )
