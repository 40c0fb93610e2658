"""Facts as sentences of a note."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notegen.drugs import find_drugs
from notegen.facts import VAGUE, Allergy, Facts, Finding, Remark, Topic, Vital
from notegen.medications import described, medication_table
from notegen.numbers import numbers_in
from notegen.rewrite import sentence_case
from notegen.sentences import lowered
from notegen.systems import SYSTEMS, system_of_symptom
from notegen.terms import Kind, find_terms
from scribe.code import Assertion
from scribe.note import Medication, MedicationStatus


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence of the note before it has an id; `evidence` are utterance ids."""

    topic: Topic
    text: str
    evidence: tuple[str, ...]


_MOST_IN_A_LIST = 6
_TAKES_ONLY = re.compile(
    r"^(?:the patient|he|she|they|currently)(?: just| currently| also"
    r"| still)? (?:is taking|takes|is on|is also taking|has been taking)\b"
)
_STOPWORDS_TEXT = """\
    the a an of to in on at for and or with is are was were has have had her his their she he they
    it that this patient patient's some just also about been be as not do does did"""
_STOPWORDS = frozenset(_STOPWORDS_TEXT.split())
_BY_PATIENT = (Topic.COMPLAINT, Topic.HISTORY)


def drafts(facts: Facts) -> tuple[Draft, ...]:
    """All sentences that the facts give, without repetition, in spoken order within a topic."""
    described = tuple(_described(facts.findings))
    told = tuple(t for t in _remarks(tuple(_untold(facts))) if not _within(t, described))
    own = tuple(m for m in facts.medications if not m.by_clinician and not m.is_class)
    lines = (
        *told,
        *described,
        *_symptoms(facts),
        *_conditions(facts.findings, told),
        *_family(facts.findings),
        *(_medication(row) for row in medication_table(own)),
        *(_allergy(a) for a in facts.allergies),
        *(_vital(v) for v in facts.vitals),
    )
    return _distinct(lines)


def joined(names: Sequence[str], last: str = "and") -> str:
    """`a, b and c`, each name once."""
    names = tuple(dict.fromkeys(names))
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def _remarks(remarks: Sequence[Remark]) -> Iterator[Draft]:
    for remark in remarks:
        text = remark.text
        match remark.topic:
            case Topic.COMPLAINT:
                lead = "presents" if text.startswith("for ") else "presents with"
                text = f"{lead} {joined(text.split(', '))}"
            case Topic.SAFETY:
                text = f"return precautions: {text}"
            case Topic.MEDICATION if _TAKES_ONLY.match(lowered(text)) and find_drugs(text):
                continue
            case _:
                pass
        yield Draft(remark.topic, sentence_case(drug_names(text)), remark.utterances)


def _untold(facts: Facts) -> Iterator[Remark]:
    """Remarks that say more than the measurements and allergies of the same utterances."""
    measured = {u: v for v in facts.vitals for u in v.utterances}
    values = frozenset(n for v in facts.vitals for n in numbers_in(v.value))
    reactions = {u for a in facts.allergies for u in a.utterances[1:] if a.substance}
    for remark in facts.remarks:
        numbers = numbers_in(remark.text)
        repeats = remark.topic in (Topic.EXAM, Topic.RESULT) and numbers and numbers <= values
        if repeats and set(remark.utterances) <= set(measured):
            continue
        if remark.topic is Topic.HISTORY and set(remark.utterances) <= reactions:
            continue
        yield remark


def drug_names(text: str) -> str:
    """Medicines as they are spelled: brand names with a capital, mended names corrected."""
    for mention in reversed(find_drugs(text)):
        spoken = text[mention.start : mention.end]
        if not mention.drug.is_class and spoken.lower() != mention.drug.name:
            text = text[: mention.start] + mention.drug.name + text[mention.end :]
    return text


def _symptoms(facts: Facts) -> Iterator[Draft]:
    """The review of systems: what is there and what is not, system by system."""
    tellings = {u for r in facts.remarks if r.topic in _BY_PATIENT for u in r.utterances}
    symptoms = [
        f
        for f in facts.findings
        if f.term.kind is Kind.SYMPTOM
        and f.term.name not in VAGUE
        and not f.of_family
        and (f.asked or not f.to_patient)
    ]
    present = [f for f in symptoms if f.assertion is Assertion.PRESENT]
    names = {_bare(f.term.name) for f in present}
    sided = {_bare(f.term.name) for f in present if _bare(f.term.name) != f.term.name}
    reported = [
        f for f in present if (f.asked or tellings & set(f.utterances)) and f.term.name not in sided
    ]
    denied = [
        f for f in symptoms if f.assertion is Assertion.NEGATED and _bare(f.term.name) not in names
    ]
    for system in (*SYSTEMS, ""):
        for verb, group in (("reports", reported), ("denies", denied)):
            own = [f for f in group if system_of_symptom(f.term.name) == system]
            lead = f"{system}: {sentence_case(verb)[:-1]}" if system else verb
            yield from _listed(Topic.REVIEW, lead, own, "or" if verb == "denies" else "and")


def _bare(name: str) -> str:
    """A symptom without its side: who has right elbow pain does not deny elbow pain."""
    return name.removeprefix("left ").removeprefix("right ")


_LEAST_QUALITIES = 2
_ONE_QUALITY = re.compile(
    r"^(?:Location:|Pain severity\b|The [a-z ]+ (?:started|has lasted|have lasted)\b)"
)
"""How a remark begins that answers a single question on a symptom."""


def _described(findings: Sequence[Finding]) -> Iterator[Draft]:
    """Each present symptom of which enough is told, with all that is told of it."""
    for finding in findings:
        phrases = finding.qualities.phrases
        told = finding.assertion is Assertion.PRESENT and finding.term.name not in VAGUE
        if told and len(phrases) >= _LEAST_QUALITIES:
            ids = tuple(dict.fromkeys((*finding.utterances, *finding.qualities.utterances)))
            text = f"reports {finding.term.name}: {', '.join(phrases)}"
            yield Draft(Topic.HISTORY, sentence_case(text), ids)


def _within(remark: Draft, described: Sequence[Draft]) -> bool:
    """Whether a remark on one quality is part of a description that cites the same utterances."""
    if not _ONE_QUALITY.match(remark.text):
        return False
    numbers = numbers_in(remark.text.removeprefix("Pain severity on a scale of 0 to 10"))
    return any(
        set(remark.evidence) <= set(d.evidence) and numbers <= numbers_in(d.text) for d in described
    )


def _listed(
    topic: Topic, lead: str, group: Sequence[Finding], last: str = "and"
) -> Iterator[Draft]:
    names = tuple(dict.fromkeys(f.term.name for f in group))
    for begin in range(0, len(names), _MOST_IN_A_LIST):
        part = names[begin : begin + _MOST_IN_A_LIST]
        ids = tuple(dict.fromkeys(u for f in group if f.term.name in part for u in f.utterances))
        yield Draft(topic, sentence_case(f"{lead} {joined(part, last)}"), ids)


def _conditions(findings: Sequence[Finding], told: Sequence[Draft]) -> Iterator[Draft]:
    """Conditions that were asked about and confirmed or denied."""
    written = {m.term.name for d in told for m in find_terms(d.text)}
    asked = [
        f
        for f in findings
        if f.asked
        and f.term.kind is Kind.CONDITION
        and not f.of_family
        and f.term.name not in VAGUE
    ]
    present = {
        f.term.name
        for f in findings
        if f.assertion in (Assertion.PRESENT, Assertion.PAST, Assertion.POSSIBLE)
    }
    has = [f for f in asked if f.assertion is Assertion.PRESENT and f.term.name not in written]
    past = [f for f in asked if f.assertion is Assertion.PAST and f.term.name not in written]
    lacks = [f for f in asked if f.assertion is Assertion.NEGATED and f.term.name not in present]
    yield from _listed(Topic.PAST_MEDICAL, "reports", has)
    yield from _listed(Topic.PAST_MEDICAL, "history of", past)
    yield from _listed(Topic.PAST_MEDICAL, "no history of", lacks, "or")


def _family(findings: Sequence[Finding]) -> Iterator[Draft]:
    conditions = [f for f in findings if f.of_family and f.term.kind is Kind.CONDITION]
    held = {f.term.name for f in conditions if f.assertion is Assertion.FAMILY}
    lacks = [f for f in conditions if f.assertion is Assertion.NEGATED and f.term.name not in held]
    yield from _listed(Topic.FAMILY, "no family history of", lacks, "or")


def _medication(row: Medication) -> Draft:
    verb = {
        MedicationStatus.CURRENT: "takes",
        MedicationStatus.STARTED: "takes",
        MedicationStatus.CHANGED: "takes",
        MedicationStatus.STOPPED: "no longer takes",
        MedicationStatus.DENIED: "does not take",
    }[row.status]
    return Draft(Topic.MEDICATION, sentence_case(f"{verb} {described(row)}"), row.evidence)


def _allergy(allergy: Allergy) -> Draft:
    if not allergy.substance:
        return Draft(Topic.ALLERGY, "No known allergies.", allergy.utterances)
    reaction = f" ({allergy.reaction})" if allergy.reaction else ""
    return Draft(Topic.ALLERGY, f"Allergic to {allergy.substance}{reaction}.", allergy.utterances)


def _vital(vital: Vital) -> Draft:
    topic, lead = (Topic.HISTORY, "reports ") if vital.reported else (Topic.VITAL, "")
    return Draft(topic, sentence_case(f"{lead}{vital.name} {vital.value}"), vital.utterances)


def _content(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z0-9][a-z0-9/.%'-]*", lowered(text).rstrip("."))
    return frozenset(w.strip(".") for w in words if w not in _STOPWORDS)


def _distinct(lines: Sequence[Draft]) -> tuple[Draft, ...]:
    """Without sentences of which another of the same topic says all, or that say nothing."""
    contents = [_content(d.text) for d in lines]
    kept: list[Draft] = []
    for n, draft in enumerate(lines):
        mine = contents[n]
        covered = any(
            lines[k].topic is draft.topic
            and (mine < contents[k] or (mine == contents[k] and k < n))
            for k in range(len(lines))
            if k != n
        )
        if mine and not covered:
            kept.append(draft)
    return tuple(kept)
