"""Reads the binary trigram models of pocketsphinx.

pocketsphinx looks n-grams up in this file but crashes when it is to write the large one of its own
package as text. The layout is that of src/lm/lm_trie.c of pocketsphinx 5: a trie in which the words
of an n-gram are stored last word first, with bit-packed entries and probabilities in 65,536 bins.
"""

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recipes.train_dialogue_lm.kneser_ney import END, START, Model, Ngram, normalised, with_backoffs

HEADER = b"Trie Language Model"
BINS = 65_536
LOG_BASE = math.log(1.0001)
UNIGRAM = np.dtype([("probability", "<f4"), ("backoff", "<f4"), ("next", "<u4")])

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def read_trigrams(path: Path, vocabulary: frozenset[str], least: float) -> Model:
    """The model restricted to the vocabulary, without n-grams of a joint probability below `least`.

    Raises ValueError if the file is no trigram model of this form.
    """
    content = path.read_bytes()
    if not content.startswith(HEADER) or content[len(HEADER)] != 3:
        raise ValueError(f"{path.name}: expected a pocketsphinx trigram model, found another file")
    at = len(HEADER) + 1
    counts = [int(count) for count in np.frombuffer(content, "<u4", 3, at)]
    at += 12 + 4
    bins = np.exp(np.frombuffer(content, "<f4", 3 * BINS, at).astype(np.float64) * LOG_BASE)
    at += bins.size * 4
    unigrams = np.frombuffer(content, UNIGRAM, counts[0] + 1, at)
    at += unigrams.nbytes
    word_bits, next_bits = counts[0].bit_length(), counts[2].bit_length()
    bigram_bits, trigram_bits = word_bits + 32 + next_bits, word_bits + 16
    bigrams = np.frombuffer(content, np.uint8, packed_bytes(counts[1], bigram_bits), at)
    at += bigrams.size
    trigrams = np.frombuffer(content, np.uint8, packed_bytes(counts[2], trigram_bits), at)
    at += trigrams.size + 4
    words = content[at:].split(b"\0")
    names = [word.decode() for word in words[: counts[0]]]

    known = np.array([name in vocabulary or name in (START, END) for name in names])
    single = np.exp(unigrams["probability"][:-1].astype(np.float64) * LOG_BASE)
    last = owners(unigrams["next"].astype(np.int64))
    # The file promises a few bigrams more than it holds.
    used = len(last)
    first = bits(bigrams, used, bigram_bits, 0, word_bits)
    pair = bins[bits(bigrams, used, bigram_bits, word_bits + 16, 16)]
    next_trigram = bits(bigrams, used + 1, bigram_bits, word_bits + 32, next_bits)
    keep_pair = known[first] & known[last] & (single[first] * pair >= least)

    pair_of = owners(next_trigram)
    earliest = bits(trigrams, len(pair_of), trigram_bits, 0, word_bits)
    triple = bins[2 * BINS + bits(trigrams, len(pair_of), trigram_bits, word_bits, 16)]
    # A bigram's joint probability, for the context of a trigram: only kept bigrams can be one.
    joint = dict(
        zip(
            zip(first[keep_pair].tolist(), last[keep_pair].tolist(), strict=True),
            (single[first] * pair)[keep_pair].tolist(),
            strict=True,
        )
    )
    table2: dict[Ngram, float] = {
        (names[a], names[b]): p
        for a, b, p in zip(first[keep_pair], last[keep_pair], pair[keep_pair].tolist(), strict=True)
    }
    table3: dict[Ngram, float] = {}
    possible = known[earliest] & keep_pair[pair_of]
    for a, b, c, p in zip(
        earliest[possible].tolist(),
        first[pair_of[possible]].tolist(),
        last[pair_of[possible]].tolist(),
        triple[possible].tolist(),
        strict=True,
    ):
        if joint.get((a, b), 0.0) * p >= least:
            table3[names[a], names[b], names[c]] = p
    base = normalised(
        {
            (name,): float(p)
            for name, p, is_known in zip(names, single, known, strict=True)
            if is_known and name != START
        }
    )
    return with_backoffs((base.probabilities[0], table2, table3))


def packed_bytes(entries: int, entry_bits: int) -> int:
    return ((1 + entries) * entry_bits + 7) // 8 + 8


def bits(packed: NDArray[np.uint8], entries: int, entry_bits: int, at: int, size: int) -> Integers:
    """The field of `size` bits that begins at bit `at` of each entry; at most 57 bits."""
    offsets = np.arange(entries, dtype=np.int64) * entry_bits + at
    value = np.zeros(entries, np.uint64)
    for byte in range(8):
        value |= packed[offsets // 8 + byte].astype(np.uint64) << np.uint64(8 * byte)
    shifted = value >> (offsets % 8).astype(np.uint64)
    return (shifted & np.uint64((1 << size) - 1)).astype(np.int64)


def owners(starts: Integers) -> Integers:
    """Which entry each of the next order's entries belongs to, from where each one's begin."""
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))
