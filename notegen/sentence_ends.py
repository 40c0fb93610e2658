"""Where sentences end in words without punctuation, by trained weights.

A logistic regression on hashed features of each gap between two words: the words around it, their
shapes, and what has been said since the last end. It is read from left to right, as an end that
was found is part of what the next gap is judged by. Its weights are trained by
recipes/train_sentence_ends, where its figures are.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 17
_START = ("<s>",) * 4
_END = ("</s>",) * 4
_MOST_SINCE = 12
_ENDINGS = ("n't", "'s", "ing", "ed", "ly", "s")
_DIGIT = re.compile(r"\d")
_EDGE = '.,;:?!"-()'


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of some words: gap `k`, from 1, lies before word number `k`, from 0."""

    words: tuple[str, ...]
    apart: tuple[float, ...]
    weights: NDArray[np.float32]

    def log_odds(self, first: int, k: int) -> float:
        """That a sentence which began with word `first` ends before word `k`, first < k < words."""
        since = hashed(since_features(self.words, first, k))
        return self.apart[k - 1] + float(self.weights[since].sum())


@dataclass(frozen=True, slots=True)
class SentenceEnds:
    """Trained weights, (BUCKETS,) float32; `common` are words that are more than their shape."""

    weights: NDArray[np.float32]
    offset: float
    common: frozenset[str]

    def gaps(self, words: Sequence[str]) -> Gaps:
        """The gaps between words in lower case, which may carry punctuation: it is not read."""
        plain = plain_words(words)
        around = gap_features(plain, self.common)
        scores = tuple(self.offset + float(self.weights[hashed(f)].sum()) for f in around)
        return Gaps(plain, scores, self.weights)


@cache
def sentence_ends() -> SentenceEnds:
    """The weights that come with Scribe, read once."""
    source = files("notegen").joinpath("data", "sentence_ends.npz")
    with as_file(source) as path, np.load(path) as arrays:
        weights = np.zeros(BUCKETS, np.float32)
        weights[arrays["buckets"]] = arrays["weights"].astype(np.float32)
        return SentenceEnds(weights, float(arrays["offset"]), frozenset(arrays["common"].tolist()))


def plain_words(words: Sequence[str]) -> tuple[str, ...]:
    """Words as the features have them: without punctuation at either end, each digit written 0."""
    return tuple(_DIGIT.sub("0", word.strip(_EDGE)) or "," for word in words)


def gap_features(words: Sequence[str], common: frozenset[str]) -> list[tuple[str, ...]]:
    """For each gap between plain words its features: up to four words on either side."""
    count = len(words)
    said = (*_START, *words, *_END)
    kinds = (*_START, *(_shape(w, common) for w in words), *_END)
    found: list[tuple[str, ...]] = []
    for k in range(1, count):
        d, c, b, a, e, f, g, h = said[k : k + 8]
        _, z, y, x, u, v, w, t = kinds[k : k + 8]
        found.append(
            (
                *(f"1 {a}", f"2 {b}", f"3 {c}", f"4 {e}", f"5 {f}", f"6 {g}"),
                *(f"7 {a} {e}", f"8 {b} {a}", f"9 {e} {f}", f"10 {b} {e}", f"11 {a} {f}"),
                *(f"12 {a} {e} {f}", f"13 {b} {a} {e}", f"14 {e} {f} {g}", f"15 {c} {b} {a}"),
                *(f"16 {b} {a} {e} {f}", f"17 {a[-3:]} {e}", f"18 {a[-2:]} {e[:3]}"),
                *(f"19 {x}", f"20 {u}", f"21 {v}", f"22 {x} {u}", f"23 {y} {x} {u}"),
                *(f"24 {x} {u} {v}", f"25 {u} {v} {w}", f"26 {y} {x} {u} {v}"),
                *(f"27 {z} {y} {x}", f"28 {x} {u} {v} {w}"),
                *(f"31 {d}", f"32 {h}", f"33 {e} {f} {h}", f"34 {u} {v} {w} {t}", f"35 {e} {g}"),
                *(f"29 {min(k, 8)}", f"30 {min(count - k, 8)}"),
            )
        )
    return found


def since_features(words: Sequence[str], first: int, k: int) -> tuple[str, ...]:
    """Features of what has been said since the last end, words `first` to `k` (exclusive)."""
    since, following = k - first, words[k]
    begins = words[first]
    second = words[first + 1] if since > 1 else ""
    return (
        f"40 {min(since, _MOST_SINCE)}",
        f"41 {begins} {min(since // 3, 4)}",
        f"42 {begins} {second} {following}",
        f"43 {begins} {second} {min(since // 3, 4)}",
        f"44 {following} {min(since // 2, 6)}",
        f"45 {words[k - 1]} {min(since // 2, 3)}",
    )


def hashed(features: Sequence[str]) -> list[int]:
    """The bucket of each feature, the same in every process and on every machine."""
    return [zlib.crc32(feature.encode()) % BUCKETS for feature in features]


def _shape(word: str, common: frozenset[str]) -> str:
    if word in common:
        return word
    if word[:1] == "0":
        return "#"
    return "~" + next((ending for ending in _ENDINGS if word.endswith(ending)), "")
