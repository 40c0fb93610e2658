"""What was found and what it may be, as sentences to the patient."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notegen.assertion import Dialogue, judge, judge_text
from notegen.facts import VAGUE, Facts, Remark, Topic, Vital
from notegen.sentences import lowered
from notegen.terms import Kind, Mention, find_terms
from scribe.code import Assertion

FOUND = "What we found"
THINK = "What we think"
_MEASURES = {
    "blood pressure": "Your blood pressure was {}.",
    "heart rate": "Your heart rate was {}.",
    "respiratory rate": "You took {}.",
    "SpO2": "Your oxygen level was {}.",
    "temperature": "Your temperature was {}.",
    "BMI": "Your body mass index was {}.",
    "weight": "Your weight was {}.",
}
_UNITS = ((" mmHg", ""), (" bpm", " beats a minute"), ("breaths/min", "breaths a minute"))
_JUDGEMENTS = {
    "normal": "normal", "good": "good", "great": "good", "fine": "good", "unremarkable": "normal",
    "clear": "clear", "stable": "stable", "negative": "negative", "positive": "positive",
    "high": "high", "elevated": "high", "low": "low",
}  # fmt: skip
_JUDGED = re.compile(rf"\b(?:{'|'.join(_JUDGEMENTS)})\b")
_UNSURE = re.compile(
    r"\b(?:not|no|n't|never|if|assuming|should|could|may|might|last|previous|pending|but|than|want"
    r"|goal|get|will|going)\b|n't\b"
)
_NEAR_BEFORE, _NEAR_AFTER = 16, 30
"""Characters before and after a test's name within which a word judges it."""
_LEVEL = re.compile(
    r"^(?:hemoglobin|hemoglobin A1c|glucose|creatinine|troponin|urinalysis|.*panel"
    r"|(?!blood ).*test)$"
)
_VALUED = frozenset(("hemoglobin", "hemoglobin A1c", "glucose", "creatinine", "thyroid test"))
"""Tests that have one value; in `lipid panel ... 247` the number is of one of several."""
_VALUE = re.compile(
    r"\b(?:is|was|at|of|came back(?: at)?|were) (\d+(?:,\d{3})*(?:\.\d+)?)(?![\d/-])"
)
_POSSIBLE = re.compile(
    r"\b(?:may|might|could|can|possib\w+|probab\w+|likely|suspect\w*|concern\w*|rule out|worr\w+"
    r"|potential\w*|suggest\w*|looks like|consistent with|think)\b"
)
_HISTORY = re.compile(r"\b(?:past medical history|history of|family|who (?:was|presents))\b")
_FEW_WORDS, _MOST_WORDS = 4, 25
_TREATED = re.compile(
    r"\s*(?:removal|surgery|repair|screening|treatments?|medic\w+|risk|standpoint|tests?|vaccine"
    r"|specialist|doctor|clinic|prevention)\b"
)
_SAID_OF = re.compile(
    r"\b(?:have|has|had|is|are|be|shows?|showing|got|with|for|about|from|of|suspect|think)\s"
    r"(?:(?:the|an?|your|some|this|that|his|her|their|patient's|acute|chronic|mild|moderate|severe"
    r"|small|possible|likely|probable|probably|early|bad|new|just|simple|left|right|a little"
    r"|worsening|recurrent|newly|diagnosed|known|case|exacerbation|recurrence|of) )*"
    r"(?:(?:medial|lateral|lumbar|cervical|meniscus|muscle|ankle|knee|shoulder|back|wrist|hip|foot"
    r"|rotator|cuff|distal|proximal|iron|deficiency|allergic|seasonal|viral|bacterial) )*$"
)
_PART = re.compile(
    r"\b(?P<part>lungs|heart|abdomen|belly|ears|throat|eyes|skin)(?: exam)? "
    r"(?:is|are|sounds?|looks?)"
    r"(?: (?:all|really|very|nice(?: and)?|good and|pretty|completely|perfectly))*"
    r" (?P<judged>clear|normal|good|fine|great|soft|regular)\b"
)
_SIGNS_TEXT = """\
    swelling, leg swelling, joint swelling, redness, rash, hives, bruising, jaundice, skin lesion,
    heart murmur, wheezing, stiffness, lump, tremor, swollen glands, lymphadenopathy, eye redness,
    dry skin, cellulitis, eczema, psoriasis, acne"""
_SIGNS = frozenset(re.split(r",\s+", _SIGNS_TEXT.strip()))
"""What can be seen, heard or felt at an exam; anything else in such a remark is what was told."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence to the patient in clinical words, so that it can be checked, with evidence."""

    heading: str
    text: str
    evidence: tuple[str, ...]


def findings(dialogue: Dialogue, facts: Facts) -> Iterator[Told]:
    """Measurements, then results and what was seen at the exam, in spoken order."""
    yield from map(_measure, facts.vitals)
    for remark in facts.remarks:
        if remark.topic is Topic.RESULT:
            yield from _result(remark)
        elif remark.topic is Topic.EXAM:
            yield from _noticed(dialogue, remark)


def _measure(vital: Vital) -> Told:
    value = vital.value
    for unit, plain in _UNITS:
        value = value.replace(unit, plain)
    text = _MEASURES.get(vital.name, f"Your {vital.name} was {{}}.").format(value)
    if vital.reported:
        text = text.replace("Your", "At home your", 1)
    return Told(FOUND, text, vital.utterances)


def _result(remark: Remark) -> Iterator[Told]:
    """`Your chest x-ray was normal`, `Your hemoglobin A1c was 8`: one test, one plain word."""
    text = lowered(remark.text)
    tests = [m for m in find_terms(text) if m.term.kind is Kind.TEST]
    named = {m.term.name for m in tests}
    if len(named) != 1 or _UNSURE.search(text) or len(text.split()) > _MOST_WORDS:
        return
    name = next(iter(named))
    if name == "x-ray" and "chest" in text[max(tests[0].start - 6, 0) : tests[0].end]:
        name = "chest x-ray"
    near = text[max(tests[0].start - _NEAR_BEFORE, 0) : tests[-1].end + _NEAR_AFTER]
    judged = {_JUDGEMENTS[m.group()] for m in _JUDGED.finditer(near)}
    if not _LEVEL.search(name):
        judged -= {"high", "low", "positive"}
    value = _VALUE.search(text, tests[0].end)
    if value is not None and name in _VALUED:
        yield Told(FOUND, f"Your {name} was {value[1]}.", remark.utterances)
    elif len(judged) == 1:
        yield Told(FOUND, f"Your {name} was {judged.pop()}.", remark.utterances)


def _noticed(dialogue: Dialogue, remark: Remark) -> Iterator[Told]:
    """`Your lungs were clear`, `At the exam we noticed: rash`."""
    text = lowered(remark.text)
    if _UNSURE.search(text) or _POSSIBLE.search(text) or len(text.split()) > _MOST_WORDS:
        return
    part = _PART.search(text)
    if part:
        verb = "were" if part["part"].endswith("s") else "was"
        judged = _JUDGEMENTS.get(part["judged"], part["judged"])
        yield Told(FOUND, f"Your {part['part']} {verb} {judged}.", remark.utterances)
    for mention in find_terms(text):
        name = mention.term.name
        if name not in _SIGNS:
            continue
        if judge_text(text, mention.start, mention.end) is not Assertion.PRESENT:
            continue
        if Assertion.PRESENT in _senses(dialogue, name, remark.utterances):
            yield Told(FOUND, f"At the exam we noticed: {name}.", remark.utterances)


def problems(dialogue: Dialogue, remarks: Sequence[Remark]) -> Iterator[Told]:
    """Each condition once: what is sure goes before what may be, the exact before the general."""
    found: dict[str, tuple[bool, tuple[str, ...]]] = {}
    for remark in remarks:
        text = lowered(remark.text)
        if remark.topic is not Topic.PROBLEM or _HISTORY.search(text):
            continue
        for mention in find_terms(text):
            if not _is_stated(text, mention):
                continue
            if judge_text(text, mention.start, mention.end) is Assertion.NEGATED:
                continue
            senses = _senses(dialogue, mention.term.name, remark.utterances)
            if not senses & {Assertion.PRESENT, Assertion.POSSIBLE}:
                continue
            sure = Assertion.PRESENT in senses and not _POSSIBLE.search(text)
            was_sure, evidence = found.get(mention.term.name, (False, ()))
            if sure and not was_sure:
                evidence = ()
            if sure or not was_sure:
                evidence = tuple(dict.fromkeys((*evidence, *remark.utterances)))
            found[mention.term.name] = (sure or was_sure, evidence)
    for name, (sure, evidence) in found.items():
        if not any(name != other and name in other.split(" ", 1)[-1] for other in found):
            yield Told(THINK, f"You {'' if sure else 'may '}have: {name}.", evidence)


def _is_stated(text: str, mention: Mention) -> bool:
    """The clause is about having the condition: next to nothing else, or said to be there."""
    name = mention.term.name
    if mention.term.kind not in (Kind.CONDITION, Kind.SYMPTOM) or name in VAGUE:
        return False
    said, before = text[mention.start : mention.end], text[: mention.start].rstrip()
    if _TREATED.match(text, mention.end):
        return False
    if said != name.lower() and said in name.lower() and _ends_with_body_part(before):
        return False  # an ulcer of the foot is none of the stomach
    if len(text.split()) - len(said.split()) <= _FEW_WORDS:
        return True
    return mention.term.kind is Kind.CONDITION and bool(_SAID_OF.search(text[: mention.start]))


def _ends_with_body_part(text: str) -> bool:
    return any(m.term.kind is Kind.BODY and m.end == len(text) for m in find_terms(text))


def _senses(dialogue: Dialogue, name: str, evidence: Sequence[str]) -> set[Assertion]:
    judged = (
        judge(dialogue, index, mention.start, mention.end)
        for index, utterance in enumerate(dialogue.utterances)
        if utterance.id in evidence
        for mention in find_terms(utterance.text)
        if mention.term.name == name
    )
    return {found.assertion for found in judged if not found.of_family}
