from scribe.events import Signed


def test_a_sentence_tells_when_it_was_said(desk, office):
    page = desk(office.draft())
    assert page.button(key="open-s1").label.endswith("\N{NO-BREAK SPACE}00:02]")
    assert page.button(key="open-s2").label.endswith("\N{NO-BREAK SPACE}00:05\N{NO-BREAK SPACE}+1]")


def test_a_sentence_is_edited_in_its_place(desk, office):
    encounter_id = office.draft()
    page = desk(encounter_id)
    page.button(key="open-s3").click().run()
    page.button(key="edit-s3").click().run()
    page.text_area(key="text-s3").input("Lisinopril 20 mg daily.")
    page.button(key="FormSubmitter:edit-form-s3-Save").click().run()
    changed = office.read(encounter_id).note.statement("s3")
    assert (changed.text, changed.edited) == ("Lisinopril 20 mg daily.", True)
    assert ":blue-badge[edited]" in page.button(key="open-s3").label


def test_an_edit_that_is_cancelled_changes_nothing(desk, office):
    encounter_id = office.draft()
    page = desk(encounter_id)
    page.button(key="open-s3").click().run()
    page.button(key="edit-s3").click().run()
    page.text_area(key="text-s3").input("Something else.")
    page.button(key="FormSubmitter:edit-form-s3-Cancel").click().run()
    assert office.read(encounter_id).note.statement("s3").text == "Lisinopril 40 mg daily."
    assert not page.text_area


def test_a_sentence_is_deleted(desk, office):
    encounter_id = office.draft()
    page = desk(encounter_id)
    page.button(key="open-s1").click().run()
    page.button(key="delete-s1").click().run()
    assert office.read(encounter_id).note.statement("s1") is None
    assert not any(button.key == "open-s1" for button in page.button)


def test_a_sentence_of_ones_own_is_added_to_an_empty_section(desk, office):
    encounter_id = office.draft()
    page = desk(encounter_id)
    page.button(key="add-Objective").click().run()
    page.text_area(key="new-Objective").input("BP 150/95.")
    page.button(key="FormSubmitter:add-form-Objective-Add").click().run()
    (added,) = office.read(encounter_id).note.sections[1].statements
    assert (added.text, added.edited, added.evidence) == ("BP 150/95.", True, ())
    assert "written by you" in page.button(key=f"open-{added.id}").label


def test_a_signed_sentence_is_amended_with_a_reason_and_a_name(desk, office, text):
    encounter_id = office.draft()
    office.change(encounter_id, Signed(office.clinic.records.now(), "Dr. A"))
    page = desk(encounter_id)
    page.button(key="open-s3").click().run()
    page.button(key="amend-s3").click().run()
    page.text_area(key="text-s3").input("Lisinopril 20 mg daily.")
    page.button(key="FormSubmitter:edit-form-s3-Amend").click().run()
    assert "That was not possible" in text(page)
    page.text_area(key="text-s3").input("Lisinopril 20 mg daily.")
    page.text_input(key="reason-s3").input("wrong dose")
    page.text_input(key="by-s3").input("Dr. A")
    page.button(key="FormSubmitter:edit-form-s3-Amend").click().run()
    (change,) = office.read(encounter_id).amendments
    assert (change.after, change.reason, change.by) == (
        "Lisinopril 20 mg daily.",
        "wrong dose",
        "Dr. A",
    )


def test_what_was_being_written_is_let_go_with_its_encounter(desk, office):
    first, second = office.draft("First"), office.draft("Second")
    page = desk(first)
    page.button(key="add-Plan").click().run()
    assert page.text_area(key="new-Plan").value == ""
    page.button(key=f"encounter-{second}").click().run()
    assert not page.text_area
