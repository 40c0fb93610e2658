"""The values that extraction gives."""

from notegen.facts import VAGUE, Facts
from notegen.terms import read_terms


def test_no_facts_are_empty_in_every_kind() -> None:
    facts = Facts()
    assert facts.findings == facts.remarks == facts.vitals == ()
    assert facts.allergies == facts.medications == ()


def test_vague_terms_are_written_in_lower_case() -> None:
    assert all(name == name.lower() for name in VAGUE)
    assert read_terms("[symptom]\npain = ache")[0][1].name in VAGUE
