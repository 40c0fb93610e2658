from collections.abc import Mapping

import pytest

from asr.evidence import evidence_in, judged
from asr.roles import RoleClassifier
from scribe.transcript import Role, Utterance

ROLES = RoleClassifier()
TALK = (
    ("S2", "What brings you in today? Does it hurt when I press here?"),
    ("S1", "Yes, my knee hurts and I could not sleep, doctor."),
    ("S2", "I will prescribe ibuprofen. Take it twice a day."),
    ("S1", "Thank you."),
)
SAID = tuple(
    Utterance(f"u{number}", speaker, Role.UNKNOWN, number, number + 1, text)
    for number, (speaker, text) in enumerate(TALK, start=1)
)


def roles(language: str, certain: Mapping[str, Role]) -> dict[str, Role]:
    return {found.speaker: found.likeliest for found in judged(SAID, language, certain, ROLES)}


def test_what_a_speaker_said_adds_up() -> None:
    patient, clinician = evidence_in(SAID, "en-US", ROLES)
    assert (patient.speaker, clinician.speaker) == ("S1", "S2")
    assert clinician.log_odds == ROLES.log_odds(TALK[0][1]) + ROLES.log_odds(TALK[2][1])
    assert patient.self_reference == 2
    assert patient.log_odds < 0 < clinician.log_odds


@pytest.mark.parametrize("language", ["en", "en-GB", "de"])
def test_who_asks_is_the_clinician_in_any_language(language: str) -> None:
    assert roles(language, {}) == {"S1": Role.PATIENT, "S2": Role.CLINICIAN}


def test_without_weights_for_the_language_no_role_is_nearly_certain() -> None:
    assert all(found.confidence <= 0.9 for found in judged(SAID, "vi", {}, ROLES))
    assert all(found.confidence > 0.9 for found in judged(SAID, "en", {}, ROLES))


def test_roles_that_are_certain_stand() -> None:
    assert roles("en", {"S2": Role.PATIENT})["S2"] is Role.PATIENT


def test_nothing_is_judged_before_the_language_is_known_or_anything_was_said() -> None:
    assert judged(SAID, "auto", {}, ROLES) == ()
    assert judged((), "en", {}, ROLES) == ()
