"""F1 of clinical concepts."""

import pytest

from notegen.concepts import concept_f1, concepts


def test_concepts_are_canonical_and_no_procedures() -> None:
    assert concepts("Short of breath on Lasix, x-ray done") == concepts(
        "shortness of breath, furosemide"
    )
    assert "furosemide" in concepts("Lasix")


def test_f1_is_of_the_sets_in_percent() -> None:
    assert concept_f1("Fever and cough.", "Fever. No cough.") == 100
    assert concept_f1("Fever and cough.", "Fever, fever.") == pytest.approx(200 / 3)
    assert concept_f1("Fever.", "Cough.") == 0


def test_nothing_named_is_no_agreement() -> None:
    assert concept_f1("", "") == concept_f1("Fever.", "Hello.") == 0
