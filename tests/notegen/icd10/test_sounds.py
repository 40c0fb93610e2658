import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.icd10.sounds import sound


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pneumonia", "newmonia"),
        ("asthma", "asma"),
        ("psoriasis", "soriasis"),
        ("angina", "angena"),
        ("sciatica", "sighattica"),
        ("rheumatoid", "rumatoid"),
        ("eczema", "egzema"),
    ],
)
def test_two_spellings_of_one_word_sound_alike(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("asthma", "plasma"), ("hypothyroidism", "hyperthyroidism"), ("hydration", "dehydration")],
)
def test_two_words_sound_different(one, other):
    assert sound(one) != sound(other)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_a_sound_is_no_longer_than_two_letters_for_each_of_the_word(word):
    assert len(sound(word)) <= 2 * len(word)
