"""Numbers in five languages, as digits or as words."""

import pytest

from asr.numerals import is_numeral


@pytest.mark.parametrize(
    "word",
    [
        *("5", "0.5", "1,000", "120/80", "+3", "-2", "7:30", "50mg"),
        *("fifty", "point", "oh"),
        *("fünf", "fünfundzwanzig", "dreihundert", "zwanzig", "eineinhalb"),
        *("cinquante", "virgule", "demi"),
        *("năm", "mười", "phẩy", "rưỡi"),
        *("五", "十", "点", "半"),
    ],
)
def test_a_number_is_one(word: str) -> None:
    assert is_numeral(word)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "mg",
        "milligram",
        "five-ish",
        "und",
        "ein",
        "eine",
        "zwiebel",
        "cinéma",
        "bác",
        "片",
        "b12",
    ],
)
def test_another_word_is_none(word: str) -> None:
    assert not is_numeral(word)
