"""What a text is about, in a form in which spoken and written text compare."""

import re
from functools import cache

from notegen.drugs import find_drugs
from notegen.numbers import numbers_in, written_numbers
from notegen.sentences import lowered
from notegen.terms import find_terms

_SCALE = re.compile(r"\bon a scale of (?:0|zero|1|one) to (?:10|ten)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{2,}")
_ENDING = re.compile(r"(?:ing|ed|es|s)$")
_STEM_LETTERS = 6
_ENDED_LETTERS = 5
"""A shorter word keeps its ending: `less`, `ring`."""
_EMPTY_TEXT = """\
    a about above actually again ago all already alright also although always am an and another any
    anything are around as at away back basically be because been before being between bit both but
    by came can ca come comes could day days dear did do does doing done down dr during each either
    else even ever every everything feel feeling feels felt few for from further get gets getting
    give go goes going gon gonna good got great guess had has have having he hello hey her here hi
    him his hmm how huh if in into is it its just kind know last less let like little look lot made
    make makes many may maybe me mean might mm mmhmm more most mr mrs ms much must my na need new
    no none nor not now nt of off oh ok okay on once one only or other our out over own please put
    quite really right said same saw say says see seen she should since so some something sort soon
    still such sure take takes taking tell than thank thanks that the their them then there these
    they thing things think this those though through to today together too tried try um under until
    up upon us use used uh ve very want wants was we well went were what when where whether which
    while who why will with without wo would yeah yep yes yet you your yours
    patient patients reports reported report states stated denies denied deny presents present
    presenting presented notes noted history known follow include includes including describes
    endorses mentions regarding due per mg mcg ml
    advised location precautions symptom symptoms himself herself itself myself yourself themselves
    left didn doesn don isn wasn haven hasn hadn aren weren couldn wouldn shouldn won
    gentleman lady man woman male female year years old"""
_EMPTY = frozenset(_EMPTY_TEXT.split())
"""Function words, words of talk, and words of the form of a note: they support nothing."""


@cache
def content(text: str) -> frozenset[str]:
    """Stems of the content words of a text with its numbers in digits; empty for `yes, okay`.

    Clinical terms and medicines are read by their canonical name (`can't catch my breath` is
    shortness of breath, a brand its generic name), sides count as words. A stem is a word without
    a plural or verbal ending, at most six letters of it.
    """
    text = _SCALE.sub(" ", text)
    words = _WORD.findall(written_numbers(lowered(_canonical(text))))
    sides = _sides(lowered(text))
    stems = frozenset(_stem(word) for word in words if word not in _EMPTY)
    return stems | numbers_in(text) | sides


def content_f1(reference: str, prediction: str) -> float:
    """F1 of the content of two texts, in percent; 0 where they share none."""
    gold, found = content(reference), content(prediction)
    both = len(gold & found)
    return 200 * both / (len(gold) + len(found)) if both else 0.0


def _canonical(text: str) -> str:
    """The text with each term and medicine replaced by its canonical name."""
    found = [(m.start, m.end, m.term.name) for m in find_terms(text)]
    drugs = [(m.start, m.end, m.drug.generic) for m in find_drugs(text)]
    found = [f for f in found if not any(f[0] < end and start < f[1] for start, end, _ in drugs)]
    for start, end, name in sorted((*found, *drugs), reverse=True):
        text = f"{text[:start]} {name} {text[end:]}"
    return text


_SIDE = re.compile(
    r"(?<!all )\b(?:right(?! (?:now|away|then|here|there|before|after)\b)(?!\s*[,.?!]|$)"
    r"|left(?! (?:the|off|over|out|my|his|her|alone)\b))\b"
)


def sides(text: str) -> frozenset[str]:
    """`right`, `left` where a side of the body is meant, not `all right` or `left the house`."""
    return _sides(lowered(text))


def _sides(low: str) -> frozenset[str]:
    return frozenset(_SIDE.findall(low))


def _stem(word: str) -> str:
    if len(word) > _ENDED_LETTERS:
        word = _ENDING.sub("", word)
    return word[:_STEM_LETTERS]
