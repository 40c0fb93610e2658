"""Search for codes by a clinical phrase."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from notegen.icd10.lexicon import Kind
from notegen.icd10.release import Origin
from notegen.icd10.resolve import Context, Resolved, resolve
from notegen.icd10.table import IcdTable, Listed
from notegen.icd10.words import key, read_tokens, side_fit, side_of, stem, stems

_FETCHED = 300
_QUERY_SHARE = 0.4
"""Weight of the query's coverage against the phrase's; tuned on CodiEsp dev, see
recipes/icd10_benchmark/README.md."""
_LIGHT = frozenset(
    stems(
        "without other not elsewhere classified specified type part site disease disorder"
        " syndrome with and any nonrefractory intractable uncomplicated complication current"
        " injury encounter initial condition status acquired no patient history multiple primary"
        " idiopathic essential adult mention"
    )
)
_MUST_BE_SAID = frozenset(
    stems(
        "history screening newborn neonatal perinatal fetus pregnancy obstetric obstetrical"
        " puerperal puerperium delivery congenital syphilitic syphilis tuberculous tuberculosis"
        " gonococcal sequelae postprocedural intraoperative traumatic burn prosthesis complication"
        " following subsequent observation injury"
    )
)
"""What makes another thing of a condition: a phrase with it is for who says it."""
_UNSAID, _UNSAID_TERM, _UNSAID_OTHER = 0.7, 0.75, 0.92
"""Factors for a phrase with such a word that was not said, for an index line whose main term was
not said, for "other" that was not said; see recipes/icd10_benchmark/README.md."""
_COMMON = 2.8
"""Idf of a word that is in one of sixteen phrases."""
_LIGHT_WEIGHT = 0.25
_WITH = ("with", "without")
_CONTRARY = 0.6
"""Factor for a phrase with what the query is without, or the other way about."""
_OTHER = "other"
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
    """A billable code for a phrase; `score` in [0, 1], `listed` is the phrase it was found by."""

    resolved: Resolved
    score: float
    listed: Listed


def search(table: IcdTable, text: str, day: date, limit: int = 10) -> tuple[Found, ...]:
    """Up to `limit` codes for a phrase, best first; only codes that may be billed on `day`.

    Candidates come from full-text search (BM25 over Porter stems); they are ranked by the idf
    weight of the words they share with the phrase, in proportion to the words of either.
    """
    tokens = read_tokens(text)
    content = _expanded(t.stem for t in tokens if not t.skip)
    side = side_of({t.side for t in tokens if t.side is not None})
    context = Context(side, frozenset(content), encounter(text))
    if not content:
        return ()
    exact = key(content)
    rated: list[tuple[float, Listed]] = []
    for listed in (*table.with_keys((exact,)), *table.matching(_telling(table, content), _FETCHED)):
        if listed.kind not in (Kind.MEDICATION, Kind.NOTHING):
            score = _score(table, content, listed, exact)
            rated.append((score * side_fit(listed.text, side), listed))
    said = text.lower()
    rated.sort(
        key=lambda pair: (
            -pair[0],
            # Of phrases with the same stems the one that is written most alike.
            -fuzz.ratio(pair[1].text, said) if pair[1].key == exact else 0.0,
            len(pair[1].code),
            pair[1].id,
        )
    )
    found: dict[str, Found] = {}
    for score, listed in rated:
        for resolved in resolve(table, listed.code, context, day):
            found.setdefault(resolved.entry.code, Found(resolved, score, listed))
        if len(found) >= limit:
            break
    return tuple(found.values())[:limit]


def encounter(text: str) -> str:
    """The seventh character that a text calls for: A unless it speaks of a later visit."""
    if _SEQUELA.search(text):
        return "S"
    return "D" if _SUBSEQUENT.search(text) else "A"


def _expanded(content: Iterable[str]) -> tuple[str, ...]:
    words: list[str] = []
    for word in content:
        if word in _ABBREVIATIONS:
            words += [stem(w) for w in _ABBREVIATIONS[word].split() if w != "of"]
        else:
            words.append(word)
    return tuple(dict.fromkeys(words))


def _score(table: IcdTable, content: tuple[str, ...], listed: Listed, exact: str) -> float:
    if listed.key and listed.key == exact:
        return 1.0 if listed.kind in set(Kind) else 0.98
    query = {word: _weight(table, word) for word in content}
    phrase = _phrase_weights(table, listed.stems)
    both = [word for word in query if word in phrase]
    if not both:
        return 0.0
    of_query = sum(query[w] for w in both) / sum(query.values())
    of_phrase = sum(phrase[w] for w in both) / max(sum(phrase.values()), 1e-9)
    of_phrase = min(of_phrase, 1.0)
    score = 1 / (_QUERY_SHARE / of_query + (1 - _QUERY_SHARE) / of_phrase)
    score *= _assumed(content, listed)
    if listed.code[0] in "VWXY" or listed.code[:2] in ("T3", "T4", "T5"):
        score *= 0.7
    return 0.97 * score


def _assumed(content: tuple[str, ...], listed: Listed) -> float:
    """The factor for what a phrase takes for granted that was not said."""
    named = listed.stems[0] in content
    if listed.kind == Origin.TABLE and not named:
        return 0.0
    factor = _UNSAID_TERM if listed.kind == Origin.BELOW and not named else 1.0
    if _MUST_BE_SAID & set(listed.stems) - set(content):
        factor *= _UNSAID
    if _OTHER in listed.stems and _OTHER not in content:
        factor *= _UNSAID_OTHER
    return factor * (_CONTRARY if _contradicts(content, listed.stems) else 1.0)


def _contradicts(said: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """True when one speaks of "with" alone and the other of "without" alone."""
    here, there = set(_WITH).intersection(said), set(_WITH).intersection(phrase)
    return len(here) == 1 and len(there) == 1 and here != there


def _telling(table: IcdTable, content: tuple[str, ...]) -> tuple[str, ...]:
    """The words without the commonest ones, which slow the search; all where no other is left."""
    rare = tuple(w for w in content if table.weights.get(w, table.unknown_weight) > _COMMON)
    return rare or content


def _phrase_weights(table: IcdTable, content: tuple[str, ...]) -> dict[str, float]:
    """Weights of a phrase's words; what it excludes ("without rupture") hardly counts."""
    weights: dict[str, float] = {}
    excluded = False
    for word in content:
        weight = _weight(table, word)
        weights.setdefault(word, weight * (_LIGHT_WEIGHT if excluded else 1.0))
        excluded = excluded or word in ("without", "not")
    return weights


def _weight(table: IcdTable, word: str) -> float:
    idf = table.weights.get(word, table.unknown_weight)
    return idf * (_LIGHT_WEIGHT if word in _LIGHT else 1.0)
