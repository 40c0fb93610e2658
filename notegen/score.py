"""Scores notes against a clinician's as ACI-BENCH does (Yim et al. 2023, Sci Data 10:586).

ROUGE of the package rouge-score 0.1.2 without stemming; in percent, an F-measure, averaged over
notes. What the benchmark's tables call ROUGE-L is rougeLsum, and so is ours: the package's figure,
computed several times as fast. Needs the extra `test` or `train`; nothing that Scribe does for a
clinic imports this module.
"""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rouge_score.rouge_scorer import RougeScorer
from rouge_score.scoring import fmeasure
from rouge_score.tokenize import tokenize

from notegen.divisions import Division, divide
from notegen.subsequence import common_positions

MISSING = "#####EMPTY#####"
"""What stands for a division that a note lacks while another note of the same side has it.

ROUGE reads it as the word `empty`: a division that both notes lack scores 100.
"""
LINE_BREAK = "__lf1__"
"""What stands for a line break within a division; ROUGE reads it as the word `lf1`."""
UNWRITTEN = "nan"
"""What the official scorer reads where a note is empty."""
_METRICS = ("rouge1", "rouge2")
_SCORER = RougeScorer(list(_METRICS), use_stemmer=False)


@dataclass(frozen=True, slots=True)
class Pair:
    """A clinician's note and the one to be scored."""

    reference: str
    prediction: str


@dataclass(frozen=True, slots=True)
class Rouge:
    """F-measures in percent."""

    rouge1: float
    rouge2: float
    rouge_lsum: float


@dataclass(frozen=True, slots=True)
class DivisionRouge:
    """The mean over all notes of one division's scores."""

    division: Division
    rouge: Rouge


@dataclass(frozen=True, slots=True)
class NoteScores:
    """`notes` are the scores of each note in the order given, `full` is their mean."""

    notes: tuple[Rouge, ...]
    full: Rouge
    divisions: tuple[DivisionRouge, ...]


def rouge(reference: str, prediction: str) -> Rouge:
    """ROUGE of one text. Line breaks count: rougeLsum takes each line as a sentence."""
    scores = _SCORER.score(reference, prediction)
    rouge1, rouge2 = (100 * float(scores[metric].fmeasure) for metric in _METRICS)
    return Rouge(rouge1, rouge2, 100 * _lsum(_lines(reference), _lines(prediction)))


def _lines(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(tokenize(line, None)) for line in text.split("\n") if line)


def _lsum(
    references: tuple[tuple[str, ...], ...], predictions: tuple[tuple[str, ...], ...]
) -> float:
    """rougeLsum: words of a line count that it has in common with any line of the other text.

    No word counts more often than it stands in either text.
    """
    words = sum(map(len, references)), sum(map(len, predictions))
    if not all(words):
        return 0.0
    left = Counter(w for line in references for w in line)
    left &= Counter(w for line in predictions for w in line)
    hits = 0
    for line in references:
        shared = {i for other in predictions for i in common_positions(line, other)}
        for word in (line[i] for i in sorted(shared)):
            if left[word] > 0:
                hits += 1
                left[word] -= 1
    return float(fmeasure(hits / words[1], hits / words[0]))


def mean(scores: Sequence[Rouge]) -> Rouge:
    """The mean of each measure. Raises statistics.StatisticsError where there are no scores."""
    return Rouge(
        statistics.mean(s.rouge1 for s in scores),
        statistics.mean(s.rouge2 for s in scores),
        statistics.mean(s.rouge_lsum for s in scores),
    )


def score_notes(pairs: Sequence[Pair]) -> NoteScores:
    """The official scores of a set of notes, whole and by division.

    A note's division depends on the set: see `MISSING`. Where no reference, or no prediction, of
    the whole set has a division, all of that side are empty texts and score 0. Raises
    statistics.StatisticsError where there are no notes.
    """
    references = [pair.reference for pair in pairs]
    predictions = [pair.prediction or UNWRITTEN for pair in pairs]
    notes = _scored(references, predictions)
    divisions = (
        (division, _scored(_column(references, division), _column(predictions, division)))
        for division in Division
    )
    return NoteScores(
        notes,
        mean(notes),
        tuple(DivisionRouge(division, mean(scores)) for division, scores in divisions),
    )


def _scored(references: Sequence[str], predictions: Sequence[str]) -> tuple[Rouge, ...]:
    return tuple(rouge(r, p) for r, p in zip(references, predictions, strict=True))


def _column(notes: Sequence[str], division: Division) -> tuple[str, ...]:
    """The text of one division of each note, as it is scored."""
    found = tuple(_division(note, division) for note in notes)
    if all(text is None for text in found):
        return ("",) * len(notes)
    return tuple(MISSING if text is None else text for text in found)


def _division(note: str, division: Division) -> str | None:
    parts = divide(note.replace(LINE_BREAK, "\n"))
    texts = (part.text for part in parts if part.division is division)
    text = next(texts, None)
    return None if text is None else text.replace("\n", LINE_BREAK)
