"""How a clinician names a medicine that is known already: from a record, a report, by a guess."""

import re
from collections.abc import Sequence

from notegen.replies import Answer, answer_of, answer_of_all
from notegen.sentences import Sentence, lowered
from scribe.note import MedicationStatus

_ARTICLES = (
    r"(?:the|your|that|this|his|her|a|an|some|any|any of|and|also|like|um+|uh+|maybe|perhaps)"
)
_GUESSED = re.compile(
    r"(?:\b(?:(?:how|what)(?: |'| a)?b?out|do you mean|you mean|(?:are )?you (?:talking"
    r"|thinking) about|thinking of"
    r"|called|named|(?:was|is) (?:it|that)|would that be|could it be|it might be|sounds like"
    r"|by chance)"
    rf"|^(?:(?:okay|ok|oh|so|and|alright|all right|hm+|i see"
    rf"|right)[\s,.]*)*)[\s,]*(?:{_ARTICLES}[\s,]+)*$"
)
_AFTER_GUESS = re.compile(
    r"^[\s,]*(?:(?:\d+|milligrams?|mg|tablets?|pills?|inhalers?|cream|spray|dose|or|and|maybe"
    r"|then|too|as well|at all"
    r"|for that|by chance|right|correct|the|for|your|it|again|still)\b[\s,]*)*[?.]?\s*$"
)
_CONFIRMED = re.compile(
    r"^(?:(?:oh|uh+|um+|hm+|okay|ok|well|i think|i believe|you know|and)[\s,.]*)*(?:yes|yeah|yep"
    r"|yup|right|correct|exactly"
    r"|that's (?:right|it|the one|what|correct|true)|that is (?:right|it|the one|correct)"
    r"|that one|i (?:do|am|take|have|did|use|was)\b"
    r"(?! ?n't| not)|sounds (?:about )?right|sure|mm-?hmm|uh-?huh|i (?:think|believe) (?:so|that))"
)
_TAGGED = re.compile(
    r"\b(?:right|correct|is that (?:right|correct|true|so)|(?:is|are|do|have|did|was"
    r"|were) ?n'?t (?:it|you|he|she|they))\s*\?*\s*$"
)
_ASKS = r"(?:do|did|does|are|have|has|is|was|were|can|any|how|what|which|when|who|why)\b"
_JOINS = r"(?:(?:and|so|but|then|okay|ok|well|uh+m*|um+|er)\b[\s,]*)*"
_ASKS_AFTER = re.compile(rf"[,;]\s*{_JOINS}{_ASKS}")
_ASKS_BEFORE = re.compile(rf"(?:^|[,;]\s*){_JOINS}{_ASKS}")
_SUBJECT = re.compile(r"\b(?:i|it|we|you|he|she|they|your|his|her|here)\b")
_DENIES = re.compile(r"(?:\b(?:not|no|never|without|stopped)|n't)\b")
_PRESUPPOSES = re.compile(
    r"\b(?:since|when|while|after|before|once) (?:you|he|she|they)(?:'ve|'re|'s| have| are| were"
    r"| was| is| had)*"
    r"(?: (?:first|been|just|already|last))* (?:on|taking|using|started|start|began|begin|took"
    r"|put on|given)"
    r"(?: (?:on|taking|using|the|your|that|this|of|a))* $"
    r"|\bhow (?:long|often|frequently|much|many)\b(?:(?!\b(?:would|could|should|can"
    r"|will)\b)[^?,]){0,40}"
    r"\b(?:on|of|taking|take|using|use|had|taken|used)(?: (?:the|your|that|this))? $"
    r"|\b(?:which|what) (?:dose|dosage|strength|amount|kind)\b[^?,]{0,25}\b(?:of|on|taking"
    r"|take)(?: (?:the|your|that|this))? $"
    r"|\b(?:how(?:'s| is| are| has| have)|is|are) (?:the|your|that) $"
)
_POSSESSED = re.compile(
    r"\b(?:your|his|her)(?: (?:your|own|current|usual|daily|regular|prescribed|inhaled|oral|old"
    r"|high dose|low dose))* $"
)
_EFFECT = re.compile(
    r"^(?:(?:and|so|okay|ok)[\s,]+)*(?:has|have|had|did|does|do|is|are|was) (?:that|it|they|those"
    r"|them|these)(?: not|n't)?"
    r"(?: been| really| at all)* (?:help|work|mak|eas|reliev|better|good|effective"
    r"|seem to (?:help|work))"
)
_DONE_TO = re.compile(
    r"^[\s,]*(?:dose )?(?:(?:has|have|had|was|were|is|got|had- has)\b[\s,]*(?:(?:also|recently"
    r"|just|then|already|been|since)"
    r"\b[\s,]*)*)(?P<done>increased|decreased|reduced|lowered|raised|doubled|adjusted|changed"
    r"|stopped|discontinued|held"
    r"|started|added|prescribed|given|continued|restarted|resumed)\b"
)
_REQUESTS = re.compile(
    r"\b(?:(?:can|could|will|would|should|may|might) (?:you|i|we|he|she)|do i (?:need|have)|(?:i"
    r"|we|i'd|he|she)"
    r" (?:just |really |would |also )*(?:want|need(?! it| them)|like to (?:get|have|try)"
    r"|was hoping|wish|wanted|heard (?:of|about)))\b[^.?;]{0,50}$"
)
_PLAN = re.compile(r"\b(?:would|could|should|want|like to|if|think|will|can|may|might|need)\b")
_RECORD = re.compile(
    r"\b(?:(?:can|could) see|look(?:ing)? (?:here )?(?:at|over|through)|going (?:over|through)"
    r"|go (?:over|through)|review(?:ing)?"
    r"|listed as|says? (?:here )?(?:that )?(?:you|he|she)|shows? (?:that )?(?:you|he|she)"
    r"|(?:your|his|her|the) (?:(?:current|other|home|regular|present|daily) )*(?:medications?"
    r"|medicines?|meds|list)"
    r"(?: list)?(?: right now| now| here| currently| at home)? (?:are|is|include\w*)"
    r"|(?:the|your|and) (?:other|next|first|second|third|last) (?:one|medication"
    r"|medicine)(?: here)? (?:is|was))\b"
)
_MEDICINES = re.compile(
    r"\b(?:medications?|medicines?|meds|prescri\w+|pills?|tablets?|inhalers?|drugs?|tak(?:e|ing"
    r"|en)|took|on)\b"
)
_NAMED = re.compile(
    r"\b(?:it|that|this|the name|one|they)(?:'s|'re| is| was| are| were)?(?: must be"
    r"| must have been| may be| might be"
    r"| would be| could be)?(?: (?:called|named|probably|likely|the|just))* $"
)
_WAS_GIVEN = re.compile(
    r"\b(?:(?:they|we|i|he|she|the (?:nurse|doctor|team|hospital|er)|doctor \w+|dr\.? \w+"
    r"|who)(?:'ve|'d|'s| have| had| has)?"
    r"(?: (?:also|previously|already|then|just|recently|even))* (?:gave|given|treated|placed|put"
    r"|had|applied|administered"
    r"|used|injected|prescribed) (?:you|him|her|them|the patient|it|this|that)?"
    r"|(?:you|he|she|patient|they)(?:'ve|'s|'re| have| has| had| was| were| are| is"
    r"|'d)*(?: (?:been|also|previously|recently"
    r"|already|just|then|last))* (?:received|took|tried|had|got|gotten|given|treated|placed|put"
    r"|prescribed|started|maintained"
    r"|managed|sedated|loaded|using|used|applying))\b(?:(?!\b(?:if|but|not|for|because|no|when"
    r"|should|would|might|may|who"
    r"|that|which|surgery)\b)[^.;?]){0,45}$"
)
_LATER = re.compile(
    r"\b(?:if|may|might|(?:can|could)(?! see)|would|should|unless|will|going to|gonna|gon na"
    r"|plan)\b"
)
_BETWEEN = re.compile(
    r"^(?:[\s,]|\b(?:and|or|also|as well as|plus|with|then|the|a|an|some|your|my|um+|uh+|mg|mcg"
    r"|milligrams?|micrograms?|grams?"
    r"|units?|percent|point|once|twice|times?|daily|nightly|weekly|every|per|day|night|morning"
    r"|evening|week|hours?|bedtime|at"
    r"|in|a\.m|p\.m|tablets?|pills?|puffs?|capsules?|inhaler|inhalers|cream|ointment|nasal|spray"
    r"|drops|inhaled|oral|as"
    r"|needed|of|on|i|see|you|too|well|extended|release|low|dose|baby|things|like|take|taking"
    r"|both|each|half|one|two"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|m|g|\d+(?:\.\d+)?)\b|[-/.](?=\d)|(?<=\d)(?:mg|mcg|g|ml)\b)*$"
)
_HABIT = re.compile(
    r"\b(?:if|when(?:ever)?)\b[^.;?]{0,60}\bi(?:'ll| will| would|'d)?(?: (?:just|usually|normally"
    r"|sometimes|always|only|also))*"
    r" (?:take|use|have|pop|try|put)\b[^.;?]{0,25}$"
    r"|\bi(?:'ll| will)?(?: (?:just|usually|normally|sometimes|always|only|also))* (?:take|use"
    r"|pop)\b[^.;?]{0,30}$"
)


def guessed(before: str, after: str) -> bool:
    """Whether a question guesses what is taken: `how about X?`, `do you mean X?`, `X?`."""
    return bool(_GUESSED.search(before)) and bool(_AFTER_GUESS.match(after))


def confirmed(reply: Sequence[Sentence]) -> bool:
    """Whether an answer says that it is so."""
    texts = [r.text for r in reply]
    if not texts or answer_of_all(texts) is Answer.NO:
        return False
    return answer_of_all(texts) is Answer.YES or bool(_CONFIRMED.match(lowered(texts[0]).strip()))


def contradicted(reply: Sequence[Sentence]) -> bool:
    """Whether an answer opens with a no."""
    return bool(reply) and answer_of(reply[0].text) is Answer.NO


def states_in_question(before: str, after: str) -> bool:
    """Whether a question only wants a statement confirmed: `you were given X, correct?`."""
    return bool(_TAGGED.search(after)) and not _DENIES.search(before)


def asks_later(before: str, after: str) -> bool:
    """Whether the question only begins after the name: `you are on X, and do you smoke?`."""
    stated = _SUBJECT.search(before) is not None and not _ASKS_BEFORE.search(before)
    return stated and bool(_ASKS_AFTER.search(after))


def presupposes_use(before: str) -> bool:
    """Whether a question takes for granted that a medicine is taken: `how long on X?`."""
    found = _PRESUPPOSES.search(before)
    return found is not None and not _PLAN.search(before)


def possessed(before: str) -> bool:
    """Whether a question speaks of a medicine as the patient's own: `have you taken your X?`."""
    return bool(_POSSESSED.search(before)) and not _PLAN.search(before)


def asks_of_effect(later: str) -> bool:
    """Whether a question asks what the medicine named before it does: `has that been helping?`."""
    return bool(_EFFECT.match(later))


def requested(before: str) -> bool:
    """Whether the patient asks for a medicine or wants it: `can you give me X?`."""
    return bool(_REQUESTS.search(before))


def done_to(after: str) -> MedicationStatus | None:
    """What was done with a medicine before this visit: `X was stopped`."""
    found = _DONE_TO.match(after)
    if found is None:
        return None
    match found["done"]:
        case "stopped" | "discontinued" | "held":
            return MedicationStatus.STOPPED
        case (
            "increased"
            | "decreased"
            | "reduced"
            | "lowered"
            | "raised"
            | "doubled"
            | "adjusted"
            | "changed"
        ):
            return MedicationStatus.CHANGED
        case _:
            return MedicationStatus.CURRENT


def read_from_list(before: str, earlier: Sequence[Sentence], reply: Sequence[Sentence]) -> bool:
    """Whether the clinician reads the names of medicines from what was recorded before."""
    said = " ".join((*(lowered(s.text) for s in earlier), before))
    if _RECORD.search(said) is None or _LATER.search(before):
        return False
    return bool(_MEDICINES.search(said)) or confirmed(reply)


def named_for_patient(before: str, earlier: Sequence[Sentence]) -> bool:
    """Whether the clinician names the medicine that was spoken of before: `it was X`."""
    told = any(_MEDICINES.search(lowered(s.text)) for s in earlier)
    return told and bool(_NAMED.search(before)) and not _LATER.search(before)


def was_given(before: str) -> bool:
    """Whether the clinician reports that a medicine was given or taken."""
    found = _WAS_GIVEN.search(before)
    return found is not None and not _LATER.search(before[max(0, found.start() - 40) :])


def in_list(between: str) -> bool:
    """Whether nothing but doses, times and conjunctions stands between two names."""
    return bool(_BETWEEN.match(between))


def habit(before: str) -> bool:
    """Whether the patient tells on what occasions a medicine is taken: `if it hurts i take X`."""
    return bool(_HABIT.search(before))
