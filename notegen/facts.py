"""What a dialogue says of the patient, as typed facts with the utterances that say it."""

from dataclasses import dataclass
from enum import StrEnum

from notegen.medications import MedicationMention
from notegen.qualities import NOTHING_SAID, Qualities
from notegen.terms import Term
from scribe.code import Assertion


class Topic(StrEnum):
    """Where in a note a fact belongs, in the order in which a template usually has them."""

    COMPLAINT = "chief complaint"
    HISTORY = "history of present illness"
    REVIEW = "review of systems"
    PAST_MEDICAL = "past medical history"
    PAST_SURGICAL = "past surgical history"
    MEDICATION = "medications"
    ALLERGY = "allergies"
    FAMILY = "family history"
    SOCIAL = "social history"
    VITAL = "vital signs"
    EXAM = "physical examination"
    RESULT = "results"
    PROBLEM = "problems"
    TREATMENT = "treatment"
    TEST = "tests"
    REFERRAL = "referrals"
    ADVICE = "advice"
    FOLLOW_UP = "follow-up"
    SAFETY = "return precautions"


VAGUE = frozenset(
    ("pain", "stress", "infection", "discharge", "lump", "stiffness", "allergies", "surgery",
     "vaginal discharge", "falls", "swelling", "redness", "locking", "skin lesion", "popping",
     "cancer", "malaise", "glucose")
)  # fmt: skip
"""Terms that say too little without the sentence they stand in."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A symptom or condition and in what sense it was mentioned.

    `asked` is true when it stands in a question that the patient answered, `to_patient` when the
    clinician tells the patient of it (`call if you have any pain`): no finding, most of the time.
    Of several findings with one term the first that is present has the `qualities`.
    """

    term: Term
    assertion: Assertion
    of_family: bool
    asked: bool
    utterances: tuple[str, ...]
    to_patient: bool = False
    qualities: Qualities = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Remark:
    """A clause in the third person, not yet a sentence."""

    topic: Topic
    text: str
    utterances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vital:
    """A measurement in clinical form, such as `blood pressure`, `142/88 mmHg`.

    `reported` where the patient tells it or it was taken at home.
    """

    name: str
    value: str
    utterances: tuple[str, ...]
    reported: bool = False


@dataclass(frozen=True, slots=True)
class Allergy:
    """What the patient is allergic to; an empty `substance` means no allergy at all.

    `reaction` is empty when it was not said.
    """

    substance: str
    reaction: str
    utterances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a dialogue, each kind in spoken order."""

    findings: tuple[Finding, ...] = ()
    remarks: tuple[Remark, ...] = ()
    vitals: tuple[Vital, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    medications: tuple[MedicationMention, ...] = ()
