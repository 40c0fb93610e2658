"""How a word sounds, roughly: words that are misheard or misspelt sound alike."""

import re
from functools import lru_cache

_SPELLINGS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=.{3})e$", ""),
        (r"^(?:kn|gn|pn|mn)", "n"),
        (r"^ps", "s"),
        (r"^pt", "t"),
        (r"^wr|rrh|rh", "r"),
        (r"^x", "s"),
        (r"sth(?=m)", "s"),
        (r"ph", "f"),
        (r"(?:igh|eigh|ough|augh)", "a"),
        (r"gh", "g"),
        (r"[aeiou]lm(?=[aeiou]|$)", "am"),
        (r"sch|ch|ck|q", "k"),
        (r"sc(?=[eiy])|c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"x|kz|gz", "ks"),
        (r"z", "s"),
        (r"g(?=[eiy])|dg", "j"),
        (r"th", "t"),
        (r"(?<=.)h", ""),
        (r"(?<=[aeiou])w(?![aeiou])|(?<=[aeiou])w", "a"),
        (r"[aeiouy]+", "a"),
        (r"(.)\1+", r"\1"),
    )
)
"""English spellings of one sound, in order; all vowels are one sound."""


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """The consonants of a lower-case word as they are spoken, with "a" for every vowel.

    >>> sound("pneumonia") == sound("newmonia")
    True
    """
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word
