"""Refuses what speech models write about silence, noise and in loops."""

import zlib
from dataclasses import dataclass
from enum import StrEnum

NO_SPEECH = 0.6
LOG_PROB = -1.0
COMPRESSION = 2.4
"""Whisper's own limits (openai/whisper, transcribe.py)."""
LOWEST_LOG_PROB = -1.5
"""Below this the average token has a probability under 22 %: no text is better than such text."""
LETTERS_PER_S = 40.0
"""Nobody speaks faster: auctioneers reach 30 letters a second."""
WIDE_LETTERS_PER_S = 15.0
"""The same for scripts of one sign per syllable; fast Mandarin has 8."""
REPEATS = 4
"""An n-gram of at most MAX_GRAM words this often in a row is a loop; "no, no, no" is not."""
MAX_GRAM = 8
QUIET_PEAK = 0.6
"""Highest probability of speech in a span; below it the model must be sure by itself."""


class Verdict(StrEnum):
    """Why a text is refused; GOOD when it is not."""

    GOOD = "good"
    NO_SPEECH = "no_speech"
    UNSURE = "unsure"
    LOOP = "loop"
    TOO_FAST = "too_fast"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a model says it heard: `text` in `speech_ms` of audio.

    `no_speech` is its probability that nobody spoke, `log_prob` the mean natural log probability of
    its tokens with the end of text, `peak` the voice detector's highest probability of speech in
    the span.
    """

    text: str
    speech_ms: int
    no_speech: float
    log_prob: float
    peak: float


def judge(claim: Claim) -> Verdict:
    """Whether a claim may become part of a transcript."""
    if not claim.text.strip():
        return Verdict.NO_SPEECH
    if is_loop(claim.text):
        return Verdict.LOOP
    if letters_per_s(claim) > 1:
        return Verdict.TOO_FAST
    if claim.log_prob < LOWEST_LOG_PROB:
        return Verdict.UNSURE
    if claim.log_prob < LOG_PROB and (claim.no_speech > NO_SPEECH or claim.peak < QUIET_PEAK):
        return Verdict.NO_SPEECH
    return Verdict.GOOD


def is_loop(text: str) -> bool:
    """Whether the text goes round in circles: it compresses too well, or repeats an n-gram."""
    raw = text.encode()
    if len(raw) > 60 and len(raw) / len(zlib.compress(raw)) > COMPRESSION:
        return True
    words = text.casefold().split()
    unspaced = len(words) == 1
    if unspaced:
        words = [sign for sign in words[0] if not sign.isdigit()]  # 10000 is no loop
    return any(
        # A single syllable may be said four times.
        _runs(words, size) >= (2 * REPEATS if unspaced and size == 1 else REPEATS)
        for size in range(1, MAX_GRAM + 1)
    )


def letters_per_s(claim: Claim) -> float:
    """How fast the text was spoken, as a share of what is possible."""
    wide = sum("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in claim.text)
    narrow = len(claim.text) - wide
    seconds = max(claim.speech_ms, 300) / 1000
    return (narrow / LETTERS_PER_S + wide / WIDE_LETTERS_PER_S) / seconds


def _runs(words: list[str], size: int) -> int:
    """How often in a row an n-gram of this size comes at most."""
    best = 1
    for start in range(len(words) - size):
        gram = words[start : start + size]
        count = 1
        while words[start + count * size : start + (count + 1) * size] == gram:
            count += 1
        best = max(best, count)
    return best
