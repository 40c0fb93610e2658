"""Who is the clinician, judged by what a speaker says."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from asr.role_features import features, words
from scribe.errors import ModelUnavailable
from scribe.transcript import Role, Speaker

WEIGHTS_FILE = Path(__file__).parent / "data" / "roles.tsv"
LANGUAGES = ("en",)
"""Of which there are weights; for any other there is `asr.manner`."""
BIAS, SCALE, HALF_WORDS = "<bias>", "<scale>", "<half words>"
SUM_SCALE, SUM_HALF, SELF_SCALE = "<sum scale>", "<sum half>", "<self scale>"
CONSTANTS = (BIAS, SCALE, HALF_WORDS, SUM_SCALE, SUM_HALF, SELF_SCALE)
KNOWN_FROM = 0.8
"""A role is unknown while it is less probable than this; 0.5 would be a coin."""
ALONE_FROM = 0.95
"""A lone speaker is a clinician from this probability on: nobody is there to compare with."""
COMPANION_PRIOR = math.log(99)
"""Of two speakers of whom one is known the other is hardly ever of the same role (1 in 100)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a speaker has said so far says about the role.

    log_odds: natural logarithm of the odds that it is a clinician's, the sum over all turns.
    self_reference: the sum of `asr.role_features.self_reference`, which tells a patient from
    whoever has come along; of use from three speakers on.
    """

    speaker: str
    log_odds: float
    self_reference: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """A speaker's likeliest role; `confidence` is the probability that it is right."""

    speaker: str
    likeliest: Role
    confidence: float
    needed: float = KNOWN_FROM

    @property
    def role(self) -> Role:
        """The likeliest role, unknown while it is less probable than what is `needed`."""
        return self.likeliest if self.confidence >= self.needed else Role.UNKNOWN


class RoleClassifier:
    """A linear model over n-grams (logistic regression, recipes/train_roles). Stateless."""

    def __init__(self, weights_file: Path = WEIGHTS_FILE) -> None:
        """Read lines `n-gram TAB weight`. Raises ModelUnavailable if there is no such file."""
        if not weights_file.is_file():
            raise ModelUnavailable(f"{weights_file.name}: expected role weights, found no file")
        lines = weights_file.read_text(encoding="utf-8").splitlines()
        rows = (line.split("\t") for line in lines)
        self._weights = {ngram: float(weight) for ngram, weight in rows}
        missing = [name for name in CONSTANTS if name not in self._weights]
        if missing:
            raise ModelUnavailable(f"{weights_file.name}: expected {', '.join(missing)}")
        constants = [self._weights.pop(name) for name in CONSTANTS]
        self._bias, self._scale, self._half_words = constants[:3]
        self._sum_scale, self._sum_half, self._self_scale = constants[3:]

    def log_odds(self, text: str, whole: bool = True) -> float:
        """Calibrated log odds that a clinician said this; those of several texts add up.

        `whole` is false for a part of what a speaker says in one go, such as a phrase. Words are
        not independent of each other: the longer a text, the less each one counts.
        """
        said = words(text)
        known = [self._weights[name] for name in features(said, whole) if name in self._weights]
        if not known:
            return 0.0
        # exact summation: sets have no order, the result must not depend on it
        total = self._bias + math.fsum(known)
        return self._scale * total / (1 + len(said) / self._half_words)

    def damped(self, log_odds: float) -> float:
        """Calibrated log odds of a sum over turns, which are not independent of each other.

        It saturates at `<sum scale>` times `<sum half>`: no number of turns makes it certain.
        """
        return self._sum_scale * log_odds / (1 + abs(log_odds) / self._sum_half)

    def undamped(self, log_odds: float) -> float:
        """The sum that `damped` would make these log odds of; they must be within its range."""
        return log_odds / (self._sum_scale - abs(log_odds) / self._sum_half)

    def assign(
        self, evidence: Sequence[Evidence], known: Mapping[str, Role] | None = None
    ) -> tuple[Speaker, ...]:
        """Roles by speaker in the order given; those of `judge` that are probable enough."""
        return tuple(Speaker(found.speaker, found.role) for found in self.judge(evidence, known))

    def judge(
        self, evidence: Sequence[Evidence], known: Mapping[str, Role] | None = None
    ) -> tuple[Judgement, ...]:
        """Likeliest roles with their confidence, in the order given.

        The likeliest of several speakers is the clinician; of the others the one who speaks most
        of himself is the patient; who is left is other. `known` are roles that are certain, by
        channel or by a voice that was enrolled; a speaker whose role there is unknown is judged.
        """
        fixed = {name: role for name, role in (known or {}).items() if role is not Role.UNKNOWN}
        found = {name: Judgement(name, role, 1.0) for name, role in fixed.items()}
        free = [item for item in evidence if item.speaker not in fixed]
        for judgement in self._judged(free, set(fixed.values())):
            found[judgement.speaker] = judgement
        return tuple(found[item.speaker] for item in evidence)

    def _judged(self, free: list[Evidence], taken: set[Role]) -> list[Judgement]:
        both = {Role.CLINICIAN, Role.PATIENT}
        if len(free) == 1 and len(taken & both) == 1:
            return [self._companion(free[0], *(both - taken), *(both & taken))]
        if len(free) == 1 and not taken & both:
            alone = probability(self.damped(free[0].log_odds))
            if alone >= 0.5:
                return [Judgement(free[0].speaker, Role.CLINICIAN, alone, ALONE_FROM)]
            return [Judgement(free[0].speaker, Role.UNKNOWN, 1.0)]
        found: list[Judgement] = []
        confidence = 1.0
        for role in (Role.CLINICIAN, Role.PATIENT):
            if role in taken or not free:
                continue
            chosen, share = self._chosen(free, role)
            confidence *= share
            found.append(Judgement(chosen.speaker, role, confidence))
            free = [item for item in free if item is not chosen]
        return found + [
            Judgement(
                item.speaker,
                Role.OTHER,
                confidence * probability(COMPANION_PRIOR - self.damped(item.log_odds)),
            )
            for item in free
        ]

    def _companion(self, item: Evidence, missing: Role, present: Role) -> Judgement:
        """The only other speaker has the role that is missing, unless words say much else."""
        sign = 1 if missing is Role.CLINICIAN else -1
        share = probability(COMPANION_PRIOR + sign * self.damped(item.log_odds))
        likeliest, confidence = (missing, share) if share >= 0.5 else (present, 1 - share)
        return Judgement(item.speaker, likeliest, confidence)

    def _chosen(self, free: list[Evidence], role: Role) -> tuple[Evidence, float]:
        """Who of these has the role, with its probability (1 if there is only one to choose)."""
        chosen = max(free, key=lambda item: self._lead(item, free, role))
        return chosen, self._lead(chosen, free, role)

    def _lead(self, item: Evidence, free: list[Evidence], role: Role) -> float:
        """Softmax over the differences to the others."""
        leads = [
            self.damped(item.log_odds - other.log_odds)
            if role is Role.CLINICIAN
            else self._self_scale * (item.self_reference - other.self_reference)
            for other in free
            if other is not item
        ]
        return 1 / (1 + sum(math.exp(-max(lead, -500.0)) for lead in leads))


def probability(log_odds: float) -> float:
    """The logistic function, for numbers of any size."""
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -500 else 0.0
