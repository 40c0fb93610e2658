"""How likely each of the codes found for a phrase is right."""

import math
from collections.abc import Sequence

_BASE, _OF_SCORE, _OF_EXACT, _OF_MARGIN, _OF_PLACE = -2.041, 2.066, 0.371, 1.483, -1.657
"""Logistic regression on half of the CodiEsp dev mentions, with and without the official index;
its reliability on the other half is in recipes/code_icd10/README.md."""
_EXACT = 0.98
"""Least score of a phrase of the same stems."""


def chances(scores: Sequence[float]) -> tuple[float, ...]:
    """The probability in [0, 1] that each code is right, of their scores, best first."""
    return tuple(_chance(scores, place) for place in range(len(scores)))


def _chance(scores: Sequence[float], place: int) -> float:
    score = scores[place]
    rival = max((s for n, s in enumerate(scores) if n != place), default=0.0)
    odds = (
        _BASE
        + _OF_SCORE * score
        + _OF_EXACT * (score >= _EXACT)
        + _OF_MARGIN * (score - rival)
        + _OF_PLACE * math.log(place + 1)
    )
    return 1 / (1 + math.exp(-odds))
