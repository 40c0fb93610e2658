"""The status of a medicine in what clinician and patient say."""

import pytest

from notegen.assertion import read_dialogue
from notegen.medications import find_medications
from scribe.note import MedicationStatus
from scribe.transcript import Role, Utterance

_ROLES = {"d": Role.CLINICIAN, "p": Role.PATIENT}


def _statuses(*turns: tuple[str, str]) -> dict[str, str]:
    dialogue = read_dialogue(
        [Utterance(f"u{n + 1}", w, _ROLES[w], 0, 0, text) for n, (w, text) in enumerate(turns)]
    )
    return {m.generic: m.medication.status.value for m in find_medications(dialogue)}


def test_a_list_that_the_clinician_reads_from_the_record_is_taken() -> None:
    said = (
        "Looking at the medications here, I see things like aspirin, a beta blocker and a statin."
    )
    assert _statuses(("d", said), ("p", "Okay.")) == {
        "aspirin": "current",
        "beta blocker": "current",
        "statin": "current",
    }


def test_a_question_for_allergies_after_a_list_takes_nothing_from_it() -> None:
    said = "I see you are taking warfarin, and do you have any allergies?"
    assert _statuses(("d", said), ("p", "No.")) == {"warfarin": "current"}


def test_what_is_taken_for_allergies_is_taken_and_an_allergen_is_not() -> None:
    assert _statuses(("p", "I take loratadine for my allergies.")) == {"loratadine": "current"}
    assert _statuses(("p", "I am allergic to penicillin.")) == {}


@pytest.mark.parametrize(
    ("question", "reply", "statuses"),
    [
        ("Do you mean Lipitor?", "That's the one.", {"atorvastatin": "current"}),
        ("Do you mean Lipitor?", "No.", {}),
        ("How about metformin?", "Yes, I take that.", {"metformin": "current"}),
        ("You were given prednisone, correct?", "Yes.", {"prednisone": "current"}),
        ("How long have you been on lithium?", "Two years.", {"lithium": "current"}),
        ("Have you tried taking ibuprofen?", "No.", {"ibuprofen": "denied"}),
        ("Are you taking anything for the pain?", "No.", {}),
    ],
)
def test_a_question_names_what_the_patient_confirms(
    question: str, reply: str, statuses: dict[str, str]
) -> None:
    assert _statuses(("d", question), ("p", reply)) == statuses


def test_what_is_asked_for_by_the_patient_is_not_taken() -> None:
    assert _statuses(("p", "Can you give me morphine?")) == {}


def test_what_is_taken_on_occasion_is_taken() -> None:
    said = "Sometimes if I have pain, I take naproxen."
    assert _statuses(("p", said)) == {"naproxen": MedicationStatus.CURRENT.value}


def test_a_condition_is_no_use() -> None:
    assert _statuses(("d", "If it turns out to be strep, we might give amoxicillin.")) == {}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("I was on sertraline before.", "stopped"),
        ("I am not taking naproxen anymore.", "stopped"),
        ("I take ibuprofen before bed.", "current"),
    ],
)
def test_what_was_taken_long_ago_is_stopped(said: str, status: str) -> None:
    assert list(_statuses(("p", said)).values()) == [status]
