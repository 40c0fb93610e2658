"""A statement of the clinician that the patient's words correct."""

import re

from notegen.assertion import Dialogue
from notegen.sentences import lowered
from scribe.transcript import Role

_SUPPOSED = re.compile(
    r"^(?:(?:and|so|but|okay|well|now|then|um+|uh+)[\s,]+)*(?:(?:it )?sounds like )?"
    r"(?:you|you're|you've|your)\b(?!.*(?:\bno\b|\bnot\b|n't|\bnever\b))"
)
_NO = re.compile(
    r"(?:no|nope)\b(?![\s,]*(?:problem|worries|questions?|that's (?:right|fine|correct)"
    r"|i (?:do|am|will|agree|know|understand|feel)|it (?:does|is)|yeah|yes)\b)"
)


def denied(said: str, reply: str) -> bool:
    """Whether a reply denies what was said to the patient without asking, both in lower case."""
    return bool(_SUPPOSED.match(said) and _NO.match(reply))


_PARTS = (
    r"shoulder|knee|hip|elbow|ankle|foot|wrist|hand|arm|leg|ear|eye|breast|kidney|flank|thumb|finger"
    r"|toe|heel|groin|calf|thigh|chest|testicle|nostril"
)
_SIDED = re.compile(rf"\b(left|right) ({_PARTS})\b")


def side_slipped(dialogue: Dialogue, text: str) -> bool:
    """Whether a text names a part on a side where all that the patient says is of the other."""
    if "compare" in text:
        return False
    for side, part in _SIDED.findall(lowered(text)):
        said = {
            own
            for s in dialogue.sentences
            if s.role in (Role.PATIENT, Role.OTHER)
            for own, named in _SIDED.findall(lowered(s.text))
            if named == part
        }
        if said and side not in said:
            return True
    return False
