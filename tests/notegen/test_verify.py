"""Typed checks of statements."""

import pytest

from notegen.assertion import Dialogue, read_dialogue
from notegen.verify import doubts
from scribe.note import FlagKind
from scribe.transcript import Role, Utterance


@pytest.fixture
def dialogue() -> Dialogue:
    return read_dialogue(
        [
            Utterance("u1", "S1", Role.CLINICIAN, 0, 0, "Any fever?"),
            Utterance("u2", "S2", Role.PATIENT, 0, 0, "No, but my right knee hurts."),
            Utterance("u3", "S2", Role.PATIENT, 0, 0, "I take metformin five hundred milligrams."),
        ]
    )


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Denies fever.", ("u1", "u2")),
        ("The right knee hurts.", ("u2",)),
        ("Takes metformin 500 mg.", ("u3",)),
    ],
)
def test_a_supported_statement_has_no_doubts(
    dialogue: Dialogue, text: str, evidence: tuple[str, ...]
) -> None:
    assert doubts(dialogue, text, evidence) == ()


@pytest.mark.parametrize(
    ("text", "evidence", "kind"),
    [
        ("Reports fever.", ("u1", "u2"), FlagKind.CONTRADICTED),
        ("Denies right knee pain.", ("u2",), FlagKind.CONTRADICTED),
        ("The left knee hurts.", ("u2",), FlagKind.UNSUPPORTED),
        ("Takes metformin 1000 mg.", ("u3",), FlagKind.UNSUPPORTED),
        ("Takes lisinopril.", ("u3",), FlagKind.UNSUPPORTED),
        ("Denies fever.", (), FlagKind.UNCITED),
    ],
)
def test_a_changed_fact_is_doubted(
    dialogue: Dialogue, text: str, evidence: tuple[str, ...], kind: FlagKind
) -> None:
    assert [d.kind for d in doubts(dialogue, text, evidence)] == [kind]


def test_a_medicine_that_was_only_denied_is_not_taken() -> None:
    said = Utterance("u1", "S2", Role.PATIENT, 0, 0, "i have not taken meloxicam .")
    dialogue = read_dialogue([said])
    assert doubts(dialogue, "Takes meloxicam.", ("u1",))
    assert not doubts(dialogue, "Does not take meloxicam.", ("u1",))


def test_a_no_to_allergies_of_the_season_is_no_freedom_from_allergies() -> None:
    said = (("u1", "any seasonal allergies ?"), ("u2", "no ."))
    roles = (Role.CLINICIAN, Role.PATIENT)
    dialogue = read_dialogue(
        [Utterance(u, "S", r, 0, 0, text) for (u, text), r in zip(said, roles, strict=True)]
    )
    assert doubts(dialogue, "No known allergies.", ("u1", "u2"))


def test_a_sore_need_not_hurt() -> None:
    said = Utterance("u1", "S", Role.CLINICIAN, 0, 0, "you have a sore on your foot .")
    assert doubts(read_dialogue([said]), "Presents with pain.", ("u1",))
