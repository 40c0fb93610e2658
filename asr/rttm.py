"""Who speaks when as RTTM text, with the parts that are scored as UEM text.

NIST's Rich Transcription formats: one line a turn or part, times in seconds. Reading checks every
line and raises InputError with its number.
"""

from collections.abc import Iterable, Mapping

from asr.diarization import SpeakerTurn
from scribe.errors import InputError
from scribe.transcript import Span

NOTHING = "<NA>"


def read_rttm(text: str) -> dict[str, tuple[SpeakerTurn, ...]]:
    """The turns of every recording, in the order in which they begin; other lines are skipped."""
    found: dict[str, list[SpeakerTurn]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        fields = line.split()
        if not fields or fields[0] != "SPEAKER":
            continue
        if len(fields) < 8:
            raise InputError(f"RTTM line {number}: expected 8 fields or more, found {len(fields)}")
        start, length = _seconds(fields[3], number, "RTTM"), _seconds(fields[4], number, "RTTM")
        span = Span(_ms(start), _ms(start + length))
        found.setdefault(fields[1], []).append(SpeakerTurn(span, fields[7]))
    return {name: tuple(sorted(turns, key=_by_time)) for name, turns in found.items()}


def write_rttm(turns_of: Mapping[str, Iterable[SpeakerTurn]]) -> str:
    """A line for every turn of every recording; blanks in names become underscores."""
    return "".join(
        f"SPEAKER {_field(name)} 1 {_written(turn.span.start_ms)} "
        f"{_written(turn.span.length_ms)} {NOTHING} {NOTHING} {_field(turn.speaker)} "
        f"{NOTHING} {NOTHING}\n"
        for name, turns in turns_of.items()
        for turn in turns
    )


def read_uem(text: str) -> dict[str, tuple[Span, ...]]:
    """The parts of every recording that are scored."""
    found: dict[str, list[Span]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        fields = line.split()
        if not fields or fields[0].startswith(";"):
            continue
        if len(fields) != 4:
            raise InputError(f"UEM line {number}: expected 4 fields, found {len(fields)}")
        start, end = _seconds(fields[2], number, "UEM"), _seconds(fields[3], number, "UEM")
        if end < start:
            raise InputError(
                f"UEM line {number}: expected an end after the start, found one before"
            )
        found.setdefault(fields[0], []).append(Span(_ms(start), _ms(end)))
    return {name: tuple(sorted(parts, key=lambda s: s.start_ms)) for name, parts in found.items()}


def write_uem(parts_of: Mapping[str, Iterable[Span]]) -> str:
    """A line for every part that is scored."""
    return "".join(
        f"{_field(name)} 1 {_written(part.start_ms)} {_written(part.end_ms)}\n"
        for name, parts in parts_of.items()
        for part in parts
    )


def _by_time(turn: SpeakerTurn) -> tuple[int, int, str]:
    return turn.span.start_ms, turn.span.end_ms, turn.speaker


def _seconds(field: str, line: int, kind: str) -> float:
    try:
        seconds = float(field)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < float("inf"):
        raise InputError(f"{kind} line {line}: expected seconds from 0, found something else")
    return seconds


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _written(time_ms: int) -> str:
    return f"{time_ms // 1000}.{time_ms % 1000:03d}"


def _field(text: str) -> str:
    return "_".join(text.split()) or NOTHING
