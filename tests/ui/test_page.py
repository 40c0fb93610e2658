from scribe.events import Edited, Signed


def test_what_the_server_refuses_is_said_once_on_top(desk, office, text):
    encounter_id = office.draft()
    page = desk(encounter_id)
    page.button(key="open-s1").click().run()
    office.change(encounter_id, Signed(office.clinic.records.now(), "Dr. Elsewhere"))
    page.button(key="delete-s1").click().run()
    assert "That was not possible: the note is signed" in text(page)
    page.run()
    assert "That was not possible" not in text(page)


def test_the_page_shows_what_others_have_changed_meanwhile(desk, office):
    encounter_id = office.draft()
    page = desk(encounter_id)
    now = office.clinic.records.now()
    office.change(encounter_id, Edited(now, "s1", "Changed elsewhere.", "Dr. B"))
    page.run()
    assert page.button(key="open-s1").label.startswith("Changed elsewhere")
