"""Whose words a sentence is, also where turns ran together or a role is wrong."""

import re

from notegen.sentences import Sentence, lowered, without_fillers
from scribe.transcript import Role

_PATIENT = re.compile(
    r"^(?:(?:and|but|so|yes|yeah|no|well)[ ,]+)*(?:i feel\b|i (?:have"
    r"|'ve) been (?:having|feeling|taking|getting"
    r"|coughing|using|noticing)|i(?:'ve| have) (?:had|got|noticed) (?:a|an|some|this|the|no|pain)"
    r"|i (?:smoke|drink|take|took|woke up|fell|hurt|live|work|can'?t|ca n't)\b"
    r"|i (?:do n't|don't) (?:have|smoke|drink|take)"
    r"|i'm (?:taking|having|feeling|allergic|here for|a little (?:worried|nervous)"
    r"|so tired)|i was diagnosed|i get "
    r"|my (?:knee|back|shoulder|head|chest|stomach|throat|neck|arm|leg|mother|father"
    r"|mom|dad|wife|husband) )"
)
_ANSWERS = re.compile(
    r"(?:i(?! (?:do (?:hear|see|appreciate|feel|note|think|want)|want|wan|would|think"
    r"|do appreciate|appreciate|am going|will|hear|see|know|just want|also want)\b)"
    r"|i'm(?! (?:going|gon)\b)|i've|my|yes|no|yeah)(?=\s|$)"
)
_CLINICIAN = re.compile(
    r"\b(?:(?:most|all|my|our|younger) patients\b|i (?:do )?(?:say|tell|recommend"
    r"|suggest)\b|i (?:want|would like|'d like|need) you to|(?:i'm|i am|we're"
    r"|we are) (?:going to|gon ?na) (?:order|prescribe|refer"
    r"|start you|put you|send you|examine|check your|listen|have you|give you)"
    r"|let's (?:get|order|start|check|do) (?:a|an|some"
    r"|you|your)|follow up with me|your (?:blood pressure|heart rate|lungs|exam|vital"
    r"|x-?ray|labs|mri|a1c|hemoglobin"
    r"|oxygen|blood work) (?:is|are|was|were|shows?|looks?|came)"
    r"|on (?:your )?(?:physical )?exam\b|i (?:do )?appreciate"
    r"|i'?(?:ll| will) (?:refer|order|prescribe|see you)|we'?(?:ll| will) (?:increase"
    r"|decrease|order|start you))"
)


def voice(sentence: Sentence, previous: Sentence | None = None) -> Role:
    """CLINICIAN or PATIENT by role, corrected where the words can only be the other's.

    A caregiver speaks for the patient. UNKNOWN where neither the role nor the words tell.
    """
    low = without_fillers(lowered(sentence.text))
    match sentence.role:
        case Role.PATIENT | Role.OTHER:
            return Role.CLINICIAN if _CLINICIAN.search(low) else Role.PATIENT
        case Role.CLINICIAN:
            follows = previous is not None and previous.question
            same = previous is not None and previous.utterance == sentence.utterance
            if _PATIENT.match(low) and not sentence.question and not _CLINICIAN.search(low):
                return Role.PATIENT
            asked = follows and previous is not None and len(previous.text.split()) > 3
            if asked and same and _ANSWERS.match(low):
                return Role.PATIENT
            return Role.CLINICIAN
        case Role.UNKNOWN:
            if _CLINICIAN.search(low):
                return Role.CLINICIAN
            if re.match(r"(?:i|i'm|i've|my|yes|no|yeah|nope)\b", low):
                return Role.PATIENT
            return Role.CLINICIAN if sentence.question else Role.UNKNOWN
