"""Systems of the body."""

import pytest

from notegen.systems import SYSTEMS, system_of_sign, system_of_symptom
from notegen.terms import Kind, find_terms


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("fever", "Constitutional"),
        ("shortness of breath", "Respiratory"),
        ("left knee pain", "Musculoskeletal"),
        ("chest pain", "Cardiovascular"),
        ("pregnancy", ""),
    ],
)
def test_a_symptom_belongs_to_a_system(name: str, system: str) -> None:
    assert system_of_symptom(name) == system


def test_every_symptom_with_a_system_is_a_term_of_ours() -> None:
    for name in ("orthopnea", "jaundice", "tinnitus", "hot flashes"):
        assert system_of_symptom(name) in SYSTEMS
        assert [m.term.kind for m in find_terms(name)] == [Kind.SYMPTOM]


def test_a_sign_belongs_to_the_system_that_it_names_first() -> None:
    assert system_of_sign("Lungs are clear, and the heart is regular.") == "Respiratory"
    assert system_of_sign("Tenderness over the left knee.") == "Musculoskeletal"
    assert system_of_sign("Everything seems fine.") == ""
