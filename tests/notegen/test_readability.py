"""How many years of school a text asks of its reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.readability import grade, syllables

WORDS = {
    1: "cat breath called use takes eyes goes heart months dose weeks aches while whole miles",
    2: "table trouble people doctor vision patient wanted needed uses doses changes fluid quiet "
    "sugar kidney swollen stomach fatigue muscle ankle daily every create",
    3: "medicine metformin radio exercise physician idea insulin surgery atrial prednisone area",
    4: "lisinopril diabetes hypertension anxiety ibuprofen diarrhea rheumatoid albuterol",
    5: "colonoscopy amoxicillin",
    6: "echocardiogram acetaminophen",
}


@pytest.mark.parametrize(
    ("word", "count"), [(word, n) for n, words in WORDS.items() for word in words.split()]
)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("number", "count"), [("2", 1), ("7", 2), ("10", 2), ("500", 3), ("1000", 3), ("98.2", 4)]
)
def test_numbers_count_as_they_are_read(number: str, count: int) -> None:
    assert syllables(number) == count


def test_the_grade_is_the_formula() -> None:
    # 6 words, 6 syllables, 1 sentence.
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    # 2 sentences of 3 words; 8 syllables.
    assert grade("You take metformin. It helps you.") == pytest.approx(
        0.39 * 3 + 11.8 * 8 / 6 - 15.59
    )


def test_a_colon_ends_no_sentence_but_a_line_does() -> None:
    assert grade("You have: gout.") == grade("You have gout.")
    assert grade("Rest the leg\nIce the leg") == grade("Rest the leg. Ice the leg.")


def test_a_known_hard_sentence_is_hard() -> None:
    hard = "The pathophysiology of hypertension necessitates pharmacological intervention."
    assert grade(hard) > 20
    assert grade("Your blood pressure is high. Take this pill once a day.") < 4


@pytest.mark.parametrize("text", ["", " \n", "...", "?!"])
def test_no_words_have_no_grade(text: str) -> None:
    assert grade(text) == 0.0


@given(st.text(max_size=100))
def test_any_text_has_a_finite_grade(text: str) -> None:
    assert -16 < grade(text) < 2000


@given(st.from_regex(r"[a-z]{1,20}", fullmatch=True))
def test_any_word_has_at_least_one_syllable_and_not_more_than_letters(word: str) -> None:
    assert 1 <= syllables(word) <= max(len(word), 4) * 2
