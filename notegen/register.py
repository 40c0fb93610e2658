"""Lay words in the words of a clinical note."""

import re

from notegen.sentences import lowered
from notegen.terms import Kind, find_terms

_INITIALS = re.compile(r"\b[A-Z](?: [A-Z]\b){1,5}(?!')")
_PLURAL_INITIALS = re.compile(r"\b([A-Z](?: [A-Z])+) ?(?:'?s)\b")
_LEVEL = re.compile(r"\b([CTLS]) (\d{1,2})\b")
_WORDS = tuple(
    (re.compile(rf"\b(?:{spoken})\b", re.IGNORECASE), written)
    for spoken, written in (
        (r"(?:dad|father)'s (?:mom|mother)", "paternal grandmother"),
        (r"(?:dad|father)'s (?:dad|father)", "paternal grandfather"),
        (r"(?:mom|mother)'s (?:mom|mother)", "maternal grandmother"),
        (r"(?:mom|mother)'s (?:dad|father)", "maternal grandfather"),
        (r"grand(?:mother|ma|mom) on (?:my|his|her|their) (?:mom|mother)'s side",
         "maternal grandmother"),
        (r"grand(?:mother|ma|mom) on (?:my|his|her|their) (?:dad|father)'s side",
         "paternal grandmother"),
        (r"grand(?:father|pa|dad) on (?:my|his|her|their) (?:mom|mother)'s side",
         "maternal grandfather"),
        (r"grand(?:father|pa|dad) on (?:my|his|her|their) (?:dad|father)'s side",
         "paternal grandfather"),
        ("mom|mum|mommy|mama", "mother"),
        ("dad|daddy|papa", "father"),
        ("grandma|granny|nana", "grandmother"),
        ("grandpa|granddad", "grandfather"),
        ("kids", "children"),
        ("kid", "child"),
        ("passed away|passed on", "died"),
        ("tummy|belly", "abdomen"),
        ("throw(?:ing)? up", "vomiting"),
        ("threw up", "vomited"),
        ("gotten", "had"),
        ("weed", "marijuana"),
        ("booze", "alcohol"),
        ("meds", "medications"),
    )
)  # fmt: skip
_CONTRACTIONS = tuple(
    (re.compile(spoken, re.IGNORECASE), written)
    for spoken, written in (
        (r"\b(w)on't\b", r"\1ill not"),
        (r"\b(c)an't\b", r"\1annot"),
        (r"\b(is|are|was|were|do|does|did|has|have|had|could|would|should)n't\b", r"\1 not"),
        (r"\b(he|she|it)'s (?=been\b|had\b|got\b)", r"\1 has "),
        (r"\b(he|she|it|that|there|what|here)'s\b", r"\1 is"),
        (r"\b(he|she|it|that|there|they|we|you|i)'ll\b", r"\1 will"),
        (r"\b(they|we|you)'re\b", r"\1 are"),
        (r"\b(they|we|you|i)'ve\b", r"\1 have"),
    )
)
_DOCTOR = re.compile(r"\b[Dd]octor (?=[A-Z])")
_NOUN_TERMS = (Kind.SYMPTOM, Kind.CONDITION, Kind.PROCEDURE)


def joined_initials(text: str) -> str:
    """Abbreviations that were written letter by letter in one word: `C O P D` is `COPD`."""
    text = _PLURAL_INITIALS.sub(lambda m: m[1].replace(" ", "") + "s", text)
    text = _INITIALS.sub(lambda m: m.group().replace(" ", ""), text)
    return _LEVEL.sub(r"\1\2", text)


def clinical(text: str) -> str:
    """Relatives, deaths and a few other things as a note names them; `Doctor X` is `Dr. X`.

    A note has no contractions: `doesn't` is `does not`.
    """
    text = _DOCTOR.sub("Dr. ", text)
    for pattern, written in (*_CONTRACTIONS, *_WORDS):
        text = pattern.sub(written, text)
    return text


def named(text: str) -> str:
    """A noun phrase with each symptom, condition and procedure by its name in a note.

    `high temperature or an upset stomach` is `fever or an upset stomach`.
    """
    for mention in reversed(find_terms(text)):
        if mention.term.kind in _NOUN_TERMS:
            before, after = text[: mention.start], text[mention.end :]
            if lowered(text[mention.start : mention.end]) != mention.term.name.lower():
                before = re.sub(r"\b(?:an?|your|the) $", "", before)
            text = f"{before}{mention.term.name}{after}"
    return clinical(text)
