import itertools
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from notegen.ngrams import (
    Hashing,
    document_counts,
    grams,
    inverse_frequency,
    weighted,
    words_of,
)

SMALL = Hashing(word_buckets=512, character_buckets=1024)
WIDE = Hashing(word_buckets=1 << 26, character_buckets=1 << 26)
TEXT = st.text(alphabet=st.sampled_from("abc d'e.F?9\u2019é\u0130"), max_size=60)


def test_words_are_compared_without_case_or_the_value_of_digits():
    assert words_of("Don\u2019t take 20 mg!") == ("don't", "take", "00", "mg")


@given(TEXT)
def test_each_bucket_occurs_once_within_its_kind(text):
    found = grams(text, SMALL)
    assert np.all(np.diff(found.buckets) > 0)
    assert np.all((found.buckets >= 0) & (found.buckets < SMALL.buckets))
    assert found.values.dtype == np.float32


@given(TEXT)
def test_every_word_and_every_pair_is_counted(text):
    words = words_of(text)
    found = grams(text, SMALL)
    counted = found.values[found.buckets < SMALL.word_buckets].sum()
    assert counted == len(words) + max(len(words) - 1, 0)


@given(TEXT)
def test_characters_are_counted_within_words_with_their_borders(text):
    found = grams(text, SMALL)
    counted = found.values[found.buckets >= SMALL.word_buckets].sum()
    expected = sum(
        max(len(word) + 2 - size + 1, 0) for word in words_of(text) for size in (3, 4, 5)
    )
    assert counted == expected


def test_characters_tell_a_word_from_its_parts():
    first, second = grams("heartburn", WIDE), grams("heart burn", WIDE)
    shared = np.intersect1d(first.buckets, second.buckets)
    assert 0 < len(shared[shared >= WIDE.word_buckets]) < len(first.buckets) - 1


@given(st.lists(TEXT, min_size=1, max_size=6))
def test_weights_are_those_of_scikit_learn(texts):
    if not any(words_of(text) for text in texts):
        return
    documents = [grams(text, WIDE) for text in texts]
    known = {int(b) for d in documents for b in d.buckets if b < WIDE.word_buckets}
    theirs = TfidfVectorizer(analyzer=_ones_and_pairs, sublinear_tf=True).fit(texts)
    if len(known) != len(theirs.vocabulary_):
        return  # two n-grams share a bucket
    expected = theirs.transform(texts).toarray()
    idf = _sparse_frequency(documents)
    for text, document, row in zip(texts, documents, expected, strict=True):
        ours = _weighted_words(document, idf)
        assert sorted(ours) == pytest.approx(sorted(row[row > 0]), abs=1e-5), text


def _ones_and_pairs(text):
    words = words_of(text)
    return [*words, *(" ".join(pair) for pair in itertools.pairwise(words))]


def _sparse_frequency(documents):
    counts = {}
    for document in documents:
        for bucket in document.buckets:
            counts[int(bucket)] = counts.get(int(bucket), 0) + 1
    return {b: np.log((1 + len(documents)) / (1 + n)) + 1 for b, n in counts.items()}


def _weighted_words(document, idf):
    """The words' half through `weighted`, its buckets renumbered so that `idf` stays small."""
    own = document.buckets < WIDE.word_buckets
    narrow = Hashing(word_buckets=max(int(own.sum()), 1), character_buckets=0)
    renumbered = type(document)(np.arange(own.sum()), document.values[own])
    weights = np.array([idf[int(b)] for b in document.buckets[own]], np.float32)
    return weighted(renumbered, weights, narrow).values


def test_each_kind_has_length_one():
    document = grams("she takes metformin twice a day", SMALL)
    values = weighted(document, np.ones(SMALL.buckets, np.float32), SMALL).values
    words = document.buckets < SMALL.word_buckets
    assert np.linalg.norm(values[words]) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(values[~words]) == pytest.approx(1, abs=1e-5)


def test_an_empty_text_is_an_empty_vector():
    nothing = grams("", SMALL)
    assert len(weighted(nothing, inverse_frequency((), SMALL), SMALL).values) == 0


def test_what_many_documents_have_counts_less():
    documents = [grams(text, SMALL) for text in ("pain", "pain fever", "pain cough")]
    idf = inverse_frequency(documents, SMALL)
    assert document_counts(documents, SMALL).max() == 3
    assert idf[documents[0].buckets[0]] == pytest.approx(1)
    assert idf.max() == pytest.approx(np.log(4) + 1, abs=1e-5)


def test_buckets_are_the_same_in_every_process():
    program = (
        "from notegen.ngrams import Hashing, grams\n"
        "print(*grams('no known allergies', Hashing()).buckets)"
    )
    done = subprocess.run(
        (sys.executable, "-c", program), capture_output=True, text=True, check=True
    )
    here = grams("no known allergies", Hashing()).buckets
    assert done.stdout.split() == [str(b) for b in here]


@pytest.mark.parametrize(
    "wrong", [{"longest_words": 0}, {"characters": (4, 3)}, {"word_buckets": 0}]
)
def test_impossible_sizes_are_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        Hashing(**wrong)
