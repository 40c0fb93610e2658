"""Every sentence that a note of the conversation could have, each with its evidence."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from notegen.assertion import Dialogue
from notegen.commitment import uncommitted
from notegen.drugs import find_drugs
from notegen.facts import Topic
from notegen.grammar import is_complete, is_finished, is_phrase
from notegen.history import has_substance, topic_of
from notegen.phases import Phase
from notegen.prose import Draft, drug_names
from notegen.rewrite import Pronouns
from notegen.selection import Unit
from notegen.sentences import Sentence, lowered
from notegen.slips import side_slipped
from notegen.taking import taken
from notegen.telling import told
from notegen.terms import Kind, find_terms
from scribe.transcript import Role


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, with where in the conversation it was said: the number of a sentence there.

    `stated` is true for what was understood as a fact, false for what is only retold.
    """

    draft: Draft
    place: int
    stated: bool
    unit: Unit


def stated(
    dialogue: Dialogue, voices: Sequence[Role], phases: Sequence[Phase], drafts: Sequence[Draft]
) -> Iterator[Candidate]:
    """The sentences that facts gave, but for those that break off.

    What the clinician dictates of the patient while examining is a finding, not history.
    """
    by_utterance: dict[str, list[int]] = {}
    for number, sentence in enumerate(dialogue.sentences):
        by_utterance.setdefault(sentence.utterance, []).append(number)
    for draft in drafts:
        numbers = [n for u in draft.evidence for n in by_utterance.get(u, ())]
        numbers = [n for n in numbers if not dialogue.sentences[n].question] or numbers
        words = _words(draft.text)
        place = max(numbers, key=lambda n: len(words & _words(dialogue.sentences[n].text)))
        if not (is_finished(draft.text) if draft.topic in _TERSE else _stands(draft.text)):
            continue
        if (draft.topic not in _UNSPOKEN and not _FIXED.match(draft.text)) and (
            _cut_off(dialogue, place) or _conditional(dialogue, place)
        ):
            continue
        voice, phase = voices[place], phases[place]
        if _TAKES.match(draft.text) and not taken(
            dialogue, frozenset(m.drug.generic for m in find_drugs(draft.text)), draft.evidence
        ):
            continue
        if _unanswered(dialogue, draft):
            continue
        if draft.topic in _JUDGED and side_slipped(dialogue, draft.text):
            continue
        spoken = draft.topic not in _UNSPOKEN and _by_clinician(dialogue, place, voice)
        if spoken and uncommitted(dialogue, place):
            continue
        if (draft.topic, voice, phase) == (Topic.HISTORY, Role.CLINICIAN, Phase.EXAM):
            draft = replace(draft, topic=Topic.EXAM)
        labels = ("stated", f"topic {draft.topic.value}", f"phase {phase.value} {voice.value}")
        yield Candidate(draft, place, True, _unit(dialogue, draft.text, place, labels))


def retold(
    dialogue: Dialogue, voices: Sequence[Role], phases: Sequence[Phase], pronouns: Pronouns
) -> Iterator[Candidate]:
    """What was said, sentence by sentence; the topic of the clinician's words is still a guess."""
    asked: Sentence | None = None
    condition = ""
    for place, (sentence, voice, phase) in enumerate(
        zip(dialogue.sentences, voices, phases, strict=True)
    ):
        sentence, condition = _joined(dialogue, place, condition)
        if condition:
            continue
        decided = _assented(sentence) if voice is Role.CLINICIAN else None
        if sentence.question and decided is None:
            asked = sentence
            continue
        sentence = decided or sentence
        if sentence.margin < _LEAST_MARGIN and not _names(sentence.text):
            continue
        if asked is not None and sentence.index > asked.index + 1:
            asked = None
        if _by_clinician(dialogue, place, voice) and uncommitted(
            dialogue, place, joined=sentence is not dialogue.sentences[place]
        ):
            continue
        text = told(sentence, voice, pronouns)
        if not text or not _holds(text, voice) or _cut_off(dialogue, place):
            continue
        by_patient = voice is not Role.CLINICIAN
        question = lowered(asked.text) if asked is not None and by_patient else ""
        text = drug_names(text)
        low = lowered(text)
        told_freely = by_patient or phase is Phase.HISTORY
        if told_freely and not (_MEASURED.search(low) or has_substance(f"{question} . {low}")):
            continue
        topic = topic_of(lowered(sentence.text), question) if by_patient else _GUESSED[phase]
        if topic is None:
            continue
        if phase is not Phase.EXAM and not by_patient and side_slipped(dialogue, text):
            continue
        labels = (f"voice {voice.value}", f"phase {phase.value} {voice.value}")
        unit = _unit(dialogue, text, place, labels)
        yield Candidate(Draft(topic, text, (sentence.utterance,)), place, False, unit)


_ASSENT = re.compile(r"\s*[,.]\s*(?:okay|ok|all ?right|right|sound good)\s*\?$", re.IGNORECASE)
_WILL = re.compile(
    r"(?:(?:so|and|um+|uh+|okay|then)[\s,]+)*(?:i|we)(?:'ll|'m gon na|'m going to|'re gon na"
    r"|'re going to| will| want to| wan na) (?!(?:talk|look|take a|check you|listen|examine|ask)\b)"
)


def _assented(sentence: Sentence) -> Sentence | None:
    """A decision without the question for assent that it ends with: `i'll give you .. , okay ?`."""
    tag = _ASSENT.search(sentence.text)
    if tag is None or not _WILL.match(lowered(sentence.text)):
        return None
    return replace(sentence, text=sentence.text[: tag.start()], question=False)


_MOST_MARGIN = 6
_LEAST_MARGIN = 0.15
"""Of a sentence that is retold: with less, its ends are a guess (recipes/train_sentence_ends)."""


def _names(text: str) -> bool:
    """Whether a medicine, test or procedure is named: it is told though its ends are a guess."""
    return bool(find_drugs(text)) or any(
        m.term.kind in (Kind.TEST, Kind.PROCEDURE) for m in find_terms(text)
    )


_FIXED = re.compile(
    r"^(?:Presents|Reports|Denies|No|History of|Takes|Does not take|No longer takes|Allergic"
    r"|Location|Pain severity|The [a-z ]+ (?:started|has lasted|have lasted))\b"
)
"""Beginnings of sentences whose form is ours, which have no subject."""
_TERSE = frozenset(Topic) - {
    *(Topic.HISTORY, Topic.PAST_MEDICAL, Topic.PAST_SURGICAL, Topic.MEDICATION),
    *(Topic.FAMILY, Topic.SOCIAL),
}
"""Topics told without a subject: findings, problems, orders."""


_DENIAL = re.compile(r"\b(?:not|no|never|without|neither|nor|n't|[a-z]+n't)[\s,.-]*$")
_UNSPOKEN = frozenset({Topic.COMPLAINT, Topic.REVIEW, Topic.ALLERGY, Topic.VITAL})
"""Facts that are read across sentences: their polarity does not hang on where one is cut."""


_JUDGED = frozenset({Topic.COMPLAINT, Topic.HISTORY, Topic.PROBLEM, Topic.REVIEW})
"""Topics of what brings the patient here; both sides may be examined."""
_TAKES = re.compile(r"Takes\b")
_DENIED = re.compile(r"The patient (?:has|does|is|was|did|were|cannot|can) ?not\b")


def _unanswered(dialogue: Dialogue, draft: Draft) -> bool:
    """Whether a denial restates a question of the clinician to which nobody else is cited."""
    cited = [s for s in dialogue.sentences if s.utterance in draft.evidence]
    if not _DENIED.match(draft.text) or any(s.role is not Role.CLINICIAN for s in cited):
        return False
    words = _words(draft.text)
    return max(cited, key=lambda s: len(words & _words(s.text))).question


def _by_clinician(dialogue: Dialogue, place: int, voice: Role) -> bool:
    return voice is Role.CLINICIAN and not dialogue.sentences[place].question


def _cut_off(dialogue: Dialogue, place: int) -> bool:
    """Whether a sentence lacks the negation that it was cut from, or is taken back at once."""
    around = dialogue.sentences[max(0, place - 1) : place + 2]
    sentence = dialogue.sentences[place]
    before = around[0] if place else None
    after = around[-1] if around[-1] is not sentence else None
    return (
        before is not None
        and before.index == sentence.index
        and bool(_DENIAL.search(lowered(before.text)))
    ) or (
        after is not None
        and after.index == sentence.index
        and bool(_TAKEN_BACK.match(lowered(after.text)))
    )


def _conditional(dialogue: Dialogue, place: int) -> bool:
    """Whether a sentence was cut from the `if` that it belongs to."""
    before = dialogue.sentences[place - 1] if place else None
    return (
        before is not None
        and before.index == dialogue.sentences[place].index
        and bool(_OPEN_CONDITION.search(lowered(before.text)))
    )


_OPEN_CONDITION = re.compile(r"\b(?:if|whether|unless|in case)\b[^.?!,]{0,40}$")
_TAKEN_BACK = re.compile(r"(?:(?:well|no|oh|but|um|uh)[ ,]+)*(?:actually|wait|i take that back)\b")


def _holds(text: str, voice: Role) -> bool:
    """Whether a retold sentence can stand; a clinician dictates findings without a verb."""
    if is_complete(text):
        return True
    return voice is Role.CLINICIAN and is_phrase(text) and bool(find_terms(text))


def _stands(text: str) -> bool:
    return is_finished(text) if _FIXED.match(text) else is_complete(text)


_MEASURED = re.compile(r"\d|\b(?:days?|weeks?|months?|years?|worse|better|hours?)\b")
"""How long, how much or which way: part of a history though it names no finding."""
_CONDITION = re.compile(r"(?:^|[ ,])(?:if|unless|once)\b[^.?!]{3,80}$")


def _joined(dialogue: Dialogue, place: int, condition: str) -> tuple[Sentence, str]:
    """A sentence with the condition before it that speech was cut after, or else the condition.

    `if it gets worse` | `i want you to call me`: neither part is true without the other.
    """
    sentence = dialogue.sentences[place]
    text = f"{condition} , {sentence.text}" if condition else sentence.text
    following = dialogue.sentences[place + 1 : place + 2]
    cut = not sentence.question and any(
        f.index == sentence.index and not f.question for f in following
    )
    if cut and not condition and _CONDITION.search(lowered(text).rstrip(" ,")):
        return sentence, text
    return (replace(sentence, text=text) if condition else sentence), ""


_GUESSED = {Phase.HISTORY: Topic.HISTORY, Phase.EXAM: Topic.EXAM, Phase.PLAN: Topic.PROBLEM}


def _unit(dialogue: Dialogue, text: str, place: int, labels: tuple[str, ...]) -> Unit:
    before = dialogue.sentences[place - 1].text if place else ""
    margin = dialogue.sentences[place].margin
    sure = "typed" if margin == math.inf else f"{min(_MOST_MARGIN, int(2 * margin))}"
    return Unit(text, before, place / len(dialogue.sentences), (*labels, f"sure {sure}"))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]{3,}", lowered(text)))
