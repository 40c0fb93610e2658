"""Clinical terms in what people say."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from notegen.sentences import lowered
from scribe.errors import InputError


class Kind(StrEnum):
    """What a term is; the values are the headings of the term file."""

    SYMPTOM = "symptom"
    CONDITION = "condition"
    PROCEDURE = "procedure"
    TEST = "test"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Term:
    """A term as the note writes it."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters `start` to `end` (exclusive) of a text mean the term."""

    term: Term
    start: int
    end: int


_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*|n't")
_PAIN = re.compile(
    r"\b(?:(?:(right|left)[ -])?(?:sided )?({body})s? (?:pain|pains|ache|aches|hurts?"
    r"|hurting|is hurting|has been hurting|is killing me|soreness|discomfort|is sore)"
    r"|(?:(?:pain|pains|ache|aching|discomfort|soreness|hurts) (?:in|on|of|around|at"
    r"|behind)|hurt|hurting) (?:my |the |your |his |her |both )?(?:(right|left) )?(?:side of (?:my"
    r"|the|your) )?({body})s?(?! of (?:my|the|your|his|her)\b))\b".replace(
        "{body}",
        "shoulder|arm|elbow|wrist|hand|finger|thumb|neck|upper back|lower back|low back|back|hip"
        "|groin|leg|thigh|knee|calf|ankle|foot|feet|heel|toe|jaw|rib|flank|side|eye|ear|head",
    )
)
_WHOLE = {"feet": "foot", "low back": "lower back", "head": "head"}


def read_terms(text: str) -> tuple[tuple[str, Term], ...]:
    """Every phrase of a term file with its term, in the order of the file.

    Raises InputError for a line without `=` or before the first heading.
    """
    pairs: list[tuple[str, Term]] = []
    kind: Kind | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            kind = Kind(line.strip("[] "))
            continue
        name, equals, spoken = line.partition("=")
        if not equals or kind is None:
            raise InputError(f"terms, line {number}: expected 'name = phrases' under a heading")
        term = Term(name.strip(), kind)
        pairs += [(p, term) for p in (name.strip().lower(), *_phrases(spoken))]
    return tuple(pairs)


def _phrases(spoken: str) -> tuple[str, ...]:
    return tuple(p.strip() for p in spoken.split(",") if p.strip())


@cache
def _lexicon() -> dict[tuple[str, ...], Term]:
    text = files("notegen").joinpath("data", "terms.txt").read_text(encoding="utf-8")
    return {tuple(_WORD.findall(phrase)): term for phrase, term in read_terms(text)}


@cache
def _longest() -> dict[str, int]:
    """How many words the longest phrase has that begins with a word."""
    longest: dict[str, int] = {}
    for words in _lexicon():
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


_KEPT_SENTENCES = 4096
"""So many sentences are remembered: several asks about the same one follow each other."""


@lru_cache(_KEPT_SENTENCES)
def find_terms(text: str) -> tuple[Mention, ...]:
    """The terms in a text, longest first at each place, without overlap, in reading order.

    `pain in my right shoulder` is the symptom `right shoulder pain`.
    """
    low = lowered(text)
    pains = [
        Mention(Term(_pain_name(m), Kind.SYMPTOM), m.start(), m.end()) for m in _PAIN.finditer(low)
    ]
    words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(low)]
    lexicon, longest = _lexicon(), _longest()
    found: list[Mention] = list(pains)
    k = 0
    while k < len(words):
        for length in range(min(longest.get(words[k][2], 0), len(words) - k), 0, -1):
            term = lexicon.get(tuple(w for _, _, w in words[k : k + length]))
            if term is not None:
                start, end = words[k][0], words[k + length - 1][1]
                if not any(p.start < end and start < p.end for p in pains):
                    found.append(Mention(term, start, end))
                k += length - 1
                break
        k += 1
    return tuple(sorted(found, key=lambda mention: mention.start))


def _pain_name(match: re.Match[str]) -> str:
    side, part = match[1] or match[3], match[2] or match[4]
    part = _WHOLE.get(part, part)
    if part == "head":
        return "headache"
    return f"{side} {part} pain" if side else f"{part} pain"
