"""Whether the clinician commits to a clause as a fact of this patient."""

import pytest

from notegen.assertion import read_dialogue
from notegen.commitment import hangs, uncommitted
from notegen.corrections import side_corrected
from scribe.transcript import Role, Utterance


def _last(*said: str) -> bool:
    """Whether the last sentence of one turn of the clinician is not committed to."""
    dialogue = read_dialogue([Utterance("u1", "S", Role.CLINICIAN, 0, 0, " ".join(said))])
    return uncommitted(dialogue, len(dialogue.sentences) - 1)


@pytest.mark.parametrize(
    "said",
    [
        ("if we leave it alone the bone can heal badly .", "arthritis is then certain ."),
        ("there are some risks of the operation .", "bleeding, infection and a stroke ."),
        ("many patients have this .", "they get a fever at night ."),
        ("some people lose their hair ."),
        ("sometimes the skin peels ."),
        ("you might notice some bleeding ."),
        ("it can lead to kidney failure ."),
        ("side effects include nausea and a dry mouth ."),
        ("we would do surgery and fuse the joint .", "then your pain goes away ."),
        ("i'd like to try this first .", "so that you don't have to have an operation ."),
        ("if the joint becomes red or hot .", "then you need to call us at once ."),
        ("for example a rash on the arm ."),
    ],
)
def test_what_depends_on_other_words_is_no_fact(said: tuple[str, ...] | str) -> None:
    assert _last(*((said,) if isinstance(said, str) else said))


@pytest.mark.parametrize(
    "said",
    [
        ("if it gets worse call me .", "your x-ray shows a fracture ."),
        ("some people have no symptoms .", "you have a murmur ."),
        ("there are risks of the operation .", "i'm going to order a chest x-ray ."),
        ("when i look at your neck ,", "i see no swelling ."),
        ("generally your exam is normal ."),
        ("let me see if there is any swelling .", "the knee is swollen ."),
        ("you are at a higher risk of falls ."),
        ("in terms of your diabetes ."),
    ],
)
def test_a_finding_of_the_patients_own_ends_it(said: tuple[str, ...] | str) -> None:
    assert not _last(*((said,) if isinstance(said, str) else said))


def test_what_was_cut_after_its_condition_depends_on_it() -> None:
    said = "the knee will be stiff for a while now if it is not better we will do an operation"
    assert hangs("and if it is not better")
    assert not hangs("if it is not better we will do an operation")
    assert not hangs("if it is not better .")
    assert hangs("but if it is not better in two days , so forty eight hours ,")
    assert hangs("take one just in case")
    assert not hangs(said)


def test_a_decision_may_follow_a_risk() -> None:
    assert not _last("this can cause bleeding .", "we will stop the aspirin .")


def test_a_side_that_the_reply_corrects_is_not_told() -> None:
    said = (
        Utterance("u1", "S", Role.CLINICIAN, 0, 0, "you had pain in your right leg ."),
        Utterance("u2", "S", Role.PATIENT, 0, 0, "left leg"),
    )
    assert uncommitted(read_dialogue(said), 0)


@pytest.mark.parametrize(
    ("said", "reply", "corrected"),
    [
        ("your right knee hurts", "it's not the right knee it's the left knee", True),
        ("your right knee hurts", "the left", True),
        ("your right knee hurts", "yes the right knee", False),
        (
            "your right knee hurts",
            "yeah it was better but i left work early on friday and fell",
            False,
        ),
        ("both knees hurt", "the left", False),
        ("your left knee hurts", "right", False),
    ],
)
def test_a_reply_names_the_other_side(said: str, reply: str, *, corrected: bool) -> None:
    assert side_corrected(said, reply) is corrected


def test_a_no_takes_back_what_was_supposed() -> None:
    said = (
        Utterance("u1", "S", Role.CLINICIAN, 0, 0, "so you think it comes from the fall ."),
        Utterance("u2", "S", Role.PATIENT, 0, 0, "no it began before ."),
    )
    assert uncommitted(read_dialogue(said), 0)


def test_what_is_said_of_a_relative_just_named_is_not_the_patients() -> None:
    said = (
        Utterance("u1", "S", Role.PATIENT, 0, 0, "my mother has a weak thyroid ."),
        Utterance("u2", "S", Role.CLINICIAN, 0, 0, "so she has hypothyroidism ."),
    )
    assert uncommitted(read_dialogue(said), 1)


def test_an_order_that_ends_in_a_bare_cue_stands() -> None:
    assert not _last("i know it is better but i also want to order a lipid panel in case")
