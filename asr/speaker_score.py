"""Scores who is said to have said what.

Word diarization error rate (WDER), role accuracy: `asr.score.compare`. By time (diarization error
rate, DER): `recipes/diarize`, which has the library for it.
"""

from dataclasses import dataclass

from asr.matching import best_match
from asr.score import Token, align, tokens
from scribe.transcript import Transcript, Utterance


@dataclass(frozen=True, slots=True)
class SpeakerErrors:
    """Errors of words when each speaker's are compared with those of one speaker found.

    `speakers` pairs names of the reference with names that were found; one to one.
    """

    speakers: tuple[tuple[str, str], ...]
    errors: int
    reference_words: int

    @property
    def cpwer(self) -> float:
        """Errors by reference words; by one where the reference is empty."""
        return self.errors / max(1, self.reference_words)


@dataclass(frozen=True, slots=True)
class Revisions:
    """How much was given to another speaker after it had been sent; what was never sent is new."""

    utterances: int
    words: int
    sent_utterances: int
    sent_words: int

    @property
    def of_utterances(self) -> float:
        return self.utterances / max(1, self.sent_utterances)

    @property
    def of_words(self) -> float:
        return self.words / max(1, self.sent_words)


def speaker_errors(reference: Transcript, hypothesis: Transcript) -> SpeakerErrors:
    """Concatenated minimum-permutation errors (cpWER, Watanabe et al. 2020, CHiME-6).

    Everything that a speaker says is one text, normalised; speakers are paired so that there are
    as few errors as possible; all words of a speaker without a partner are errors.
    """
    theirs, ours = by_speaker(reference), by_speaker(hypothesis)
    # A pair saves what it would cost to leave both without a partner.
    saved: dict[str, dict[str, int]] = {}
    for speaker, said in theirs.items():
        saved[speaker] = {}
        for name, heard in ours.items():
            found = align(said, heard)
            errors = found.substitutions + found.deletions + found.insertions
            saved[speaker][name] = len(said) + len(heard) - errors
    pairs = best_match(saved)
    reference_words = sum(map(len, theirs.values()))
    apart = reference_words + sum(map(len, ours.values()))
    errors = apart - sum(saved[speaker][name] for speaker, name in pairs.items())
    return SpeakerErrors(tuple(sorted(pairs.items())), errors, reference_words)


def cpwer(reference: Transcript, hypothesis: Transcript) -> float:
    """Concatenated minimum-permutation word error rate."""
    return speaker_errors(reference, hypothesis).cpwer


def by_speaker(transcript: Transcript) -> dict[str, tuple[Token, ...]]:
    """The normalised words of each speaker who said some."""
    found: dict[str, tuple[Token, ...]] = {}
    for token in tokens(transcript):
        found[token.speaker] = (*found.get(token.speaker, ()), token)
    return found


def revisions(sent: tuple[Utterance, ...], final: tuple[Utterance, ...]) -> Revisions:
    """Of utterances as they were first sent, those that have another speaker in the end.

    Raises ValueError if one that was sent is missing: finals never vanish.
    """
    speakers = {utterance.id: utterance.speaker for utterance in final}
    lost = [utterance.id for utterance in sent if utterance.id not in speakers]
    if lost:
        raise ValueError(f"final: expected every utterance that was sent, found none with {lost}")
    moved = [utterance for utterance in sent if speakers[utterance.id] != utterance.speaker]
    return Revisions(len(moved), _words(moved), len(sent), _words(sent))


def _words(utterances: list[Utterance] | tuple[Utterance, ...]) -> int:
    return sum(len(utterance.text.split()) for utterance in utterances)
