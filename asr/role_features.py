"""What in a text tells who said it."""

import re
from itertools import pairwise

START, END = "<s>", "</s>"
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
FILLERS = frozenset(("uh", "um", "er", "erm", "uhm", "ah"))
"""Some recognisers write them, some do not."""
SPLIT = re.compile(r"(?<=\w) (?=n't\b)|\b(?<=gon|wan|got) (?=(?:na|ta)\b)")
"""Where ACI-BENCH cuts a word that recognisers leave whole: `do n't`, `gon na`."""
WHOLE_WORDS = 4
"""A turn of so many words at most is a feature as a whole: to say only `okay` is an answer."""
SELF = frozenset(["i", "i'm", "i've", "i'd", "i'll", "me", "my", "mine", "myself"])
THIRD = frozenset(
    [
        *("he", "he's", "he'd", "he'll", "him", "his", "himself"),
        *("she", "she's", "she'd", "she'll", "her", "hers", "herself"),
    ]
)


def words(text: str) -> tuple[str, ...]:
    """The words as any recogniser could have written them: no case, marks, digits or fillers."""
    lowered = SPLIT.sub("", text.lower().replace("\u2019", "'"))
    return tuple(word for word in WORD.findall(lowered) if word not in FILLERS)


def features(said: tuple[str, ...], whole: bool) -> frozenset[str]:
    """Distinct words, pairs of words with the beginning, the end; `= ...` of a short whole turn.

    `whole` says that the words are all that was said before somebody else spoke.
    """
    if not said:
        return frozenset()
    pairs = (f"{first} {second}" for first, second in pairwise((START, *said, END)))
    short = (f"= {' '.join(said)}",) if whole and len(said) <= WHOLE_WORDS else ()
    return frozenset((*said, *pairs, *short))


def self_reference(text: str) -> int:
    """Words with which the speaker means himself, less those for a third person.

    A patient speaks of himself, whoever has come along speaks of the patient.
    """
    said = words(text)
    return sum(word in SELF for word in said) - sum(word in THIRD for word in said)
