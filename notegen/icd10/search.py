"""Search for codes by a clinical phrase."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

from notegen.icd10.chances import chances
from notegen.icd10.lexicon import Kind
from notegen.icd10.release import Origin
from notegen.icd10.resolve import Context, Resolved, resolve
from notegen.icd10.table import IcdTable, Listed
from notegen.icd10.words import Side, key, read_tokens, side_fit, side_of, stem

_OWN = frozenset(Kind)
_NO_CODE = frozenset((Kind.MEDICATION, Kind.NOTHING))
_EXACT, _DEFAULT, _OFFICIAL = 1.0, 0.985, 0.98
"""Scores of a phrase of the same stems: of our own lexicon, a main term of the index, others."""
_SECONDARY = re.compile(r"secondary\b.*(?:neoplasm|malignan|carcinoma|tumor)", re.I)
_SPREAD = re.compile(r"\b(?:secondary|metasta|spread)", re.I)
_UNSAID_SPREAD = 0.7
_DOUBTFUL = 0.7
"""A phrase whose best score is lower may be misheard."""
_ENCOUNTER = re.compile(r",?\s*(?:(?:initial|subsequent) encounter\b.*|,\s*sequela)$", re.I)
"""How the meaning of a seventh character ends a description."""
_FETCHED = 60
"""Phrases that are rated; the side can put later ones first."""
_ABBREVIATIONS = {
    "ckd": "chronic kidney disease", "copd": "chronic obstructive lung disease",
    "chf": "heart failure", "hf": "heart failure", "htn": "hypertension", "dm": "diabetes mellitus",
    "t2dm": "type 2 diabetes mellitus", "t1dm": "type 1 diabetes mellitus",
    "cad": "coronary artery disease", "mi": "myocardial infarction",
    "uti": "urinary tract infection", "uri": "upper respiratory infection",
    "oa": "osteoarthritis", "ra": "rheumatoid arthritis",
    "dvt": "deep vein thrombosis", "pe": "pulmonary embolism", "afib": "atrial fibrillation",
    "gerd": "gastroesophageal reflux disease", "fx": "fracture", "osa": "obstructive sleep apnea",
    "tb": "tuberculosis", "ms": "multiple sclerosis", "acl": "anterior cruciate ligament",
    "mcl": "medial collateral ligament", "lcl": "lateral collateral ligament",
    "pcl": "posterior cruciate ligament", "esrd": "end stage kidney disease",
    "aki": "acute kidney failure", "bph": "benign prostatic hyperplasia", "lbp": "low back pain",
    "hcc": "liver cell carcinoma", "sob": "shortness of breath",
}  # fmt: skip
_SUBSEQUENT = re.compile(
    r"\b(?:(?:here|presents?|seen|returns?|returning|in|back|comes? in)\b[^.?!]{0,30}\bfollow[- ]?"
    r"up|subsequent encounter|follow[- ]?up of (?:the |a |his |her )?\w* ?fracture|status post|cast"
    r" (?:removal|check)|healing (?:well|fracture)|routine healing|post-?op(?:erative)?)\b",
    re.I,
)
_SEQUELA = re.compile(r"\b(?:sequelae?|late effects?) of\b|\bsequela\b", re.I)


@dataclass(frozen=True, slots=True)
class Found:
    """A billable code for a phrase; `listed` is the phrase it was found by.

    `score` in [0, 1] is how alike the two are, `chance` the probability that the code is right
    among those found.
    """

    resolved: Resolved
    score: float
    listed: Listed
    chance: float = 0.0


def search(
    table: IcdTable, text: str, day: date, limit: int = 10, *, misheard: bool = True
) -> tuple[Found, ...]:
    """Up to `limit` codes for a phrase, best first; only codes that may be billed on `day`.

    A code whose description is the text comes first. Phrases are ranked by the idf weight of the
    words they share with it, in proportion to the words of either. With `misheard`, a
    phrase that fits none well is searched again in words that sound alike.
    """
    found = _found(table, text, day, limit)
    if not misheard or not _read(text).content or (found and found[0].score >= _DOUBTFUL):
        return _weighed(found)
    everything = [
        replace(again, score=again.score * respelt.likeness**3)
        for respelt in table.respeller(text)
        for again in _found(table, respelt.text, day, limit)
    ]
    best: dict[str, Found] = {}
    for one in sorted((*found, *everything), key=lambda f: -f.score):
        best.setdefault(one.resolved.entry.code, one)
    return _weighed(tuple(best.values())[:limit])


def _weighed(found: tuple[Found, ...]) -> tuple[Found, ...]:
    likely = chances([one.score for one in found])
    return tuple(replace(one, chance=c) for one, c in zip(found, likely, strict=True))


def _found(table: IcdTable, text: str, day: date, limit: int) -> tuple[Found, ...]:
    query = _read(text)
    if not query.content:
        return ()
    found: dict[str, Found] = {}
    rated = [(_EXACT, listed) for listed in table.described(" ".join(text.split()))]
    rated += _rated(table, query, text.lower())
    for score, listed in rated:
        for resolved in resolve(table, listed.code, query.context, day):
            found.setdefault(resolved.entry.code, Found(resolved, score, listed))
        if len(found) >= limit:
            break
    return tuple(found.values())[:limit]


@dataclass(frozen=True, slots=True)
class _Query:
    """The stems to look for; those of an encounter ("sequela") are in the context alone."""

    content: tuple[str, ...]
    context: Context


def _read(text: str) -> _Query:
    tokens = read_tokens(text)
    side = side_of({t.side for t in tokens if t.side is not None})
    everything = _expanded(t.stem for t in tokens if not t.skip)
    tail = _ENCOUNTER.search(text)
    named = [t for t in tokens if tail is None or t.start < tail.start()]
    content = _expanded(t.stem for t in named if not t.skip)
    return _Query(content or everything, Context(side, frozenset(everything), encounter(text)))


def _rated(table: IcdTable, query: _Query, said: str) -> list[tuple[float, Listed]]:
    """Phrases with their scores in [0, 1], best first."""
    exact = key(query.content)
    rated = [(_exactness(p), p) for p in table.with_keys((exact,))]
    rated += table.alike(query.content, _FETCHED)
    side = query.context.side
    rated = [(s * _fit(p.text, side, said), p) for s, p in rated if p.kind not in _NO_CODE]
    rated.sort(
        key=lambda pair: (
            -pair[0],
            # Of phrases with the same stems the one that is written most alike.
            -fuzz.ratio(pair[1].text.lower(), said) if pair[1].key == exact else 0.0,
            len(pair[1].code),
            pair[1].id,
        )
    )
    return rated


def _exactness(listed: Listed) -> float:
    """The score of a phrase of the same stems: the index's default goes before a category."""
    if listed.kind in _OWN:
        return _EXACT
    return _DEFAULT if listed.kind == Origin.MAIN else _OFFICIAL


def _fit(phrase: str, side: Side | None, said: str) -> float:
    """The factor for the side, and for a secondary tumour that was not said to be one."""
    spread = bool(_SECONDARY.match(phrase)) and not _SPREAD.search(said)
    return side_fit(phrase, side) * (_UNSAID_SPREAD if spread else 1.0)


def encounter(text: str) -> str:
    """The seventh character that a text calls for: A unless it speaks of a later visit."""
    if _SEQUELA.search(text):
        return "S"
    return "D" if _SUBSEQUENT.search(text) else "A"


def _expanded(content: Iterable[str]) -> tuple[str, ...]:
    words: list[str] = []
    for said in content:
        word = "without" if said == "no" else said
        if word in _ABBREVIATIONS:
            words += [stem(w) for w in _ABBREVIATIONS[word].split() if w != "of"]
        else:
            words.append(word)
    return tuple(dict.fromkeys(words))
