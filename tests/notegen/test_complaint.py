"""Which symptom is being talked about."""

from notegen.assertion import read_dialogue
from notegen.complaint import Complaint, complaints
from notegen.extract import voices_of
from notegen.phases import read_phases
from notegen.qualities import Qualities
from scribe.transcript import Role, Utterance


def _complaints(*turns: str) -> tuple[Complaint, ...]:
    roles = (Role.CLINICIAN, Role.PATIENT)
    dialogue = read_dialogue(
        [Utterance(f"u{n}", "S1", roles[n % 2], 0, 0, turn) for n, turn in enumerate(turns)]
    )
    voices = voices_of(dialogue.sentences)
    return complaints(dialogue, voices, read_phases(dialogue.sentences, voices))


def test_of_several_symptoms_each_has_what_follows_it() -> None:
    assert _complaints(
        "What is it?", "I have had a fever for two days and a cough for one week."
    ) == (
        Complaint("fever", Qualities(duration="for 2 days", utterances=("u1",))),
        Complaint("cough", Qualities(duration="for 1 week", utterances=("u1",))),
    )


def test_after_several_symptoms_at_once_it_is_not_known_which_is_meant() -> None:
    assert (
        _complaints("What is it?", "I have nausea and a cough.", "How long?", "Three days.") == ()
    )


def test_the_pain_is_the_symptom_that_hurts() -> None:
    assert _complaints(
        "What is it?", "I have left knee pain.", "How bad?", "The pain is getting worse."
    ) == (Complaint("left knee pain", Qualities(course="worsening", utterances=("u1", "u3"))),)


def test_a_cough_is_at_no_place_and_the_occasion_of_a_symptom_is_none() -> None:
    assert _complaints("What is it?", "I have a cough.", "Where is it?", "On the left side.") == ()
    assert _complaints("What is it?", "It comes and goes when I'm dizzy.") == ()


def test_what_is_said_on_examination_is_no_history() -> None:
    assert (
        _complaints(
            "What is it?",
            "I have knee pain.",
            "Let me examine you. Is it constant?",
            "Yes, it's constant.",
        )
        == ()
    )


def test_a_question_on_the_pain_comes_back_to_the_one_symptom_that_hurts() -> None:
    between = ("Any fever?", "I feel hot and I have chills.")
    asked = ("Is the pain constant?", "Yes.")
    assert _complaints("What is it?", "I have ankle pain.", *between, *asked) == (
        Complaint("ankle pain", Qualities(timing="constant", utterances=("u1", "u4", "u5"))),
    )
    two = "I have a headache. I have ankle pain."
    assert _complaints("What is it?", two, *between, *asked) == ()


def test_where_a_symptom_is_named_by_its_place_the_place_is_no_news() -> None:
    assert _complaints("What is it?", "I have ankle pain.", "Where?", "In my ankle.") == ()


def test_a_question_on_another_part_of_the_body_is_not_of_the_symptom() -> None:
    turns = ("What is it?", "I have chest pain.", "How long has this calf been big?", "A week.")
    assert _complaints(*turns) == ()


def test_it_is_no_longer_the_symptom_once_the_patient_strays() -> None:
    told = "My colleague says I walk strangely. It's been like this for three days."
    assert _complaints("What is it?", "I have numbness.", "Anything else?", told) == ()
