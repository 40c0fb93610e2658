import pytest

from notegen.icd10.lexicon import Kind
from notegen.icd10.sections import Zone
from notegen.icd10.weights import SHOWN, weight


def of(kind, zone, *, head=False, chief=False, clinician=True):
    return weight(kind, zone, head=head, chief=chief, clinician=clinician)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("zone", list(Zone))
def test_every_weight_is_a_score(kind, zone):
    for head in (True, False):
        assert 0 <= of(kind, zone, head=head, chief=True) <= 1


def test_what_the_clinician_names_as_a_problem_counts_most():
    named = of(Kind.DIAGNOSIS, Zone.ASSESSMENT, head=True)
    assert named > of(Kind.DIAGNOSIS, Zone.ASSESSMENT) > of(Kind.DIAGNOSIS, Zone.SUBJECTIVE)


def test_a_diagnosis_that_only_the_patient_names_is_not_enough():
    assert of(Kind.DIAGNOSIS, Zone.SPOKEN, clinician=False) < SHOWN
    assert of(Kind.DIAGNOSIS, Zone.SPOKEN, clinician=True) >= SHOWN


def test_a_symptom_in_passing_is_not_enough():
    assert of(Kind.SYMPTOM, Zone.SUBJECTIVE) < SHOWN
