"""What no statement cites."""

from notegen.assertion import read_dialogue
from notegen.omissions import omissions
from scribe.note import Severity
from scribe.transcript import Role, Utterance


def _flags(text: str, cited: frozenset[str] = frozenset()) -> list[tuple[Severity, str]]:
    dialogue = read_dialogue([Utterance("u1", "S1", Role.PATIENT, 0, 0, text)])
    return [(f.severity, f.message) for f in omissions(dialogue, cited)]


def test_an_uncited_warning_symptom_is_critical() -> None:
    ((severity, message),) = _flags("I have chest pain at night.")
    assert severity is Severity.CRITICAL
    assert "chest" not in message


def test_an_uncited_allergy_medicine_or_dose_is_flagged() -> None:
    assert "allergy" in _flags("I am allergic to nuts.")[0][1]
    assert "medicine" in _flags("I take metformin every day.")[0][1]
    assert "not understood" in _flags("I take that farm in 500 mg.")[0][1]


def test_cited_denied_and_harmless_utterances_are_not_flagged() -> None:
    assert _flags("I have chest pain at night.", frozenset({"u1"})) == []
    assert _flags("I don't have chest pain at all.") == []
    assert _flags("It was hard to find a parking space.") == []
