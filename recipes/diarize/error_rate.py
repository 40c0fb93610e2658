"""Diarization error rate by pyannote.metrics, with its conventions said.

What the library calls a collar of 500 ms is NIST's of 250 ms on each side of every reference
boundary; here it is NIST's. Times go into the library as milliseconds, so that nothing is rounded.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pyannote.core import Annotation, Segment, Timeline
from pyannote.metrics.diarization import DiarizationErrorRate
from pyannote.metrics.identification import IdentificationErrorRate

from asr.diarization import SpeakerTurn
from scribe.transcript import Span

Turns = tuple[SpeakerTurn, ...]


@dataclass(frozen=True, slots=True)
class Convention:
    """What is scored: not what lies so close to a reference boundary, on either side; speech of
    several at once or not."""

    collar_ms: int = 0
    with_overlap: bool = True

    def __post_init__(self) -> None:
        if self.collar_ms < 0:
            raise ValueError(f"collar_ms: expected 0 or more, found {self.collar_ms}")

    @property
    def name(self) -> str:
        return f"{self.collar_ms} ms, {'with' if self.with_overlap else 'without'} overlap"


STRICT = Convention()
CONVENTIONS = tuple(Convention(ms, overlap) for ms in (0, 250) for overlap in (True, False))


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """Times of errors; `speech_ms` is the time that people speak, twice where two do."""

    missed_ms: int = 0
    false_alarm_ms: int = 0
    confused_ms: int = 0
    speech_ms: int = 0

    def __add__(self, other: "ErrorRate") -> "ErrorRate":
        return ErrorRate(
            self.missed_ms + other.missed_ms,
            self.false_alarm_ms + other.false_alarm_ms,
            self.confused_ms + other.confused_ms,
            self.speech_ms + other.speech_ms,
        )

    @property
    def missed(self) -> float:
        return self.missed_ms / max(1, self.speech_ms)

    @property
    def false_alarm(self) -> float:
        return self.false_alarm_ms / max(1, self.speech_ms)

    @property
    def confusion(self) -> float:
        """Share of the speech that is given to a wrong speaker."""
        return self.confused_ms / max(1, self.speech_ms)

    @property
    def der(self) -> float:
        return self.missed + self.false_alarm + self.confusion


def error_rate(
    reference: Turns, hypothesis: Turns, scored: tuple[Span, ...], convention: Convention = STRICT
) -> ErrorRate:
    """Under the pairing of speakers, one to one, with the least confusion in what is scored."""
    return _measured(DiarizationErrorRate, reference, hypothesis, scored, convention)


def error_rate_as_named(
    reference: Turns, hypothesis: Turns, scored: tuple[Span, ...], convention: Convention = STRICT
) -> ErrorRate:
    """With the speakers of the same name as partners, as `named_alike` makes them."""
    return _measured(IdentificationErrorRate, reference, hypothesis, scored, convention)


def named_alike(reference: Turns, hypothesis: Turns) -> Turns:
    """The hypothesis with the names of the reference's speakers, paired over the whole of it."""
    pairs = DiarizationErrorRate().optimal_mapping(annotation(reference), annotation(hypothesis))
    return tuple(
        SpeakerTurn(turn.span, pairs.get(turn.speaker, f"nobody: {turn.speaker}"))
        for turn in hypothesis
    )


def pooled(rates: Iterable[ErrorRate]) -> ErrorRate:
    """Of all recordings together: a long one counts for more."""
    return sum(rates, ErrorRate())


def annotation(turns: Turns) -> Annotation:
    """Turns of one speaker that overlap or touch become one."""
    found = Annotation()
    for number, turn in enumerate(turns):
        if turn.span.length_ms:
            found[Segment(turn.span.start_ms, turn.span.end_ms), number] = turn.speaker
    return found.support()


def _measured(
    kind: type[DiarizationErrorRate] | type[IdentificationErrorRate],
    reference: Turns,
    hypothesis: Turns,
    scored: tuple[Span, ...],
    convention: Convention,
) -> ErrorRate:
    measure = kind(collar=2 * convention.collar_ms, skip_overlap=not convention.with_overlap)
    parts = Timeline([Segment(span.start_ms, span.end_ms) for span in scored])
    found = measure(annotation(reference), annotation(hypothesis), uem=parts, detailed=True)
    return ErrorRate(
        round(found["missed detection"]),
        round(found["false alarm"]),
        round(found["confusion"]),
        round(found["total"]),
    )
