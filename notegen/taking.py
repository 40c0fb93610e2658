"""Whether what is cited says that a medicine is taken."""

import re
from collections.abc import Sequence

from notegen.assertion import Dialogue
from notegen.drugs import find_drugs
from notegen.sentences import lowered
from scribe.transcript import Role

_GIVES = re.compile(
    r"\b(?:i|we)(?:'ll|'d|'m gon na|'m going to| will| would| am going to| want to"
    r"| wan na) (?:\w+ ){0,4}(?:give|prescribe|start|put|order|send|add|recommend|encourage"
    r"|suggest)\b"
)
_NOT_NOW = re.compile(
    r"^\W*(?:(?:and|so|okay|well)\W+)*hopefully\b|\bi hope\b|\b(?:should|can|could|may|will) i\b"
    r"|\bi'll (?:try|buy|get)\b"
    r"|\btr(?:y|ied)\b.*(?:n't|\bno\b|\bnothing\b|\bnot\b)|\btried everything\b"
    r"|\bthey(?:'ll)? (?:\w+ ){0,5}(?:give|start|put) (?:me|him|her)\b"
)


def taken(dialogue: Dialogue, generics: frozenset[str], evidence: Sequence[str]) -> bool:
    """Whether any sentence of the evidence that names the medicines may mean that they are taken.

    What the clinician is about to give is not, nor what the patient hopes for, tried in vain or is
    given at times.
    """
    naming = [
        s
        for s in dialogue.sentences
        if s.utterance in evidence and generics & {m.drug.generic for m in find_drugs(s.text)}
    ]
    return not naming or any(
        not (_GIVES if s.role is Role.CLINICIAN else _NOT_NOW).search(lowered(s.text))
        for s in naming
    )
