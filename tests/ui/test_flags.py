from dataclasses import replace

from scribe.events import Drafted, Signed


def test_the_flags_stand_on_top_the_most_severe_first(desk, office):
    page = desk(office.draft())
    flags = [b.label for b in page.button if b.key.startswith("open-flag-")]
    assert [label.split()[0] for label in flags] == [
        ":red[:material/error:]",
        ":blue[:material/info:]",
    ]
    assert page.expander[0].label == "2 things to check before signing"


def test_a_flag_shows_the_sentence_and_what_was_said(desk, office, text):
    page = desk(office.draft())
    page.button(key="open-flag-1").click().run()
    assert "The note says\nIt was said" in text(page)
    assert "Take 20 mg of lisinopril once a day\\." in text(page)


def test_a_flagged_sentence_is_marked_in_the_note(desk, office):
    page = desk(office.draft())
    assert "check]" in page.button(key="open-s3").label
    assert "check]" not in page.button(key="open-s1").label


def test_a_note_without_flags_has_no_list_of_them(desk, office):
    encounter_id = office.draft()
    note = replace(office.read(encounter_id).note, flags=())
    office.change(encounter_id, Drafted(office.clinic.records.now(), note))
    page = desk(encounter_id)
    assert not any("to check" in expander.label for expander in page.expander)


def test_after_signing_the_flags_are_history(desk, office):
    encounter_id = office.draft()
    office.change(encounter_id, Signed(office.clinic.records.now(), "Dr. A"))
    assert desk(encounter_id).expander[0].label == "2 things to check when this was signed"
