"""What could be written of a short dialogue, clause by clause, whatever it is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from notegen.answering import LEAD_IN, answers
from notegen.assertion import Dialogue
from notegen.drugs import find_drugs
from notegen.extract import extract
from notegen.listing import denied_habits, fact_lists, nothing, procedure_list
from notegen.prose import drafts
from notegen.register import clinical, named
from notegen.rewrite import HE, SHE, THEY, Pronouns, clean, sentence_case, third_person
from notegen.sentences import Sentence, lowered, without_fillers
from notegen.terms import find_terms
from notegen.wording import Form, Wording
from scribe.transcript import Role, Transcript


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence of the note with the ids of the utterances that say it.

    `place` is how far into the dialogue it was said, 0 to 1; `topic` is a label for
    `notegen.worth`.
    """

    text: str
    evidence: tuple[str, ...]
    form: Form
    topic: str
    place: float


_MALE = re.compile(
    r"\b(?:sir|mister|mr|gentleman|he|his|him|male|man"
    r"|(?:my|your) (?:prostate|testic\w+|penis|vasectomy))\b"
)
_FEMALE = re.compile(
    r"\b(?:ma'?am|madam|miss|mrs|ms|she|her|lady|female|woman"
    r"|(?:my|your) (?:last )?(?:pregnanc\w+|periods?|menstrua\w+|menses|cervix|uterus|ovar\w+"
    r"|hysterectomy|pap|c[ -]section|cesarean)"
    r"|(?:i'm|i am|i was|you're|you are|are you|were you) pregnant)\b"
)
_AGE = re.compile(
    r"\b(?:(?:i'm|i am|you're|you are)(?: an?| about| around| now| only| just)? (\d{1,3})\b"
    r"(?= now\b| years?| year|$|[.,])"
    r"|(?:he|she|patient)(?:'s| is)(?: an?| about| around| now)? (\d{1,3})[ -]years?[ -]old"
    r"|(\d{1,3})[ -]years?[ -]old (?:\w+ )?(?:male|female|man|woman|patient|lady|gentleman"
    r"|boy|girl)\b)"
)
_AGE_ASKED = re.compile(r"\bhow old (?:are you|is (?:he|she))\b|\byour age\b")
_OTHER_AGE = re.compile(
    r"\b(?:ago|back|son|daughter|mother|father|mom|dad|brothers?|sisters?|husband|wife"
    r"|when|since|for)\b"
)
_SENTENCE_END = re.compile(r"(?<=[.?!]) ")
_EXAMPLES = re.compile(
    r"\b(?:could be anything|anything (?:from|like)|such as|for example|do you mean)\b"
)
_RACE = re.compile(
    r"\b(?:african[ -]american|caucasian|hispanic|latin[oa]|asian|white|black|native american)\b"
)
_FEW = re.compile(
    r"\b(?:hi|hello|hey|good (?:morning|afternoon|evening)|thank you|thanks|nice to"
    r"|how are you|great|perfect|of course|you're welcome|no problem|sounds good"
    r"|don't worry|sorry|let's see|let me|take care|see you|bye|anything else|welcome"
    r"|come in|have a seat|can you|could you|please|tell me|understand|i see|okay)\b"
)
_JOINT = re.compile(
    r"(?:,| and| but|, and|, but|, so)+ (?=(?:i|i'm|i've|we|he|she|they|my|his|her|it|it's|there"
    r"|you|you're|your)\b(?! who\b| and\b))",
    re.IGNORECASE,
)
"""Where one main clause ends with the next, which has a subject of its own."""
_CONDITIONAL = re.compile(
    r"\b(?:if|unless|when|until|think|thought|say|said|says|maybe|might|would|could|whether"
    r"|not sure|except|neither|nor|or)\b"
)
"""Words that reach beyond one main clause: what they lead is not told apart."""
_LEANS = re.compile(r"(?:he|she|they|it|it's|his|her)\b", re.IGNORECASE)
"""How a clause begins that without the one before would be about somebody else."""
_FEWEST_WORDS = 3
_ASKS_BACK = re.compile(r"\b(?:you|doctor|doc)\b")
_MOST_WORDS = 45
_CONFIRMING_WORDS = 6
"""A longer answer than this says more than yes; it is told on its own beside."""


def clauses(transcript: Transcript, dialogue: Dialogue) -> tuple[Clause, ...]:
    """All clauses, each text once, in the order in which they were said.

    `dialogue` is `notegen.assertion.read_dialogue` of the same utterances. Nothing is chosen: the
    same thing may be said in several forms.
    """
    pronouns = pronouns_of(transcript)
    facts = extract(_without_examples(transcript))
    where = {u.id: n for n, u in enumerate(dialogue.utterances)}
    last = max(len(where) - 1, 1)
    found: dict[str, Clause] = {}
    for made in (
        *_person(dialogue, pronouns),
        *(Wording(Form.FACT, d.topic.value, d.text, d.evidence) for d in drafts(facts)),
        *fact_lists(facts),
        *nothing(dialogue),
        *denied_habits(dialogue),
        *procedure_list(dialogue),
        *answers(dialogue, pronouns),
        *_told(dialogue, pronouns),
    ):
        text, evidence = sentence_case(clinical(made.text)), made.evidence
        if text and evidence and lowered(text) not in found:
            place = where.get(evidence[0], 0) / last
            found[lowered(text)] = Clause(text, evidence, made.form, made.topic, place)
            for variant in (*_variants(text, pronouns), *_renamed(text, made.form)):
                short = Clause(variant, evidence, made.form, f"{made.topic} short", place)
                found.setdefault(lowered(variant), short)
    return tuple(sorted(found.values(), key=lambda clause: clause.place))


def _without_examples(transcript: Transcript) -> Transcript:
    """Without what the clinician names only to explain a question."""
    kept = tuple(
        u
        for u in transcript.utterances
        if u.role is Role.PATIENT or not _EXAMPLES.search(lowered(u.text)) or "?" in u.text
    )
    return replace(transcript, utterances=kept)


def pronouns_of(transcript: Transcript) -> Pronouns:
    """How the patient is addressed or spoken of; `they` where nothing tells."""
    low = lowered(transcript.text)
    male, female = len(_MALE.findall(low)), len(_FEMALE.findall(low))
    if male == female:
        return THEY
    return HE if male > female else SHE


_OWN = re.compile(r"\b(?:the patient's|their|his) (?!own\b)(?=[a-z])", re.IGNORECASE)
_THE_PATIENT = re.compile(r"^The patient (?=[a-z])")
_TERSE = re.compile(
    r"^The patient (?:(?:is|was|has had|has|had) (?!been\b|to\b|not\b))?(?=[a-z0-9])"
)


def _variants(text: str, pronouns: Pronouns) -> Iterator[str]:
    """The same with a pronoun for its subject, or without subject or owner as in a list."""
    terse = sentence_case(_OWN.sub("", _TERSE.sub("", text)))
    if terse != text:
        yield terse
    if _THE_PATIENT.match(text):
        if not pronouns.plural:
            yield _THE_PATIENT.sub(f"{pronouns.subject.capitalize()} ", text)
        yield sentence_case(_TERSE.sub("", text))
    elif text.startswith(("Denies ", "Reports ")):
        if not text.startswith(("Denies any ", "Reports ")):
            yield f"Denies any {text.removeprefix('Denies ')}"
        yield f"The patient {text[:1].lower()}{text[1:]}"
        if not pronouns.plural:
            yield f"{pronouns.subject.capitalize()} {text[:1].lower()}{text[1:]}"


def _renamed(text: str, form: Form) -> Iterator[str]:
    """What was said with conditions, procedures and symptoms by their names in a note."""
    if form in (Form.TOLD, Form.STATED):
        written = sentence_case(named(text))
        if written != text:
            yield written


def _person(dialogue: Dialogue, pronouns: Pronouns) -> Iterator[Wording]:
    """`The patient is a 65-year-old Caucasian woman.`, as far as it was said."""
    age, race, ids = "", "", []
    asked = False
    for utterance in dialogue.utterances:
        low = lowered(clean(utterance.text))
        own = (s for s in _SENTENCE_END.split(low) if not _OTHER_AGE.search(s))
        match = next((m for m in map(_AGE.search, own) if m), None)
        bare = re.match(r"(?:\w+ ){0,3}?(\d{1,3})\b", low) if asked else None
        value = (match and next(g for g in match.groups() if g)) or (bare and bare[1])
        if value and not age:
            age = value
            ids.append(utterance.id)
        found = _RACE.search(low)
        if found and not race:
            race = found.group().title().replace(" ", "-")
            ids.append(utterance.id)
        asked = bool(_AGE_ASKED.search(low))
    if not age:
        return
    noun = {SHE: "female", HE: "male"}.get(pronouns, "patient")
    said = next((u.id for u in dialogue.utterances if _sexed(u.text, pronouns)), None)
    if said is None:
        noun = "patient"
    elif said not in ids:
        ids.append(said)
    article = "an" if age.startswith("8") or age in ("11", "18") else "a"
    words = " ".join(w for w in (f"{article} {age}-year-old", race, noun) if w)
    yield Wording(Form.PERSON, "age", f"The patient is {words}.", tuple(ids))


def _sexed(text: str, pronouns: Pronouns) -> bool:
    pattern = {SHE: _FEMALE, HE: _MALE}.get(pronouns)
    return pattern is not None and bool(pattern.search(lowered(text)))


def _told(dialogue: Dialogue, pronouns: Pronouns) -> Iterator[Wording]:
    """Each sentence that is no question in the third person."""
    before: Sentence | None = None
    for sentence in dialogue.sentences:
        text = clean(sentence.text)
        low = lowered(text)
        asked = before if before is not None and before.question else None
        before = sentence
        if sentence.question or not 1 <= len(low.split()) <= _MOST_WORDS:
            continue
        by_clinician = sentence.role is Role.CLINICIAN
        has_terms = bool(find_terms(low) or find_drugs(low) or re.search(r"\d", low))
        if (_FEW.search(low) and not has_terms) or (len(low.split()) < 3 and not has_terms):
            continue
        if not without_fillers(low):
            continue
        if not by_clinician and _ASKS_BACK.search(low):
            continue
        text = LEAD_IN.sub("", text)
        told = third_person(text, pronouns, second=by_clinician)
        ids: tuple[str, ...] = (sentence.utterance,)
        if asked is not None and len(low.split()) < _CONFIRMING_WORDS:
            ids = tuple(dict.fromkeys((asked.utterance, sentence.utterance)))
        form = Form.STATED if by_clinician else Form.TOLD
        topic = "answer" if asked is not None else "unasked"
        yield Wording(form, topic, sentence_case(told), ids)
        parts = () if _CONDITIONAL.search(low) else _JOINT.split(text)
        for part in parts if len(parts) > 1 else ():
            if len(part.split()) >= _FEWEST_WORDS and not _LEANS.match(part):
                told = third_person(part, pronouns, second=by_clinician)
                yield Wording(form, f"{topic} part", sentence_case(told), ids)
