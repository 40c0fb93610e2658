"""One section of a note from a short dialogue about one subject."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from notegen.assertion import read_dialogue
from notegen.clauses import Clause, clauses
from notegen.content import content
from notegen.headers import Header, header_classifier
from notegen.numbers import numbers_in
from notegen.register import joined_initials
from notegen.verify import doubts
from notegen.word_worth import TIMES, tokens, told
from notegen.wording import Form
from notegen.worth import Worth, worth
from scribe.note import Statement
from scribe.transcript import Transcript

LENGTH_FACTOR = 0.7
SHARE = 0.3
REPEATED = 0.3
"""A section is chosen as if it were so much of its predicted length. What a clause promises weighs
so much, what its words promise the rest; in the former a word that is already in the section is
worth so much of another. All tuned on the training and validation sets of MTS-Dialog."""
_SPREAD = 0.67
_LENGTHS = np.exp(_SPREAD * np.array([-1.5, -1.0, -0.5, -0.15, 0.15, 0.5, 1.0, 1.5]))
_LIKELY = np.exp(-((np.log(_LENGTHS) / _SPREAD) ** 2) / 2)
"""The length that is meant is uncertain: the logarithm of a section's length lies so far (standard
deviation, training and validation sets of MTS-Dialog) from the predicted one. Factors of the
predicted length, each with how likely it is."""
_SAME = 0.7
"""A clause of which so much of the content is there already is left out."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A section with its header; `probability` is that of the header being right."""

    header: Header
    probability: float
    statements: tuple[Statement, ...]

    @property
    def text(self) -> str:
        """The statements, one a line; empty where there is nothing to write."""
        return "\n".join(statement.text for statement in self.statements)


def write_section(transcript: Transcript, header: Header | None = None) -> Snippet:
    """The section that the dialogue belongs in, or the one of a `header` that is known.

    Each statement cites utterances that say its numbers, medicines and sides, and that do not
    contradict it (`notegen.verify`).
    """
    probability = 1.0
    if header is None:
        likeliest = header_classifier().likeliest(transcript.utterances)
        header, probability = likeliest.header, likeliest.probability
    found = supported_clauses(transcript)
    chosen = choose(found, header, transcript, worth())
    return Snippet(
        header,
        probability,
        tuple(Statement(f"s{n}", c.text, c.evidence) for n, c in enumerate(chosen, start=1)),
    )


def supported_clauses(transcript: Transcript) -> tuple[Clause, ...]:
    """All that could be written of a dialogue and that what was said supports.

    A number alone, such as an answer that leans on its question, is no statement.
    """
    spelled = replace(
        transcript,
        utterances=tuple(replace(u, text=joined_initials(u.text)) for u in transcript.utterances),
    )
    dialogue = read_dialogue(spelled.utterances)
    return tuple(
        c
        for c in clauses(spelled, dialogue)
        if (c.form in (Form.NONE, Form.PERSON) or content(c.text) - numbers_in(c.text))
        and not doubts(dialogue, c.text, c.evidence)
    )


def choose(
    found: Sequence[Clause], header: Header, transcript: Transcript, weights: Worth
) -> tuple[Clause, ...]:
    """The clauses that together promise the best F-measure of words, in spoken order."""
    if not found:
        return ()
    said = transcript.utterances
    length = weights.words(header, len(transcript.text.split()), len(said))
    promises = weights.of_words.promises(found, header, told(said), length)
    return chosen_by(found, weights.shares(found, header), promises, LENGTH_FACTOR * length)


def chosen_by(
    found: Sequence[Clause],
    shares: NDArray[np.float64],
    promises: Sequence[NDArray[np.float64]],
    length: float,
) -> tuple[Clause, ...]:
    """Greedily the clause that raises 2 * expected matches / (words + length) most.

    The mean over lengths about `length`, which is uncertain.
    `shares` (clauses,) and `promises`, of each clause (words, TIMES), are those of
    `notegen.worth` and `notegen.word_worth`.
    """
    words = [tokens(c.text) for c in found]
    contents = [content(c.text) for c in found]
    chosen: list[int] = []
    written, matches, count, best = Counter[str](), 0.0, 0, 0.0
    inside = frozenset[str]()
    while True:
        tried: list[tuple[float, int, float]] = []
        for n, own in enumerate(words):
            if n in chosen or not own or not _fits(n, chosen, found, contents, inside):
                continue
            gain = _expected(own, float(shares[n]), promises[n], written)
            tried.append(((matches + gain) * _per_match(count + len(own), length), -n, gain))
        if not tried or max(tried)[0] <= best:
            return tuple(found[n] for n in sorted(chosen))
        best, negative, gain = max(tried)
        chosen.append(-negative)
        written.update(words[-negative])
        inside |= contents[-negative]
        matches, count = matches + gain, count + len(words[-negative])


def _per_match(words: int, length: float) -> float:
    """What each match adds to the F-measure of so many words: 2 / (words + length), the mean."""
    return float(np.average(2 / (words + _LENGTHS * length), weights=_LIKELY))


def _expected(
    words: Sequence[str], share: float, promised: NDArray[np.float64], written: Counter[str]
) -> float:
    """How many words of a clause the section has beside those that are written already."""
    total = 0.0
    here = Counter[str]()
    for n, word in enumerate(words):
        times = written[word] + here[word]
        here[word] += 1
        beyond = max(0, times - TIMES + 1)
        own = promised[n, min(times, TIMES - 1)] * 0.5**beyond
        total += SHARE * share * (REPEATED if times else 1.0) + (1 - SHARE) * float(own)
    return total


def _fits(
    n: int,
    chosen: Sequence[int],
    found: Sequence[Clause],
    contents: Sequence[frozenset[str]],
    inside: frozenset[str],
) -> bool:
    """Whether a clause says something new, and `None.` stands alone."""
    if not chosen:
        return True
    if found[n].form is Form.NONE or any(found[k].form is Form.NONE for k in chosen):
        return False
    own = contents[n]
    return not own or len(own & inside) < _SAME * len(own)
