"""Tags of speakers that are the wrong way round: the clinician tagged as the patient."""

import re
from collections.abc import Sequence
from dataclasses import replace

from notegen.sentences import lowered
from scribe.transcript import Role, Utterance

_BY_PATIENT = re.compile(
    r"\b(?:i(?:'ve| have) (?:been|had|noticed|tried)|i (?:took|take|feel|felt|hurt|fell|noticed"
    r"|drink|smoke)|my (?:knee|back|shoulder|head\w*|chest|stomach|neck|arm|leg|wife|husband|mom"
    r"|dad|doctor|pcp|sugars?|diet))\b"
)
_BY_CLINICIAN = re.compile(
    r"\b(?:your (?:exam|vitals?|vital signs|x-?ray|labs|mri|lungs|heart|blood pressure|symptoms"
    r"|diabetes|pain)|for your (?:first|second|next|last|third) problem|i(?:'m| am) (?:going to"
    r"|gon na) (?:order|prescribe|refer|start|go ahead)|i want you to|do you have any"
    r"|have you (?:had|ever|tried|taken|noticed)|any (?:fever|chest|numbness|pain|other))\b"
)
_LEAST = 6
_TIMES = 2
"""So many sayings must be the other's, and so many times as many as are the speaker's own. Of 127
visits of ACI-BENCH seven have it: in each of them the source's tags are swapped."""
_OTHER = {Role.CLINICIAN: Role.PATIENT, Role.PATIENT: Role.CLINICIAN}


def righted(utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """The utterances, clinician and patient exchanged where nearly all that tells says so."""
    own = others = 0
    for utterance in utterances:
        low = lowered(utterance.text)
        patient, clinician = len(_BY_PATIENT.findall(low)), len(_BY_CLINICIAN.findall(low))
        if utterance.role is Role.CLINICIAN:
            own, others = own + clinician, others + patient
        elif utterance.role is Role.PATIENT:
            own, others = own + patient, others + clinician
    if others < _LEAST or others <= _TIMES * own:
        return tuple(utterances)
    return tuple(replace(u, role=_OTHER.get(u.role, u.role)) for u in utterances)
