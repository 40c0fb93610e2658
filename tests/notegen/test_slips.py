"""A statement of the clinician that the patient's words correct."""

from notegen.assertion import read_dialogue
from notegen.slips import denied, side_slipped
from scribe.transcript import Role, Utterance


def test_a_no_takes_back_what_was_said_to_the_patient() -> None:
    assert denied("so you think it comes from the fall", "no i fell much later")
    assert not denied("so you had no fever", "no")
    assert not denied("you are doing well", "no problem")
    assert not denied("there is some swelling", "no i did not see that")


def test_a_side_that_only_the_clinician_names_is_a_slip() -> None:
    said = (
        Utterance("u1", "S", Role.PATIENT, 0, 0, "my right shoulder hurts ."),
        Utterance("u2", "S", Role.CLINICIAN, 0, 0, "for your left shoulder pain take rest ."),
    )
    dialogue = read_dialogue(said)
    assert side_slipped(dialogue, "Left shoulder pain.")
    assert not side_slipped(dialogue, "Right shoulder pain.")
    assert not side_slipped(dialogue, "Left knee pain.")
