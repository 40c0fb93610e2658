"""From a transcript to typed clinical facts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from notegen.allergies import find_allergies
from notegen.assertion import Dialogue, judge, place_of, read_dialogue
from notegen.complaint import Complaint, complaints
from notegen.corrections import corrected_side
from notegen.exam import clinician_findings
from notegen.facts import VAGUE, Facts, Finding, Remark, Topic
from notegen.history import patient_remarks
from notegen.medications import find_medications
from notegen.phases import read_phases
from notegen.plan import decision
from notegen.problems import clinician_problems
from notegen.rewrite import HE, SHE, THEY, Pronouns, clean, third_person
from notegen.sentences import Sentence, lowered
from notegen.terms import Kind, Mention, Term, find_terms
from notegen.vitals import find_vitals
from notegen.voice import voice
from scribe.code import Assertion
from scribe.transcript import Role, Transcript

_MALE = re.compile(
    r"\b(?:year[- ]old|pleasant|old) (?:\w+ )?(?:male|man|gentleman|boy)\b|\bmr\b"
    r"|\bsir\b|\bprostate\b"
)
_FEMALE = re.compile(
    r"\b(?:year[- ]old|pleasant|old) (?:\w+ )?(?:female|woman|lady|girl)\b|\b(?:mrs"
    r"|ms)\b|\bma'?am\b"
    r"|\bmy (?:periods?|hysterectomy|last period)\b|\bi'm pregnant\b"
)
_INTRODUCED = re.compile(
    r"\b(?:is|with) (?:an? |the |this )?(?:very )?(?:pleasant )?(?:\d{1,3}"
    r"|\w+(?:[ -]\w+)?)[ -]?(?:years?|months?|weeks?)[ -]old\b|\b(?:presents?"
    r"|presenting|comes in|here|seen|coming in)\b.{0,25}\b(?:for|with|today|due to"
    r"|because|following)\b|\bpast medical history\b|\bhistory of\b"
)
_OPENING = re.compile(
    r"\b(?:brings you (?:in|here)|bring you|can i (?:do|help)|may i help|going on"
    r"|help you|seems to be the (?:problem|trouble|matter)|the problem|happened"
    r"|how are you (?:doing|feeling)|what's been|tell me (?:about|what)|reason for"
    r"|here (?:today|for)|what's (?:wrong|up)|trouble(?:s|d)? you|bothering you)\b"
)
_VISIT = re.compile(
    r"\b(?:presents?|here|comes in|coming in|came in|seen|scheduled)(?: today| back"
    r"| in clinic)* for (?:an? |her |his |your |my |their )?"
    r"(?P<visit>(?:annual|yearly|routine|regular|follow[- ]?up|check|physical|well"
    r"|refill|medication|new patient)[a-z0-9 -]{0,60})"
)
_OPENING_TURNS = 14


def extract(transcript: Transcript) -> Facts:
    """All facts of a consultation, with the utterances that say each."""
    dialogue = read_dialogue(transcript.utterances)
    voices = voices_of(dialogue.sentences)
    phases = read_phases(dialogue.sentences, voices)
    pronouns = pronouns_of(transcript)
    remarks = (
        *_complaint(dialogue, voices, pronouns),
        *patient_remarks(dialogue, voices, pronouns),
        *_dictated(dialogue, voices, pronouns),
        *clinician_findings(dialogue, voices, phases, pronouns),
        *clinician_problems(dialogue, voices, phases, pronouns),
        *_decisions(dialogue, voices, pronouns),
    )
    allergies = find_allergies(dialogue)
    harmful = {a.substance.lower() for a in allergies}
    return Facts(
        findings=tuple(_described(_findings(dialogue), complaints(dialogue, voices, phases))),
        remarks=remarks,
        vitals=find_vitals(dialogue),
        allergies=allergies,
        medications=tuple(
            m
            for m in find_medications(dialogue)
            if m.by_clinician or not {m.generic, m.medication.name.lower()} & harmful
        ),
    )


def voices_of(sentences: Sequence[Sentence]) -> tuple[Role, ...]:
    """Whose words each sentence is."""
    before = (None, *sentences)[: len(sentences)]
    return tuple(voice(s, previous) for s, previous in zip(sentences, before, strict=True))


def pronouns_of(transcript: Transcript) -> Pronouns:
    """How the note speaks of the patient, by what is said in the visit."""
    text = lowered(transcript.text)
    male, female = len(_MALE.findall(text)), len(_FEMALE.findall(text))
    if male == female:
        return THEY
    return HE if male > female else SHE


_DECIDES = re.compile(
    r"\b(?:i'll|i will|we'll|we will|i want|i would|i'd|going to|gon na|let's|recommend|encourage"
    r"|prescribe)\b.*\b(?:okay|ok|all ?right|right|sound good)\s*\?$"
)


def _decides(sentence: Sentence) -> bool:
    """Whether a question only asks for assent: `i'll give you something for your cough, okay?`."""
    return sentence.role is Role.CLINICIAN and bool(_DECIDES.search(lowered(sentence.text)))


_NO_TELLING = re.compile(
    r"\byou(?:r|'re|'ve|'ll|'d)?\b|\b(?:(?:non)?tender(?:ness)?|palpa\w+|inspection|auscultation)\b"
)
"""Said to the patient, or found on examination: neither is what the patient tells."""


def _findings(dialogue: Dialogue) -> Iterator[Finding]:
    for sentence in dialogue.sentences:
        for mention in find_terms(sentence.text):
            if mention.term.kind not in (Kind.SYMPTOM, Kind.CONDITION):
                continue
            judged = judge(
                dialogue,
                sentence.index,
                sentence.start + mention.start,
                sentence.start + mention.end,
            )
            yield Finding(
                _meant(dialogue, sentence, mention),
                judged.assertion,
                judged.of_family,
                (sentence.question or judged.answered) and not _decides(sentence),
                judged.utterances,
                sentence.role is Role.CLINICIAN
                and bool(_NO_TELLING.search(lowered(sentence.text))),
            )


def _described(findings: Iterator[Finding], told: Sequence[Complaint]) -> Iterator[Finding]:
    """The findings, each symptom that is present with its qualities where it is first named."""
    qualities = {c.name: c.qualities for c in told}
    for finding in findings:
        if finding.assertion is Assertion.PRESENT and not finding.of_family:
            own = qualities.pop(finding.term.name, finding.qualities)
            finding = replace(finding, qualities=own)
        yield finding


def _meant(dialogue: Dialogue, sentence: Sentence, mention: Mention) -> Term:
    """The term with the side that is meant in the end: `right knee pain , sorry , the left`."""
    side, _, rest = mention.term.name.partition(" ")
    if side not in ("left", "right"):
        return mention.term
    place = place_of(dialogue, sentence) + 1
    later = [s for s in dialogue.sentences[place : place + 1] if s.role is sentence.role]
    after = lowered(sentence.text[mention.end :]) + "".join(f" {lowered(s.text)}" for s in later)
    return Term(f"{corrected_side(side, after)} {rest}", mention.term.kind)


def _complaint(dialogue: Dialogue, voices: Sequence[Role], pronouns: Pronouns) -> Iterator[Remark]:
    """The reason for the visit: what the patient names first, or is introduced with."""
    opened = False
    for sentence, role in zip(dialogue.sentences, voices, strict=True):
        if sentence.index >= _OPENING_TURNS:
            return
        after = 0
        low = lowered(sentence.text)
        visit = _VISIT.search(low)
        if visit and not sentence.question:
            yield Remark(Topic.COMPLAINT, f"for {clean(visit['visit'])}", (sentence.utterance,))
            return
        if role is not Role.PATIENT:
            opened = opened or bool(_OPENING.search(low))
            presented = _PRESENTED.search(low)
            if presented is None:
                continue
            after = presented.end()
        if sentence.question:
            continue
        told = [s for s in dialogue.sentences if s.index == sentence.index and not s.question]
        names = list(_present(dialogue, sentence, after)) if after else []
        names = names or [name for s in told for name in _present(dialogue, s)]
        names = [n for n in names if n not in VAGUE] or names
        if names:
            yield Remark(Topic.COMPLAINT, ", ".join(dict.fromkeys(names)), (sentence.utterance,))
            return


_MOST_COMPLAINTS = 4
_PRESENTED = re.compile(
    r"\b(?:complain\w* of|you(?:'ve| have) (?:had|been (?:having|experiencing))|you're having"
    r"|here (?:today )?(?:for|with|because)|(?:presents?|presenting|comes in|coming in)"
    r" (?:here )?(?:today )?(?:for|with))\b"
)


def _present(dialogue: Dialogue, sentence: Sentence, after: int = 0) -> Iterator[str]:
    """What the patient has of what is named from character `after` of a sentence on."""
    mentions = [m for m in find_terms(sentence.text) if m.start >= after]
    for mention in mentions[:_MOST_COMPLAINTS]:
        if mention.term.kind not in (Kind.SYMPTOM, Kind.CONDITION):
            continue
        place, end = sentence.start + mention.start, sentence.start + mention.end
        judged = judge(dialogue, sentence.index, place, end)
        if judged.assertion is Assertion.PRESENT and not judged.of_family:
            yield mention.term.name


def _dictated(dialogue: Dialogue, voices: Sequence[Role], pronouns: Pronouns) -> Iterator[Remark]:
    """What the clinician says of the patient in the third person, or introduces the visit with."""
    for sentence, role in zip(dialogue.sentences, voices, strict=True):
        if role is not Role.CLINICIAN or sentence.question:
            continue
        text = clean(sentence.text)
        low = lowered(text)
        if len(text.split()) > 60 or re.search(r"\b(?:you|your|i|i'm|we|let's)\b", low):
            continue
        if not (
            _INTRODUCED.search(low)
            or re.match(
                r"(?:she|he|the patient|patient) (?:has|had|is|was|denies|reports"
                r"|states|takes|also|does|comes|underwent|presents)\b",
                low,
            )
        ):
            continue
        if not find_terms(low) or re.search(r"\bfamily\b", low):
            continue
        told = re.sub(
            r"^.{0,60}?\b(?:is|with) (?=(?:an? "
            r"|this )?(?:very )?(?:pleasant )?\d{1,3}[ -]?(?:years?|months?"
            r"|weeks?)[ -]old)",
            "the patient is ",
            text,
            flags=re.IGNORECASE,
        )
        told = re.sub(r"^(?:she|he|patient)\b", "the patient", told, flags=re.IGNORECASE)
        yield Remark(Topic.HISTORY, third_person(told, pronouns), (sentence.utterance,))


def _decisions(dialogue: Dialogue, voices: Sequence[Role], pronouns: Pronouns) -> Iterator[Remark]:
    for sentence, role in zip(dialogue.sentences, voices, strict=True):
        if role is not Role.CLINICIAN or sentence.question:
            continue
        made = decision(sentence.text, pronouns)
        if made is not None:
            yield Remark(made.topic, made.text, (sentence.utterance,))
