from notegen.icd10.passages import TEXT_SECTION, of_note, of_text, of_transcript
from notegen.icd10.sections import Zone
from scribe.code import Assertion
from scribe.note import Note, Section, Statement, section_text
from scribe.transcript import Role, Transcript, Utterance

NOTE = Note(
    "soap",
    "en",
    "test",
    (
        Section(
            "Subjective", (Statement("s1", "Cough.", ("u1",)), Statement("s2", "No fever.", ()))
        ),
        Section("Assessment", (Statement("s3", "Acute bronchitis.", ()),)),
    ),
)


def test_evidence_of_a_note_counts_in_the_text_of_its_section():
    passages = tuple(of_note(NOTE))
    evidence = passages[1].evidence(3, 8)
    assert evidence.section == "Subjective"
    assert (
        section_text(NOTE.sections[0])[evidence.start : evidence.end] == evidence.quote == "fever"
    )


def test_the_first_subjective_line_is_the_chief_complaint():
    assert [p.chief for p in of_note(NOTE)] == [True, False, False]


def test_an_answer_decides_the_sense_of_what_was_asked():
    spoken = Transcript(
        "en",
        "typed",
        0,
        0,
        (
            Utterance("u1", "S1", Role.CLINICIAN, 0, 0, "Any fever?"),
            Utterance("u2", "S2", Role.PATIENT, 0, 0, "No."),
        ),
    )
    asked, _ = of_transcript(spoken)
    assert asked.judge(4, 9) is Assertion.NEGATED
    assert asked.evidence(4, 9).utterance == "u1"
    assert asked.clinician


def test_plain_text_without_headings_is_assessment():
    (passage,) = of_text("type 2 diabetes")
    assert (passage.line.zone, passage.section) == (Zone.ASSESSMENT, TEXT_SECTION)


def test_plain_text_with_headings_is_a_note():
    zones = [p.line.zone for p in of_text("HPI\ncough\nASSESSMENT\nbronchitis")]
    assert zones == [Zone.SUBJECTIVE, Zone.ASSESSMENT]
