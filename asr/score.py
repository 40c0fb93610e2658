"""Scores a transcript against a reference."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import permutations

import jiwer
from whisper_normalizer.english import EnglishTextNormalizer

from scribe.transcript import Role, Transcript


@dataclass(frozen=True, slots=True)
class Token:
    """A word after normalisation, with who said it."""

    text: str
    speaker: str = ""
    role: Role = Role.UNKNOWN


@dataclass(frozen=True, slots=True)
class Alignment:
    """The cheapest alignment of words, from which every measure is read.

    `pairs` are the words that stand opposite each other, the same or substituted.
    """

    pairs: tuple[tuple[Token, Token], ...]
    substitutions: int
    deletions: int
    insertions: int
    reference_words: int

    @property
    def wer(self) -> float:
        """Word error rate: errors by reference words; by one where the reference is empty."""
        errors = self.substitutions + self.deletions + self.insertions
        return errors / max(1, self.reference_words)

    @property
    def role_accuracy(self) -> float:
        """Share of the reference's words that were recognised and given to the right role.

        Words that were not recognised (deletions) count neither way; 1 if there are none.
        """
        right = sum(ours.role == theirs.role for theirs, ours in self.pairs)
        return right / len(self.pairs) if self.pairs else 1.0

    @property
    def wder(self) -> float:
        """Word diarization error rate (Shafey et al. 2019): share of words with a wrong speaker.

        Under the best one-to-one mapping of speakers.
        """
        counts = Counter((theirs.speaker, ours.speaker) for theirs, ours in self.pairs)
        if not counts:
            return 0.0
        references = sorted({reference for reference, _ in counts})
        found = sorted({hypothesis for _, hypothesis in counts})
        # Dummies let speakers stay without a partner.
        padded = references + [""] * max(0, len(found) - len(references))
        right = max(
            sum(counts[reference, speaker] for reference, speaker in zip(order, found, strict=True))
            for order in permutations(padded, len(found))
        )
        return 1 - right / len(self.pairs)


@cache
def _normalizer() -> EnglishTextNormalizer:
    """Whisper's English normaliser, except that "oh" is a word.

    It takes "oh" and "o" for zero, which raises the error rate of speech by 2 to 3 points.
    """
    normalizer = EnglishTextNormalizer()
    numbers = normalizer.standardize_numbers
    numbers.zeros = {"zero"}
    numbers.decimals = numbers.decimals - {"o", "oh"}
    numbers.words = numbers.words - {"o", "oh"}
    return normalizer


def normalize(text: str) -> str:
    """Lower case, no punctuation, no fillers, American spelling, numbers as digits."""
    return str(_normalizer()(text)).strip()


def tokens_of_text(text: str) -> tuple[Token, ...]:
    return tuple(Token(word) for word in normalize(text).split())


def tokens(transcript: Transcript) -> tuple[Token, ...]:
    """The words of a transcript, normalised utterance by utterance."""
    return tuple(
        Token(word, utterance.speaker, utterance.role)
        for utterance in transcript.utterances
        for word in normalize(utterance.text).split()
    )


def align(reference: tuple[Token, ...], hypothesis: tuple[Token, ...]) -> Alignment:
    """Align by edit distance, every error costing the same."""
    if not reference or not hypothesis:
        return Alignment((), 0, len(reference), len(hypothesis), len(reference))
    found = jiwer.process_words(
        " ".join(token.text for token in reference), " ".join(token.text for token in hypothesis)
    )
    pairs = tuple(
        (reference[chunk.ref_start_idx + offset], hypothesis[chunk.hyp_start_idx + offset])
        for chunk in found.alignments[0]
        if chunk.type in ("equal", "substitute")
        for offset in range(chunk.ref_end_idx - chunk.ref_start_idx)
    )
    return Alignment(pairs, found.substitutions, found.deletions, found.insertions, len(reference))


def compare(reference: Transcript, hypothesis: Transcript) -> Alignment:
    """Align two transcripts; read `wer`, `role_accuracy` and `wder` from the result."""
    return align(tokens(reference), tokens(hypothesis))


def wer(reference: str, hypothesis: str) -> float:
    """Word error rate of a text, normalised."""
    return align(tokens_of_text(reference), tokens_of_text(hypothesis)).wer


def role_accuracy(reference: Transcript, hypothesis: Transcript) -> float:
    """Share of recognised reference words given to the right role."""
    return compare(reference, hypothesis).role_accuracy
