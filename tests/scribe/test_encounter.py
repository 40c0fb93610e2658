"""An encounter is the fold of its events."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe.encounter import (
    Amendment,
    Decision,
    Encounter,
    Failure,
    Status,
    apply,
    opened,
    replay,
)
from scribe.errors import InputError
from scribe.events import (
    Added,
    Amended,
    Attributed,
    CodeDecided,
    Drafted,
    Edited,
    Event,
    Failed,
    Heard,
    Opened,
    RoleCorrected,
)
from scribe.note import Note, Statement
from scribe.transcript import Role, Speaker, Utterance


def roles(encounter: Encounter) -> dict[str, Role]:
    return {u.id: u.role for u in encounter.utterances}


def test_an_encounter_goes_from_open_to_signed(log: tuple[Event, ...]) -> None:
    statuses = [replay(log[: n + 1]).status for n in range(len(log))]
    assert list(dict.fromkeys(statuses)) == list(Status)
    assert statuses == sorted(statuses, key=list(Status).index)


def test_replaying_a_log_is_applying_its_events_one_by_one(log: tuple[Event, ...]) -> None:
    encounter = replay(log[:1])
    for number, event in enumerate(log[1:], start=2):
        encounter = apply(encounter, event)
        assert encounter == replay(log[:number])


def test_a_log_that_is_empty_or_lacks_its_beginning_is_refused(log: tuple[Event, ...]) -> None:
    for broken in ((), log[1:]):
        with pytest.raises(InputError, match="must start with the event 'opened'"):
            replay(broken)


def test_an_encounter_is_opened_only_once(log: tuple[Event, ...]) -> None:
    with pytest.raises(InputError, match="only once"):
        replay((*log, log[0]))


def test_attribution_moves_utterances_but_not_words_or_times(recording: Encounter) -> None:
    event = Attributed(recording.opened_at, (("u2", "S1"),), ())
    moved = apply(recording, event).utterances[1]
    before = recording.utterances[1]
    assert (moved.speaker, moved.role) == ("S1", Role.CLINICIAN)
    assert replace(moved, speaker=before.speaker, role=before.role) == before


def test_an_utterance_moved_to_a_voice_without_a_role_loses_its_own(recording: Encounter) -> None:
    moved = apply(recording, Attributed(recording.opened_at, (("u2", "S9"),), ()))
    assert roles(moved) == {"u1": Role.CLINICIAN, "u2": Role.UNKNOWN}


def test_attribution_of_an_utterance_that_was_not_heard_changes_nothing(
    recording: Encounter,
) -> None:
    assert apply(recording, Attributed(recording.opened_at, (("u9", "S1"),), ())) == recording


def test_a_corrected_role_survives_attribution_and_later_utterances(
    recording: Encounter, at: datetime
) -> None:
    corrected = apply(recording, RoleCorrected(at, "S2", Role.OTHER, "Dr Hill"))
    event = Attributed(at, (), (Speaker("S1", Role.PATIENT), Speaker("S2", Role.PATIENT)))
    attributed = apply(corrected, event)
    assert roles(attributed) == {"u1": Role.PATIENT, "u2": Role.OTHER}
    later = apply(attributed, Heard(at, Utterance("u3", "S2", Role.PATIENT, 0, 0, "yes")))
    assert roles(later)["u3"] is Role.OTHER


def test_a_correction_leaves_the_roles_of_other_speakers_as_they_were(
    log: tuple[Event, ...], at: datetime
) -> None:
    by_channel = Utterance("u1", "S1", Role.CLINICIAN, 0, 900, "any pain")
    answer = Utterance("u2", "S2", Role.PATIENT, 900, 990, "no")
    heard = replay((*log[:2], Heard(at, by_channel), Heard(at, answer)))
    corrected = apply(heard, RoleCorrected(at, "S2", Role.OTHER, "Dr Hill"))
    assert roles(corrected) == {"u1": Role.CLINICIAN, "u2": Role.OTHER}


def test_failure_ends_a_recording_but_keeps_what_was_heard(
    recording: Encounter, at: datetime
) -> None:
    failed = apply(recording, Failed(at, "recognition", "audio: truncated"))
    assert failed.status is Status.TRANSCRIBED
    assert failed.failure == Failure("recognition", "audio: truncated")
    assert failed.utterances == recording.utterances


def test_failure_later_leaves_the_status_until_a_draft_succeeds(
    transcribed: Encounter, note: Note, at: datetime
) -> None:
    failed = apply(transcribed, Failed(at, "note", "no answer from the model"))
    assert failed.status is Status.TRANSCRIBED
    assert apply(failed, Drafted(at, note)).failure is None


def test_a_new_draft_replaces_the_note_with_its_decisions(
    drafted: Encounter, note: Note, at: datetime
) -> None:
    decided = apply(drafted, CodeDecided(at, "M25.569", True, "Dr Hill"))
    assert apply(decided, Drafted(at, note)).decisions == ()


def test_edits_mark_the_statement_and_an_empty_text_removes_it(
    drafted: Encounter, at: datetime
) -> None:
    edited = apply(drafted, Edited(at, "s2", "Rest a week.", "Dr Hill"))
    assert edited.note is not None
    assert edited.note.statement("s2") == Statement("s2", "Rest a week.", ("u2",), edited=True)
    removed = apply(edited, Edited(at, "s2", "", "Dr Hill"))
    assert removed.note is not None
    assert removed.note.statement("s2") is None
    assert apply(removed, Edited(at, "s2", "Back.", "Dr Hill")) == removed


def test_an_added_statement_is_marked_as_a_persons_own(drafted: Encounter, at: datetime) -> None:
    added = apply(drafted, Added(at, "Objective", "a4", "No swelling.", "Dr Hill"))
    assert added.note is not None
    assert added.note.statement("a4") == Statement("a4", "No swelling.", (), edited=True)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from((True, False, None)))))
def test_the_last_decision_about_a_code_counts(choices: list[tuple[str, bool | None]]) -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    encounter = opened(Opened(at, "e1", "Knee", "en", "soap", date(2026, 11, 23)))
    for code, accepted in choices:
        encounter = apply(encounter, CodeDecided(at, code, accepted, "Dr Hill"))
    last = {code: accepted for code, accepted in dict(choices).items() if accepted is not None}
    assert {d.code: d.accepted for d in encounter.decisions} == last
    assert all(d == Decision(d.code, d.accepted, "Dr Hill", at) for d in encounter.decisions)


def test_an_amendment_keeps_text_before_and_after_author_and_time(
    signed: Encounter, at: datetime
) -> None:
    later = at + timedelta(hours=1)
    first = apply(signed, Amended(at, "s2", "Rest a week.", "length", "Dr Hill"))
    second = apply(first, Amended(later, "s2", "Rest a month.", "mistaken", "Dr Lee"))
    assert second.amendments == (
        Amendment("s2", "Rest.", "Rest a week.", "length", "Dr Hill", at),
        Amendment("s2", "Rest a week.", "Rest a month.", "mistaken", "Dr Lee", later),
    )
    assert [e.version for e in (signed, first, second)] == [1, 2, 3]
    assert second.signature == signed.signature
    assert second.status is Status.SIGNED


def test_an_unsigned_note_has_no_version(drafted: Encounter) -> None:
    assert drafted.version == 0


def test_the_transcript_is_a_view_of_the_encounter(transcribed: Encounter) -> None:
    transcript = transcribed.transcript
    assert (transcript.language, transcript.engine) == ("en", "scripted")
    assert (transcript.audio_ms, transcript.elapsed_ms) == (62_500, 1_000)
    assert transcript.utterances == transcribed.utterances
