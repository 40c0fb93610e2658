"""Whether what is cited says that a medicine is taken."""

import pytest

from notegen.assertion import read_dialogue
from notegen.taking import taken
from scribe.transcript import Role, Utterance


@pytest.mark.parametrize(
    ("role", "said", "is_taken"),
    [
        (Role.CLINICIAN, "i'll give you some tylenol for that , okay ?", False),
        (Role.CLINICIAN, "are you taking the tylenol ?", True),
        (Role.PATIENT, "hopefully the tylenol helps .", False),
        (Role.PATIENT, "i tried tylenol and it did n't help .", False),
        (Role.PATIENT, "i tried some tylenol that helped a little .", True),
        (Role.PATIENT, "they often have to give me tylenol .", False),
        (Role.PATIENT, "i'll try and buy this tylenol .", False),
        (Role.PATIENT, "i take tylenol .", True),
    ],
)
def test_a_medicine_of_the_plan_or_of_the_past_is_not_taken(
    role: Role, said: str, *, is_taken: bool
) -> None:
    dialogue = read_dialogue((Utterance("u1", "S", role, 0, 0, said),))
    assert taken(dialogue, frozenset({"acetaminophen"}), ("u1",)) is is_taken
