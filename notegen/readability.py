"""How many years of school a text asks of its reader.

The Flesch-Kincaid grade level: Kincaid, Fishburne, Rogers, Chissom (1975), "Derivation of New
Readability Formulas for Navy Enlisted Personnel", Research Branch Report 8-75, Naval Technical
Training: 0.39 words per sentence + 11.8 syllables per word - 15.59.
"""

import re

_WORD = re.compile(r"\d[\d.,/:-]*\d|\d|[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_END = re.compile(r"[.!?]+(?=\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:(?:[^laeiouysxzcgh]|th)es|[^dtaeiouy]ed|[^laeiouy]e|[aeiouy]les?)$")
_SPLIT = re.compile(
    r"i(?:a|o(?!us|n)|u|et)|[aeiou]ing|eo(?!u|p)|ua(?!r)|(?<!q)ue(?=t)|yi|(?<!q)uid"
)
_SPLIT_NO = re.compile(r"(?:ti|ci|si)(?:a|o|u)")
_SHORT = {"mg": 3, "ml": 4, "mcg": 3, "mmhg": 6, "dr": 2, "mri": 3, "ct": 2, "ekg": 3, "copd": 4,
          "er": 2, "iv": 2, "ent": 3, "egd": 3, "adhd": 4, "hiv": 3, "tb": 2, "ptsd": 4, "tia": 3,
          "ibs": 3, "ms": 2, "gerd": 1, "every": 2, "medicine": 3, "doctor": 2, "area": 3,
          "being": 2, "science": 2, "people": 2, "business": 2, "clinic": 2, "breathe": 1,
          "diabetes": 4, "diarrhea": 4, "idea": 3, "fatigue": 2, "pneumonia": 4, "create": 2,
          "rheumatoid": 4, "heartbeat": 2, "sometimes": 2, "something": 2, "nosebleed": 2,
          "aches": 1, "headaches": 2, "headache": 2, "hours": 2, "hour": 2, "aspirin": 2,
          "temperature": 4, "nausea": 3, "tired": 2, "maybe": 2}  # fmt: skip
"""Letters that are spelled out, and words that the rules get wrong."""
_DIGITS = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1)
"""Syllables of zero to nine."""


def words_of(text: str) -> tuple[str, ...]:
    """Words and numbers as they are counted."""
    return tuple(_WORD.findall(text))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade; 0.0 for a text without words.

    A sentence ends at `.`, `!`, `?` before a blank, or at the end of a line. A number is one
    word with the syllables of its digits as they are read one by one, but for round ones.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = sum(bool(_WORD.search(part)) for part in _END.split(text))
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59


def syllables(word: str) -> int:
    """Syllables of one word or number, at least one; by rules of English spelling."""
    low = word.lower().replace("\u2019", "'")
    if low in _SHORT:
        return _SHORT[low]
    if low[:1].isdigit():
        return _of_number(low)
    low = re.sub(r"'(?:s|m|re|ve|ll|d|t)$", "", low)
    if not _VOWELS.search(low):
        return max(1, len(low) if len(low) < 4 else 1)
    count = len(_VOWELS.findall(low))
    count += sum(not _SPLIT_NO.search(low, max(m.start() - 1, 0)) for m in _SPLIT.finditer(low))
    if count > 1 and _SILENT.search(low):
        count -= 1
    return max(1, count)


def _of_number(number: str) -> int:
    parts = [p for p in re.split(r"\D+", number) if p]
    total = sum(1 for mark in number if mark in "./:-")  # "point", "over", "to"
    for part in parts:
        zeros = len(part) - len(part.rstrip("0"))
        lead = part.rstrip("0") or "0"
        total += sum(_DIGITS[int(digit)] for digit in lead)
        if 0 < zeros < len(part):
            total += 2 if zeros >= 2 else 1  # "hundred", "thousand"; "-ty"
    return total
