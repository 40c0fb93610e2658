import json

import pytest


def test_a_typed_visit_becomes_a_note_with_evidence_and_codes(scribe, typed_visit):
    note = json.loads(scribe("note", typed_visit, "--json").out)
    assert [s["name"] for s in note["sections"]] == [
        "Subjective",
        "Objective",
        "Assessment",
        "Plan",
    ]
    assert all(s["evidence"] for section in note["sections"] for s in section["statements"])
    assert "130/80" in note["text"]
    assert {"J20.9", "Z88.0"} <= {code["code"] for code in note["codes"]}
    assert {m["name"] for m in note["medications"]} >= {"lisinopril", "acetaminophen"}


def test_a_note_is_printed_for_people_too(scribe, typed_visit):
    printed = scribe("note", typed_visit).out
    assert "SUBJECTIVE" in printed
    assert "J20.9" in printed


def test_orders_and_appointments_are_told_with_evidence(scribe, typed_visit):
    note = json.loads(scribe("note", typed_visit, "--json").out)
    (order,) = note["orders"]
    assert order == {
        "kind": "medication",
        "description": "acetaminophen 500 mg 3 times daily",
        "reason": "",
        "status": "ordered",
        "evidence": ["u10"],
    }
    assert note["follow_up"] == [{"when": "in 2 weeks", "with_whom": "", "evidence": ["u10"]}]
    printed = scribe("note", typed_visit).out
    assert "FOLLOW-UP\nin 2 weeks\n" in printed
    assert "ORDERS\nacetaminophen 500 mg 3 times daily (medication, ordered)" in printed


def test_a_summary_for_the_patient_is_printed(scribe, typed_visit):
    printed = scribe("note", typed_visit, "--summary").out
    assert printed.startswith("WHY YOU CAME\nYou came in because of cough")
    assert "New: take acetaminophen 500 mg, 3 times a day." in printed
    assert "Come back in 2 weeks." in printed
    assert "SUBJECTIVE" not in printed
    note = json.loads(scribe("note", typed_visit, "--summary", "--json").out)
    sections = note["patient_summary"]["sections"]
    assert sections[0]["heading"] == "Why you came"
    assert all(line["evidence"] for section in sections for line in section["lines"])


def test_several_transcripts_give_a_line_each(scribe, typed_visit):
    lines = scribe("note", typed_visit, typed_visit).out.splitlines()
    assert [json.loads(line)["template"] for line in lines] == ["soap", "soap"]


def test_small_talk_gives_no_note(scribe, tmp_path):
    path = tmp_path / "chat.txt"
    path.write_text("D: Lovely weather today.\nP: Yes, at last.\n", encoding="utf-8")
    note = json.loads(scribe("note", path, "--json").out)
    assert note["sections"] == []
    assert note["flags"][0]["kind"] == "nothing_to_document"
    assert scribe("note", path).out.startswith("Nothing to document")
    assert scribe("note", path, "--summary").out.startswith("Nothing to document")


@pytest.mark.parametrize("content", ["", "no label here", '{"language": 1}', "{", '{"a": "pain"}'])
def test_what_is_no_transcript_is_refused_without_quoting_it(scribe, tmp_path, content):
    path = tmp_path / "visit.txt"
    path.write_text(content, encoding="utf-8")
    done = scribe("note", path)
    assert done.exit_code == 2
    assert done.out == ""
    assert "pain" not in done.err
    assert "no label here" not in done.err


def test_a_writer_that_is_not_there_is_told(scribe, typed_visit):
    assert scribe("note", typed_visit, "--writer", "goose").exit_code == 2


def test_words_are_coded(scribe):
    coded = json.loads(scribe("code", "essential hypertension", "--json").out)
    assert coded["codes"][0]["code"] == "I10"
    assert coded["codes"][0]["evidence"][0]["quote"] == "essential hypertension"
    assert "I10" in scribe("code", "essential hypertension").out


def test_transcripts_notes_and_text_files_are_coded(scribe, typed_visit, tmp_path):
    note = tmp_path / "note.json"
    note.write_text(scribe("note", typed_visit, "--json").out, encoding="utf-8")
    text = tmp_path / "note.txt"
    text.write_text("Assessment: acute bronchitis. No fever.", encoding="utf-8")
    lines = scribe("code", typed_visit, note, text).out.splitlines()
    for line in lines:
        coded = json.loads(line)
        assert "J20.9" in {code["code"] for code in coded["codes"]}
        assert "R50.9" not in {code["code"] for code in coded["codes"]}
    assert len(lines) == 3


def test_a_date_before_the_table_is_refused(scribe):
    assert scribe("code", "hypertension", "--date", "1990-01-01").exit_code == 2


@pytest.mark.parametrize("words", ["", " ", "x" * 5000])
def test_odd_words_to_code_do_no_harm(scribe, words):
    done = scribe("code", words, "--json")
    assert done.exit_code in (0, 2)


def test_an_encounter_is_exported(scribe, tmp_path, running):
    _, open_clinic = running
    with open_clinic(tmp_path / "home") as clinic:
        visit = clinic.records.open("Visit", "en", "soap", None)
    assert scribe("export", visit.id).out.startswith("# Visit")
    assert json.loads(scribe("export", visit.id, "--format", "json").out)["id"] == visit.id
    assert scribe("export", "nobody").exit_code == 1
