"""What a recogniser's words are worth, held against when which word was said."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from asr.score import Token, align
from asr.stabilize import normal
from recipes.streaming.replay import Heard
from recipes.train_micro_whisper.spoken import Sound
from scribe.ports import Hypothesis
from scribe.transcript import Utterance, Word

PAUSE_MS = 500
"""A pause this long ends speech for every recogniser that waits for 320 ms of silence."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Speech between two pauses of half a second or more.

    It is spoken from `start_ms` to `end_ms`; whatever lies from `from_ms` to before `until_ms`, the
    middles of the pauses around it, belongs to it.
    """

    start_ms: int
    end_ms: int
    from_ms: float
    until_ms: float

    def holds(self, ms: float) -> bool:
        return self.from_ms <= ms < self.until_ms


def stretches(words: tuple[Sound, ...]) -> tuple[Stretch, ...]:
    """The stretches of speech that these words make, in order; at least one word."""
    pauses = [(a, b) for a, b in pairwise(words) if b.start_ms - a.end_ms >= PAUSE_MS]
    starts = [words[0].start_ms, *(after.start_ms for _, after in pauses)]
    ends = [*(before.end_ms for before, _ in pauses), words[-1].end_ms]
    middles = [(before.end_ms + after.start_ms) / 2 for before, after in pauses]
    return tuple(
        Stretch(*times)
        for times in zip(starts, ends, [-np.inf, *middles], [*middles, np.inf], strict=True)
    )


def first_text_ms(heard: tuple[Heard, ...], spoken: tuple[Stretch, ...]) -> tuple[float, ...]:
    """For each stretch, the time from when it began to be spoken to the first text shown for it.

    That is a provisional text or, where none came before it, a final one. Stretches for which no
    text was ever shown are left out.
    """
    shown = [
        (h.event.start_ms, h.at_ms)
        for h in heard
        if isinstance(h.event, (Hypothesis, Utterance)) and h.event.text
    ]
    firsts = (
        (stretch, min((at for start, at in shown if stretch.holds(start)), default=None))
        for stretch in spoken
    )
    return tuple(at_ms - stretch.start_ms for stretch, at_ms in firsts if at_ms is not None)


def final_ms(heard: tuple[Heard, ...], spoken: tuple[Stretch, ...]) -> tuple[float, ...]:
    """For each stretch, the time from the end of its last word to when all its words were final.

    Recognised words belong to the stretch that their middle lies in. Stretches in which no word was
    recognised are left out.
    """
    words = [
        ((word.start_ms + word.end_ms) / 2, h.at_ms)
        for h in heard
        if isinstance(h.event, Utterance)
        for word in h.event.words
    ]
    lasts = (
        (stretch, max((at for middle, at in words if stretch.holds(middle)), default=None))
        for stretch in spoken
    )
    return tuple(at_ms - stretch.end_ms for stretch, at_ms in lasts if at_ms is not None)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Recognised words: the right ones, each beside the word that was said, and the wrong ones.

    Wrong are words put in and words that stand in place of others; words left out are neither.
    """

    right: tuple[tuple[Sound, Word], ...]
    wrong: tuple[Word, ...]

    @property
    def start_errors_ms(self) -> tuple[int, ...]:
        """By how much the start of each right word is off."""
        return tuple(abs(said.start_ms - found.start_ms) for said, found in self.right)

    @property
    def end_errors_ms(self) -> tuple[int, ...]:
        return tuple(abs(said.end_ms - found.end_ms) for said, found in self.right)

    @property
    def auc(self) -> float | None:
        """How often a right word has a higher confidence than a wrong one; none without both."""
        return area(
            np.array([found.confidence for _, found in self.right]),
            np.array([found.confidence for found in self.wrong]),
        )


@dataclass(frozen=True, slots=True)
class Placed(Token):
    """A word without case or punctuation, with its number in what it was taken from."""

    number: int = 0


def judge(said: tuple[Sound, ...], found: tuple[Word, ...]) -> Judgement:
    """Which of the recognised words are right, by the cheapest alignment with what was said."""
    placed = _placed([word.text for word in found])
    pairs = align(_placed([word.name for word in said]), placed).pairs
    right = {
        theirs.number: ours.number
        for ours, theirs in pairs
        if isinstance(ours, Placed) and isinstance(theirs, Placed) and ours.text == theirs.text
    }
    return Judgement(
        tuple((said[ours], found[theirs]) for theirs, ours in right.items()),
        tuple(found[word.number] for word in placed if word.number not in right),
    )


def _placed(words: list[str]) -> tuple[Placed, ...]:
    normals = ((normal(word), number) for number, word in enumerate(words))
    return tuple(Placed(text, number=number) for text, number in normals if text)


def area(high: NDArray[np.float64], low: NDArray[np.float64]) -> float | None:
    """Area under the ROC curve (Mann-Whitney): the share of pairs in which `high` is higher.

    Equal pairs count half. None when there is no pair.
    """
    if not len(high) or not len(low):
        return None
    below = np.sort(low)
    ranks = np.searchsorted(below, high, "left") + np.searchsorted(below, high, "right")
    return float(np.mean(ranks) / 2 / len(low))


def percentile(values: tuple[float, ...], percent: float) -> float | None:
    """None when there are no values."""
    return float(np.percentile(values, percent)) if values else None
