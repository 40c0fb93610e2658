"""Who is the clinician, judged by what a speaker says."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from scribe.errors import ModelUnavailable
from scribe.transcript import Role, Speaker

WEIGHTS_FILE = Path(__file__).parent / "data" / "roles.tsv"
WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
START = "<s>"
BIAS = "<bias>"
PAIR_MARGIN = 1.0
"""Two speakers stay unknown while their log odds differ by less (about 3 to 1)."""
SINGLE_MARGIN = 3.0
"""A lone speaker is a clinician from these log odds on (20 to 1), else unknown."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Natural logarithm of the odds that the speaker is a clinician, not a patient."""

    speaker: str
    log_odds: float


def ngrams(text: str) -> tuple[str, ...]:
    """Distinct words, pairs of words, and the beginning; as a recogniser says it, no case."""
    words = (START, *(word.replace("\u2019", "'") for word in WORD.findall(text.lower())))
    pairs = (f"{first} {second}" for first, second in pairwise(words))
    return tuple(sorted({*words[1:], *pairs}))


class RoleClassifier:
    """A linear model over n-grams (logistic regression, recipes/train_roles). Stateless."""

    def __init__(self, weights_file: Path = WEIGHTS_FILE) -> None:
        """Read lines `n-gram TAB weight`. Raises ModelUnavailable if there is no such file."""
        if not weights_file.is_file():
            raise ModelUnavailable(f"{weights_file.name}: expected role weights, found no file")
        lines = weights_file.read_text(encoding="utf-8").splitlines()
        rows = (line.split("\t") for line in lines)
        self._weights = {ngram: float(weight) for ngram, weight in rows}
        self._bias = self._weights.pop(BIAS)

    def log_odds(self, text: str) -> float:
        """Of one utterance. Odds of several utterances of a speaker add up."""
        known = [self._weights[ngram] for ngram in ngrams(text) if ngram in self._weights]
        return self._bias + sum(known) if known else 0.0

    def assign(self, evidence: tuple[Evidence, ...]) -> tuple[Speaker, ...]:
        """Roles by speaker, in the order given.

        Of two speakers exactly one is the clinician, unless both are still unknown. Of more, the
        likeliest is the clinician and the least likely the patient; the others are other.
        """
        if len(evidence) == 1:
            sure = evidence[0].log_odds >= SINGLE_MARGIN
            return (Speaker(evidence[0].speaker, Role.CLINICIAN if sure else Role.UNKNOWN),)
        ranked = sorted(evidence, key=lambda item: -item.log_odds)
        if not ranked or ranked[0].log_odds - ranked[-1].log_odds < PAIR_MARGIN:
            return tuple(Speaker(item.speaker, Role.UNKNOWN) for item in evidence)
        clinician, patient = ranked[0].speaker, ranked[-1].speaker
        return tuple(
            Speaker(
                item.speaker,
                Role.CLINICIAN
                if item.speaker == clinician
                else Role.PATIENT
                if item.speaker == patient
                else Role.OTHER,
            )
            for item in evidence
        )
