"""The text the dialogue model learns from, as sentences of spoken words."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

from asr.lexicon import DATA, Pronunciation, read_pronunciations
from recipes.corpora import Dialogue
from recipes.train_dialogue_lm.spoken import sentences, spoken

PHRASES = DATA / "phrases.toml"
SLOT = re.compile(r"\{(\w+)\}")
DEPTH = 6
VOICELESS = frozenset(("P", "T", "K", "F", "TH"))
SIBILANT = frozenset(("S", "Z", "SH", "ZH", "CH", "JH"))
RUN_CHANCE = 0.35
"""How often the next sentence of a turn follows without a pause: then both are one segment."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The templates with their weights, the fillings of each slot, the names of all drugs."""

    slots: dict[str, tuple[str, ...]]
    texts: tuple[str, ...]
    weights: tuple[float, ...]
    drugs: tuple[str, ...]


def read_phrases(path: Path, drugs: tuple[str, ...]) -> Phrases:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    groups = content["templates"]
    return Phrases(
        slots={name: tuple(fillings) for name, fillings in content["slots"].items()},
        texts=tuple(text for group in groups for text in group["texts"]),
        weights=tuple(
            group["weight"] / len(group["texts"]) for group in groups for _ in group["texts"]
        ),
        drugs=drugs,
    )


def drug_names(path: Path) -> tuple[str, ...]:
    """The words under the headings of a pronunciation file that begin with `Drugs`."""
    names: dict[str, None] = {}
    inside = False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            inside = line.startswith("# Drugs")
        elif inside and line and "(" not in line:
            names[line.split()[0]] = None
    return tuple(names)


def generated(phrases: Phrases, count: int, random: Random) -> list[list[str]]:
    """Sentences from the templates; some are two in a row, as people speak."""
    made: list[list[str]] = []
    for _ in range(count):
        text = random.choices(phrases.texts, phrases.weights)[0]
        words = spoken(filled(text, phrases, random), random)
        if made and random.random() < 0.1:
            made[-1] += words
        else:
            made.append(words)
    return made


def filled(text: str, phrases: Phrases, random: Random) -> str:
    def filling(match: re.Match[str]) -> str:
        slot = match.group(1)
        if slot == "drug":
            common = random.random() < 0.5
            return random.choice(phrases.slots["common_drug"] if common else phrases.drugs)
        return random.choice(phrases.slots[slot])

    for _ in range(DEPTH):
        text = SLOT.sub(filling, text)
    return text


def dialogue_sentences(dialogues: tuple[Dialogue, ...], random: Random) -> list[list[str]]:
    """What was said, one list of words for every stretch without a likely pause."""
    said: list[list[str]] = []
    for dialogue in dialogues:
        for turn in dialogue.turns:
            fresh = True
            for sentence in sentences(turn.text):
                words = spoken(sentence, random)
                if not words:
                    continue
                if not fresh and random.random() < RUN_CHANCE:
                    said[-1] += words
                else:
                    said.append(words)
                fresh = False
    return said


def pronunciations(cmudict: Path, terms: Path) -> dict[str, tuple[Pronunciation, ...]]:
    """By word: our own ways to say it first, then those of CMUdict."""
    ways: dict[str, tuple[Pronunciation, ...]] = {}
    for said in (*read_pronunciations(terms), *read_pronunciations(cmudict)):
        ways[said.word] = (*ways.get(said.word, ()), said)
    return {word: said for word, said in ways.items() if re.fullmatch(r"[a-z][a-z0-9']*", word)}


def inflected(word: str, ways: dict[str, tuple[Pronunciation, ...]]) -> tuple[Pronunciation, ...]:
    """How `word` is said if it is a known word with `'s` or a plural `s`, else nothing."""
    for ending in ("'s", "s"):
        if word.endswith(ending) and len(word) > 3 + len(ending):
            stem = ways.get(word.removesuffix(ending), ())
            return tuple(
                Pronunciation(word, (*said.phones, *plural_phones(said.phones[-1])))
                for said in stem[:1]
            )
    return ()


def plural_phones(last: str) -> tuple[str, ...]:
    if last in SIBILANT:
        return ("IH", "Z")
    return ("S",) if last in VOICELESS else ("Z",)
