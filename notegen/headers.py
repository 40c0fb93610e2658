"""Under which header of a note a stretch of dialogue belongs, by trained weights.

A linear model over hashed n-grams with the meaning of the words, trained by
recipes/train_section_headers, where its figures are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from notegen.ngrams import Grams, Hashing, grams, weighted
from notegen.word_vectors import DIMENSIONS, word_vectors
from scribe.errors import ModelUnavailable
from scribe.transcript import Role, Utterance

WEIGHTS_FILE = Path(__file__).parent / "data" / "headers.npz"
ALL = Hashing(longest_words=2, word_buckets=1 << 14, character_buckets=1 << 14)
ASKED = Hashing(longest_words=2, word_buckets=1 << 14, character_buckets=0)
OPENING = Hashing(longest_words=2, word_buckets=1 << 14, character_buckets=0)
MEANING = 3 * DIMENSIONS
BUCKETS = ALL.buckets + ASKED.buckets + OPENING.buckets + MEANING
_ASKED_WEIGHT, _OPENING_WEIGHT, _MEANING_WEIGHT = 0.7, 0.5, 0.7
_OPENING_TURNS = 2


class Soap(StrEnum):
    """The four parts of a SOAP note."""

    SUBJECTIVE = "subjective"
    OBJECTIVE = "objective"
    ASSESSMENT = "assessment"
    PLAN = "plan"


class Header(StrEnum):
    """A section of a note; the values are the labels of MTS-Dialog."""

    FAMILY_SOCIAL = "FAM/SOCHX"
    PRESENT_ILLNESS = "GENHX"
    PAST_MEDICAL = "PASTMEDICALHX"
    COMPLAINT = "CC"
    PAST_SURGICAL = "PASTSURGICAL"
    ALLERGY = "ALLERGY"
    REVIEW_OF_SYSTEMS = "ROS"
    MEDICATIONS = "MEDICATIONS"
    ASSESSMENT = "ASSESSMENT"
    EXAM = "EXAM"
    DIAGNOSIS = "DIAGNOSIS"
    DISPOSITION = "DISPOSITION"
    PLAN = "PLAN"
    EMERGENCY_COURSE = "EDCOURSE"
    IMMUNIZATIONS = "IMMUNIZATIONS"
    IMAGING = "IMAGING"
    GYNECOLOGIC = "GYNHX"
    PROCEDURES = "PROCEDURES"
    OTHER_HISTORY = "OTHER_HISTORY"
    LABS = "LABS"

    @property
    def soap(self) -> Soap:
        """Where a SOAP note has it. Our own grouping: the corpus has none."""
        match self:
            case Header.EXAM | Header.LABS | Header.IMAGING | Header.PROCEDURES:
                return Soap.OBJECTIVE
            case Header.ASSESSMENT | Header.DIAGNOSIS:
                return Soap.ASSESSMENT
            case Header.PLAN | Header.DISPOSITION | Header.EMERGENCY_COURSE:
                return Soap.PLAN
            case _:
                return Soap.SUBJECTIVE


HEADERS = tuple(Header)
"""The order of the columns of every array below."""


@dataclass(frozen=True, slots=True)
class Likeliest:
    """The likeliest header; `probability` is how often such a judgement is right, in [0, 1]."""

    header: Header
    probability: float


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Inverse document frequencies of the buckets of each kind of n-gram, float32."""

    everything: NDArray[np.float32]
    asked: NDArray[np.float32]
    opening: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Counted:
    """The n-grams of a dialogue: of all that is said, of the clinician, of how it begins.

    `meaning` are pooled word vectors, MEANING values: of all, of the clinician, of the others.
    """

    everything: Grams
    asked: Grams
    opening: Grams
    meaning: Grams


def counted(utterances: Sequence[Utterance]) -> Counted:
    """What the classifier sees of a dialogue."""
    return Counted(
        grams(" ".join(u.text for u in utterances), ALL),
        grams(" ".join(u.text for u in utterances if u.role is Role.CLINICIAN), ASKED),
        grams(" ".join(u.text for u in utterances[:_OPENING_TURNS]), OPENING),
        meaning(
            " ".join(u.text for u in utterances),
            " ".join(u.text for u in utterances if u.role is Role.CLINICIAN),
            " ".join(u.text for u in utterances if u.role is not Role.CLINICIAN),
        ),
    )


def meaning(everything: str, asked: str = "", answered: str = "") -> Grams:
    """Pooled word vectors of three texts beside each other, the later two weighted less."""
    pooled = word_vectors().pooled
    values = (
        pooled(everything),
        np.float32(_ASKED_WEIGHT) * pooled(asked),
        np.float32(_ASKED_WEIGHT) * pooled(answered),
    )
    return Grams(np.arange(MEANING, dtype=np.int64), np.concatenate(values))


def vector(found: Counted, frequencies: Frequencies) -> Grams:
    """One sparse vector of BUCKETS."""
    everything = weighted(found.everything, frequencies.everything, ALL)
    asked = weighted(found.asked, frequencies.asked, ASKED)
    opening = weighted(found.opening, frequencies.opening, OPENING)
    buckets = (
        everything.buckets,
        ALL.buckets + asked.buckets,
        ALL.buckets + ASKED.buckets + opening.buckets,
        BUCKETS - MEANING + found.meaning.buckets,
    )
    values = (
        everything.values,
        np.float32(_ASKED_WEIGHT) * asked.values,
        np.float32(_OPENING_WEIGHT) * opening.values,
        np.float32(_MEANING_WEIGHT) * found.meaning.values,
    )
    return Grams(np.concatenate(buckets), np.concatenate(values))


def softmax(margins: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities over the last axis."""
    raised = np.exp(margins - margins.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float64)


class HeaderClassifier:
    """Stateless once its weights are read."""

    def __init__(self, weights_file: Path = WEIGHTS_FILE) -> None:
        """Read the arrays that the recipe wrote. Raises ModelUnavailable if there is no file."""
        if not weights_file.is_file():
            raise ModelUnavailable(f"{weights_file.name}: expected header weights, found no file")
        with np.load(weights_file) as arrays:
            self._weights = arrays["weights"]
            self._scale = arrays["scale"].astype(np.float32)
            self._offsets = arrays["offsets"].astype(np.float64)
            self._sharpness = float(arrays["sharpness"])
            self._frequencies = Frequencies(
                *(arrays[name].astype(np.float32) for name in ("everything", "asked", "opening"))
            )
        if self._weights.shape != (len(HEADERS), BUCKETS):
            raise ModelUnavailable(f"{weights_file.name}: expected {len(HEADERS)} x {BUCKETS}")

    def margins(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Shape (headers,): how far the dialogue lies on the side of each header."""
        found = vector(counted(utterances), self._frequencies)
        sums = self._weights[:, found.buckets].astype(np.float32) @ found.values
        return np.asarray(self._scale * sums + self._offsets, dtype=np.float64)

    def probabilities(self, utterances: Sequence[Utterance]) -> NDArray[np.float64]:
        """Shape (headers,): calibrated probabilities, in the order of HEADERS."""
        return softmax(self._sharpness * self.margins(utterances))

    def likeliest(self, utterances: Sequence[Utterance]) -> Likeliest:
        """The likeliest header of a dialogue about one subject."""
        found = self.probabilities(utterances)
        best = int(found.argmax())
        return Likeliest(HEADERS[best], float(found[best]))

    def turns(self, utterances: Sequence[Utterance], reach: int = 2) -> NDArray[np.float64]:
        """Shape (utterances, headers): each one's header in a conversation about many subjects.

        The mean of the probabilities of the windows that hold the utterance, each of
        2 * `reach` + 1 neighbours.
        """
        sums = np.zeros((len(utterances), len(HEADERS)))
        windows = np.zeros((len(utterances), 1))
        for middle in range(len(utterances)):
            window = slice(max(middle - reach, 0), middle + reach + 1)
            sums[window] += self.probabilities(utterances[window])
            windows[window] += 1
        return sums / np.maximum(windows, 1)


@cache
def header_classifier() -> HeaderClassifier:
    """The classifier that comes with Scribe, read once."""
    return HeaderClassifier()
