from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asr.diarization import SpeakerTurn
from asr.rttm import read_rttm, read_uem, write_rttm, write_uem
from scribe.errors import InputError
from scribe.export import TranscriptFormat, export_transcript
from scribe.transcript import Role, Span, Transcript, Utterance

names = st.text("abcMÉ0_", min_size=1, max_size=4)
parts = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 10**8), st.integers(0, 10**6)
)
turns = st.lists(st.builds(SpeakerTurn, parts, names), min_size=1, max_size=5).map(
    lambda found: tuple(sorted(found, key=lambda t: (t.span.start_ms, t.span.end_ms, t.speaker)))
)
sorted_parts = st.lists(parts, min_size=1, max_size=5).map(
    lambda found: tuple(sorted(found, key=lambda s: s.start_ms))
)


@given(st.dictionaries(names, turns, max_size=3))
def test_turns_that_are_written_are_read_again(
    turns_of: dict[str, tuple[SpeakerTurn, ...]],
) -> None:
    assert read_rttm(write_rttm(turns_of)) == turns_of


@given(st.dictionaries(names, sorted_parts, max_size=3))
def test_parts_that_are_written_are_read_again(parts_of: dict[str, tuple[Span, ...]]) -> None:
    assert read_uem(write_uem(parts_of)) == parts_of


def test_an_exported_transcript_is_read() -> None:
    said = Utterance("u1", "S1", Role.CLINICIAN, 1234, 5678, "good morning")
    whole = Transcript("en", "scripted", 9000, 0, (said,))
    found = read_rttm(export_transcript(whole, TranscriptFormat.RTTM, "a visit"))
    assert found == {"a_visit": (SpeakerTurn(Span(1234, 5678), "S1"),)}


def test_lines_that_are_no_turns_are_skipped() -> None:
    assert read_rttm(";; comment\n\nSPKR-INFO a 1 <NA> <NA> <NA> adult b <NA>\n") == {}
    assert read_uem(";; comment\n\n") == {}


@pytest.mark.parametrize("line", ["SPEAKER a 1 0.5", "SPEAKER a 1 x 1 <NA> <NA> b <NA> <NA>"])
def test_a_turn_that_cannot_be_read_is_told_by_its_line(line: str) -> None:
    with pytest.raises(InputError, match="line 2"):
        read_rttm(f"\n{line}\n")


@pytest.mark.parametrize("line", ["a 1 0", "a 1 nan 2", "a 1 2 1", "a 1 -1 2"])
def test_a_part_that_cannot_be_read_is_told_by_its_line(line: str) -> None:
    with pytest.raises(InputError, match="line 1"):
        read_uem(line)


@pytest.mark.shared
def test_the_times_of_real_meetings_are_read(shared_data: Path) -> None:
    folder = shared_data / "ami-excerpts"
    found = read_rttm((folder / "debug.train.rttm").read_text(encoding="utf-8"))
    scored = read_uem((folder / "debug.train.uem").read_text(encoding="utf-8"))
    assert found["trn00"][0] == SpeakerTurn(Span(3168, 3968), "MÉO069")
    assert found.keys() == scored.keys()
    assert scored["trn05"] == (Span(0, 30_000),)
