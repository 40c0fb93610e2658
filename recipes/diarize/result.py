"""How well a diarizer heard one recording."""

from dataclasses import dataclass
from itertools import combinations

from asr.diarization import SpeakerTurn
from asr.engine import Mono
from recipes.diarize.conversation import PER_MS
from recipes.diarize.diarizer import Heard, Maker, hear
from recipes.diarize.error_rate import CONVENTIONS, Convention, ErrorRate, error_rate, pooled
from scribe.transcript import Span


@dataclass(frozen=True, slots=True)
class Overlap:
    """What was found of two speaking at once.

    They do for `true_ms`, of which `found_ms` lie in stretches taken for it; of these there are
    `stretches`, and in `right` of them there is some.
    """

    true_ms: int = 0
    found_ms: int = 0
    stretches: int = 0
    right: int = 0

    def __add__(self, other: "Overlap") -> "Overlap":
        return Overlap(
            self.true_ms + other.true_ms,
            self.found_ms + other.found_ms,
            self.stretches + other.stretches,
            self.right + other.right,
        )

    @property
    def recall(self) -> float:
        return self.found_ms / max(1, self.true_ms)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.stretches)


def overlap(turns: tuple[SpeakerTurn, ...], taken: tuple[Span, ...]) -> Overlap:
    """`taken` do not overlap each other, nor do turns of one speaker."""
    true = tuple(
        Span(max(a.span.start_ms, b.span.start_ms), min(a.span.end_ms, b.span.end_ms))
        for a, b in combinations(turns, 2)
        if a.span.overlap_ms(b.span)
    )
    found = [sum(span.overlap_ms(stretch) for span in true) for stretch in taken]
    return Overlap(
        sum(span.length_ms for span in true), sum(found), len(taken), sum(map(bool, found))
    )


@dataclass(frozen=True, slots=True)
class Result:
    """Errors of one recording.

    `group` is what it is reported with (a condition), `pair` who talks. `live` and `final` have a
    rate for each of CONVENTIONS. `revised_ms` of `announced_ms` had another speaker in the end.
    `repeated_ms` of the speech had been said before. `overlap` is of the end.
    """

    group: str
    pair: str
    same_sex: bool
    audio_ms: int
    live: tuple[ErrorRate, ...]
    final: tuple[ErrorRate, ...]
    speakers: int
    speakers_heard: int
    revised_ms: int
    announced_ms: int
    overlap: Overlap
    cpu_s: float
    repeated_ms: int = 0


def measured(
    make: Maker,
    samples: Mono,
    turns: tuple[SpeakerTurn, ...],
    max_speakers: int,
    group: str,
    pair: str,
    same_sex: bool = False,
    scored: tuple[Span, ...] = (),
    repeated_ms: int = 0,
) -> Result:
    """Hear the recording, of which everything is scored if nothing else is said."""
    heard = hear(make(max_speakers), samples)
    audio_ms = len(samples) // PER_MS
    parts = scored or (Span(0, audio_ms),)
    return Result(
        group=group,
        pair=pair,
        same_sex=same_sex,
        audio_ms=audio_ms,
        live=tuple(error_rate(turns, heard.live, parts, c) for c in CONVENTIONS),
        final=tuple(error_rate(turns, heard.final, parts, c) for c in CONVENTIONS),
        speakers=len({turn.speaker for turn in turns}),
        speakers_heard=len({turn.speaker for turn in heard.final}),
        revised_ms=revised_ms(heard),
        announced_ms=sum(turn.span.length_ms for turn in heard.live),
        overlap=overlap(turns, heard.overlaps),
        cpu_s=heard.cpu_s,
        repeated_ms=repeated_ms,
    )


def revised_ms(heard: Heard) -> int:
    """How much of what was announced has another speaker in the end, numbers being names."""
    kept = 0
    final = sorted(heard.final, key=lambda turn: turn.span.start_ms)
    first = 0
    for turn in sorted(heard.live, key=lambda turn: turn.span.start_ms):
        while first < len(final) and final[first].span.end_ms <= turn.span.start_ms:
            first += 1
        for other in final[first:]:
            if other.span.start_ms >= turn.span.end_ms:
                break
            if other.speaker == turn.speaker:
                kept += turn.span.overlap_ms(other.span)
    return sum(turn.span.length_ms for turn in heard.live) - kept


@dataclass(frozen=True, slots=True)
class Summary:
    """Recordings of one group together; rates as in `Result`."""

    group: str
    recordings: int
    audio_ms: int
    live: tuple[ErrorRate, ...]
    final: tuple[ErrorRate, ...]
    same_sex: ErrorRate
    other_sex: ErrorRate
    worst_pair: str
    worst_confusion: float
    revised: float
    right_count: float
    overlap: Overlap
    cpu_s_per_s: float
    repeated: float

    def der(self, convention: Convention) -> float:
        return self.final[CONVENTIONS.index(convention)].der


def summary(group: str, results: tuple[Result, ...]) -> Summary:
    """Of at least one result. Confusion in the end, strictly scored, says which pair is worst."""
    of_pair = {
        pair: pooled(r.final[0] for r in results if r.pair == pair).confusion
        for pair in dict.fromkeys(r.pair for r in results)
    }
    worst = max(of_pair, key=of_pair.__getitem__)
    audio_ms = sum(r.audio_ms for r in results)
    announced_ms = sum(r.announced_ms for r in results)
    return Summary(
        group=group,
        recordings=len(results),
        audio_ms=audio_ms,
        live=tuple(pooled(column) for column in zip(*(r.live for r in results), strict=True)),
        final=tuple(pooled(column) for column in zip(*(r.final for r in results), strict=True)),
        same_sex=pooled(r.final[0] for r in results if r.same_sex),
        other_sex=pooled(r.final[0] for r in results if not r.same_sex),
        worst_pair=worst,
        worst_confusion=of_pair[worst],
        revised=sum(r.revised_ms for r in results) / max(1, announced_ms),
        right_count=sum(r.speakers_heard == r.speakers for r in results) / len(results),
        overlap=sum((r.overlap for r in results), Overlap()),
        cpu_s_per_s=sum(r.cpu_s for r in results) / max(1, audio_ms) * 1000,
        repeated=sum(r.repeated_ms for r in results) / max(1, audio_ms),
    )
