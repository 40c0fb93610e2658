import numpy as np
import pytest

from notegen.word_vectors import DIMENSIONS, read, word_vectors, write
from scribe.errors import ModelUnavailable


def near(one, other):
    pooled = word_vectors().pooled
    return float(pooled(one) @ pooled(other))


def test_words_that_are_used_alike_lie_near_each_other():
    assert near("mother", "father") > near("mother", "appendix")
    assert near("lisinopril", "metformin") > near("lisinopril", "brother")


def test_a_text_has_a_vector_of_length_one():
    found = word_vectors().pooled("I take aspirin, aspirin and insulin.")
    assert found.shape == (DIMENSIONS,)
    assert np.linalg.norm(found) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("text", ["", "qqqxyzzy", "..."])
def test_unknown_words_have_no_meaning(text):
    assert not word_vectors().pooled(text).any()


def test_a_table_is_read_as_it_was_written(tmp_path):
    vectors = np.eye(2, DIMENSIONS, dtype=np.float32)
    write(tmp_path / "table.npz", ("one", "two"), vectors)
    found = read(tmp_path / "table.npz")
    assert found.pooled("two") == pytest.approx(vectors[1], abs=0.01)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(ModelUnavailable, match="expected vectors of words"):
        read(tmp_path / "gone.npz")


def test_the_sense_of_a_word_is_a_number_of_so_many_bits():
    found = {word_vectors().sense(word, 0, 6) for word in ("mother", "aspirin", "appendix")}
    assert len(found) > 1
    assert all(0 <= sense < 64 for sense in found)
    assert word_vectors().sense("qqqxyzzy", 0, 6) == -1
