"""Names of medicines in what people say."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from notegen.sentences import lowered
from scribe.errors import InputError

_LONGEST_WORDS = 3
_MIN_LETTERS = 7
"""Shorter words are never corrected: too many English words lie next to them."""
_MIN_SIMILARITY = 86.0
"""`rapidfuzz.fuzz.ratio` in percent: one or two wrong letters in a name of ten."""
_MIN_STEM_SIMILARITY = 90.0
"""A word with the ending of a medicine may be one that is not listed: one wrong letter only."""
_MIN_MARGIN = 5.0
"""So much better than the nearest other medicine, else the word stays what it is."""
_WORD = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*")
_CONTEXT = re.compile(
    r"\b(?:\d+ ?(?:mg|mcg|g|ml|units?)|milligrams?|micrograms?|units|tak(?:e|es|ing|en)|took"
    r"|prescri\w+|start(?:ed)?|increase\w*|decrease\w*|continu\w+|dose|tablets?|pills?|refill\w*"
    r"|stop(?:ped)?|twice|daily|once a|every day|inhaler|allergic|allergy|medications?|on some"
    r"|put you on|been on|i'm on|giv(?:e|en|ing) (?:you|him|her)|us(?:e|es|ed|ing)"
    r"|tr(?:y|ied|ying)|over the counter|pharmacy"
    r"|chemist|vitamins|cream"
    r"|ointment|supplements?)\b"
)
_SUBSTANCES = frozenset(
    (
        *("calcium", "potassium", "magnesium", "zinc", "caffeine", "testosterone", "nitro"),
        *("progesterone", "iron", "soma", "cortisone", "nicotine", "nix", "azo", "alli", "niacin"),
        *("folate", "vitamin d", "vitamin b12", "fish oil", "steroid", "frova"),
        *("bicarbonate", "menthol", "moisturizer", "moisturiser", "eye drops"),
        *("estrogen", "oestrogen", "biotin"),
    )
)
"""Also a laboratory value, a food or an English word: a medicine only beside `take` or a dose."""


_ENGLISH = frozenset(("lactose", "reaction", "reactions", "prevent", "prevents", "seasonal"))
"""Words that lie next to a name of medicine, yet are none."""


@dataclass(frozen=True, slots=True)
class Drug:
    """A name as the note writes it and the generic name; `is_class` for names like `statin`."""

    name: str
    generic: str
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class DrugMention:
    """Characters `start` to `end` (exclusive) name the drug; `exact` unless spelling was mended."""

    drug: Drug
    start: int
    end: int
    exact: bool


@dataclass(frozen=True, slots=True)
class DrugLexicon:
    """Names in lower case with their drugs, and endings that mark a nonproprietary name."""

    names: tuple[tuple[str, Drug], ...]
    stems: tuple[str, ...]


def read_drugs(text: str) -> DrugLexicon:
    """The lexicon of a drug file. Raises InputError for a line of no known form."""
    names: list[tuple[str, Drug]] = []
    stems: list[str] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("-"):
            stems.append(line[1:])
            continue
        generic, equals, others = line.removeprefix("+").partition("=")
        if not equals:
            raise InputError(f"drugs, line {number}: expected 'generic = brands', found no '='")
        generic = generic.strip()
        is_class = line.startswith("+")
        names.append((generic, Drug(generic, generic, is_class)))
        for other in filter(None, (o.strip() for o in others.split(","))):
            plain = other.split()[-1] in _PLAIN or other in _SUBSTANCES
            as_generic = is_class or other.startswith("on ")
            shown = generic if as_generic else other if plain else _capitals(other)
            names.append((other, Drug(shown, generic, is_class)))
    return DrugLexicon(tuple(names), tuple(stems))


_PLAIN_TEXT = """\
    inhaler pill pills tablets supplement supplements cream patch patches gum injection shot
    vitamins paracetamol salbutamol aspirin potassium calcium probiotics folate penicillins d b12
    d3 d2 b1 c nitro insulins control contraceptives valproate thyroxine adrenaline multivitamins
    codeine chondroitin aciclovir cefalexin frusemide mesalazine rifampicin co-amoxiclav
    co-trimoxazole mononitrate dinitrate succinate tartrate lactobacillus oil 3 threes citrate
    oxide magnesia sulphate sulfate sulfamethoxazole levodopa tocopherol hctz trinitrate
    moisturiser moisturizer emollients bicarbonate soda drops spray lozenges lozenge sachets salts
    solution rehydration replacement chlorphenamine maleate lotion linctus supplements macrogol gel
    phenoxymethylpenicillin bendrofluazide beclometasone colecalciferol calcipotriene"""
_PLAIN = frozenset(_PLAIN_TEXT.split())


def _capitals(name: str) -> str:
    return re.sub(r"\b[a-z]", lambda m: m.group().upper(), name)


@cache
def _lexicon() -> DrugLexicon:
    text = files("notegen").joinpath("data", "drugs.txt").read_text(encoding="utf-8")
    return read_drugs(text)


@cache
def _names() -> dict[tuple[str, ...], Drug]:
    return {tuple(_WORD.findall(name)): drug for name, drug in reversed(_lexicon().names)}


@cache
def _joined() -> dict[str, Drug]:
    """Names of enough letters, written as one word."""
    joined = {"".join(words).replace("-", ""): drug for words, drug in _names().items()}
    return {name: drug for name, drug in joined.items() if len(name) >= _MIN_LETTERS}


@cache
def _joined_starts() -> frozenset[str]:
    """Everything with which a name of `_joined` begins."""
    return frozenset(name[:end] for name in _joined() for end in range(2, len(name)))


@cache
def _single() -> tuple[str, ...]:
    """One-word names that are long enough to be found though misspelled."""
    return tuple(n[0] for n in _names() if len(n) == 1 and len(n[0]) >= _MIN_LETTERS)


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
    words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(low)]
    found: list[DrugMention] = []
    k = 0
    while k < len(words):
        mention, used = _at(low, words, k)
        if mention is not None:
            found.append(mention)
        k += used
    return tuple(found)


def _at(low: str, words: list[tuple[int, int, str]], k: int) -> tuple[DrugMention | None, int]:
    start, end, word = words[k]
    if word in _ENGLISH:
        return None, 1
    for length in range(min(_longest().get(word, 0), len(words) - k), 0, -1):
        spoken = tuple(w for _, _, w in words[k : k + length])
        stop = words[k + length - 1][1]
        drug = _known(spoken)
        if drug is not None and (not _ambiguous(spoken) or _context(low, start, stop)):
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
    by_stem = any(word.endswith(stem) for stem in _lexicon().stems)
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
    return name in _SUBSTANCES or name.removesuffix("s") in _SUBSTANCES


def _context(low: str, start: int, end: int) -> bool:
    return bool(_CONTEXT.search(low[max(0, start - 30) : end + 30]))


@lru_cache(_KEPT_SENTENCES)
def _nearest(word: str, least: float) -> Drug | None:
    close = process.extract(word, _single(), scorer=fuzz.ratio, limit=4, score_cutoff=least)
    if not close:
        return None
    best = _names()[(close[0][0],)]
    for name, score, _ in close[1:]:
        if _names()[(name,)].generic != best.generic and close[0][1] - score < _MIN_MARGIN:
            return None
    if close[0][0][0] != word[0] and close[0][1] < 92:
        return None
    # "aspiring", "ambient": an English word that only adds an ending is no misspelling.
    return None if word.startswith(close[0][0]) else best
