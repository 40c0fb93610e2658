import pytest
from streamlit.testing.v1 import AppTest

from scribe.encounter import Status


def upload(page, data, name="visit.wav"):
    page.get("file_uploader")[0].set_value([(name, data, "audio/wav")]).run()


def dialog():
    """The form inside the dialog: AppTest closes a dialog at its first field."""
    import os
    from contextlib import closing

    from ui.client import Client
    from ui.upload import encounter_form

    url, key = os.environ["SCRIBE_SERVER_URL"], os.environ["SCRIBE_API_KEY"]
    with closing(Client(url, key)) as client:
        encounter_form(client)


@pytest.fixture
def form(desk):
    """The form on the server of the desk."""
    return AppTest.from_function(dialog, default_timeout=30).run()


def test_a_recording_becomes_an_encounter_that_is_transcribed(form, office, wav):
    assert form.button(key="transcribe").disabled
    form.text_input[0].input("Blood pressure")
    upload(form, wav(12_000))
    form.button(key="transcribe").click().run()
    assert not form.exception
    (made,) = office.clinic.records.summaries()
    assert made.title == "Blood pressure"
    assert form.query_params["encounter"] in (made.id, [made.id])
    recording = office.clinic.live.find(made.id)
    assert recording is None or recording.finished.wait(20)
    assert office.read(made.id).status is Status.DRAFTED


def test_without_a_title_the_file_names_the_encounter(form, office, wav):
    upload(form, wav(1000), "knee.visit.wav")
    form.button(key="transcribe").click().run()
    assert [s.title for s in office.clinic.records.summaries()] == ["knee.visit"]


def test_a_file_without_audio_is_refused_before_anything_is_made(form, office, text):
    upload(form, b"a letter", "letter.pdf")
    form.button(key="transcribe").click().run()
    assert "holds no audio" in text(form)
    assert office.clinic.records.summaries() == ()


def test_the_dialog_opens_from_the_list(desk):
    page = desk()
    page.button(key="new").click().run()
    assert page.button(key="transcribe").disabled


def test_a_recording_is_added_to_an_encounter_that_has_none(desk, office, wav, text):
    encounter_id = office.open()
    page = desk(encounter_id)
    assert "has no recording yet" in text(page)
    upload(page, wav(4000))
    page.button(key="transcribe").click().run()
    assert not page.exception
    assert office.read(encounter_id).audio is not None
