import pytest

from notegen.assertion import read_dialogue
from notegen.extract import extract
from notegen.listing import denied_habits, fact_lists, nothing, procedure_list
from scribe.transcript import Role, Transcript, Utterance

ROLES = {"D": Role.CLINICIAN, "P": Role.PATIENT}


def spoken(*lines):
    return Transcript(
        "en",
        "typed",
        0,
        0,
        tuple(
            Utterance(f"u{n}", line[0], ROLES[line[0]], 0, 0, line[3:])
            for n, line in enumerate(lines, start=1)
        ),
    )


def dialogue(*lines):
    return read_dialogue(spoken(*lines).utterances)


def test_conditions_are_listed_as_bare_names():
    said = spoken("D: Any conditions?", "P: I have hypertension and diabetes.")
    found = {made.text: made.evidence for made in fact_lists(extract(said))}
    assert found["Hypertension and diabetes."] == ("u2",)


def test_denied_symptoms_are_one_list_that_cites_questions_with_answers():
    said = spoken("D: Any fever?", "P: No.", "D: Any cough?", "P: No.")
    found = {made.text: made.evidence for made in fact_lists(extract(said))}
    assert found["No fever or cough."] == ("u1", "u2", "u3", "u4")


def test_medicines_are_listed_with_what_was_said_of_them():
    said = spoken("D: Which medicines do you take?", "P: I take metformin and insulin.")
    assert "Metformin and insulin." in {made.text for made in fact_lists(extract(said))}


def test_habits_that_were_denied_are_one_sentence():
    said = dialogue("D: Do you smoke or drink?", "P: No.", "D: Any drugs?", "P: Never.")
    found = [made.text for made in denied_habits(said)]
    assert found == [
        "Denies tobacco, alcohol or illicit drug use.",
        "No tobacco, alcohol or illicit drug use.",
    ]


def test_a_habit_that_was_admitted_is_not_denied():
    assert not list(denied_habits(dialogue("D: Do you smoke?", "P: Yes, a pack a day.")))


def test_procedures_have_their_names():
    said = dialogue("D: Any surgery?", "P: I had my appendix out and my tonsils removed.")
    assert [made.text for made in procedure_list(said)] == ["Appendectomy and tonsillectomy."]


@pytest.mark.parametrize(
    ("question", "answer", "text"),
    [
        ("Do you have any allergies?", "No.", "No known drug allergies."),
        ("Are you taking any medications?", "No, none.", "None."),
        ("Any illness in the family?", "No.", "Noncontributory."),
        ("Any medical problems in the family?", "I have no idea.", "Unknown."),
    ],
)
def test_a_subject_that_was_denied_is_said_in_a_word(question, answer, text):
    found = list(nothing(dialogue(f"D: {question}", f"P: {answer}")))
    assert text in {made.text for made in found}
    assert all(made.evidence == ("u1", "u2") for made in found)


def test_an_allergy_is_never_nothing():
    assert not list(nothing(dialogue("D: Any allergies?", "P: Yes, to penicillin.")))


def test_conditions_are_also_listed_as_a_history():
    said = spoken("D: Any conditions?", "P: I have hypertension and diabetes.")
    found = {made.text for made in fact_lists(extract(said))}
    assert {
        "Significant for hypertension and diabetes.",
        "History of hypertension and diabetes.",
    } <= found


def test_no_to_all_other_problems_is_otherwise_negative():
    found = {made.text for made in nothing(dialogue("D: Any other medical problems?", "P: No."))}
    assert "Otherwise negative." in found
