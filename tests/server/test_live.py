import pytest

from scribe.audio_format import AudioFormat, Encoding
from scribe.encounter import Status, replay
from scribe.errors import Overloaded, Refused
from scribe.events import Heard, RecordingEnded, RecordingStarted
from scribe.transcript import Role, Utterance
from server.live import Live
from server.store import Store, open_database

PCM16 = AudioFormat(Encoding.PCM16, 16_000, 1)


@pytest.fixture
def visit(clinic):
    return clinic.records.open("Visit", "en", "soap", None)


def record(clinic, encounter_id, audio):
    recording = clinic.live.start(encounter_id, PCM16)
    recording.spool.append(audio)
    recording.stop(draft_wanted=True)
    assert recording.finished.wait(20)


def test_the_log_replays_to_the_encounter(clinic, visit, tone):
    record(clinic, visit.id, tone(3))
    engine = open_database(clinic.settings.database)
    log = Store(engine).events(visit.id)
    engine.dispose()
    assert replay(log) == clinic.records.read(visit.id)


def test_an_encounter_that_was_interrupted_is_heard_to_the_end_of_its_spool(clinic, visit, tone):
    """As after `kill -9`: two seconds are in the log, three and a half in the spool."""
    at = clinic.records.now()
    clinic.records.change(visit.id, lambda _: RecordingStarted(at, "second-counter", PCM16))
    for number in (1, 2):
        said = Utterance(f"u{number}", "S1", Role.UNKNOWN, 0, 1, f"second {number}")
        clinic.records.change(visit.id, lambda _, said=said: Heard(at, said))
    clinic.live.audio_path(visit.id).parent.mkdir(exist_ok=True)
    clinic.live.audio_path(visit.id).write_bytes(tone(3.5))

    (recording,) = clinic.live.recover()
    assert recording.finished.wait(20)

    recovered = clinic.records.read(visit.id)
    assert [u.text for u in recovered.utterances] == [f"second {n}" for n in (1, 2, 3, 4)]
    assert (recovered.status, recovered.audio_ms) == (Status.DRAFTED, 3500)
    assert clinic.live.recover() == ()


def test_what_another_engine_began_is_kept_and_its_end_told(clinic, visit):
    clinic.records.change(visit.id, lambda _: RecordingStarted(clinic.records.now(), "gone", PCM16))
    assert clinic.live.recover() == ()
    kept = clinic.records.read(visit.id)
    assert kept.failure is not None
    assert kept.status is Status.TRANSCRIBED


def test_an_interrupted_encounter_whose_spool_is_gone_ends_with_a_failure(clinic, visit):
    clinic.records.change(
        visit.id, lambda _: RecordingStarted(clinic.records.now(), "second-counter", PCM16)
    )
    (recording,) = clinic.live.recover()
    assert recording.finished.wait(20)
    assert clinic.records.read(visit.id).failure.stage == "recognition"


def test_a_second_recording_is_refused(clinic, visit, tone):
    record(clinic, visit.id, tone(1))
    with pytest.raises(Refused):
        clinic.live.start(visit.id, PCM16)


def test_at_the_limit_a_recording_is_refused_until_another_has_ended(clinic, visit, tone):
    live = Live(clinic.records, clinic.parts, clinic.settings.spool, max_recordings=1)
    recording = live.start(visit.id, PCM16)
    other = clinic.records.open("Other", "en", "soap", None)
    with pytest.raises(Overloaded):
        live.start(other.id, PCM16)
    recording.stop(draft_wanted=False)
    assert recording.finished.wait(20)
    live.check_capacity()


def test_closing_hears_what_has_arrived_to_its_end(clinic, visit, tone):
    live = Live(clinic.records, clinic.parts, clinic.settings.spool, max_recordings=1)
    recording = live.start(visit.id, PCM16)
    recording.spool.append(tone(2))
    live.close(timeout_s=20)
    closed = clinic.records.read(visit.id)
    assert len(closed.utterances) == 2
    assert closed.status is Status.TRANSCRIBED


def test_a_recording_ends_once(clinic, visit, tone):
    record(clinic, visit.id, tone(1))
    engine = open_database(clinic.settings.database)
    log = Store(engine).events(visit.id)
    engine.dispose()
    assert sum(isinstance(event, RecordingEnded) for event in log) == 1
