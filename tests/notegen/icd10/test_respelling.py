import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.icd10.respelling import Respeller, spoken_words

WORDS = (
    "asthma", "plasma", "pneumonia", "hypothyroidism", "hyperthyroidism", "hematoma", "hematuria",
    "hemoperitoneum", "hypertension", "sinus", "sinusitis", "bites", "heart", "failure",
)  # fmt: skip


@pytest.fixture(scope="module")
def respell():
    return Respeller(WORDS)


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("asma", "asthma"),
        ("new monia", "pneumonia"),
        ("hypo thyroidism", "hypothyroidism"),
        ("hyper tension", "hypertension"),
        ("sinus itis", "sinusitis"),
        ("hart failyer", "heart failure"),
    ],
)
def test_what_sounds_alike_is_meant(respell, heard, meant):
    assert respell(heard)[0].text == meant


def test_a_word_that_is_known_stays(respell):
    assert respell("hematoma") == ()


def test_what_turns_a_meaning_round_stays(respell):
    assert all(r.text != "hyperthyroidism" for r in respell("hipothyroidizm"))


def test_another_beginning_is_another_word(respell):
    assert respell("pneumoperitoneum") == ()


def test_a_likeness_is_a_share(respell):
    assert all(0 < r.likeness <= 1 for r in respell("asma of the hart"))


def test_words_of_phrases_are_told_once_in_order():
    assert spoken_words(("Crohn's disease", "Disease of lung")) == ("crohns", "disease", "lung")


@given(st.text(max_size=30))
def test_any_text_is_read(text):
    assert len(Respeller(WORDS)(text)) <= 5
