import io
import socket
from datetime import date

import pytest

from scribe.encounter import Status
from scribe.errors import AccessDenied, AudioError, NotFound, Refused, ServerUnreachable
from scribe.export import EncounterFormat
from scribe.transcript import Role
from ui.client import Client


@pytest.fixture
def client(office):
    client = Client(office.url, office.key)
    yield client
    client.close()


def test_a_new_encounter_is_listed_with_its_date(client):
    made = client.create("Visit", date(2026, 11, 20), "de").encounter
    (listed,) = client.encounters()
    assert (listed.id, listed.title) == (made.id, "Visit")
    assert (listed.status, listed.date_of_service) == (Status.OPEN, date(2026, 11, 20))


def test_an_uploaded_recording_becomes_a_draft(client, wav):
    encounter_id = client.create("Visit", date(2026, 11, 23), "").encounter.id
    client.upload(encounter_id, io.BytesIO(wav(12_000)))
    for _ in range(2000):
        review = client.read(encounter_id)
        if not review.progress.active:
            break
    assert review.encounter.status is Status.DRAFTED
    assert review.progress.heard_ms == 12_000


def test_a_file_without_audio_is_refused_by_the_server(client):
    encounter_id = client.create("Visit", date(2026, 11, 23), "").encounter.id
    with pytest.raises(AudioError):
        client.upload(encounter_id, io.BytesIO(b"no audio"))


def test_every_change_comes_back_with_the_encounter_after_it(client, office):
    encounter_id = office.draft()
    edited = client.edit(encounter_id, "s1", "New words.").encounter
    assert edited.note.statement("s1").text == "New words."
    added = client.add(encounter_id, "Plan", "Come again.").encounter
    assert added.note.sections[-1].statements[-1].text == "Come again."
    assert client.decide_code(encounter_id, "I10", True).encounter.decisions[0].accepted
    assert client.decide_code(encounter_id, "I10", None).encounter.decisions == ()
    corrected = client.correct_role(encounter_id, "S2", Role.OTHER).encounter
    assert {u.role for u in corrected.utterances} == {Role.CLINICIAN, Role.OTHER}
    assert client.sign(encounter_id, "Dr. A").encounter.signature.by == "Dr. A"
    amended = client.amend(encounter_id, "s1", "Better.", "typing error", "Dr. A").encounter
    assert [a.after for a in amended.amendments] == ["Better."]


def test_a_draft_over_edits_is_refused_unless_it_was_asked_for(client, office):
    encounter_id = office.draft()
    client.edit(encounter_id, "s1", "New words.")
    with pytest.raises(Refused):
        client.draft(encounter_id, replace_edits=False)
    redrafted = client.draft(encounter_id, replace_edits=True).encounter
    assert redrafted.note.statement("s1").text == "Reports high blood pressure."


def test_documents_and_audio_come_as_bytes(client, office):
    encounter_id = office.draft("Title")
    assert client.export(encounter_id, EncounterFormat.MD).startswith(b"# Title")
    assert client.audio(encounter_id).startswith(b"RIFF")


def test_a_wrong_key_is_denied(office):
    client = Client(office.url, "sk-scribe-wrong")
    with pytest.raises(AccessDenied):
        client.encounters()
    client.close()


def test_an_id_with_slashes_cannot_leave_its_path(client):
    with pytest.raises(NotFound):
        client.read("../../healthz")


@pytest.mark.parametrize("url", ["not an address", "ftp://127.0.0.1", "http://127.0.0.1:{port}"])
def test_an_address_where_nobody_answers_is_unreachable(url):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    client = Client(url.format(port=port), "key")
    with pytest.raises(ServerUnreachable):
        client.encounters()
    client.close()
