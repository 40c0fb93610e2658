"""What words mean, as static vectors: words that are used alike lie near each other.

The table is made by recipes/train_section_headers/vectors.py, which names its source.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from notegen.ngrams import words_of
from notegen.register import joined_initials
from scribe.errors import ModelUnavailable

WORD_VECTORS_FILE = Path(__file__).parent / "data" / "word_vectors.npz"
DIMENSIONS = 64


class WordVectors:
    """Stateless once its table is read."""

    def __init__(
        self, words: Sequence[str], steps: NDArray[np.int8], scale: NDArray[np.float32]
    ) -> None:
        """Each word's vector is its row of `steps` (words, DIMENSIONS) times its `scale`."""
        self._places = {word: n for n, word in enumerate(words)}
        self._steps = steps
        self._scale = scale

    def sense(self, word: str, first: int, count: int) -> int:
        """Which side of `count` directions from the `first` a word lies on, as bits; -1 if unknown.

        Words that are used alike have the same more often than others (Charikar 2002).
        """
        place = self._places.get(word)
        if place is None:
            return -1
        bits = self._steps[place, first : first + count] > 0
        return int(bits @ (1 << np.arange(count)))

    def pooled(self, text: str) -> NDArray[np.float32]:
        """Shape (DIMENSIONS,), of length 1: the sum over known words, each times ln(1 + count).

        All zero where no word is known.
        """
        counts = Counter(w for w in words_of(joined_initials(text)) if w in self._places)
        places = [self._places[word] for word in counts]
        often = np.log1p(np.array(list(counts.values()), dtype=np.float32))
        found = (often * self._scale[places]) @ self._steps[places].astype(np.float32)
        length = float(np.sqrt(found @ found))
        return np.asarray(found / length if length else found, dtype=np.float32)


def write(file: Path, words: Sequence[str], vectors: NDArray[np.float32]) -> None:
    """The table of `vectors` (words, DIMENSIONS), each in 127ths of its largest value."""
    scale = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
    np.savez_compressed(
        file,
        words=np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        steps=np.rint(vectors / scale[:, None]).astype(np.int8),
        scale=scale.astype(np.float16),
    )


def read(file: Path) -> WordVectors:
    """Raises ModelUnavailable where there is no table."""
    if not file.is_file():
        raise ModelUnavailable(f"{file.name}: expected vectors of words, found no file")
    with np.load(file) as arrays:
        words = arrays["words"].tobytes().decode().split("\n")
        return WordVectors(words, arrays["steps"], arrays["scale"].astype(np.float32))


@cache
def word_vectors() -> WordVectors:
    """The table that comes with Scribe, read once."""
    return read(WORD_VECTORS_FILE)
