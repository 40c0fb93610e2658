"""In what status a medicine is named: taken, ordered, changed, stopped, denied."""

import re
from collections.abc import Sequence

from notegen.assertion import Dialogue, Judgement, place_of, reply_to
from notegen.drugs import DrugMention, find_drugs
from notegen.intent import (
    asks_of_medicines,
    asks_of_taking,
    given_up,
    patient_status,
    reads_from_record,
    spoken_status,
    takes_for_granted,
)
from notegen.replies import Answer, answer_of_all
from notegen.reported_use import (
    asks_later,
    asks_of_effect,
    confirmed,
    contradicted,
    done_to,
    guessed,
    habit,
    named_for_patient,
    possessed,
    presupposes_use,
    read_from_list,
    requested,
    states_in_question,
    was_given,
)
from notegen.sentences import Sentence, lowered
from scribe.code import Assertion
from scribe.note import MedicationStatus
from scribe.transcript import Role

_NOT_TAKEN = re.compile(
    r"\ballerg(?:y|ic|ies)\b(?! (?:med|pill|tablet|shot|relief))|\breaction to\b"
    r"|\bside effects?\b(?! (?:from|with|on|of) (?:the|your|that)\b)"
    r"|\b(?:recreational|street|illicit|illegal|hard(?:er)?|injected|other) drugs?\b"
)
_FOR_ALLERGIES = re.compile(
    r"\b(?:for|with|against|control|treat|help) (?:(?:my|your|his|her|the|seasonal|environmental"
    r"|some|any|bad|these)"
    r" )*(?:allergy|allergies)\b"
)
_ASKS_OF_ALLERGIES = re.compile(
    r"\b(?:do|does|are|is|have|has|any) (?:(?:you|he|she|they|known|other|medication|drug)\b ?)*"
    r"(?:have |has |had |any |known |allergic)?[^.?!]{0,20}\ballerg"
)
_OPENS = re.compile(
    r"^(?:[\s,]|\b(?:now|so|oh|like|called|some|the|a|an|your|things|uh+m*|um+|er)\b)*$"
)
_FEW_WORDS = 5
_LIST_REACH = 8
"""The clinician reads from a list up to so many sentences after the question for medicines."""


def not_taken(low: str, drug: DrugMention) -> bool:
    """Whether a sentence names what is not tolerated, side effects or drugs of abuse.

    What is taken for allergies is taken; so is what is told before allergies are asked for.
    """
    said = _FOR_ALLERGIES.sub(lambda m: " " * len(m.group()), low)
    asked = _ASKS_OF_ALLERGIES.search(said, drug.end)
    return bool(_NOT_TAKEN.search(said[: asked.start()] if asked else said))


def status_of(
    dialogue: Dialogue,
    sentence: Sentence,
    drugs: Sequence[DrugMention],
    drug: DrugMention,
    judged: Judgement,
) -> MedicationStatus | None:
    """The status of one of the `drugs` of a sentence; None where it is only weighed."""
    low = lowered(sentence.text)
    place = place_of(dialogue, sentence)
    earlier = tuple(dialogue.sentences[max(0, place - 3) : place])
    later = [s for s in dialogue.sentences[place + 1 : place + 3] if s.index == sentence.index]
    next_ = [lowered(s.text) for s in later]
    tail = low[drug.end :] + "".join(f" {text}" for text in next_)
    if sentence.role is Role.CLINICIAN and sentence.question:
        before, after = low[: drug.start], low[drug.end :]
        reply = reply_to(dialogue, sentence)
        if takes_for_granted(before, after):
            return MedicationStatus.CURRENT
        if drug.drug.is_class and _names_one(reply):
            return None  # "any pain medicine?" "i take ibuprofen"
        if (presupposes_use(before) or possessed(before)) and not contradicted(reply):
            return MedicationStatus.CURRENT
        if guessed(before, after) and (confirmed(reply) or any(asks_of_effect(s) for s in next_)):
            return MedicationStatus.CURRENT
        if asks_later(before, after):
            return _told(dialogue, sentence, drugs, drug, Assertion.PRESENT)
        if states_in_question(before, after) and not contradicted(reply):
            return _told(dialogue, sentence, drugs, drug, Assertion.PRESENT)
        named = len(before.split()) < _FEW_WORDS and asks_of_medicines(earlier)
        if not asks_of_taking(before) and not named:
            return None
        if judged.answered and contradicted(reply) and judged.assertion is Assertion.NEGATED:
            vague = re.match(r"(?:some|any)thing\b", low[drug.start :])
            return None if vague else MedicationStatus.DENIED
        status = patient_status(before, tail if judged.answered else "", judged.assertion)
        return _after_reply(dialogue, sentence, status)
    if sentence.role is Role.CLINICIAN:
        return _told(dialogue, sentence, drugs, drug, judged.assertion)
    if requested(low[: drug.start]):
        return None
    if judged.assertion is Assertion.HYPOTHETICAL and habit(low[: drug.start]):
        return MedicationStatus.CURRENT
    return patient_status(low[: drug.start], tail, judged.assertion)


def _told(
    dialogue: Dialogue,
    sentence: Sentence,
    drugs: Sequence[DrugMention],
    drug: DrugMention,
    assertion: Assertion,
) -> MedicationStatus | None:
    """What the clinician orders, reads from a record or reports of a medicine."""
    low = lowered(sentence.text)
    place = place_of(dialogue, sentence)
    earlier = tuple(dialogue.sentences[max(0, place - 3) : place])
    begun = _begun(sentence, low, drug, earlier)
    shift = len(begun)
    names = tuple((d.start + shift, d.end + shift) for d in drugs)
    own = (drug.start + shift, drug.end + shift)
    status = spoken_status(begun + low, names, own, earlier[:-1] if begun else earlier, assertion)
    done = done_to(low[drug.end :])
    if done is not None and assertion in (Assertion.PRESENT, Assertion.PAST):
        return done
    if status is None and _known(dialogue, sentence, low, drug, assertion):
        status = MedicationStatus.CURRENT
    started = status is MedicationStatus.STARTED
    return status if started else _after_reply(dialogue, sentence, status)


def _begun(sentence: Sentence, low: str, drug: DrugMention, earlier: Sequence[Sentence]) -> str:
    """What the sentence before says, where this one opens with the medicine and only goes on."""
    previous = earlier[-1] if earlier else None
    if previous is None or previous.index != sentence.index or previous.question:
        return ""
    said = lowered(previous.text).rstrip()
    ended = said.endswith((".", "?", "!"))
    return "" if ended or not _OPENS.match(low[: drug.start]) else f"{said} "


def _known(
    dialogue: Dialogue, sentence: Sentence, low: str, drug: DrugMention, assertion: Assertion
) -> bool:
    """Whether the clinician knows of the use of a medicine by a record, a report or the patient."""
    if assertion in (Assertion.NEGATED, Assertion.FAMILY):
        return False
    before = low[: drug.start]
    place = place_of(dialogue, sentence)
    earlier = tuple(dialogue.sentences[max(0, place - 3) : place])
    following = dialogue.sentences[place + 1 : place + 2]
    asks_on = sentence.question or any(s.question and s.index == sentence.index for s in following)
    reply = () if asks_on else reply_to(dialogue, sentence)
    if assertion is Assertion.PRESENT and _listed(dialogue, sentence, low, drug):
        return True
    if contradicted(reply):
        return False
    same = [s for s in earlier if s.role is sentence.role]
    here = [s for s in same if s.index == sentence.index]
    if read_from_list(before, here or same[-1:], reply):
        return True
    if assertion not in (Assertion.PRESENT, Assertion.PAST):
        return False
    return was_given(before) or named_for_patient(before, earlier)


def _after_reply(
    dialogue: Dialogue, sentence: Sentence, status: MedicationStatus | None
) -> MedicationStatus | None:
    """The status, or STOPPED where the reply to what the clinician named tells so."""
    if status not in (MedicationStatus.CURRENT, MedicationStatus.DENIED):
        return status
    reply = reply_to(dialogue, sentence)
    if any(find_drugs(r.text) for r in reply):
        return status
    stopped = any(r.role is not Role.CLINICIAN and given_up(lowered(r.text)) for r in reply)
    return MedicationStatus.STOPPED if stopped else status


def _listed(dialogue: Dialogue, sentence: Sentence, low: str, drug: DrugMention) -> bool:
    """Whether the clinician reads a medicine from the record: after a question for medicines, or
    where the patient confirms it.
    """
    place = place_of(dialogue, sentence)
    announced = [
        s for s in dialogue.sentences[max(0, place - 1) : place] if s.role is sentence.role
    ]
    said = " ".join((*(lowered(s.text) for s in announced), low[: drug.start]))
    if not reads_from_record(said):
        return False
    if asks_of_medicines(dialogue.sentences[max(0, place - _LIST_REACH) : place]):
        return True
    reply = reply_to(dialogue, sentence)
    return answer_of_all([r.text for r in reply]) is Answer.YES


def _names_one(reply: Sequence[Sentence]) -> bool:
    return any(not d.drug.is_class for s in reply for d in find_drugs(s.text))
