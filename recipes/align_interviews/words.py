"""The written words of a transcript with the ways to say them."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import pocketsphinx

from asr.lexicon import DIALOGUE_DICTIONARY, MEDICAL_TERMS, read_pronunciations
from recipes.corpora import Dialogue
from recipes.train_dialogue_lm.spoken import spoken
from scribe.transcript import Role

CMUDICT = Path(pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"))
DRAWS = 12
"""So many draws of how a number is said; the different ones are its ways."""
MOST_WAYS = 6
MARKS = '.,?!;:"()-'
INFORMAL = {"ok": (("K", "EY"), ("AH", "K", "EY"), ("M", "K", "EY"))}
"""Ways of speech that no dictionary gives; half the clinicians' turns begin with this word."""
LETTERS = (
    (r"tion", "SH AH N"),
    (r"igh", "AY"),
    (r"ch", "CH"),
    (r"sh", "SH"),
    (r"th", "TH"),
    (r"ph", "F"),
    (r"ck", "K"),
    (r"ng", "NG"),
    (r"qu", "K W"),
    (r"ee|ea", "IY"),
    (r"oo", "UW"),
    (r"ou|ow", "AW"),
    (r"ai|ay", "EY"),
    (r"oi|oy", "OY"),
    (r"au|aw", "AO"),
    (r"er|ir|ur|or|ery", "ER"),
    (r"e$", ""),
    (r"([a-z])\1", r""),
    (r"c(?=[eiy])", "S"),
    (r"a", "AE"),
    (r"b", "B"),
    (r"c", "K"),
    (r"d", "D"),
    (r"e", "EH"),
    (r"f", "F"),
    (r"g", "G"),
    (r"h", "HH"),
    (r"i", "IH"),
    (r"j", "JH"),
    (r"k", "K"),
    (r"l", "L"),
    (r"m", "M"),
    (r"n", "N"),
    (r"o", "AA"),
    (r"p", "P"),
    (r"r", "R"),
    (r"s", "S"),
    (r"t", "T"),
    (r"u", "AH"),
    (r"v", "V"),
    (r"w", "W"),
    (r"x", "K S"),
    (r"y", "IY"),
    (r"z", "Z"),
)
"""Spelling to sound, first match first: crude, for the few words that no dictionary holds."""

Phones = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A word as it is written, whose it is, which turn it is in, its key, its ways to be said.

    Words with the same `key` are said alike.
    """

    text: str
    role: Role
    turn: int
    key: str
    ways: tuple[Phones, ...]


def said_words(dialogue: Dialogue) -> tuple[Said, ...]:
    """The dialogue's words in order; what has no sound (a lone dash) joins the word before."""
    words: list[Said] = []
    for turn, part in enumerate(dialogue.turns):
        for text in part.text.split():
            plain = spoken(text, Random(1))
            if not plain:
                if words and words[-1].turn == turn:
                    last = words[-1]
                    joined = f"{last.text} {text}"
                    words[-1] = Said(joined, last.role, last.turn, last.key, last.ways)
                continue
            words.append(Said(text, part.role, turn, "_".join(plain), ways(text)))
    return tuple(words)


def ways(text: str) -> tuple[Phones, ...]:
    """The ways to say a written word, which may stand for several spoken ones (`39`)."""
    readings = dict.fromkeys(tuple(spoken(text, Random(seed))) for seed in range(DRAWS))
    found: dict[Phones, None] = dict.fromkeys(lexicon().get(text.lower().strip(MARKS), ()))
    for reading in readings:
        for parts in itertools.product(*(spellings(word) for word in reading)):
            found[tuple(phone for part in parts for phone in part)] = None
    return tuple(found)[:MOST_WAYS]


def spellings(word: str) -> tuple[Phones, ...]:
    return (*(lexicon().get(word) or (guessed(word),)), *INFORMAL.get(word, ()))


@cache
def lexicon() -> Mapping[str, tuple[Phones, ...]]:
    """Every dictionary at hand: our own words first, then those of CMUdict."""
    found: dict[str, dict[Phones, None]] = {}
    for path in (MEDICAL_TERMS, CMUDICT, DIALOGUE_DICTIONARY):
        for said in read_pronunciations(path):
            found.setdefault(said.word, {})[said.phones] = None
    return {word: tuple(phones) for word, phones in found.items()}


def guessed(word: str) -> Phones:
    """How a word may sound by its letters; a stem that is known is taken as it is."""
    for ending, phones in (("'s", ("Z",)), ("s", ("Z",)), ("ed", ("D",)), ("ing", ("IH", "NG"))):
        stem = lexicon().get(word.removesuffix(ending)) if word.endswith(ending) else None
        if stem:
            return (*stem[0], *phones)
    found: list[str] = []
    letters = re.sub(r"[^a-z]", "", word)
    while letters:
        for pattern, sounds in LETTERS:
            match = re.match(pattern, letters)
            if match:
                found += sounds.split()
                # Of a doubled letter the second one sounds.
                letters = letters[1 if pattern.startswith("([") else match.end() :]
                break
    return tuple(found) or ("AH",)
