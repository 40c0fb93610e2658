"""What is said of each medicine: dose, route, frequency, reason, status."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from notegen.assertion import Dialogue, judge, place_of, reply_to
from notegen.corrections import rest_after_correction
from notegen.dosing import (
    dose_before,
    dose_in,
    frequency_before,
    frequency_in,
    reason_in,
    regularity_in,
    route_in,
)
from notegen.drug_status import not_taken, status_of
from notegen.drugs import DrugMention, find_drugs
from notegen.replies import Answer, answer_of, answer_of_all
from notegen.reported_use import in_list
from notegen.sentences import Sentence, lowered
from scribe.code import Assertion
from scribe.note import Medication, MedicationStatus
from scribe.transcript import Role


@dataclass(frozen=True, slots=True)
class MedicationMention:
    """One mention of a medicine in a sentence; `generic` joins brand names with generic ones.

    `by_clinician` is true where the clinician orders or states it, `asked` where the clinician
    asked for it.
    """

    medication: Medication
    generic: str
    by_clinician: bool
    corrected: bool
    is_class: bool
    asked: bool = False


_ABOUT_DOSE = re.compile(
    r"\b(?:what|which|how (?:much|many|often|frequently))\b.{0,40}\b(?:dos(?:e|age|es)|tak(?:e"
    r"|ing)|us(?:e|ing)"
    r"|strength|milligrams?|tablets?|puffs?|times)\b"
)
_GOES_ON = re.compile(
    r"^(?:(?:and|so|um+|uh+|er|like|then|well|okay|ok|yeah|yes|just|it's|its|that's|that is|it is"
    r"|usually"
    r"|i would say|i'd say|probably|at least|normally|about|i think|up to|at|to be taken"
    r"|maybe)[\s,.]+)*(?:(?:i|you|he|she|i've|you've|he's|she's) (?:(?:just"
    r"|usually|can"
    r"|should|will|need to|want to|have to|only) )*(?:take|use|have|put|apply|paste|coat"
    r"|been (?:using|taking))\b"
    r"|tak(?:e|ing)\b"
    r"|us(?:e|ing) (?:it|that|them|this)\b|i'd take|i would take|(?:one|two|three|four|half|a"
    r"|\d+)[ -]"
    r"|once\b|twice\b|every\b|four hundred)"
)
_TAKEN_SO = re.compile(
    r"\b(?:i|you|he|she|we) (?:(?:just|only|usually|normally) )?(?:take|use|takes|uses) (?:it "
    r"|them |that )?"
    r"(?=every|once|twice|daily|as needed|as and when|when|\d|two|three|four|in the|at night)"
)
_TAKEN_THAT = re.compile(
    r"\b(?:i|he|she|we|i've|he's|she's)(?: (?:have|has|was|been|usually|just|only|do))*"
    r" (?:tak(?:e|es|ing|en)|took|us(?:e|es|ed|ing)|give|gave) (?:it|that|them|those|one|two|\d)\b"
)
_ASKED_SO = re.compile(r"\b(?:tak(?:e|es|ing)|us(?:e|es|ing)) (?:it|that|them|those|this|one)\b")
_DOSE_SENTENCES = 4
"""A dose is looked for in so many sentences after the one that names the medicine."""


def find_medications(dialogue: Dialogue) -> tuple[MedicationMention, ...]:
    """Every mention of a medicine that the patient takes, took or shall take, in spoken order."""
    found: list[MedicationMention] = []
    for sentence in dialogue.sentences:
        drugs = find_drugs(sentence.text)
        low = lowered(sentence.text)
        drugs = tuple(d for d in drugs if not not_taken(low, d))
        if not drugs:
            continue
        status: MedicationStatus | None = None
        for n, drug in enumerate(drugs):
            between = low[drugs[n - 1].end : drug.start] if n else ""
            apart = sentence.question and re.search(r"\bor\b", between)
            listed = status if n and in_list(between) and not apart else None
            mention = _mention(dialogue, sentence, drugs, n, drug, listed)
            status = None if mention is None else mention.medication.status
            if mention is not None:
                found.append(mention)
    return tuple(found)


def medication_table(mentions: Sequence[MedicationMention]) -> tuple[Medication, ...]:
    """One row for each medicine: the last word of the clinician decides, else of the patient.

    That a question was answered with no takes nothing back that was said before; what was ordered
    stays so when it is named again.
    """
    rows: dict[str, Medication] = {}
    decided: dict[str, bool] = {}
    for mention in mentions:
        new = mention.medication
        old = rows.get(mention.generic)
        if old is None:
            rows[mention.generic], decided[mention.generic] = new, mention.by_clinician
            continue
        denied = new.status is MedicationStatus.DENIED and old.status is not new.status
        ordered = decided[mention.generic] and old.status is MedicationStatus.STARTED
        again = ordered and new.status is MedicationStatus.CURRENT
        if (decided[mention.generic] and not mention.by_clinician) or denied or again:
            winner, other = old, new
        else:
            winner, other = new, old
            decided[mention.generic] = decided[mention.generic] or mention.by_clinician
        rows[mention.generic] = _joined(winner, other, (*old.evidence, *new.evidence))
    return tuple(rows.values())


def described(medication: Medication) -> str:
    """The medicine as a note names it: `metformin 500 mg twice daily for type 2 diabetes`."""
    reason = f"for {medication.reason}" if medication.reason else ""
    parts = (medication.name, medication.dose, medication.route, medication.frequency, reason)
    return " ".join(part for part in parts if part)


def with_status(medication: Medication, status: MedicationStatus) -> Medication:
    """The same medicine with another status."""
    return replace(medication, status=status)


def _joined(winner: Medication, other: Medication, evidence: tuple[str, ...]) -> Medication:
    changed = winner.status is MedicationStatus.CHANGED and winner.dose != other.dose
    return Medication(
        name=winner.name,
        dose=winner.dose or other.dose,
        route=winner.route or other.route,
        frequency=winner.frequency or other.frequency,
        status=winner.status,
        evidence=tuple(dict.fromkeys(evidence)),
        reason=winner.reason or other.reason,
        adherence=winner.adherence or other.adherence,
        previous_dose=winner.previous_dose or (other.dose if winner.dose and changed else ""),
    )


def _mention(
    dialogue: Dialogue,
    sentence: Sentence,
    drugs: Sequence[DrugMention],
    n: int,
    drug: DrugMention,
    listed: MedicationStatus | None,
) -> MedicationMention | None:
    """The medicine, unless it is only weighed; `listed` is the status of the one listed before."""
    judged = judge(dialogue, sentence.index, sentence.start + drug.start, sentence.start + drug.end)
    if judged.of_family or _taken_back(dialogue, sentence, drugs, n):
        return None
    status = status_of(dialogue, sentence, drugs, drug, judged)
    asks = sentence.role is Role.CLINICIAN and sentence.question
    if status is None and (asks or judged.assertion is Assertion.PRESENT):
        status = listed  # "are you on your metformin and lisinopril?"
    if status is None:
        return None
    begin = drugs[n - 1].end if n else 0
    stop = drugs[n + 1].start if n + 1 < len(drugs) else len(sentence.text)
    before, after = sentence.text[begin : drug.start], sentence.text[drug.end : stop]
    if n + 1 < len(drugs) and frequency_before(after):
        after = after.rstrip()[: -len(frequency_before(after))]  # "and a daily inhaler"
    regularity = regularity_in(sentence.text)
    # "twice a week" is how often it is forgotten; "every day?" "no" is not how often
    missed = regularity == "doses missed" or (asks and judged.assertion is Assertion.NEGATED)
    dose = "" if missed else dose_in(after, "" if n else before)
    frequency = "" if missed else frequency_in(after) or frequency_before(before)
    evidence = judged.utterances
    if n + 1 == len(drugs) and not missed and not (dose and frequency):
        for later in _details(dialogue, sentence):
            dose, frequency = dose or dose_in(later.text), frequency or frequency_in(later.text)
            evidence = tuple(dict.fromkeys((*evidence, later.utterance)))
    row = Medication(
        name=drug.drug.name,
        dose=dose,
        route=route_in(before + " " + after),
        frequency=frequency,
        status=status,
        evidence=evidence,
        reason=reason_in(after),
        adherence=regularity,
        previous_dose=dose_before(after),
    )
    ordered = sentence.role is Role.CLINICIAN and not sentence.question
    return MedicationMention(
        row, drug.drug.generic, ordered, not drug.exact, drug.drug.is_class, asks
    )


def _details(dialogue: Dialogue, sentence: Sentence) -> tuple[Sentence, ...]:
    """Sentences after a medicine that go on with how it is taken, or answer a question for it."""
    place = place_of(dialogue, sentence) + 1
    found: list[Sentence] = []
    if sentence.question and sentence.role is Role.CLINICIAN:
        told = [
            r
            for r in reply_to(dialogue, sentence)
            if (_TAKEN_THAT.search(lowered(r.text)) or answer_of(r.text) is Answer.YES)
            and not find_drugs(r.text)
        ]
        found += [r for r in told if dose_in(r.text) or frequency_in(r.text)][:1]
    for later in dialogue.sentences[place : place + 2 * _DOSE_SENTENCES]:
        low = re.sub(r"\b([a-z']+)(?:[\s,]+\1\b)+", r"\1", lowered(later.text))
        if later.index > sentence.index + 2 or find_drugs(later.text):
            break
        if later.question and later.role is Role.CLINICIAN and _ABOUT_DOSE.search(low):
            answers = [r for r in reply_to(dialogue, later) if not find_drugs(r.text)]
            return (*found, *(a for a in answers if dose_in(a.text) or frequency_in(a.text)))
        if later.question and later.role is Role.CLINICIAN and _ASKED_SO.search(low):
            reply = reply_to(dialogue, later)
            if frequency_in(later.text) and answer_of_all([r.text for r in reply]) is Answer.YES:
                return (*found, later)
        if later.index != sentence.index or later.question:
            continue
        if (_GOES_ON.match(low) or _TAKEN_SO.search(low)) and (
            dose_in(later.text) or frequency_in(later.text)
        ):
            found.append(later)
    return tuple(found[:1])


def _taken_back(
    dialogue: Dialogue, sentence: Sentence, drugs: Sequence[DrugMention], n: int
) -> bool:
    """Whether another medicine is named instead: `lisinopril , sorry , losartan`."""
    place = place_of(dialogue, sentence) + 1
    later = [s for s in dialogue.sentences[place : place + 1] if s.role is sentence.role]
    after = lowered(sentence.text[drugs[n].end :]) + "".join(f" {lowered(s.text)}" for s in later)
    rest = rest_after_correction(after)
    named = find_drugs(rest[:60]) if rest else ()
    return bool(named) and named[0].start < 20 and named[0].drug.generic != drugs[n].drug.generic
