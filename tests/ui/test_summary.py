from dataclasses import replace

from scribe.events import Drafted
from scribe.summary import GlossaryEntry, PatientSummary, SummaryLine, SummarySection

SUMMARY = PatientSummary(
    (SummarySection("What you take", (SummaryLine("Changed: take lisinopril 20 mg.", ("u5",)),)),),
    (GlossaryEntry("hypertension", "The blood pushes too hard."),),
)


def with_summary(office, summary=SUMMARY):
    encounter_id = office.draft()
    note = replace(office.read(encounter_id).note, patient_summary=summary)
    office.change(encounter_id, Drafted(office.clinic.records.now(), note))
    return encounter_id


def test_each_line_is_shown_with_the_time_it_was_said(desk, office, text):
    shown = text(desk(with_summary(office)))
    assert "**What you take**\n\n- Changed: take lisinopril 20 mg\\. :gray[00:09]" in shown.replace(
        "Changed\\:", "Changed:"
    )
    assert "**hypertension**" in shown


def test_a_note_without_a_summary_says_so(desk, office, text):
    assert "Nothing was said that a summary" in text(desk(office.draft()))


def test_a_changed_sentence_takes_its_lines_out(desk, office, text):
    encounter_id = with_summary(office)
    page = desk(encounter_id)
    page.button(key="open-s3").click().run()
    page.button(key="edit-s3").click().run()
    page.text_area(key="text-s3").set_value("Lisinopril 20 mg daily.")
    page.button[[b.label for b in page.button].index("Save")].click().run()
    assert office.read(encounter_id).note.patient_summary.is_empty
