"""What somebody means to do with a medicine that they name: take, start, change, stop it."""

import re
from collections.abc import Sequence

from notegen.drugs import find_drugs
from notegen.sentences import Sentence, lowered
from scribe.code import Assertion
from scribe.note import MedicationStatus
from scribe.transcript import Role

_STOP = re.compile(
    r"\b(?:stop(?:ped|ping)?|not any ?more|discontinu\w+|hold(?: off)?|quit|come off|came off"
    r"|get off|got off|took me off|no longer"
    r"|(?<!we )used to(?! (?:give|treat|prescribe))|stay(?:ing)? away from|avoid(?:ing)?"
    r"|not take any|don't take"
    r"|do n't take|(?:can't|cannot|ca n't) take|ran out|been off|i'm off|finished)\b"
)
_CHANGE = re.compile(
    r"\b(?:increas\w+|decreas\w+|chang(?:e|ing)|go(?:ing)? up|bump\w*"
    r"|lower(?:ing|ed)?(?! (?:your |the |a |his |her )?(?:fev\w*|temperature|pain|risk|stress"
    r"|respiratory|back|abdom\w+|leg|limb|extremit\w+|belly|tract|part"
    r"|dose of))"
    r"|rais(?:e|ing)|doubl\w+|switch\w*|up the dose"
    r"|go(?:ing)? down|cut\w* (?:back|down)|titrat\w+|adjust\w*|reduc\w+|up your|taper)\b"
)
_CONTINUE = re.compile(
    r"\b(?:continu\w+|keep(?: on| you on| taking)?|stay on|refill\w*|maintain"
    r"|remain on|carry on|still (?:on|tak\w+|us\w+|have))\b"
)
_UNCHANGED = re.compile(
    r"\b(?:not (?:going to |gon na )?(?:change|stop|adjust)|no changes?"
    r"|do ?n't (?:stop|change))\b"
)
_START = re.compile(
    r"\b(?:start\w*|apply|(?<!you )(?<!i )(?<!they )(?<!he )(?<!she )use|prescri\w+"
    r"|put(?:ting)? (?:you|her|him) on|giv(?:e|ing)"
    r"|add(?:ing)?|begin|trial of|recommend|advis(?:e|ing)"
    r"|(?:you|we) can (?:also |just |even )*(?:take|use|try|get|buy|have)|(?:want|like|need) you to"
    r" (?:take|use|try|start)"
    r"|try(?:ing)?|order|send(?:ing)? (?:in|you)|place(?: you)? on"
    r"|write you|call in|go(?:ing)? with|you'll take|take some|tak(?:e|ing) some|use some"
    r"|should (?:take|use)|(?:to|will|should|can) be on|be (?:put|started) on|receive"
    r"|(?:antihistamine|tablet|medication|medicine|cream|antibiotic|one)"
    r"(?:'s| is) called|i(?:'d"
    r"| would) (?:just |also )?(?:take|use|try|go for)"
    r"|(?:can|could) (?:also )?(?:take|try|use)|worth (?:taking|using|trying)"
    r"|includ\w+ (?:\w+ )?(?:taking|using)|using (?:things|medications?|medicines?|something)"
    r"|so think about"
    r"|think about taking|get (?:things|something) from the pharmacy|cover(?:ing)? you with"
    r"|(?:please|just|then|pain|fever|feverish|weak|headache|so) take|get you (?:some|on|a)"
    r"|treat (?:it|this|that|you) with|(?:we|i|let)(?:'ll| will| 'll|'s| are going to|'m going to"
    r"|'m gon na) (?:go ahead and )?do)\b"
)
_HELPS = re.compile(
    r"^.{0,70}?\b(?:(?:would|is|are|may|might|could|can|should|will)(?: also| sometimes| often"
    r"| certainly"
    r"| probably)? (?:be )?(?:advisable|helpful|beneficial|recommended|useful|appropriate|help\w*"
    r"|reasonable"
    r"|worth|sufficient|fine|okay)|you can (?:also )?(?:just )?(?:get|buy|pick)|from the pharmacy"
    r"|over the counter)\b"
)
_DIRECTED = re.compile(
    r"^.{0,60}?\b(?:(?:one|two|three|half an?|a|\d+) (?:tablets?|capsules?|puffs?|pills?|sprays?"
    r"|drops?"
    r"|sachets?)\b|(?:once|twice|(?:two|three|four|\d) times) (?:a|per) day\b"
    r"|every \w+(?: to \w+)? hours\b)"
)
_AGAINST = re.compile(
    r"(?:n't|\bnot|\bno|\bnever)\b[^.;]{0,30}\b(?:need|necessary|recommend|advis\w+|indicated"
    r"|require\w*|give"
    r"|prescrib\w+|start)\b[^.;]{0,30}$"
)
_ADVISED_AGAINST = re.compile(
    r"\b(?:(?:try|tries|want you|like you|careful|sure|important|best)"
    r" (?:to )?not(?: to)?"
    r"|(?:would|should|could)(?:n't| n't| not))(?: (?:be|also|just|really))* "
    r"(?:tak(?:e|ing)|us(?:e|ing)|combin\w+|mix\w*)\b[^.;]{0,30}$"
)
"""`try not to take any ibuprofen` says nothing of what is taken now."""
_AGAINST_AFTER = re.compile(
    r"^(?:(?!\b(?:if|but|and|because)\b)[^.;]){0,40}\b(?:(?:would|is|are|was|wo|do|does"
    r"|will)\s?(?:n't|not)"
    r"|never)\b[^.;]{0,20}\b(?:help\w*"
    r"|necessary|needed|indicated|work|recommended|required|useful|appropriate)\b"
)
_IF_FOUND = re.compile(
    r"\bif (?:it|it's|that|that's|this|there|there's|these|those|they|the|he|he's|she|she's|we"
    r"|things"
    r"|your|his|her|symptoms|any|someone|somebody|you(?:'re| are)? (?:(?:do|really"
    r"|also) )*(?:have (?:an? )?(?:\w+ )?"
    r"(?:pneumonia|infection|covid|uti|strep|flu)|test\w*|decide|want|still|(?:do ?n't|do not"
    r"|aren't|are not|not)"
    r" (?:get|feel|improv|getting|feeling|any)\w*|get(?:ting)? worse))\b(?! (?:ok|okay|alright"
    r"|all right)\b)"
)
_PERHAPS = re.compile(
    r"\b(?:(?:would|'d) (?:need to |have to |also |usually |normally )*(?:give|start|prescribe"
    r"|treat|add|use|put)"
    r"|(?:may|might) (?:also |even )*(?:look to |want to |have to )?(?:give|start|prescribe|treat"
    r"|add|put|use)|perhaps"
    r"|(?:give|prescribe) (?:you|him|her|them) either|(?:may"
    r"|might|could)(?: well| possibly| potentially| also| even| then)* (?:need|require"
    r"|consider"
    r"|want|think|be (?:given|put|started|on|able)|have to)|consider\w*|potentially|possibly"
    r"|whether|think about"
    r" (?:giv|add|start|put|prescrib|us)ing|option(?:s)? (?:is|are|would|include)|next step"
    r"|down the (?:road"
    r"|line)|in the future|eventually|decide|see if|depending|would be (?:steroids|treated)"
    r"|the treatment"
    r" (?:for (?:it|this|that) )?(?:is|would|will))\b"
)
_OFFERED = re.compile(
    r"\b(?:think about|painkillers?|antihistamines?|medications?|options?|something|treat\w*"
    r"|prescri\w+"
    r"|give you"
    r"|try|worth|recommend\w*|advis\w+|antibiotics?|started? (?:you|him|her)|get (?:you|him|her)"
    r"|take)\b"
)
_READ = re.compile(
    r"\b(?:i see(?! (?:if|whether|any|no)\b)|it (?:says|shows)|i(?:'ve| have)? (?:got |have )?"
    r"(?:here|listed|down)|listed|i have (?:you )?(?:here|down)|according to"
    r"|(?:in|on|from) (?:the|your|my|his|her) (?:list|charts?|records?|notes?|file|referral|system)"
    r"|the list|wrote (?:it |them )?down|written down|(?:medications?|medicines?|meds|list)"
    r" includes?|read (?:these|this|them|it|the list)(?: back)?)\b"
)
_EFFECT_AFTER = re.compile(
    r"^ ?(?:been |at all |really |ever )*(?:help\w*|work\w*|been (?:help|work)ing|eas(?:e|ed|ing)"
    r"|touch|reliev\w+|do anything|make (?:it|that|you|any)|making|agree\w*)\b"
)
_EFFECT_BEFORE = re.compile(
    r"\b(?:side effects?|problems?|trouble|issues?|relief|improvement) (?:from|with|on|of)"
    r" (?:the|your|that) $"
)
_GIVEN_UP = re.compile(
    r"\b(?:i|we|he|she)(?:'ve| have| had| has| just| actually| already)* (?:stopped|quit|came off"
    r"|discontinued|finished|ran out)\b(?= ?(?:$|[.,;]|it\b|that|them|those|taking|using|the (?:med"
    r"|cour|pill|tab)|of|about|last|in\b|because|a (?:few|year|month|week|couple)|\d|two|three"
    r"|on\b))"
    r"|^(?:yes|yeah|yep)\b[^.?!]{0,30}\buntil\b|\b(?:not any ?more|no longer)\b"
)
_NEVER_TOOK = re.compile(
    r"^[^.?!]{0,40}\b(?:never|did ?n'?t|have ?n'?t|has ?n'?t)(?: ever| even| actually| yet)*"
    r" (?:took|take|taken|start\w*|fill\w*|used?|tried|try)\b(?: it| them| that| any)"
)
_STATES = re.compile(r"^\s*(?:is|are|was|were|has|does)\b")
_LISTED = re.compile(
    r"^(?:(?:okay|ok|um+|uh+|er|so|well|like)[\s,.]+)*(?:and|or|also|as well as|things like"
    r"|something like"
    r"|such as|like|maybe|either|perhaps|something called|it's called|so that's|that's|called)\b"
)
_TAKEN = re.compile(
    r"\b(?:on|you tried|you've tried|taking|takes|your|take|you have|using|you use|takin)\b"
)
_GIVEN = re.compile(
    r"\b(?:(?:you|he|she|they|patient)(?: \w+){0,2}? (?:received|took|got|was given|were given)"
    r"|gave (?:you|him|her|them)|sedated with|(?:been|was|were) (?:treated|started|placed|put)"
    r" (?:with|on))\b(?: \w+){0,5} $"
)
_MEDICATION_QUESTION = re.compile(
    r"\b(?:medications?|medicines?|meds|tablets?|pills?|prescriptions?|tak(?:e|en|ing)|took|drugs"
    r"|inhalers?"
    r"|contracepti\w+|using)\b"
)
_ASKS_OF_TAKING = re.compile(
    r"\b(?:tak(?:e|es|en|ing)|took|takin|on|us(?:e|es|ed|ing)|appl(?:y|ied|ying)|tri(?:ed|es)|try"
    r"|had|have|has"
    r"|giv(?:e|en|ing)|gave"
    r"|prescribed|any(?:thing)?|something"
    r"|carry|need\w*|sedated|treated|managed|apart from|aside from|other than|besides|your|start\w*"
    r"|stopp?\w*)\b"
    r"[^.?!]{0,60}$|^(?:(?:and|so|okay|ok)[\s,]+)*(?:no (?:[\w-]+ (?:or|and) )?"
    r"|(?:and|what about|how about) (?:the|your) )$"
    r"|\b(?:after|since|with) (?:the|your|that|this) $"
)
_ASKS_ABOUT = re.compile(
    r"\b(?:risks? of|about (?:the )?|worried|concern\w*|question\w*|think of|know"
    r"|heard of)[^.?!]{0,20}$"
)
_NOT_TAKING = re.compile(
    r"(?:\bnot?|n't|\bnever|\bdenies)\b(?: \w+){0,4}? ?(?:\btak\w+|\bon\b|\bus(?:e|ed|es|ing)\b"
    r"|\bha(?:ve|d|s)\b"
    r"|\bcarry|\bany\b)[^.;]{0,30}$|\bno (?:\w+ ){0,2}$"
)
_NO_MORE = re.compile(r"(?:\bnot|n't) (?:been )?(?:tak\w+|us\w+|on)\b(?: \w+){0,2} $")
_HAS_TRIED = re.compile(
    r"(?<!n't )(?<!not )(?<!never )(?<!n't even )\btried\b[^.;]{0,30}$"
    r"|\b(?:i|he|she|we)(?:'ve| have)?(?: (?!not|never|don)\w+){0,2}? (?:take|takes|use|uses"
    r"|taking|took|used)\b"
    r"(?: \w+){0,4} $"
)
_INTENDS = re.compile(
    r"\b(?:i'll|i will|i'm going to|i'm gonna) (?:\w+ ){0,2}?(?:try|buy|get|start)\b"
)
_BEGUN = re.compile(
    r"\b(?:inserted|fitted|implanted|put in|started|began|prescribed|since|still)\b"
)
_HAS_NOW = re.compile(
    r"\b(?:i|he|she)(?:'m| am|'s| is)? (?:(?:just|still|also|only) )*(?:have|take|use"
    r"|on)(?: \w+){0,2} $"
)
_IN_GENERAL = re.compile(
    r"\b(?:guidelines?|first[- ]line)\b|\b(?:we|doctors|they|you) (?:just |usually |normally "
    r"|often |generally |typically "
    r"|sometimes )+"
    r"(?:give|use|prescribe|treat|start)\b[^.;]{0,40}$"
)
_ORDERED = re.compile(
    r"\b(?:i|we)(?:'ll| will|'m going to|'re going to| are going to|'m gon na| want to)"
    r" (?:\w+ )?(?:get|start|put|give|prescribe)\w* (?:you|him|her)\b"
)
_WONDERED = re.compile(r"\b(?:what|how) (?:about|if)\b[^.?;]{0,40}$")
_HAS_CHANGED = re.compile(
    r"\b(?:increas(?:ed|ing)|decreas(?:ed|ing)|reduc(?:ed|ing)|taper(?:ed|ing)|doubled|upped)\b"
    r" (?:\w+ ){0,4}$"
)
_QUIT_AFTER = re.compile(
    r".{0,110}\b(?:i|so i|and i|but i) (?:just |then |eventually |finally )?(?:stopped(?! breath)"
    r"|quit|came off|discontinued)\b"
)
_IN_PAST = re.compile(
    r"\b(?:was|were|had me|have (?:been|taken|tried|used)|'ve (?:been|taken|tried|used)|took|used"
    r"|tried)\b[^.;]{0,30}$"
)
_LONG_AGO = re.compile(
    r"^[^.,;?!]{0,40}?\b(?:before(?= *(?:$|[.,;]))|in the past|back (?:then|when|in \w+)"
    r"|years? ago|(?:at|for) (?:one|a) (?:time|while)(?= *(?:$|[.,;])))"
)
_OWN_VERB = re.compile(
    r"\b(?:take|use|start|begin|try|continue|keep|increase|decrease|add|switch|put|give|go)\b"
)
_TOLD = re.compile(r"\s*(?:(?:and|then|please|just|instead) )*(?:take|use|try|begin)\b")
_NEAR = 70
"""So many characters before a medicine tell what is meant to be done with it."""


def asks_of_medicines(earlier: Sequence[Sentence]) -> bool:
    """Whether the sentences before ask for medicines in general."""
    return any(
        s.question and s.role is Role.CLINICIAN and _MEDICATION_QUESTION.search(lowered(s.text))
        for s in earlier
    )


def takes_for_granted(before: str, after: str) -> bool:
    """Whether a question asks what a medicine does, so that it is taken: `did the X help?`."""
    if re.search(r"\b(?:would|could|will|can|might|may|should|if|think|want)\b", before):
        return False
    return bool(
        _EFFECT_AFTER.match(after) and not re.search(r"\bany(?:thing)?\b[^,]*$", before)
    ) or bool(_EFFECT_BEFORE.search(before))


def given_up(reply: str) -> bool:
    """Whether an answer tells that a medicine is no longer taken: `i stopped that last year`."""
    return bool(_GIVEN_UP.search(reply))


def reads_from_record(before: str) -> bool:
    """Whether the clinician reads what is taken from a record, by what stands before the name."""
    return bool(_READ.search(before)) and not _IF_FOUND.search(before)


def asks_of_taking(before: str) -> bool:
    """Whether a question asks for the use of a medicine, by what it says before the name."""
    return bool(_ASKS_OF_TAKING.search(before)) and not _ASKS_ABOUT.search(before)


def patient_status(before: str, after: str, assertion: Assertion) -> MedicationStatus | None:
    """What the patient says of a medicine, or answers when asked for it.

    `before` and `after` are in lower case, `after` reaches into the next sentences.
    """
    near = _clause(_without_commas(before))
    if assertion is Assertion.FAMILY or (
        assertion is Assertion.HYPOTHETICAL and _WONDERED.search(before)
    ):
        return None
    if _STOP.search(near):
        return MedicationStatus.STOPPED
    if _NO_MORE.search(near) and re.match(r"[^.;?]{0,30}\bany ?more\b", after):
        return MedicationStatus.STOPPED
    if _HAS_CHANGED.search(near):
        return MedicationStatus.CHANGED
    if assertion is Assertion.NEGATED:
        return MedicationStatus.CURRENT if _HAS_TRIED.search(near) else MedicationStatus.DENIED
    if _NEVER_TOOK.match(after):
        return MedicationStatus.DENIED
    if _INTENDS.search(near) or _ORDERED.search(near):
        return MedicationStatus.STARTED  # the words of the clinician under another's name
    if assertion is Assertion.PAST and (
        _BEGUN.search(f"{near} {after[:40]}") or _HAS_NOW.search(near)
    ):
        return MedicationStatus.CURRENT
    past = _IN_PAST.search(near) and _LONG_AGO.match(after)
    if assertion is Assertion.PAST or _QUIT_AFTER.match(after) or past:
        return MedicationStatus.STOPPED
    if assertion in (Assertion.HYPOTHETICAL, Assertion.POSSIBLE):
        return None
    return MedicationStatus.CURRENT


def spoken_status(
    low: str,
    drugs: Sequence[tuple[int, int]],
    drug: tuple[int, int],
    earlier: Sequence[Sentence],
    assertion: Assertion,
) -> MedicationStatus | None:
    """What the clinician orders or states of the medicine at characters `drug` of a sentence.

    None where it is only weighed: a condition, a possibility, an advice against. `drugs` are the
    places of all medicines of the sentence, `earlier` are the sentences before it.
    """
    before, after = _without_commas(low[: drug[0]]), _without_commas(low[drug[1] :])
    near = _clause(before)
    if _UNCHANGED.search(near):
        return MedicationStatus.CURRENT
    if _ADVISED_AGAINST.search(near):
        return None
    if _STOP.search(near):
        return MedicationStatus.STOPPED
    if _AGAINST.search(near) or _AGAINST_AFTER.match(after):
        return None
    if _CHANGE.search(near):
        return MedicationStatus.CHANGED
    if _CONTINUE.search(near):
        return MedicationStatus.CURRENT
    if _IF_FOUND.search(before) or _PERHAPS.search(near) or _left_open(earlier):
        return None
    if _IN_GENERAL.search(near):
        return None
    if assertion is Assertion.NEGATED:
        return MedicationStatus.DENIED if _NOT_TAKING.search(near) else None
    if _START.search(near) or _TOLD.match(near) or _HELPS.match(after):
        return MedicationStatus.STARTED
    if _echoes(low, drugs, earlier):
        return MedicationStatus.CURRENT
    if _DIRECTED.match(after) and not _TAKEN.search(near):
        return MedicationStatus.STARTED
    if _carried_on(low, earlier) and not _STATES.match(after):
        return MedicationStatus.STARTED
    if assertion in (Assertion.HYPOTHETICAL, Assertion.POSSIBLE):
        return None
    taken = _TAKEN.search(near) or _GIVEN.search(near)
    return MedicationStatus.CURRENT if taken else None


def _left_open(earlier: Sequence[Sentence]) -> bool:
    """Whether the sentence before is a condition that goes on: `if he gets worse ,`."""
    text = lowered(earlier[-1].text).rstrip() if earlier else ""
    return bool(_IF_FOUND.search(text)) and not text.endswith((".", "?", "!"))


def _without_commas(text: str) -> str:
    """The text without commas, hesitation or repeated words, which stand between cues."""
    spoken = re.sub(r"[\s,]+(?:(?:u+h*m+|u+h+|er+m?)\b[\s,]*)*", " ", text)
    return re.sub(r"\b([a-z']+)(?: \1\b)+", r"\1", spoken)


def _clause(before: str) -> str:
    """What is said of a medicine before its name.

    It stands after the last `but`, or after another medicine where a verb of its own follows:
    `stop the ibuprofen and take acetaminophen`.
    """
    near = re.split(r"\b(?:but|however|although)\b", before[-_NEAR:])[-1]
    for other in find_drugs(near):
        if _OWN_VERB.search(near[other.end :]):
            return near[other.end :]
    return near


def _echoes(low: str, drugs: Sequence[tuple[int, int]], earlier: Sequence[Sentence]) -> bool:
    """Whether a sentence only repeats what was answered: `metformin , okay`."""
    rest = "".join(c for k, c in enumerate(low) if not any(a <= k < b for a, b in drugs))
    words = re.sub(
        r"\b(?:okay|ok|right|yeah|yes|and|so|the|great|um+|uh+|perfect|a|an|just|sorry|good"
        r"|you take)\b",
        "",
        rest,
    )
    if re.search(r"[a-z?]", words):
        return False
    return any(
        find_drugs(s.text) or _MEDICATION_QUESTION.search(lowered(s.text))
        for s in earlier
        if s.question or s.role is not Role.CLINICIAN
    )


def _carried_on(low: str, earlier: Sequence[Sentence]) -> bool:
    """Whether a sentence goes on with what the one before it offered."""
    if not _LISTED.match(low) or not earlier:
        return False
    previous = earlier[-1]
    text = lowered(previous.text)
    same = previous.role is Role.CLINICIAN and not previous.question
    return bool(same and _OFFERED.search(text) and not _PERHAPS.search(text))
