from dataclasses import replace

from scribe.events import Drafted


def test_a_medication_is_a_row_with_the_times_it_was_spoken_of(desk, office):
    (table,) = desk(office.draft()).dataframe
    assert table.value.to_dict("records") == [
        {
            "Medication": "lisinopril",
            "Dose": "20 mg",
            "How often": "once daily",
            "This visit": "changed today",
            "Said at": "00:02, 00:09",
        }
    ]


def test_a_route_that_was_said_has_its_column(desk, office):
    encounter_id = office.draft()
    note = office.read(encounter_id).note
    by_mouth = replace(note.medications[0], route="oral")
    now = office.clinic.records.now()
    office.change(encounter_id, Drafted(now, replace(note, medications=(by_mouth,))))
    (table,) = desk(encounter_id).dataframe
    assert list(table.value["Route"]) == ["oral"]


def test_a_note_without_medications_says_so(desk, office, text):
    encounter_id = office.draft()
    note = replace(office.read(encounter_id).note, medications=())
    office.change(encounter_id, Drafted(office.clinic.records.now(), note))
    page = desk(encounter_id)
    assert "No medication was spoken of." in text(page)
    assert not page.dataframe
