from scribe.events import Amended, Failed, Signed
from scribe.note import nothing_to_document


def test_an_empty_note_explains_why_there_is_nothing(desk, office, text):
    empty = nothing_to_document("soap", "en", "scripted", "Only 9 clinical words were said.")
    page = desk(office.draft(note=empty))
    assert "**Nothing to document.** Only 9 clinical words were said\\." in text(page)
    assert page.button(key="sign").disabled


def test_a_transcript_without_a_note_offers_to_write_one(desk, office, text):
    encounter_id = office.transcribe()
    page = desk(encounter_id)
    assert "There is a transcript, but no note yet." in text(page)
    page.button(key="draft-first").click().run()
    assert office.read(encounter_id).note is not None
    assert page.button(key="open-s1").label.startswith("Reports high blood pressure")


def test_a_failure_is_told_with_its_stage(desk, office, text):
    encounter_id = office.begin()
    now = office.clinic.records.now()
    office.change(encounter_id, Failed(now, "recognition", "the recording is damaged"))
    assert "Recognition failed: the recording is damaged" in text(desk(encounter_id))


def test_after_signing_nothing_can_be_edited(desk, office, text):
    encounter_id = office.draft()
    office.change(encounter_id, Signed(office.clinic.records.now(), "Dr. A"))
    page = desk(encounter_id)
    page.button(key="open-s1").click().run()
    keys = {button.key for button in page.button}
    assert not keys & {"sign", "edit-s1", "delete-s1", "add-Plan", "accept-I10", "draft"}
    assert "signed by Dr\\. A" in text(page)
    assert "read-only" in text(page)


def test_amendments_are_listed_with_both_texts(desk, office, text):
    encounter_id = office.draft()
    now = office.clinic.records.now()
    office.change(encounter_id, Signed(now, "Dr. A"))
    office.change(encounter_id, Amended(now, "s3", "Lisinopril 20 mg.", "wrong dose", "Dr. A"))
    shown = text(desk(encounter_id))
    assert "wrong dose  \n:red[before:] Lisinopril 40 mg daily\\." in shown
    assert ":green[after:] Lisinopril 20 mg\\." in shown


def test_the_note_can_be_copied_as_text(desk, office):
    (copy,) = desk(office.draft()).code
    assert copy.value.startswith("SUBJECTIVE\nReports high blood pressure.")
