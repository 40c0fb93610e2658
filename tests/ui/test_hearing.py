from scribe.events import RecordingEnded


def test_what_is_heard_so_far_is_shown_while_the_server_goes_on(desk, office, text):
    page = desk(office.begin())
    assert not page.exception
    assert "[Being transcribed]" in text(page)
    assert "5 turns so far. You may leave this page" in text(page)
    assert page.button(key="sign").disabled


def test_the_page_turns_into_the_review_once_all_is_heard(desk, office, text):
    encounter_id = office.begin()
    page = desk(encounter_id)
    office.change(encounter_id, RecordingEnded(office.clinic.records.now(), "en", 12_000, 1))
    page.run()
    assert "[Transcribed]" in text(page)
    assert page.button(key="draft-first").label == "Draft the note"
