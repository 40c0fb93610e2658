from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe.encounter import Status
from scribe.note import MedicationStatus, Severity
from scribe.transcript import Role, Utterance
from ui.wording import (
    MEDICATION_NAMES,
    SEVERITY_ICONS,
    STATUS_COLORS,
    STATUS_NAMES,
    count,
    day,
    length,
    plain,
    played_at,
    speaker_name,
    when,
)


@given(st.text())
def test_escaped_text_loses_nothing_and_has_no_bare_markup(text):
    escaped = plain(text)
    pairs = iter(escaped)
    read = "".join(next(pairs) if character == "\\" else character for character in pairs)
    assert read == text


@pytest.mark.parametrize(
    ("time_ms", "words"),
    [(0, "0 s"), (59_400, "59 s"), (60_000, "1 min 0 s"), (208_346, "3 min 28 s")],
)
def test_a_length_reads_in_minutes_and_seconds(time_ms, words):
    assert length(time_ms) == words


def test_a_day_names_its_month():
    assert day(date(2026, 3, 4)) == "4 Mar 2026"


def test_a_moment_is_in_utc_where_the_browser_is_not_known():
    assert when(datetime(2026, 11, 23, 9, 5, tzinfo=UTC)) == "23 Nov 2026 09:05 UTC"


def test_one_is_singular():
    assert [count(n, "code") for n in (0, 1, 2)] == ["0 codes", "1 code", "2 codes"]


def test_a_speaker_without_a_known_role_has_a_number():
    names = [speaker_name(Utterance("u1", "S2", role, 0, 1, "Yes.")) for role in Role]
    assert names == ["Clinician", "Patient", "Other 2", "Speaker 2"]


def test_the_time_of_a_turn_does_not_break_from_its_sign():
    turn = Utterance("u1", "S1", Role.CLINICIAN, 127_900, 130_000, "Yes.")
    assert played_at(turn).endswith("\N{NO-BREAK SPACE}02:07")


def test_every_value_has_its_words():
    assert set(STATUS_NAMES) == set(STATUS_COLORS) == set(Status)
    assert set(MEDICATION_NAMES) == set(MedicationStatus)
    assert set(SEVERITY_ICONS) == set(Severity)
