"""From a transcript to facts."""

from notegen.extract import extract
from notegen.facts import Topic
from notegen.medications import medication_table
from scribe.code import Assertion
from scribe.note import MedicationStatus
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


def _senses(*turns: str) -> dict[str, tuple[Assertion, bool]]:
    return {f.term.name: (f.assertion, f.of_family) for f in extract(_transcript(*turns)).findings}


def test_a_finding_has_the_sense_that_question_and_answer_give_it() -> None:
    senses = _senses(
        "Any fever?",
        "Not really, just at night.",
        "Have you had a cough?",
        "Mmm, no.",
        "Any wheezing? Any chest pain?",
        "No wheezing, but some chest pain.",
        "Does anyone in your family have diabetes?",
        "Yes, my mother.",
        "Have you ever had asthma?",
        "When I was a child, but not anymore.",
    )
    assert senses["fever"] == (Assertion.PRESENT, False)
    assert senses["cough"] == (Assertion.NEGATED, False)
    assert senses["wheezing"] == (Assertion.NEGATED, False)
    assert senses["chest pain"] == (Assertion.PRESENT, False)
    assert senses["diabetes"] == (Assertion.FAMILY, True)


def test_what_is_warned_of_is_not_found() -> None:
    senses = _senses("Come back if you get a fever. It could be pneumonia.", "Okay.")
    assert senses["fever"][0] is Assertion.HYPOTHETICAL
    assert senses["pneumonia"][0] in (Assertion.POSSIBLE, Assertion.HYPOTHETICAL)


def test_the_side_is_the_one_that_is_meant_in_the_end() -> None:
    senses = _senses("What hurts?", "I have right knee pain. Sorry, the left.")
    assert "left knee pain" in senses
    assert "right knee pain" not in senses


def test_a_relative_answers_for_the_patient() -> None:
    asked, answer = "Has he had any vomiting?", "No, he hasn't, but he has a rash."
    utterances = (
        Utterance("u1", "S1", Role.CLINICIAN, 0, 0, asked),
        Utterance("u2", "S3", Role.OTHER, 0, 0, answer),
    )
    findings = extract(Transcript("en", "typed", 0, 0, utterances)).findings
    senses = {f.term.name: f.assertion for f in findings}
    assert senses == {"vomiting": Assertion.NEGATED, "rash": Assertion.PRESENT}
    assert all(f.utterances for f in findings)


def test_what_is_set_aside_in_a_question_is_known() -> None:
    senses = _senses("Apart from the eczema, do you have any other problems?", "No.")
    assert senses["eczema"][0] is Assertion.PRESENT


def test_what_an_open_question_takes_for_granted_is_there() -> None:
    senses = _senses("When did the cough start?", "About three days ago.")
    assert senses["cough"][0] is Assertion.PRESENT


def test_a_visit_gives_typed_facts_each_with_what_says_it() -> None:
    facts = extract(
        _transcript(
            "What medicines do you take?",
            "I take lisinopril ten, sorry, twenty milligrams once a day for my blood pressure.",
            "And how regularly?",
            "I forget the lisinopril sometimes.",
            "Any allergies?",
            "Penicillin.",
            "What happens when you take it?",
            "I come out in hives.",
            "Your blood pressure is one forty over ninety. Temperature is ninety eight point two."
            " I will start you on amlodipine five milligrams daily.",
            "Okay.",
        )
    )
    lisinopril, amlodipine = medication_table(facts.medications)
    assert (lisinopril.dose, lisinopril.frequency) == ("20 mg", "once daily")
    assert (lisinopril.reason, lisinopril.adherence) == ("blood pressure", "doses missed")
    assert (amlodipine.status, amlodipine.dose) == (MedicationStatus.STARTED, "5 mg")
    assert [(a.substance, a.reaction) for a in facts.allergies] == [("penicillin", "hives")]
    assert {v.value for v in facts.vitals} == {"140/90 mmHg", "98.2 °F"}
    said = {f"u{n}" for n in range(1, 11)}
    evidence = [*(m.medication.evidence for m in facts.medications)]
    evidence += [f.utterances for f in (*facts.allergies, *facts.vitals, *facts.findings)]
    assert all(ids and set(ids) <= said for ids in evidence)
