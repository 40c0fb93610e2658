"""Names of medicines in what people say."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from notegen.drug_purposes import find_purposes
from notegen.formulary import SUBSTANCES, Drug, approved_drugs, common_drugs, compounds
from notegen.sentences import lowered

_LONGEST_WORDS = 3
_MIN_LETTERS = 7
"""Shorter words are never corrected: too many English words lie next to them."""
_MIN_RARE_LETTERS = 9
"""The same for a name that is not commonly prescribed."""
_MIN_SIMILARITY = 86.0
"""`rapidfuzz.fuzz.ratio` in percent: one or two wrong letters in a name of ten."""
_SOUND_MARGIN = 2.0
"""So much closer a word must be that is compared by its sound only."""
_SPELLINGS = (
    (r"ph", "f"),
    (r"c(?=[eiy])", "s"),
    (r"ck|c|qu?", "k"),
    (r"[yi]e?", "i"),
    (r"z", "s"),
    (r"th", "t"),
    (r"x", "ks"),
    (r"ae|oe", "e"),
    (r"(.)\1", r"\1"),
    (r"e$", ""),
)
_MIN_STEM_SIMILARITY = 90.0
"""A word with the ending of a medicine may be one that is not listed: one wrong letter only."""
_MIN_MARGIN = 5.0
"""So much better than the nearest other medicine, else the word stays what it is."""
_WORD = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*")
_SLASH = re.compile(r"\s*(?:[/-]|,? ?slash|,? ?with|plus)?\s*")
"""Between the parts of a compound."""
_CONTEXT = re.compile(
    r"\b(?:\d+ ?(?:mg|mcg|g|ml|units?)|milligrams?|micrograms?|units|tak(?:e|es|ing|en)|took"
    r"|prescri\w+|start(?:ed)?|increase\w*|decrease\w*|continu\w+|dose|tablets?|pills?|refill\w*"
    r"|stop(?:ped)?|twice|daily|once a|every day|inhaler|allergic|allergy|medications?|on some"
    r"|put (?:you|me|him|her) on|been on|i'm on|cycles?(?: of)?|g[ai]v(?:e|en|ing) (?:you|him|her"
    r"|me)|us(?:e|es|ed(?! to)|ing)"
    r"|tr(?:y|ied|ying)|over the counter|pharmacy"
    r"|chemist|vitamins|cream"
    r"|ointment|supplements?)\b"
)
_ENGLISH_TEXT = """\
    accolade acetate activate amyloid androgen anisotropic annuity aristocrat asteroid
    augmenting bacterium beckons biology buckeyes buckles centres chlorine circadian clarinet
    collages compassion concentrated concerts cosmetics cuisine cysteine dilation dioxide
    dolphin efficient electrode eliminate emergence emergencies emergency enables expectant
    fluorine inhales insulting intelligence inversion iridium lactose lattice melamine melanin
    methane microns million mitigate monorail morphing oxymoron pancreas patrician preface
    prevent prevents principle propulsive reaction reactions reactive restore safaris seasonal
    singular stations stellar strived sturgeon targeting theoretic tricycle tropical"""
_ENGLISH = frozenset(_ENGLISH_TEXT.split())
"""Frequent words that lie next to a name of medicine, yet are none."""


@dataclass(frozen=True, slots=True)
class DrugMention:
    """Characters `start` to `end` (exclusive) name the drug; `exact` unless spelling was mended."""

    drug: Drug
    start: int
    end: int
    exact: bool


@cache
def _names() -> dict[tuple[str, ...], Drug]:
    every = (*common_drugs().names, *approved_drugs().names)
    return {tuple(_WORD.findall(name)): drug for name, drug in reversed(every)}


@cache
def _mendable() -> dict[tuple[str, ...], Drug]:
    """Names that are found though misspelled or split: the rarer, the more letters they need."""
    common = {tuple(_WORD.findall(name)) for name, _ in common_drugs().names}
    return {
        words: drug
        for words, drug in _names().items()
        if len("".join(words)) >= (_MIN_LETTERS if words in common else _MIN_RARE_LETTERS)
    }


@cache
def _joined() -> dict[str, Drug]:
    """Names of enough letters, written as one word."""
    return {"".join(words).replace("-", ""): drug for words, drug in _mendable().items()}


@cache
def _joined_starts() -> frozenset[str]:
    """Everything with which a name of `_joined` begins."""
    return frozenset(name[:end] for name in _joined() for end in range(2, len(name)))


@cache
def _single() -> tuple[str, ...]:
    """One-word names that are long enough to be found though misspelled."""
    return tuple(n[0] for n in _mendable() if len(n) == 1)


@cache
def _longest() -> dict[str, int]:
    """How many words the longest name has that begins with a word; in singular as in plural."""
    longest: dict[str, int] = {}
    for words in _names():
        for first in (words[0], f"{words[0]}s"):
            longest[first] = max(longest.get(first, 0), len(words))
    return longest


_KEPT_SENTENCES = 4096
"""So many sentences are remembered: several asks about the same one follow each other."""


@lru_cache(_KEPT_SENTENCES)
def find_drugs(text: str) -> tuple[DrugMention, ...]:
    """The medicines named in a text, in reading order, without overlap.

    A name that the recogniser misspelled or split is mended only where a dose or a verb such as
    `take` is near, the match is close, and no other medicine is nearly as close. A word that is
    itself a medicine, by the lexicon or by its ending, is never turned into another.
    """
    low = lowered(text)
    found = [DrugMention(p.drug, p.start, p.end, exact=True) for p in find_purposes(low)]
    covered = [(m.start, m.end) for m in found]
    words = [
        (m.start(), m.end(), m.group())
        for m in _WORD.finditer(low)
        if not any(start <= m.start() < end for start, end in covered)
    ]
    k = 0
    while k < len(words):
        mention, used = _at(low, words, k)
        if mention is not None:
            found.append(mention)
        k += used
    return _compounded(low, sorted(found, key=lambda m: m.start))


def _compounded(low: str, found: list[DrugMention]) -> tuple[DrugMention, ...]:
    """The mentions, where those that make one medicine are one: `lisinopril slash hctz`."""
    joined: list[DrugMention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last is not None and _SLASH.fullmatch(low[last.end : mention.start]):
            parts = frozenset((*last.drug.generic.split("-"), *mention.drug.generic.split("-")))
            whole = compounds().get(parts)
            if whole is not None:
                joined[-1] = DrugMention(whole, last.start, mention.end, exact=True)
                continue
        joined.append(mention)
    return tuple(joined)


def _at(low: str, words: list[tuple[int, int, str]], k: int) -> tuple[DrugMention | None, int]:
    start, end, word = words[k]
    if word in _ENGLISH:
        return None, 1
    for length in range(min(_longest().get(word, 0), len(words) - k), 0, -1):
        spoken = tuple(w for _, _, w in words[k : k + length])
        stop = words[k + length - 1][1]
        drug = _known(spoken)
        if drug is not None and (
            not _ambiguous(spoken) or _context(low, start, stop) or _listed(low, start)
        ):
            return DrugMention(drug, start, stop, exact=True), length
    reach = _LONGEST_WORDS if word in _joined_starts() else 0
    for length in range(min(reach, len(words) - k), 1, -1):
        spoken = tuple(w for _, _, w in words[k : k + length])
        drug = _joined().get("".join(spoken))
        if drug is None or not all(len(w) > 1 for w in spoken):
            continue
        if not any((w,) in _names() for w in spoken):
            return DrugMention(drug, start, words[k + length - 1][1], exact=True), length
    if len(word) < _MIN_LETTERS or not _context(low, start, end):
        return None, 1
    by_stem = any(word.endswith(stem) for stem in common_drugs().stems)
    near = _nearest(word, _MIN_STEM_SIMILARITY if by_stem else _MIN_SIMILARITY)
    if near is not None:
        return DrugMention(near, start, end, exact=False), 1
    if by_stem and word not in {"statins"}:
        return DrugMention(Drug(word, word), start, end, exact=True), 1
    return None, 1


def _known(spoken: tuple[str, ...]) -> Drug | None:
    """The medicine of a name, also in plural: `salbutamol inhalers`."""
    drug = _names().get(spoken)
    if drug is None and spoken[-1].endswith("s") and len(spoken[-1]) > 4:
        drug = _names().get((*spoken[:-1], spoken[-1][:-1]))
    return drug


def _ambiguous(spoken: tuple[str, ...]) -> bool:
    name = " ".join(spoken)
    return name in SUBSTANCES or name.removesuffix("s") in SUBSTANCES


def _listed(low: str, start: int) -> bool:
    """Whether a name follows another medicine: `multivitamins and calcium`."""
    before = re.split(r"[\s,]+(?:and|or|plus)\s+(?:(?:some|a|my|also)\s+)?$|,\s*$", low[:start])
    if len(before) < 2 or not (last := _WORD.findall(before[0])):
        return False
    drug = _known((last[-1],))
    return drug is not None and not _ambiguous((last[-1],))


def _context(low: str, start: int, end: int) -> bool:
    return bool(_CONTEXT.search(low[max(0, start - 30) : end + 30]))


@lru_cache(_KEPT_SENTENCES)
def _nearest(word: str, least: float) -> Drug | None:
    close = _close(word, _single(), least) or [
        (_single()[n], score) for n, score in _close_in_sound(word, least)
    ]
    if not close:
        return None
    best = _names()[(close[0][0],)]
    for name, score in close[1:]:
        if _names()[(name,)].generic != best.generic and close[0][1] - score < _MIN_MARGIN:
            return None
    if close[0][0][0] != word[0] and close[0][1] < 92:
        return None
    # "aspiring", "interfere": an English word that only adds or lacks an ending is no misspelling.
    name = close[0][0]
    ending = word.startswith(name) and not (len(word) - 1 == len(name) >= _MIN_RARE_LETTERS)
    return None if ending or name.startswith(word.removesuffix("e")) else best


def _close(word: str, names: tuple[str, ...], least: float) -> list[tuple[str, float]]:
    found = process.extract(word, names, scorer=fuzz.ratio, limit=4, score_cutoff=least)
    return [(name, score) for name, score, _ in found]


def _close_in_sound(word: str, least: float) -> list[tuple[int, float]]:
    """Places in `_single` of the names that are pronounced like the word."""
    found = process.extract(
        _sound(word), _sounds(), scorer=fuzz.ratio, limit=4, score_cutoff=least + _SOUND_MARGIN
    )
    return [(n, score) for _, score, n in found]


@cache
def _sounds() -> tuple[str, ...]:
    return tuple(_sound(name) for name in _single())


def _sound(word: str) -> str:
    """The word with one spelling for what English spells in several ways."""
    for spelt, heard in _SPELLINGS:
        word = re.sub(spelt, heard, word)
    return word
