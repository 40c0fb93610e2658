from dataclasses import replace

import pytest

from scribe.audio_format import AudioFormat, Encoding
from scribe.encounter import Status
from scribe.errors import AudioError, InputError, Refused
from scribe.events import Failed, RecordingEnded, RoleCorrected
from scribe.messages import Unspoken
from scribe.ports import Attribution
from scribe.review import edit
from scribe.session import Session
from scribe.transcript import Role, Speaker
from server.recording import Recording, draft_note
from server.spool import Spool

PCM16 = AudioFormat(Encoding.PCM16, 16_000, 1)
SAID = "chlamydia"


@pytest.fixture
def visit(clinic):
    return clinic.records.open("Visit", "en", "soap", None)


@pytest.fixture
def hear(clinic, visit, tone):
    """Hear two seconds with other parts than usual; gives what was told."""

    def run(**changes):
        parts = replace(clinic.parts, **changes)
        records = clinic.records
        session = Session(visit, parts.recognize("en"), parts.writer, parts.coder, records.now)
        (started,) = session.start(PCM16)
        records.change(visit.id, lambda _: started)
        path = clinic.live.audio_path(visit.id)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(tone(2))
        told = []
        recording = Recording(session, records, parts, path, PCM16, listener=told.append)
        recording.start()
        assert recording.finished.wait(20)
        assert told[-1] is None
        return told

    return run


def test_the_end_is_told_last(hear):
    kinds = [news.kind for news in hear()[:-1]]
    assert kinds[-2:] == ["recording_ended", "drafted"]


def test_audio_that_breaks_keeps_what_was_heard_and_says_so(clinic, visit, hear, tone):
    def broken(blocks, audio):
        yield from clinic.parts.decode_stream(blocks, audio)
        raise AudioError("audio: expected a whole second, found half of one")

    told = hear(decode_stream=broken)
    assert isinstance(told[-3], Failed)
    encounter = clinic.records.read(visit.id)
    assert len(encounter.utterances) == 2
    assert encounter.failure.message.startswith("audio: expected")
    assert encounter.status is Status.DRAFTED


def test_an_unexpected_error_is_told_without_its_message(clinic, visit, hear, caplog):
    def broken(blocks, audio):
        yield from clinic.parts.decode_stream(blocks, audio)
        raise RuntimeError(f"the patient said {SAID}")

    told = hear(decode_stream=broken)
    assert isinstance(told[-2], Failed)
    assert told[-2].message == "internal error (RuntimeError)"
    assert SAID not in caplog.text
    assert clinic.records.read(visit.id).status is Status.TRANSCRIBED


def test_a_writer_that_fails_leaves_the_transcript(clinic, visit, hear, caplog):
    def broken(transcript, template):
        raise RuntimeError(f"the patient said {SAID}")

    told = hear(writer=broken)
    assert any(isinstance(news, RecordingEnded) for news in told)
    encounter = clinic.records.read(visit.id)
    assert (encounter.note, len(encounter.utterances)) == (None, 2)
    assert encounter.failure.stage == "note"
    assert SAID not in caplog.text


def test_a_template_that_is_gone_is_told_and_leaves_the_transcript(clinic, visit, hear):
    def gone(transcript, template):
        raise InputError("template: expected one of hp, soap, found 'knee'")

    hear(writer=gone)
    encounter = clinic.records.read(visit.id)
    assert (encounter.note, len(encounter.utterances)) == (None, 2)
    assert encounter.failure.message == "template: expected one of hp, soap, found 'knee'"


def test_a_draft_does_not_replace_edits_unless_asked_to(clinic, visit, hear):
    hear()
    at = clinic.records.now()
    clinic.records.change(visit.id, lambda e: edit(e, "s1", "Feels well.", "Dr. Who", at))
    with pytest.raises(Refused):
        draft_note(clinic.records, clinic.parts, visit.id)
    drafted = draft_note(clinic.records, clinic.parts, visit.id, replace_edits=True)
    assert clinic.records.read(visit.id).note == drafted.note


class Noting:
    """Notes how much audio waits, says nothing."""

    engine, language = "noting", "en"

    def __init__(self):
        self.behind_ms = []

    def push(self, samples, behind_ms):
        self.behind_ms.append(behind_ms)
        return iter(())

    def flush(self):
        return iter(())


def test_a_recording_that_is_whole_is_heard_in_a_hurry(hear):
    noting = Noting()
    hear(recognize=lambda language: noting)
    assert min(noting.behind_ms) > 3600 * 1000


def test_a_live_recording_says_how_much_audio_waits(clinic, visit, tone, tmp_path):
    noting = Noting()
    session = Session(visit, noting, clinic.parts.writer, clinic.parts.coder, clinic.records.now)
    (started,) = session.start(PCM16)
    clinic.records.change(visit.id, lambda _: started)
    path = tmp_path / "audio"
    spool = Spool(path)
    spool.append(tone(20))
    recording = Recording(session, clinic.records, clinic.parts, path, PCM16, spool)
    recording.stop(draft_wanted=False)
    recording.start()
    assert recording.finished.wait(20)
    assert 1500 < max(noting.behind_ms) <= 20_000
    assert noting.behind_ms[-1] == 0


def test_a_stretch_without_words_is_told_but_not_kept(clinic, visit, hear):
    def silenced(blocks, audio):
        for samples in clinic.parts.decode_stream(blocks, audio):
            yield samples * 0

    told = hear(decode_stream=silenced)
    assert Unspoken(0, 1000) in told
    encounter = clinic.records.read(visit.id)
    assert (encounter.utterances, encounter.failure) == ((), None)


def test_the_second_opinion_hears_all_of_the_audio_and_is_told_before_the_end(
    clinic, visit, hear, tone
):
    given = []

    def attribute(utterances, language, chunks):
        given.append((tuple(u.id for u in utterances), language, sum(map(len, chunks))))
        return Attribution((("u2", "S2"),), ())

    kinds = [news.kind for news in hear(attribute=attribute)[:-1]]
    assert kinds[-3:] == ["attributed", "recording_ended", "drafted"]
    assert given == [(("u1", "u2"), "en", len(tone(2)) // 2)]
    first, second = clinic.records.read(visit.id).utterances
    assert (first.role, second.speaker, second.role) == (
        Role.CLINICIAN if first.speaker == "S1" else Role.PATIENT,
        "S2",
        Role.PATIENT,
    )


def test_a_role_that_a_person_corrected_stays_after_the_second_opinion(clinic, visit, hear):
    corrected = RoleCorrected(clinic.records.now(), "S2", Role.OTHER, "Dr. Who")

    def attribute(utterances, language, chunks):
        clinic.records.change(visit.id, lambda _: corrected)
        return Attribution((("u1", "S2"),), (Speaker("S2", Role.PATIENT),))

    hear(attribute=attribute)
    assert clinic.records.read(visit.id).utterances[0].role is Role.OTHER
