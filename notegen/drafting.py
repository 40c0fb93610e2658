"""The sentences of a note: what there is to say, checked, weighed, chosen, put in order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from notegen.assertion import Dialogue
from notegen.candidates import Candidate, retold, stated
from notegen.choice import LENGTH, Length, chosen
from notegen.exam import reports_result
from notegen.extract import pronouns_of, voices_of
from notegen.facts import Facts, Topic
from notegen.phases import read_phases
from notegen.plan import topic_of_act
from notegen.prose import Draft, drafts
from notegen.selection import OUTPUTS, Selection, selection
from notegen.sentences import lowered
from notegen.systems import system_of_sign
from notegen.verify import Doubt, doubts
from scribe.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Doubted:
    """A sentence that the checks spoke against."""

    draft: Draft
    doubt: Doubt


def all_candidates(
    transcript: Transcript, dialogue: Dialogue, facts: Facts
) -> tuple[tuple[Candidate, ...], tuple[Doubted, ...]]:
    """Every sentence that passes the checks, then the facts that do not."""
    voices = voices_of(dialogue.sentences)
    phases = read_phases(dialogue.sentences, voices)
    passed: list[Candidate] = []
    failed: list[Doubted] = []
    for candidate in (
        *stated(dialogue, voices, phases, drafts(facts)),
        *retold(dialogue, voices, phases, pronouns_of(transcript)),
    ):
        against = doubts(dialogue, candidate.draft.text, candidate.draft.evidence)
        if not against:
            passed.append(candidate)
        elif candidate.stated:
            failed.append(Doubted(candidate.draft, against[0]))
    return tuple(passed), tuple(failed)


def drafted(
    dialogue: Dialogue,
    candidates: Sequence[Candidate],
    *,
    trained: Selection | None = None,
    length: Length = LENGTH,
) -> tuple[Draft, ...]:
    """The sentences of the note, in the order in which they were said."""
    worth = (trained or selection()).worth([c.unit for c in candidates])
    facts = {c.place: c.draft.topic for c in candidates if c.stated and c.draft.topic in _PLAN}
    placed = tuple(
        candidate if candidate.stated else _placed(candidate, row, facts.get(candidate.place))
        for candidate, row in zip(candidates, worth.tolist(), strict=True)
    )
    words = sum(len(u.text.split()) for u in dialogue.utterances)
    kept = chosen(placed, worth[:, 0].tolist(), length(words))
    told = sorted(kept, key=lambda c: c.place)
    return tuple(_by_system([c.draft for c in told]))


def _placed(candidate: Candidate, scores: Sequence[float], fact: Topic | None) -> Candidate:
    """A retold sentence of the clinician under the topic of the decision that it retells, or under
    that which the weights find likeliest."""
    if "voice clinician" not in candidate.unit.labels:
        return candidate
    if fact is not None:
        return replace(candidate, draft=replace(candidate.draft, topic=fact))
    prior = next((p for label, p in _PRIOR.items() if label in candidate.unit.labels), ())
    if reports_result(lowered(candidate.draft.text)) and not _DECIDES.search(
        lowered(candidate.draft.text)
    ):
        prior = (*prior, ("results", _RESULT_BONUS))
    likely = [
        score + sum(b for name, b in prior if name == OUTPUTS[n]) for n, score in enumerate(scores)
    ]
    likeliest = max(range(1, len(OUTPUTS)), key=lambda n: likely[n])
    match OUTPUTS[likeliest]:
        case "subjective":
            topic = Topic.HISTORY
        case "exam":
            topic = Topic.EXAM
        case "results":
            topic = Topic.RESULT
        case _:
            low = lowered(candidate.draft.text)
            topic = topic_of_act(low) if _DECIDES.search(low) else Topic.PROBLEM
    return replace(candidate, draft=replace(candidate.draft, topic=topic))


_RESULT_BONUS = 0.3
_PRIOR: dict[str, tuple[tuple[str, float], ...]] = {
    "phase history clinician": (("subjective", 0.05), ("exam", -0.1)),
    "phase exam clinician": (("exam", 0.05), ("results", 0.05)),
    "phase plan clinician": (("plan", 0.05), ("exam", -0.1)),
}
"""What the course of the visit says of the place of a sentence, beside its words."""
_PLAN = frozenset(
    {Topic.PROBLEM, Topic.TREATMENT, Topic.TEST, Topic.REFERRAL, Topic.ADVICE}
    | {Topic.FOLLOW_UP, Topic.SAFETY}
)
_DECIDES = re.compile(
    r"\b(?:i|we|the patient|they|he|she) (?:will|would|want|recommend|should|need|can|could)\b"
)


def _by_system(told: Sequence[Draft]) -> Iterator[Draft]:
    """Findings of one system stand together, the first with the name of the system."""
    signs = [d for d in told if d.topic is Topic.EXAM]
    systems = list(dict.fromkeys(system_of_sign(d.text) for d in signs))
    ordered: list[Draft] = []
    for system in systems:
        group = [d for d in signs if system_of_sign(d.text) == system]
        if system:
            group[0] = replace(group[0], text=_labelled(system, group[0].text))
        ordered += group
    findings = iter(ordered)
    for draft in told:
        yield next(findings) if draft.topic is Topic.EXAM else draft


_LABEL = re.compile(r"^(?:Heart|Lungs?|Abdomen|Abdominal|Neuro\w*|Skin|Eyes?|Psych\w*): ")


def _labelled(system: str, text: str) -> str:
    label = _LABEL.match(text)
    rest = text[label.end() :] if label else text
    return f"{system}: {rest[:1].upper()}{rest[1:]}"
