"""How much a mention counts, by what it names and where it stands.

The figures are judgement, checked against ACI-BENCH in recipes/code_icd10.
"""

from notegen.icd10.lexicon import Kind
from notegen.icd10.sections import Zone

SHOWN = 0.45
"""A code of lower score is not suggested."""

_HEAD = {
    Kind.DIAGNOSIS: 0.95,
    Kind.CHRONIC: 0.95,
    Kind.SYMPTOM: 0.85,
    Kind.STATUS: 0.8,
    Kind.CAUSE: 0.5,
    Kind.MEDICATION: 0.5,
    Kind.NOTHING: 0.0,
}
_IN_ZONE = {
    (Kind.DIAGNOSIS, Zone.ASSESSMENT): 0.75,
    (Kind.DIAGNOSIS, Zone.PLAN): 0.5,
    (Kind.DIAGNOSIS, Zone.SUBJECTIVE): 0.43,
    (Kind.DIAGNOSIS, Zone.OBJECTIVE): 0.4,
    (Kind.CHRONIC, Zone.ASSESSMENT): 0.8,
    (Kind.CHRONIC, Zone.PLAN): 0.55,
    (Kind.CHRONIC, Zone.SUBJECTIVE): 0.65,
    (Kind.CHRONIC, Zone.PAST): 0.65,
    (Kind.CHRONIC, Zone.SOCIAL): 0.6,
    (Kind.CHRONIC, Zone.OBJECTIVE): 0.4,
    (Kind.SYMPTOM, Zone.ASSESSMENT): 0.46,
    (Kind.SYMPTOM, Zone.SUBJECTIVE): 0.3,
    (Kind.STATUS, Zone.ASSESSMENT): 0.6,
    (Kind.STATUS, Zone.SUBJECTIVE): 0.55,
    (Kind.STATUS, Zone.PAST): 0.55,
    (Kind.STATUS, Zone.SURGERY): 0.55,
    (Kind.STATUS, Zone.SOCIAL): 0.55,
    (Kind.STATUS, Zone.ALLERGIES): 0.6,
    (Kind.CAUSE, Zone.SUBJECTIVE): 0.47,
    (Kind.CAUSE, Zone.ASSESSMENT): 0.47,
}
_SPOKEN = {
    # (by the clinician, by another)
    Kind.DIAGNOSIS: (0.5, 0.3),
    Kind.CHRONIC: (0.55, 0.5),
    Kind.SYMPTOM: (0.25, 0.25),
    Kind.STATUS: (0.5, 0.5),
    Kind.CAUSE: (0.3, 0.4),
    Kind.MEDICATION: (0.5, 0.5),
    Kind.NOTHING: (0.0, 0.0),
}
_CHIEF = 0.15


def weight(kind: Kind, zone: Zone, *, head: bool, chief: bool, clinician: bool) -> float:
    """The score in [0, 1] of one mention.

    `head` when it is a problem line's heading, `chief` in the line of the chief complaint.
    """
    if zone is Zone.SPOKEN:
        return _SPOKEN[kind][0 if clinician else 1]
    if head:
        return _HEAD[kind]
    if kind is Kind.MEDICATION:
        return 0.5
    return _IN_ZONE.get((kind, zone), 0.0) + (_CHIEF if chief and kind is Kind.SYMPTOM else 0.0)
