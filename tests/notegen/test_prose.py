"""Facts as sentences."""

from notegen.facts import Allergy, Facts, Finding, Remark, Topic, Vital
from notegen.prose import Draft, drafts, joined
from notegen.qualities import Qualities
from notegen.terms import Kind, Term
from scribe.code import Assertion


def _finding(name: str, assertion: Assertion, *, of_family: bool = False) -> Finding:
    kind = Kind.CONDITION if of_family else Kind.SYMPTOM
    return Finding(Term(name, kind), assertion, of_family, True, ("u1", "u2"))


def test_denied_symptoms_are_listed_once_with_all_their_evidence() -> None:
    facts = Facts(
        findings=(
            _finding("fever", Assertion.NEGATED),
            _finding("chills", Assertion.NEGATED),
            _finding("fever", Assertion.NEGATED),
        )
    )
    assert drafts(facts) == (
        Draft(Topic.REVIEW, "Constitutional: Denies fever or chills.", ("u1", "u2")),
    )


def test_a_symptom_that_is_also_reported_is_not_denied() -> None:
    facts = Facts(
        findings=(_finding("fever", Assertion.NEGATED), _finding("fever", Assertion.PRESENT))
    )
    assert [d.text for d in drafts(facts)] == ["Constitutional: Reports fever."]


def test_a_symptom_with_its_side_is_not_listed_without_it_as_well() -> None:
    facts = Facts(
        findings=tuple(
            _finding(n, Assertion.PRESENT) for n in ("shoulder pain", "right shoulder pain")
        )
    )
    assert [d.text for d in drafts(facts)] == ["Musculoskeletal: Reports right shoulder pain."]


def test_symptoms_stand_by_system_from_head_to_foot() -> None:
    facts = Facts(
        findings=(
            _finding("nausea", Assertion.NEGATED),
            _finding("cough", Assertion.PRESENT),
            _finding("fever", Assertion.NEGATED),
        )
    )
    assert [d.text for d in drafts(facts)] == [
        "Constitutional: Denies fever.",
        "Respiratory: Reports cough.",
        "Gastrointestinal: Denies nausea.",
    ]


def test_a_denied_family_history_names_the_family() -> None:
    facts = Facts(findings=(_finding("diabetes", Assertion.NEGATED, of_family=True),))
    assert [d.text for d in drafts(facts)] == ["No family history of diabetes."]


def test_measurements_and_allergies_have_fixed_forms() -> None:
    facts = Facts(
        vitals=(Vital("blood pressure", "142/88 mmHg", ("u3",)),),
        allergies=(Allergy("penicillin", "rash", ("u4",)), Allergy("", "", ("u5",))),
    )
    assert [d.text for d in drafts(facts)] == [
        "Allergic to penicillin (rash).",
        "No known allergies.",
        "Blood pressure 142/88 mmHg.",
    ]


def test_a_sentence_that_another_says_in_full_is_left_out() -> None:
    facts = Facts(
        remarks=(
            Remark(Topic.HISTORY, "the patient has a cough", ("u1",)),
            Remark(Topic.HISTORY, "the patient has a cough at night", ("u2",)),
        )
    )
    assert [d.text for d in drafts(facts)] == ["The patient has a cough at night."]


def test_names_are_joined_once_each() -> None:
    assert joined(("a", "b", "a", "c"), "or") == "a, b or c"
    assert joined(()) == ""


def test_a_symptom_of_which_two_qualities_are_told_is_described_once() -> None:
    cough = Finding(
        Term("cough", Kind.SYMPTOM),
        Assertion.PRESENT,
        False,
        False,
        ("u1",),
        qualities=Qualities(duration="for 3 days", course="worsening", utterances=("u1", "u3")),
    )
    facts = Facts(
        findings=(cough,),
        remarks=(
            Remark(Topic.HISTORY, "the cough has lasted for 3 days", ("u1", "u3")),
            Remark(Topic.HISTORY, "the cough started 2 weeks ago", ("u1", "u3")),
        ),
    )
    assert [(d.text, d.evidence) for d in drafts(facts) if d.topic is Topic.HISTORY] == [
        ("The cough started 2 weeks ago.", ("u1", "u3")),
        ("Reports cough: for 3 days, worsening.", ("u1", "u3")),
    ]
