"""What the clinician finds on examination or in results, as remarks."""

import re
from collections.abc import Iterator, Sequence

from notegen.assertion import Answer, Dialogue, answer_of, reply_to
from notegen.drugs import find_drugs
from notegen.facts import Remark, Topic
from notegen.phases import Phase
from notegen.rewrite import Pronouns, clean, third_person
from notegen.sentences import Sentence, lowered
from notegen.terms import Kind, find_terms
from scribe.transcript import Role

_SIGN = re.compile(
    r"\b(?:tender(?:ness)?|clear (?:to|bilaterally)|lungs (?:are|sound)|sounds? clear"
    r"|murmurs?|gallops?|rubs?|regular (?:rate|rhythm)|edema|erythema|ecchymosis"
    r"|effusion|swelling|range of motion|reflexes|strength|palpation|palpate|crackles"
    r"|rales|rhonchi|wheez\w+|bruits?|lymph\w*|distention|distended|soft|guarding"
    r"|rebound|bowel sounds|pupils|tympanic|ear ?drum|tonsils|exudate|gait|sensation"
    r"|pulses?|cyanosis|clubbing|rash|lesions?|mole|scar|incision|wound|bruising"
    r"|crepitus|laxity|drawer|lachman|mcmurray|straight leg|tinel|phalen|deformity"
    r"|warmth|turgor|mucous|nodules?|mass(?:es)?|enlarged|thyroid|redness|inflamed"
    r"|alert|oriented|no acute distress|well appearing|normocephalic|jugular|jvd"
    r"|systolic|nasal|turbinates|carotid|spasm|limited|flexion|extension|abduction"
    r"|rotation|weight[- ]bear\w*|nontender|non-tender|vital signs|vitals|oxygenation"
    r"|heart sounds|heart (?:is|exam)|abdomen is|on (?:your )?(?:\w+ ){0,3}exam\w*"
    r"|capillary refill|neurovascular\w*|grip|hepatomegaly|splenomegaly|organomegaly"
    r"|stiff|affect|mood is|speech is)\b"
)
_RESULT = re.compile(
    r"\b(?:x-?rays?|mri|ct|cat scan|ultrasound|sonogram|echo(?:cardiogram)?|ekg|ecg"
    r"|e k g|labs?|lab (?:work|results?)|blood (?:work|tests?|sugars?|count)"
    r"|hemoglobin|a1c|creatinine|results?|white (?:blood )?(?:cell )?count|hematocrit"
    r"|platelets?|glucose|cholesterol|ldl|hdl|triglycerides|potassium|sodium|tsh"
    r"|urinalysis|urine|biopsy|pathology|pfts?|pulmonary function|spirometry"
    r"|stress test|cath\w*|ejection fraction|swab|strep test|covid test|mammogram"
    r"|colonoscopy|endoscopy|dexa|emg|bun|gfr|egfr|troponin|psa|inr|ferritin|lipids?"
    r"|panel|culture|films?|imaging|scan|crp|sed rate|esr)\b"
)
_SHOWS = re.compile(
    r"\b(?:show(?:s|ed|ing)?|reveal(?:s|ed)?|demonstrat\w+|is|was|were|are|came back"
    r"|look(?:s|ed)?|see|indicat\w+|suggest\w*|confirm\w*|remain\w*|elevated|normal"
    r"|negative|positive|consistent|within|down|up)\b"
)
_FUTURE = re.compile(
    r"\b(?:going to|gon na|will|we'll|i'll|let's|let me|want to|would like|order"
    r"|schedule|if|should|can you|could|repeat|need to|recommend|get (?:a|an|some"
    r"|your)|check|once|after (?:the|we)|wait)\b"
)
_META = re.compile(
    r"\b(?:take a (?:quick |deep )?(?:look|listen|breath)|i'm going to|i'm gon|let me"
    r"|i want to (?:go|do|look|take|check)|let's|show me|go ahead and|can you|hop up"
    r"|lie|lay|pull up|looking at (?:your|the|some) (?:results|vital|x|mri|ct|ekg"
    r"|echo)\w*(?: here)?$|take a seat|quick (?:physical )?exam|i'll let you"
    r"|is that okay|deep breath)\b"
)
_LEAD = re.compile(
    r"^(?:(?:so|and|okay|now|alright|then|but|again|also|first|next|here|as i"
    r"|looking (?:here )?at|on|for|in terms of|as far as)\b[ ,]*)*"
    r"(?:looking (?:here )?(?:at|over) [^,]{3,50}, )?"
)
_ON_EXAM = re.compile(
    r"^(?:(?:so|and|okay|now|then|but|again|also)[ ,]+)*(?:on|for|with) (?:your |the "
    r"|his "
    r"|her )?(?:(?P<part>[a-z]+(?: [a-z]+)?) )?(?:physical )?(?:exam(?:ination)?)(?: here"
    r"| today| of (?:your|the|his|her) (?P<of>[a-z]+(?: [a-z]+)?))?,? *"
)
_I_SEE = re.compile(
    r"\b(?:i|we|you)(?:'m|'re| am| do| can| also| just| still| really"
    r"| did)*(?P<not>n't| do not| don't| can't| cannot| didn't| did not)?(?: really"
    r"| also| actually| even)? (?:appreciat(?:ed?|ing)|showing|seeing|hearing|feeling"
    r"|noticing|getting|hear|heard|see|feel|felt|note|noted|notice|noticed|find|found"
    r"|saw|detect|have)\b (?:that )?(?:any |there (?:is|'s) )?"
)
_REVIEWED = re.compile(
    r"^(?:i|we)(?:'ve| have)?(?: also| just)? (?:reviewed|looked at|went over"
    r"|read) (?:(?:the )?results? (?:of|for|from) )?(?=the|your|some)",
    re.IGNORECASE,
)
_OWN_VIEW = re.compile(
    r"(?<=\w{3})(?:,|,? so|,? and|,? but|,? which)+ (?:i think|i'm|i am|i'd|can i"
    r"|my diagnosis|we've|i've|we|i) .*$",
    re.IGNORECASE,
)
"""What follows a finding about the clinician: not the finding."""
_PRESS = re.compile(
    r"\b(?:press(?:ing)?|push(?:ing)?|palpat\w+|touch(?:ing)?|tender(?:ness)?|squeez\w+)\b"
)
_MOVE = re.compile(
    r"\b(?:hurt|pain\w*|sore)\b.*\bwhen (?:i|you) (?P<move>(?:move|bend|lift|turn"
    r"|raise|rotate|extend|flex|twist|straighten)\b.*)"
)
_LOOKS = re.compile(
    r"^(?:it |that |everything |this )?(?:does |do )?(?:looks?|seems?"
    r"|appears?)(?: to me)? like (?:that )?(?:you have|you've got|there is|there's"
    r"|you do have|we have) "
)


def clinician_findings(
    dialogue: Dialogue, voices: Sequence[Role], phases: Sequence[Phase], pronouns: Pronouns
) -> Iterator[Remark]:
    """Findings in spoken order: EXAM for signs, RESULT for tests that are back."""
    for sentence, role, phase in zip(dialogue.sentences, voices, phases, strict=True):
        if role is not Role.CLINICIAN:
            continue
        if sentence.question:
            yield from _elicited(dialogue, sentence)
            continue
        remark = finding(sentence, pronouns, examining=phase is Phase.EXAM)
        if remark is not None:
            yield remark


def finding(sentence: Sentence, pronouns: Pronouns, *, examining: bool = False) -> Remark | None:
    """The finding in one sentence of the clinician; None where there is none."""
    text = clean(sentence.text)
    low = lowered(text)
    words = low.split()
    if not 3 <= len(words) <= 60 or sentence.question:
        return None
    is_result = reports_result(low)
    is_sign = bool(_SIGN.search(low)) or (examining and _stated(low))
    if is_result and find_drugs(low) and re.search(r"\b(?:tak(?:e|es|ing)|on)\b", low):
        return None
    if not (is_result or is_sign) or _META.search(low):
        return None
    if _FUTURE.search(low):
        return None
    if re.match(
        r"(?:i know|i understand|i saw|you said|you mentioned|you were|you have been"
        r"|you've been|i've been)\b",
        low,
    ):
        return None
    exam = _ON_EXAM.match(low)
    system = ""
    body = text
    if exam:
        system = exam["part"] or exam["of"] or ""
        system = "" if system in ("your", "physical", "the", "a", "this") else system
        body = text[exam.end() :]
        is_result = False
    elif not is_result and not _observed(low):
        return None
    body = re.sub(
        r"^(?:and|so|you know|it's|it is|there is|there's|there are)[ ,]+", "", body, flags=re.I
    )
    body = _REVIEWED.sub("", body)
    body = _I_SEE.sub(lambda m: "no " if m["not"] else "", body, count=1)
    body = re.sub(r"\bno (?:an?|the|any)\b", "no", body)
    body = re.sub(
        r"^(.{5,60}?),? (?:and|which) (?:it |this )?(shows?|showed|looks?|looked)\b", r"\1 \2", body
    )
    body = _OWN_VIEW.sub("", body)
    body = _LOOKS.sub("", body, count=1)
    if len(body.split()) < 2:
        return None
    told = third_person(body, pronouns, second=True)
    told = re.sub(r"^the patient's (?=\w)", "", told)
    if re.search(r"\b(?:i|we|me)\b", told.lower()):
        told = re.sub(
            r"\b(?:i|we) (?:do |also |can |did )*(?:appreciate|hear|see|feel|note|notice)\b",
            "there is",
            told,
            flags=re.I,
        )
        if re.search(r"\b(?:i|i'm|i'd|i'll|i've|me|my)\b", told.lower()):
            return None
    told = f"{system}: {told}" if system else told
    return Remark(Topic.RESULT if is_result else Topic.EXAM, told, (sentence.utterance,))


def reports_result(low: str) -> bool:
    """Whether a text in lower case tells what a test has shown."""
    return bool(_RESULT.search(low)) and bool(_SHOWS.search(low))


def _stated(low: str) -> bool:
    """During the examination any statement about the body is a sign."""
    if re.search(
        r"\b(?:going to|gon na|let me|let's|want|okay\?|thank|sorry|please|can you"
        r"|whether|would|to see|to check|if|because|that way|body)\b",
        low,
    ):
        return False
    says = re.search(r"\b(?:is|are|has|have|no|some|good|there|looks?|feels?|'s|\d+)\b", low)
    if says and any(m.term.kind in (Kind.BODY, Kind.SYMPTOM) for m in find_terms(low)):
        return True
    return bool(
        re.search(r"\bthere (?:is|are|was) no\b|\bno (?:evidence|signs?) of\b", low)
        or re.search(r"\b(?:the|your) (?:right|left)\b|\bsounds? (?:good|normal|clear)\b", low)
    )


def _observed(low: str) -> bool:
    """Whether a sign is seen now, not asked for or recalled."""
    return bool(
        re.search(
            r"\b(?:your|the|there|no|some|slight|mild|good|normal|positive|negative"
            r"|appreciate|hear|bilateral\w*|lungs|heart|abdomen|tender\w*|is|are)\b",
            low,
        )
    ) and not re.search(
        r"\b(?:you (?:said|mentioned|were|told|noticed|feel|felt|take|had)|when you"
        r"|because|cause[sd]?|can be|could|might|sometimes|usually|help|prevent"
        r"|for the|feel better|if|worry|worried|whether|would|to see|to check)\b",
        low,
    )


_HURTS = re.compile(r"\b(?:right here|right there|hurts|sore|it's here|but|just|little)\b")


def _said(reply: Sequence[Sentence]) -> str:
    return lowered(" ".join(sentence.text for sentence in reply))


def _elicited(dialogue: Dialogue, asked: Sentence) -> Iterator[Remark]:
    low = lowered(clean(asked.text))
    if not (_PRESS.search(low) or _MOVE.search(low)) or len(low.split()) > 25:
        return
    if not re.search(r"\b(?:hurt|pain\w*|tender\w*|sore|uncomfortable)\b", low):
        return
    reply = reply_to(dialogue, asked)
    if not reply:
        return
    polarity = answer_of(reply[0].text)
    if polarity is Answer.OTHER or (polarity is Answer.NO and _HURTS.search(_said(reply))):
        return
    part = next((m.term.name for m in find_terms(low) if m.term.kind is Kind.BODY), "")
    side = re.search(r"\b(?:right|left)\b", low)
    moved = _MOVE.search(low)
    if _PRESS.search(low):
        text = "tenderness to palpation" + (
            f" of the {side.group() + ' ' if side and part else ''}{part}" if part else ""
        )
    elif moved:
        text = "pain on movement" + (f" of the {part}" if part else "")
    else:
        return
    if polarity is Answer.NO:
        text = "no " + text
    ids = tuple(dict.fromkeys((asked.utterance, reply[0].utterance)))
    yield Remark(Topic.EXAM, text, ids)
