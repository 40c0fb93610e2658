"""How well a diarizer heard one recording."""

from dataclasses import dataclass

from asr.diarization import SpeakerTurn
from asr.engine import Mono
from recipes.diarize.conversation import PER_MS
from recipes.diarize.diarizer import Heard, Maker, hear
from recipes.diarize.error_rate import CONVENTIONS, Convention, ErrorRate, error_rate, pooled
from scribe.transcript import Span


@dataclass(frozen=True, slots=True)
class Result:
    """Errors of one recording.

    `group` is what it is reported with (a condition), `pair` who talks. `live` and `final` have a
    rate for each of CONVENTIONS. `revised_ms` of `announced_ms` had another speaker in the end.
    `repeated_ms` of the speech had been said before.
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
        cpu_s_per_s=sum(r.cpu_s for r in results) / max(1, audio_ms) * 1000,
        repeated=sum(r.repeated_ms for r in results) / max(1, audio_ms),
    )
