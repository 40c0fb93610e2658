"""Which symptom is being talked about, with the qualities that are said of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from notegen.assertion import Dialogue, Judgement, judge, reply_to
from notegen.description import IT, said_in_reply, said_of_it
from notegen.phases import Phase
from notegen.places import is_elsewhere
from notegen.qualities import Qualities, agreed
from notegen.sentences import Sentence, lowered
from notegen.terms import Kind, Mention, find_terms
from scribe.code import Assertion
from scribe.transcript import Role


@dataclass(frozen=True, slots=True)
class Complaint:
    """A present symptom by the name of its term, with all that was said of it."""

    name: str
    qualities: Qualities


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is talked about, where it was named, when it was last talked of."""

    name: str
    named_in: tuple[str, ...]
    index: int


_REACH = 6
"""After so many utterances without a word on it a symptom is no longer the subject."""
_LONG_WORDS = 25
"""A statement of the clinician of more words, or on another condition, ends a subject."""
_REPLY_SENTENCES = 2
_FINDINGS = (Kind.SYMPTOM, Kind.CONDITION)
_PAINFUL = re.compile(r"(?:pain|ache|sore throat|cramps|tightness)$")
_OCCASION = re.compile(r"\b(?:when|whenever|if|unless)(?: i(?:'m| am| get| have| start| had)?)? $")
_LOCAL = re.compile(
    r"pain|ache|sore|cramp|tight|burning|numb|tingl|itch|rash|swell|stiff|lump|lesion|bruis|spasm"
)
"""What has a place of its own in the body: a cough or nausea has none."""
_STRAYS = re.compile(r"^(?!.*\b(?:it|it's|this|that|they|pain)\b)(?:\W*\w+){4}")
"""A sentence of four words or more without a word for what was the subject."""
_DETERMINER = re.compile(r"\b(?:my|the|an?|this|that|these|some|any|your|his|her) $")


def complaints(
    dialogue: Dialogue, voices: Sequence[Role], phases: Sequence[Phase]
) -> tuple[Complaint, ...]:
    """The symptoms of which any quality is told while the history is taken, in spoken order."""
    found: dict[str, list[Qualities]] = {}
    subject: _Subject | None = None
    painful: dict[str, _Subject] = {}
    strayed = -1
    for sentence, voice, phase in zip(dialogue.sentences, voices, phases, strict=True):
        if phase is not Phase.HISTORY:
            subject = None
            continue
        if subject is not None and sentence.index - subject.index > _REACH:
            subject = None
        if len(painful) == 1 and (subject is None or subject.name not in painful):
            subject = _resumed(sentence, next(iter(painful.values()))) or subject
        if voice is Role.CLINICIAN:
            subject, told = _asked(dialogue, sentence, subject)
        elif voice is Role.PATIENT and not sentence.question:
            subject, told = _told(dialogue, sentence, subject, strayed=strayed == sentence.index)
            if not told and _STRAYS.search(lowered(sentence.text)):
                strayed = sentence.index
        else:
            continue
        if subject is not None and _PAINFUL.search(subject.name):
            painful.setdefault(subject.name, subject)
        for name, qualities in told:
            found.setdefault(name, []).append(qualities)
            if subject is not None and qualities:
                subject = replace(subject, index=sentence.index)
    agreements = (Complaint(name, agreed(told)) for name, told in found.items())
    return tuple(complaint for complaint in agreements if complaint.qualities)


def _resumed(sentence: Sentence, painful: _Subject) -> _Subject | None:
    """The one symptom that hurts, where a sentence comes back to `the pain`."""
    mentions = [m for m in find_terms(sentence.text) if m.term.kind in _FINDINGS]
    if [m.term.name for m in mentions] != ["pain"]:
        return None
    named = _THE_PAIN.search(lowered(sentence.text))
    return replace(painful, index=sentence.index) if named else None


_THE_PAIN = re.compile(r"\b(?:the|this|that|your) pain\b")


_Told = tuple[tuple[str, Qualities], ...]


def _asked(
    dialogue: Dialogue, sentence: Sentence, subject: _Subject | None
) -> tuple[_Subject | None, _Told]:
    mentions = [m for m in find_terms(sentence.text) if m.term.kind in _FINDINGS]
    others = [m for m in mentions if subject is None or not _same(m.term.name, subject.name)]
    if not sentence.question:
        ends = others or len(sentence.text.split()) > _LONG_WORDS
        return (None if ends else subject), ()
    mention = next((m for m in mentions if m not in others), None)
    if others:
        judged = [_judged(dialogue, sentence, m) for m in others]
        if all(j.assertion is Assertion.NEGATED for j in judged):
            return subject, ()
        if len(mentions) > 1 or not _is_present(others[0], judged[0]):
            return None, ()
        mention = others[0]
        subject = _Subject(mention.term.name, judged[0].utterances, sentence.index)
    if subject is None:
        return None, ()
    if _asks_of_else(sentence, subject.name):
        return subject, ()
    reply = [s for s in reply_to(dialogue, sentence) if s.role is not Role.CLINICIAN]
    reply = reply[:_REPLY_SENTENCES]
    if not reply or any(_names_else(s, subject.name) for s in reply):
        return subject, ()
    qualities = said_in_reply(
        _with_it(sentence.text, mention), " . ".join(s.text.rstrip(" .,") for s in reply)
    )
    ids = (*subject.named_in, sentence.utterance, *(s.utterance for s in reply))
    return subject, _cited(subject.name, qualities, ids)


def _told(
    dialogue: Dialogue, sentence: Sentence, subject: _Subject | None, *, strayed: bool
) -> tuple[_Subject | None, _Told]:
    """What a patient's sentence says; `strayed` where they spoke of another thing just before."""
    terms = find_terms(sentence.text)
    mentions = [m for m in terms if m.term.kind in _FINDINGS]
    present = [
        m
        for m in mentions
        if _is_there(_judged(dialogue, sentence, m))
        and not _OCCASION.search(lowered(sentence.text[: m.start]))
    ]
    if not present:
        if subject is None or any(m.term.kind is not Kind.BODY for m in terms):
            return (None if _leaves(mentions, subject) else subject), ()
        if strayed:
            return subject, ()
        ids = (*subject.named_in, sentence.utterance)
        return subject, _cited(subject.name, said_of_it(sentence.text), ids)
    told: list[tuple[str, Qualities]] = []
    names: dict[str, None] = {}
    for mention, text in _segments(sentence.text, present, subject):
        name = mention.term.name
        same = subject is not None and _same(name, subject.name)
        name = subject.name if same and subject is not None else name
        if mention.term.kind is Kind.SYMPTOM and name != "pain":
            ids = (*(subject.named_in if same and subject is not None else ()), sentence.utterance)
            told += _cited(name, said_of_it(text), ids)
        names[name] = None
    stays = subject is not None and subject.name in names
    alone = len(names) == 1 and present[0].term.kind is Kind.SYMPTOM and "pain" not in names
    if subject is not None and stays:
        return replace(subject, index=sentence.index), tuple(told)
    if not alone:
        return None, tuple(told)
    return _Subject(next(iter(names)), (sentence.utterance,), sentence.index), tuple(told)


def _leaves(mentions: Sequence[Mention], subject: _Subject | None) -> bool:
    """Whether what is not there but named (once, perhaps, in others) is a new subject."""
    return subject is not None and any(m.term.kind is Kind.CONDITION for m in mentions)


def _segments(
    text: str, present: Sequence[Mention], subject: _Subject | None
) -> Iterator[tuple[Mention, str]]:
    """Each symptom with the words that are about it, in which it is called `it`.

    Of several symptoms in a sentence each has only what follows it.
    """
    groups: list[Mention] = []
    for mention in present:
        before = groups[-1].term.name if groups else ""
        if before and subject is not None and _same(before, subject.name):
            before = subject.name
        if not before or not _same(mention.term.name, before):
            groups.append(mention)
    if len(groups) == 1:
        yield groups[0], _with_it(text, groups[0])
        return
    ends = [*(m.start for m in groups[1:]), len(text)]
    for mention, end in zip(groups, ends, strict=True):
        yield mention, f"{IT}{text[mention.end : end]}"


def _with_it(text: str, mention: Mention | None) -> str:
    if mention is None:
        return text
    before = text[: mention.start]
    lead = _DETERMINER.search(lowered(before))
    return f"{before[: lead.start()] if lead else before}{IT}{text[mention.end :]}"


def _cited(name: str, qualities: Qualities, ids: Sequence[str]) -> _Told:
    if not qualities:
        return ()
    if not _LOCAL.search(name):
        qualities = replace(qualities, site="", radiation="")
    repeats = set(qualities.site.split()) <= {"in", "on", "at", "the", *name.split()}
    if repeats or is_elsewhere(name, qualities.site):
        qualities = replace(qualities, site="")
    if "cough" in name and "coughing" in qualities.worse_with:
        qualities = replace(qualities, worse_with="")
    return ((name, replace(qualities, utterances=tuple(dict.fromkeys(ids)))),)


def _judged(dialogue: Dialogue, sentence: Sentence, mention: Mention) -> Judgement:
    start, end = sentence.start + mention.start, sentence.start + mention.end
    return judge(dialogue, sentence.index, start, end)


def _is_there(judged: Judgement) -> bool:
    return judged.assertion is Assertion.PRESENT and not judged.of_family


def _is_present(mention: Mention, judged: Judgement) -> bool:
    return mention.term.kind is Kind.SYMPTOM and mention.term.name != "pain" and _is_there(judged)


def _same(name: str, subject: str) -> bool:
    """Whether a name can mean the subject: `pain` or `knee pain` where it is `left knee pain`."""
    if name == "pain":
        return bool(_PAINFUL.search(subject))
    return name == subject or subject.endswith(f" {name}")


_SPREAD = re.compile(r"\b(?:where|side|radiat|go|spread|travel|shoot|move)")


def _asks_of_else(sentence: Sentence, subject: str) -> bool:
    """Whether a question is of a part of the body that is not the subject's, nor where it goes."""
    if _SPREAD.search(lowered(sentence.text)):
        return False
    return any(
        m.term.kind is not Kind.SYMPTOM and m.term.name not in subject
        for m in find_terms(sentence.text)
    )


def _names_else(sentence: Sentence, subject: str) -> bool:
    """Whether a reply names another symptom, or a condition, test or procedure."""
    return any(
        m.term.kind is not Kind.BODY and not _same(m.term.name, subject)
        for m in find_terms(sentence.text)
    )
