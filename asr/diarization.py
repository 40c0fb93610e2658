"""Gives the words of a recording to the speakers that a diarizer heard."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain, count
from statistics import median
from typing import Protocol

from asr.engine import Mono
from asr.matching import best_match
from asr.turns import COMMAS, QUESTION_MARKS, STOPS
from scribe.transcript import Span, Utterance

LONGEST_WORD_MS = 1000
LONGEST_IN_MEDIANS = 2
"""Word times stretch over pauses: beyond a second, or twice the median, it is not the word."""
PHRASE_ENDS = frozenset(QUESTION_MARKS + STOPS + COMMAS)


@dataclass(frozen=True, slots=True)
class SpeakerTurn:
    """A stretch in which one speaker talks; the label means something in its recording only."""

    span: Span
    speaker: str


class Diarizer(Protocol):
    """Hears a whole recording and says who spoke when."""

    def __call__(self, samples: Mono, max_speakers: int) -> tuple[SpeakerTurn, ...]:
        """Turns in the order in which they begin, of at most so many speakers.

        `samples`: 16 kHz, shape (samples,), int16. Turns of different speakers may overlap.
        """
        ...


def relabelled(
    utterances: tuple[Utterance, ...], turns: tuple[SpeakerTurn, ...]
) -> tuple[tuple[str, str], ...]:
    """The utterances that are another speaker's than thought: their ids with that speaker.

    Each word is given to the label whose turns cover most of it, in a gap to the nearest one. The
    majority decides in each phrase up to a punctuation mark, then among the phrases of an
    utterance. Labels become the speakers known so far, one to one, so that the time of the words
    on which both agree is longest; a label that shares none becomes a new speaker.
    """
    voices = _voices(turns)
    if not voices:
        return ()
    cap_ms = _longest_word_ms(utterances)
    shared: dict[str, dict[str, int]] = {}
    heard: list[tuple[Utterance, str]] = []
    for utterance in utterances:
        phrases = tuple(
            tuple(_Heard(span, _nearest(span, voices)) for span in spans)
            for spans in _phrases(utterance, cap_ms)
        )
        if not phrases:
            continue
        heard.append((utterance, _speaker_of(phrases)))
        for word in chain.from_iterable(phrases):
            of_label = shared.setdefault(word.label, {})
            of_label[utterance.speaker] = of_label.get(utterance.speaker, 0) + word.span.length_ms
    names = _named(shared, heard, {u.speaker for u in utterances})
    return tuple((u.id, names[label]) for u, label in heard if names[label] != u.speaker)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A word's time, and the label of the voice that says it."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class _Voice:
    """When a label speaks: stretches that do not touch, and how much it spoke before each."""

    label: str
    starts_ms: list[int]
    ends_ms: list[int]
    before_ms: list[int] = field(init=False)

    def __post_init__(self) -> None:
        lengths = (end - start for start, end in zip(self.starts_ms, self.ends_ms, strict=True))
        object.__setattr__(self, "before_ms", [0, *accumulate(lengths)])

    def overlap_ms(self, span: Span) -> int:
        return self._spoken_until(span.end_ms) - self._spoken_until(span.start_ms)

    def distance_ms(self, span: Span) -> int:
        """How far the nearest stretch is; 0 for one that touches."""
        after = bisect_left(self.starts_ms, span.end_ms)
        near = [self.starts_ms[after] - span.end_ms] if after < len(self.starts_ms) else []
        near += [span.start_ms - self.ends_ms[after - 1]] if after else []
        return max(0, min(near))

    def _spoken_until(self, ms: int) -> int:
        begun = bisect_right(self.starts_ms, ms)
        if begun == 0:
            return 0
        return self.before_ms[begun] - max(0, self.ends_ms[begun - 1] - ms)


def _voices(turns: tuple[SpeakerTurn, ...]) -> tuple[_Voice, ...]:
    """In the order in which they are heard first, which also decides ties."""
    spans: dict[str, list[Span]] = {}
    for turn in sorted(turns, key=lambda t: (t.span.start_ms, t.span.end_ms)):
        if turn.span.length_ms:
            spans.setdefault(turn.speaker, []).append(turn.span)
    found = []
    for label, of_label in spans.items():
        starts_ms, ends_ms = [of_label[0].start_ms], [of_label[0].end_ms]
        for span in of_label[1:]:
            if span.start_ms <= ends_ms[-1]:
                ends_ms[-1] = max(ends_ms[-1], span.end_ms)
            else:
                starts_ms.append(span.start_ms)
                ends_ms.append(span.end_ms)
        found.append(_Voice(label, starts_ms, ends_ms))
    return tuple(found)


def _longest_word_ms(utterances: tuple[Utterance, ...]) -> int:
    lengths = [word.span.length_ms for u in utterances for word in u.words]
    if not lengths:
        return LONGEST_WORD_MS
    return max(1, min(LONGEST_WORD_MS, int(LONGEST_IN_MEDIANS * median(lengths))))


def _phrases(utterance: Utterance, cap_ms: int) -> Iterator[tuple[Span, ...]]:
    """The times of its words, phrase by phrase; without words the utterance is one word."""
    if not utterance.words:
        if utterance.span.length_ms:
            yield (utterance.span,)
        return
    phrase: list[Span] = []
    for word in utterance.words:
        length_ms = min(max(word.span.length_ms, 1), cap_ms)
        phrase.append(Span(word.start_ms, word.start_ms + length_ms))
        if word.text[-1:] in PHRASE_ENDS:
            yield tuple(phrase)
            phrase = []
    if phrase:
        yield tuple(phrase)


def _nearest(span: Span, voices: tuple[_Voice, ...]) -> str:
    return max(voices, key=lambda v: (v.overlap_ms(span), -v.distance_ms(span))).label


def _speaker_of(phrases: tuple[tuple[_Heard, ...], ...]) -> str:
    won: Counter[str] = Counter()
    for phrase in phrases:
        ((label, _),) = Counter(word.label for word in phrase).most_common(1)
        won[label] += len(phrase)
    return won.most_common(1)[0][0]


def _named(
    shared: dict[str, dict[str, int]], heard: list[tuple[Utterance, str]], taken: set[str]
) -> dict[str, str]:
    """The speaker that each label is which has an utterance; `shared` is time in ms."""
    labels = tuple(dict.fromkeys(label for _, label in heard))
    matched = best_match({label: shared[label] for label in labels})
    fresh = (name for number in count(1) if (name := f"S{number}") not in taken)
    return {label: matched.get(label) or next(fresh) for label in labels}
