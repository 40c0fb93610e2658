"""What is meant to be done with a medicine."""

import pytest

from notegen.intent import (
    asks_of_taking,
    given_up,
    patient_status,
    reads_from_record,
    spoken_status,
    takes_for_granted,
)
from notegen.sentences import Sentence
from scribe.code import Assertion
from scribe.note import MedicationStatus
from scribe.transcript import Role

DRUG = "naproxen"


def _status(text: str, *earlier: Sentence) -> MedicationStatus | None:
    start = text.index(DRUG)
    place = (start, start + len(DRUG))
    return spoken_status(text, (place,), place, earlier, Assertion.PRESENT)


def _said(text: str, role: Role, *, question: bool = False) -> Sentence:
    return Sentence("u1", 0, role, 0, len(text), text, question)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("you can try naproxen", MedicationStatus.STARTED),
        ("some naproxen would be advisable", MedicationStatus.STARTED),
        ("i would take naproxen after food", MedicationStatus.STARTED),
        ("if you are in pain take naproxen", MedicationStatus.STARTED),
        ("naproxen one tablet twice a day", MedicationStatus.STARTED),
        ("let's increase the naproxen", MedicationStatus.CHANGED),
        ("continue the naproxen", MedicationStatus.CURRENT),
        ("you are on naproxen", MedicationStatus.CURRENT),
        ("stop taking the naproxen", MedicationStatus.STOPPED),
        ("stop the ibuprofen, take naproxen", MedicationStatus.STARTED),
        ("stop ibuprofen and start naproxen", MedicationStatus.STARTED),
        ("stop ibuprofen and naproxen", MedicationStatus.STOPPED),
        ("continue ibuprofen and increase naproxen", MedicationStatus.CHANGED),
        ("take naproxen", MedicationStatus.STARTED),
        ("if it's gout we'll prescribe naproxen", None),
        ("you may need naproxen", None),
        ("we could think about giving you naproxen", None),
        ("naproxen would not be helpful", None),
        ("i don't think you need naproxen", None),
    ],
)
def test_the_clinicians_words_tell_what_is_ordered_from_what_is_weighed(
    text: str, expected: MedicationStatus | None
) -> None:
    assert _status(text) is expected


def test_an_answer_that_the_clinician_repeats_is_taken_now() -> None:
    question = _said("which medications do you take?", Role.CLINICIAN, question=True)
    assert _status("naproxen, okay.", question) is MedicationStatus.CURRENT
    assert _status("naproxen, okay.") is None


def test_what_goes_on_with_an_offer_is_offered() -> None:
    offer = _said("some painkillers would help", Role.CLINICIAN)
    assert _status("things like naproxen", offer) is MedicationStatus.STARTED
    assert _status("things like naproxen") is None


@pytest.mark.parametrize(
    ("before", "after", "assertion", "expected"),
    [
        ("i take ", "", Assertion.PRESENT, MedicationStatus.CURRENT),
        ("i used to take ", "", Assertion.PRESENT, MedicationStatus.STOPPED),
        ("i took ", " but i stopped it", Assertion.PRESENT, MedicationStatus.STOPPED),
        ("i have not taken ", "", Assertion.NEGATED, MedicationStatus.DENIED),
        ("my mother takes ", "", Assertion.FAMILY, None),
    ],
)
def test_the_patients_words_tell_what_is_taken(
    before: str, after: str, assertion: Assertion, expected: MedicationStatus | None
) -> None:
    assert patient_status(before, after, assertion) is expected


def test_a_question_about_a_medicine_does_not_ask_whether_it_is_taken() -> None:
    assert asks_of_taking("are you taking ")
    assert not asks_of_taking("did they tell you of the risks of ")


def test_a_record_that_is_read_is_told_from_a_condition() -> None:
    assert reads_from_record("yes i see ")
    assert reads_from_record("your chart has you on the list for ")
    assert not reads_from_record("i see if ")
    assert not reads_from_record("if it says ")


def test_a_question_for_the_effect_takes_for_granted_that_it_is_taken() -> None:
    assert takes_for_granted("did the ", " help?")
    assert takes_for_granted("any side effects from the ", "?")
    assert not takes_for_granted("would ", " help?")
    assert not takes_for_granted("does anything like ", " help?")


@pytest.mark.parametrize("reply", ["yes, until last week", "i finished them", "not anymore"])
def test_an_answer_tells_that_a_medicine_was_given_up(reply: str) -> None:
    assert given_up(reply)
    assert not given_up("i stopped smoking")


def test_what_was_prescribed_and_never_taken_is_denied() -> None:
    after = " but i never took it"
    assert patient_status("he prescribed ", after, Assertion.PRESENT) is MedicationStatus.DENIED


def test_a_choice_between_medicines_is_left_open() -> None:
    assert _status("we can give him either naproxen or") is None


@pytest.mark.parametrize(
    "text", ["try not to take any naproxen", "you should n't be taking naproxen with that"]
)
def test_advice_against_a_medicine_says_nothing_of_what_is_taken(text: str) -> None:
    start = text.index(DRUG)
    place = (start, start + len(DRUG))
    assert spoken_status(text, (place,), place, (), Assertion.NEGATED) is None


def test_a_change_that_is_wondered_about_is_not_made() -> None:
    assert patient_status("what about increasing my ", "", Assertion.HYPOTHETICAL) is None


def test_an_order_under_the_name_of_the_patient_is_no_use() -> None:
    told = patient_status("we will get you started on the ", "", Assertion.PRESENT)
    assert told is MedicationStatus.STARTED
