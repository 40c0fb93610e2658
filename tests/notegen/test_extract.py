"""From a transcript to facts."""

from notegen.extract import extract
from notegen.facts import Topic
from scribe.transcript import Role, Transcript, Utterance


def _transcript(*turns: str) -> Transcript:
    roles = (Role.CLINICIAN, Role.PATIENT)
    utterances = tuple(
        Utterance(f"u{n + 1}", "S", roles[n % 2], 0, 0, text) for n, text in enumerate(turns)
    )
    return Transcript("en", "typed", 0, 0, utterances)


def test_the_complaint_is_what_the_patient_names_first() -> None:
    facts = extract(_transcript("What can I do for you?", "I have a cough and a fever."))
    (complaint,) = [r for r in facts.remarks if r.topic is Topic.COMPLAINT]
    assert (complaint.text, complaint.utterances) == ("cough, fever", ("u2",))


def test_an_introduction_by_the_clinician_is_kept_without_the_name() -> None:
    facts = extract(_transcript("Brian is a 58 year old male with a history of asthma.", "Hello."))
    assert "the patient is a 58 year old male with a history of asthma" in [
        r.text for r in facts.remarks
    ]


def test_pronouns_follow_what_is_said_of_the_patient() -> None:
    facts = extract(
        _transcript("Anna is a 30 year old woman.", "I feel weak and I have a headache at night.")
    )
    assert any("she has a headache" in r.text for r in facts.remarks)


def test_a_medicine_that_the_patient_is_allergic_to_is_not_taken() -> None:
    facts = extract(_transcript("Any allergies?", "Penicillin. I take penicillin and I get hives."))
    assert [a.substance for a in facts.allergies] == ["penicillin"]
    assert facts.medications == ()


def test_a_transcript_without_speech_gives_no_facts() -> None:
    assert extract(_transcript()).remarks == ()
