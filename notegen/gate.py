"""Whether a recording holds anything to document."""

import re
from collections.abc import Sequence

from notegen.assertion import Dialogue
from notegen.drugs import find_drugs
from notegen.language import STRANGE, UNDETERMINED, language_of
from notegen.sentences import Sentence, lowered
from notegen.terms import Kind, find_terms
from scribe.transcript import Role

_LEAST_WORDS = 20
"""Fewer words that touch on anything clinical make no note (design, invariant 8)."""
_LEAST_TERMS = 2
_MEASURED = re.compile(
    r"\b(?:blood pressure|temperature|heart rate|pulse|medications?|symptoms?)\b"
)
_ASKS = re.compile(
    r"\b(?:brings? you|allerg\w+|medic\w+|symptoms?|pain|hurts?|surger\w+|smok\w+|drink|tablets?"
    r"|pills?|blood pressure|temperature|diagnosed|health|family history|periods?|how long"
    r"|bothering)\b"
)
_CARES = re.compile(
    r"\b(?:prescri\w+|refer(?:ral|red|ring)?|examin\w+|(?:physical|quick) exam|follow[- ]?up"
    r"|m\.?g\.?|milligrams?|years?[- ]old|history of|medical history|surgical history"
    r"|family.{0,12}history|patient|diagnos\w+|antibiotics?|dose|symptoms?|medications?"
    r"|start (?:you|him|her)|reason for (?:your|the) visit|what seems to be the (?:problem"
    r"|trouble)|your (?:\w+ ){0,2}(?:lungs|heart|labs?|results?|blood|pain|x-?rays?|mri|e ?k ?g"
    r"|e ?c ?g|scans?|ultrasound|tests?|thyroid|kidneys?|liver|exam|surgery|history|treatment))\b"
)
_TO_PATIENT = re.compile(r"\b(?:you|your|you're|you've)\b")
_ENGLISH = re.compile(r"en(?:-|$)", re.IGNORECASE)
_UNTOLD = ("", "auto", UNDETERMINED)


def is_english(tag: str) -> bool:
    """Whether a BCP 47 tag is that of English or one of its kinds."""
    return _ENGLISH.match(tag) is not None


def named(language: str) -> str:
    """What was found of a language that a writer does not know, as the end of a sentence."""
    if language == STRANGE:
        return "the words of the transcript are of another language, or of several"
    return f"the transcript is in '{language}'"


def unknown_language(tag: str, text: str) -> str:
    """The language of a conversation where it is not English; empty where it is, or may be.

    By its tag where that names another one; by its words where the tag says English or nothing.
    """
    if tag.lower() not in _UNTOLD and not is_english(tag):
        return tag
    heard = language_of(text)
    return "" if heard in ("en", UNDETERMINED) else heard


def nothing_to_say(dialogue: Dialogue) -> str:
    """Why there is nothing to document; empty when there is something.

    Speech must name at least two findings in at least 20 words about health, and it must be a
    consultation: somebody asks about health, or one who is not the patient tells, examines or
    decides something about it. Friends who complain of their backs do neither.
    """
    words = sum(len(s.text.split()) for s in dialogue.sentences)
    if not words:
        return "no speech was recognised"
    clinical, names = _clinical(dialogue.sentences)
    if clinical < _LEAST_WORDS or names < _LEAST_TERMS:
        return (
            f"the recording holds {clinical} words about health in {words}; "
            f"a note needs at least {_LEAST_WORDS} that name at least {_LEAST_TERMS} findings"
        )
    if not any(map(_is_care, dialogue.sentences)):
        return (
            "the conversation touches on health, but it is no consultation: nobody asks the "
            "patient about it, examines, or decides anything"
        )
    return ""


def _clinical(sentences: Sequence[Sentence]) -> tuple[int, int]:
    """Words of sentences that name a finding or follow one that does, and how many are named."""
    names: set[str] = set()
    clinical = 0
    near = False
    for sentence in sentences:
        found = {m.term.name for m in find_terms(sentence.text) if m.term.kind is not Kind.BODY} | {
            m.drug.generic for m in find_drugs(sentence.text)
        }
        found |= set(_MEASURED.findall(lowered(sentence.text)))
        names |= found
        if found or near:
            clinical += len(sentence.text.split())
        near = bool(found)
    return clinical, len(names)


def _is_care(sentence: Sentence) -> bool:
    low = lowered(sentence.text)
    named = any(m.term.kind is not Kind.BODY for m in find_terms(sentence.text)) or bool(
        find_drugs(sentence.text)
    )
    if sentence.question:
        return named or bool(_ASKS.search(low))
    if sentence.role is Role.PATIENT:
        return False  # a question counts whoever asks it: roles may be the wrong way round
    return bool(_CARES.search(low)) or (named and bool(_TO_PATIENT.search(low)))
