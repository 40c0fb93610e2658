"""The writer that needs no language model."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notegen.assertion import read_dialogue
from notegen.extractive import ExtractiveWriter
from notegen.verify import doubts
from scribe.errors import InputError
from scribe.note import FlagKind, MedicationStatus, Note
from scribe.transcript import Role, Transcript, Utterance

_ROLES = {"D": Role.CLINICIAN, "P": Role.PATIENT, "U": Role.UNKNOWN}
_VISIT = """\
D: Good morning. How was the drive?
P: Fine, thank you. The traffic was terrible on the bridge.
D: What can I do for you today?
P: I have a cough and a sore throat. I feel tired.
D: How long have you had the cough?
P: About two weeks.
D: Any fever or chest pain?
P: No.
D: Do you take any medications?
P: I take lisinopril ten milligrams once a day.
D: Are you allergic to anything?
P: Yes, penicillin. It gave me hives.
D: Do you smoke?
P: No.
D: Let me examine you. Your blood pressure is one thirty over eighty. Your lungs are clear.
D: I think you have acute bronchitis.
D: I will prescribe benzonatate, one hundred milligrams, three times a day. Let's get a chest x-ray.
D: I would like to see you again in two weeks. If you get short of breath, call us right away.
P: Thank you, doctor."""
_SPOKEN = """\
D: what brings you in today
P: well i've been having pain in my left knee for three weeks it hurts when i walk down the stairs
D: okay have you had any swelling or fever no fever
P: no fever but it does swell at night
D: do you take anything for it
P: i take ibuprofen four hundred milligrams twice a day
D: alright let me examine you your blood pressure is one twenty over seventy six
D: so i think you have osteoarthritis of the left knee i want to order an x-ray of the left knee
D: and i want you to stop the ibuprofen and we will see you again in four weeks"""


def _transcript(script: str, language: str = "en") -> Transcript:
    utterances = tuple(
        Utterance(f"u{n}", line[0], _ROLES[line[0]], 0, 0, line[2:].strip())
        for n, line in enumerate(script.splitlines(), start=1)
    )
    return Transcript(language, "typed", 0, 0, utterances)


def _note(script: str, language: str = "en") -> Note:
    return ExtractiveWriter()(_transcript(script, language), "soap")


def _texts(note: Note, section: str) -> list[str]:
    return [st.text for s in note.sections if s.name == section for st in s.statements]


def test_a_typed_visit_gives_all_four_sections_in_their_order() -> None:
    note = _note(_VISIT)
    assert [s.name for s in note.sections] == ["Subjective", "Objective", "Assessment", "Plan"]
    subjective = _texts(note, "Subjective")
    assert subjective[0] == "Presents with cough, sore throat and fatigue."
    assert "The cough has lasted for about 2 weeks." in subjective
    assert "Constitutional: Denies fever." in subjective
    assert "Cardiovascular: Denies chest pain." in subjective
    assert "Takes lisinopril 10 mg once daily." in subjective
    assert "Allergic to penicillin (hives)." in subjective
    assert "The patient does not smoke." in subjective
    assert _texts(note, "Objective") == [
        "Blood pressure 130/80 mmHg.",
        "Respiratory: Lungs are clear.",
    ]
    assert _texts(note, "Assessment") == ["The patient has acute bronchitis."]
    assert _texts(note, "Plan") == [
        "Prescribe benzonatate, 100 mg, 3 times a day.",
        "Obtain a chest x-ray.",
        "Follow up in 2 weeks.",
        "If the patient gets short of breath, call us right away.",
    ]


def test_small_talk_is_left_out() -> None:
    text = _note(_VISIT).text.lower()
    assert not any(word in text for word in ("traffic", "bridge", "drive", "thank"))


def test_speech_without_punctuation_gives_the_same_kind_of_note() -> None:
    note = _note(_SPOKEN)
    told = _texts(note, "Subjective")
    assert "Reports left knee pain: for 3 weeks, worse with stairs." in told
    assert "Constitutional: Denies fever." in _texts(note, "Subjective")
    assert _texts(note, "Objective") == ["Blood pressure 120/76 mmHg."]
    (problem,) = _texts(note, "Assessment")
    assert "osteoarthritis of the left knee" in problem.lower()
    assert any("order an x-ray of the left knee" in s.lower() for s in _texts(note, "Plan"))
    assert "Follow up in 4 weeks." in _texts(note, "Plan")


def test_question_and_answer_are_both_evidence() -> None:
    note = _note(_VISIT)
    (denial,) = [s for s in note.statements if s.text == "Cardiovascular: Denies chest pain."]
    assert denial.evidence == ("u7", "u8")


def test_medicines_are_in_the_table_with_their_status() -> None:
    rows = [(m.name, m.dose, m.frequency, m.status) for m in _note(_VISIT).medications]
    assert rows == [
        ("lisinopril", "10 mg", "once daily", MedicationStatus.CURRENT),
        ("benzonatate", "100 mg", "3 times daily", MedicationStatus.STARTED),
    ]


def test_the_same_transcript_gives_the_same_note() -> None:
    assert _note(_VISIT) == _note(_VISIT)


@pytest.mark.parametrize(
    "script",
    [
        "P: ",
        "D: hello\nP: hello",
        "D: how was your weekend\nP: it was lovely we went to the lake and the weather was warm and"
        " sunny\nD: it rained here all day but we had a nice dinner with friends and a good film",
        "D: do you have a headache\nP: no",
    ],
)
def test_silence_and_small_talk_give_no_note(script: str) -> None:
    note = _note(script)
    assert note.is_empty
    assert [f.kind for f in note.flags] == [FlagKind.NOTHING_TO_DOCUMENT]
    assert note.flags[0].message


def test_another_language_gives_an_empty_note_that_says_so() -> None:
    note = _note(_VISIT, "de")
    assert note.is_empty
    assert "English" in note.flags[0].message


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(InputError, match=r"expected one of .*soap.*, found 'poem'"):
        ExtractiveWriter()(_transcript(_VISIT), "poem")


def test_unknown_roles_are_flagged() -> None:
    note = _note(_VISIT.replace("D:", "U:").replace("P:", "U:"))
    assert FlagKind.ROLES_UNSURE in [f.kind for f in note.flags]


_LINES = tuple(line for line in (*_VISIT.splitlines(), *_SPOKEN.splitlines()))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(_LINES), max_size=25))
def test_every_statement_of_any_conversation_is_unique_cited_and_undoubted(
    lines: list[str],
) -> None:
    transcript = _transcript("\n".join(lines))
    note = ExtractiveWriter()(transcript, "soap")
    ids = {u.id for u in transcript.utterances}
    dialogue = read_dialogue(transcript.utterances)
    texts = [(s.name, t.text) for s in note.sections for t in s.statements]
    assert len(set(texts)) == len(texts)
    for statement in note.statements:
        assert statement.evidence
        assert set(statement.evidence) <= ids
        assert doubts(dialogue, statement.text, statement.evidence) == ()


_VALID = Path("../shared/data/aci-bench/valid.csv")


@pytest.mark.shared
@pytest.mark.skipif(not _VALID.is_file(), reason="the shared data are not on this machine")
def test_a_visit_of_1400_words_takes_less_than_two_seconds() -> None:
    with _VALID.open(encoding="utf-8", newline="") as rows:
        dialogue = max((row["dialogue"] for row in csv.DictReader(rows)), key=len)
    lines = [
        ("D:" if line.startswith("[doctor]") else "P:") + line.partition("]")[2]
        for line in dialogue.splitlines()
    ]
    begin = time.perf_counter()
    note = _note("\n".join(lines))
    assert not note.is_empty
    assert time.perf_counter() - begin < 2
