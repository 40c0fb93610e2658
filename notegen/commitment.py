"""Whether the clinician commits to a clause as a fact of this patient.

Commitment in the sense of FactBank (Saurí and Pustejovsky 2009, Lang Resour Eval 43:227): what is
said under a condition, as a risk, of people in general or of what a treatment would do is no fact,
even where the words that say so stand in a sentence before. The cues are our own.
"""

import re

from notegen.assertion import Dialogue
from notegen.corrections import side_corrected
from notegen.sentences import Sentence, lowered, without_fillers
from notegen.slips import denied
from scribe.transcript import Role

_REACH = 4
"""Words that govern a clause stand at most so many sentences before it, in the same turn."""
_LEAD = (
    r"(?:(?:and|so|but|or|then|now|also|because|well|again|you know|i mean|i think|okay|um+|uh+"
    r"|just|like|even|still|um|hopefully|eventually|afterwards?|after that)[\s,.]+)*"
)
_WHO = (
    r"(?:you|your|it|it's|that|that's|this|the|there|there's|they|he|she|we|i|any\w*|things?|his"
    r"|her|symptoms?|pain|one|some\w*|these|those|an?)"
)
_CONDITION = re.compile(
    rf"(?:^{_LEAD}|,\s*|\b(?:and|but|so|then|or|because)\s+)(?:even |only |especially |like )*"
    rf"(?:(?:if|unless|in case|as long as|provided) (?={_WHO}\b)"
    rf"|(?:once|when|whenever|as soon as) (?!i\b)(?={_WHO}\b)(?![^,]*\b(?:came|were|was|had"
    r"|fell|took|got|saw|did|went|began|\w+ed)\b))"
)
"""What begins a clause on which another depends; `when i look at your neck` does not."""
_CUT_AT = re.compile(r"\b(?:if|unless|whether|in case|in the event)$")
_MAIN = re.compile(
    r"\b(?:i|we)(?:'ll|'d|'m| 'll| will| want| wan| would| can| am| are| may| might| need"
    r"| see| hear| do)\b|\b(?:then|please|call|come|go to|stop|let me|let us|make sure)\b"
    r"|\b(?:you|that|it|they|there|this)(?:'ll| 'll| can| should| need to| have to| may| might"
    r"| could| will| would|'s| is| does| did)\b"
)
_IF = re.compile(
    r"(?<!see )(?<!check )(?<!know )(?<!ask )(?<!tell )(?<!sure )(?<!wonder )\bif\b(?! (?:needed"
    r"|necessary|not|possible|anything|you (?:have|'ve got) (?:any )?(?:\w+ )?questions"
    r"|you (?:want|like|wish|can|need|do n't mind)|that's (?:okay|alright|fine))\b)"
    r"|\b(?:unless|in case|otherwise|should (?:you|it|this|that)|suppose|imagine|let's say)\b"
    r"|\bwithout (?:the |this |that |any )?(?:surgery|treat\w+|it|an? operation|procedure)\b"
    r"|\b(?:once|when|whenever|as soon as) (?:you|people|they|the child|we)(?!'ve|'d| were| had"
    r"| fell| came| said| told| did| first| \w+ed)(?= \w)"
)
_PEOPLE = re.compile(
    r"\b(?:(?:some|many|most|other|a lot of|lots of|all|young(?:er)?|older|my|our|few|sick|healthy"
    r"|elderly|certain) (?:people|persons|patients|folks|kids|children|women|men|adults"
    r"|individuals|guys|ladies|smokers|athletes|runners)|people|folks|patients (?:who|with|do|can"
    r"|are|have|get|will|tend|often|usually|feel)|children (?:who|with|can|have|get|often|usually)"
    r"|smokers|everybody|everyone)\b"
)
_PEOPLE_NEAR = re.compile(
    r"\b(?:at|with|around|from|near|to|by|of|like|other|about|see|meet|visit) (?:\w+ ){0,2}$"
)
_OFTEN = re.compile(
    rf"^{_LEAD}(?:(?:usually|typically|generally|often|oftentimes|sometimes|normally|in general"
    r"|most of the time|a lot of times?|classically|commonly)\b(?!,? (?:your?|you're|i)\b)"
    r"|(?:\w+ ){0,4}they (?:typically|usually|generally|often|normally|sometimes|tend to)\b"
    r"|(?:it|this|that|these|those|they|we)(?:'s|'re| is| are| do| can| will| just)* "
    r"(?:usually|typically|generally|often|commonly|sometimes|normally|tends? to)\b)"
)
_MAY = re.compile(
    rf"^{_LEAD}(?:(?:it|this|that|these|those|they|which|there|he|she)(?: all)?"
    r"(?:'d| can| could| may| might| would)"
    r"(?: also| sometimes| even| often| actually| certainly| definitely| potentially| then"
    r"| still| just)* (?:cause|lead|happen|occur|get|make|wax|take|turn|become|irritate"
    r"|affect|increase|raise|result|go|develop|spread|come|include|feel|last|hurt|worsen|linger"
    r"|damage|form|recur|reduce|block|return|progress|put|mean|show|start|stay|grow|bleed"
    r"|be (?:very |quite )?(?:dangerous|fatal|serious|painful|uncomfortable|deadly"
    r"|unpredictable|life))\b"
    r"|you(?:'ll| 'll| will| can| could| may| might)(?: also| even| sometimes| still| then"
    r"| probably| just| certainly| actually| kind of)* (?:feel(?! me| that)|notice|get"
    r"|have(?! to\b| your\b"
    r"| an? (?:appoint|follow|visit|scan|mri|test|x))|experience|develop|become|lose|end up"
    r"|start to|be (?:sore|tired|dizzy|sick|nauseous|constipated|unable"
    r"|at risk)|see (?:some|an?|blood))\b)"
)
_RISK = re.compile(
    r"\b(?:risks?|complications?|side[- ]effects?|adverse|chances?|likelihood|dangers?"
    r"|(?:can|could|may|might)(?: also| even| sometimes| often)* (?:cause|lead|result|damage"
    r"|happen|occur|develop|affect)"
    r"|watch (?:out )?for|look out for|keep an eye out|warning signs?|things to look for)\b"
)
_RISK_LISTED = re.compile(
    rf"^{_LEAD}(?:(?:some|the|other|potential|possible|common|certain|there are|there is|there's|a"
    r"|slight|small|main|biggest|big|of)(?: some| the| a)*\s+){0,3}(?:risks?|complications?"
    r"|side[- ]effects?|chances?"
    r"|dangers?)\b"
)
_OWN_RISK = re.compile(
    r"\b(?:you|your|he|she|his|her|patient)(?:'re|'s| are| is| have)?\b.{0,40}\b(?:risk factors?"
    r"|at (?:an? )?(?:\w+ )?risk)\b|\b(?:reviewed|explained|discussed)\b"
)
_OUTCOME = re.compile(
    r"\b(?:surger(?:y|ies)|operat(?:ion|e|ing)|procedures?|injections?|fus(?:e|ion)|replac\w+"
    r"|stents?"
    r"|chemo\w*|radiation|plates|screws|implants?|repair\w*|transplant|catheter\w*|anesthesia"
    r"|incisions?|scopes?|remove|cut (?:it|out|open)|ablation|bypass|recover\w*|best outcome)\b"
)
_WOULD = re.compile(
    r"\b(?:we|they|i|surgeons?|he|she)(?:'ll|'d|'re| will| would| can| could| may| might| just"
    r"| even| then| are| going| gon| na| to| actually| usually| have| also)* (?:put|place|fuse"
    r"|replace|take|remove|cut|go (?:in|through)|make|open|inject|insert|give|do|use|clean|stick"
    r"|repair|perform|drain|pass|break|blast)\b|\b(?:will|going to|gon na|would|is to|can|could)\b"
)
_THEN = re.compile(r"^(?:(?:and|so|but|um|uh)[\s,]+)*(?:then|eventually|afterwards?|after that)\b")
_PURPOSE = re.compile(
    r"^(?:(?:and|or|just)\s+)*so (?:that (?:you|we|they|he|she|it(?! is)|i|the|your|those"
    r"|these)\b|(?:we|you|it|they|he|she)(?: (?:do|does|wo) ?n't (?:have to|get|need)"
    r"| have the (?:best|least)"
    r"| can(?!not| feel| see))\b)"
)
_COMPARED = re.compile(
    r"^(?:(?:and|so|but|um|uh|you know)[\s,]+)*(?:than|as if|as though|rather than|instead of"
    r"|such as|for (?:example|instance)|just like (?:people|other|anybody|some)"
    r"|(?:let's )?say(?=,| you| that)|imagine|suppose)\b"
)
_OWN = re.compile(
    r"\b(?:i|we|you)(?:'m| am| do| did| can| could| also| just| really| still| do ?n't| did ?n't"
    r"| ca ?n't| am not)* (?:see|seeing|saw|hear|hearing|heard|feel(?! like you)|appreciate|notice"
    r"|noticed|reviewed|looked|found|diagnosed|said|mentioned|told|checked|had|came|were|went)\b"
    r"|\b(?:your|the|his|her|this|these) (?:[\w'-]+ ){0,4}(?:is|are|was|were|looks?|looked|shows?"
    r"|showed|sounds?|feels?|has|have|came|reveals?|demonstrates?|remains?|seems?)\b"
    r"|\b(?:you|he|she)(?:'ve|'re|'s| have| do have| do| are| is| has)(?: got| also| just| really)*"
    r"(?= )(?! (?:will|would|can|could|may|might|to)\b)"
    r"|\bthere(?:'s| is| are| was| were|'re)(?: also)? (?:no|not|some|an?|one|mild|slight|n't)\b"
    r"|\b(?:exam|x-?ray|mri|ct|ekg|echo\w*|labs?|results?|impression|assessment|diagnosis"
    r"|problem|today|looks? like|negative|positive|normal|intact|consistent with)\b"
    r"|\bi (?:do )?think (?:it's|it is|(?:that )?this is|that's|you have|we got)"
    r"|\b(?:was|were|has been|have been) \w+ed\b|\b(?:he|she|you|i|we) (?:\w+ed|understood)\b"
)
_DECIDED = re.compile(
    rf"^{_LEAD}(?:what )?(?:(?:i|we)(?:'ll|'d|'m|'re|'ve| 'll| will| would(?! have)| am| are| want"
    r"| wan| recommend| suggest| need| do want| really want| also want| just want| also wan"
    r"| ordered| have ordered| do recommend| advise| refer\w*| prescribe\w*)\b|let's|let us|please"
    r"|you (?:should|need to|have to|must|can (?:take|use|try|continue|stop|call|put|go ahead))\b"
    r"|make sure|(?:do n't|don't) (?:hesitate|forget)|(?:call|come|return|take|continue|start|stop"
    r"|use|keep|follow|avoid|go|try|increase|decrease|order|refer|apply|return|see|contact)\b)"
)


_PEOPLE_LAST = re.compile(
    r"\b(?:people|patients|folks|kids|children)(?: (?:typically|usually|often))?[\s,]*$"
)
_DECIDES = re.compile(
    r"\b(?:i|we)(?:'ll|'d like|'m gon|'re gon|'m going|'re going| 'll| will| want| wan| recommend"
    r"| are gon| am gon| are going| am going| should| have to| need)\b"
    r"|\bimportant\b|\b(?:follow[- ]up|return)\b"
)
_HEADED = re.compile(
    rf"^{_LEAD}(?:for|in terms of|as for|regarding|with|on|from) (?:your|the|his|her|an?) "
)
_HELPS = re.compile(r"\bhelp")
"""What a treatment is for is told as such: `that will help with the pain`."""


def uncommitted(dialogue: Dialogue, place: int, *, joined: bool = False) -> bool:
    """Whether sentence number `place`, said by the clinician, may not be told as a fact.

    `joined` is true where it will be told with the condition that it was cut from.
    """
    sentence = dialogue.sentences[place]
    low = lowered(sentence.text).strip(" ,")
    if _corrected(dialogue, place, low) or _condition_follows(dialogue, place):
        return True
    before = _before(dialogue, place)
    if joined:
        return _general(low)
    if before and _THEN.match(low) and hangs(before[0].text.rstrip(" .")):
        return True
    if _THIRD.match(low) and _relative_named(dialogue, place):
        return True
    if before and (hangs(before[0].text) or _PEOPLE_LAST.search(lowered(before[0].text))):
        return True
    if _DECIDED.match(low):
        return False
    alone = bool(_CONDITION.match(low)) and hangs(sentence.text)
    return _general(low) or alone or _governed(low, before)


_THIRD = re.compile(rf"^{_LEAD}(?:she|he)(?:'s| has| had| is| was| takes| died)\b")
_RELATIVE = re.compile(
    r"\b(?:mother|father|mum|mom|dad|brother|sister|son|daughter|grand\w+|aunt|uncle|cousin)\b"
)


def _relative_named(dialogue: Dialogue, place: int) -> bool:
    """Whether the turn before is the patient's, about a relative: `she` is that relative."""
    own = dialogue.sentences[place].index
    return any(
        s.role is Role.PATIENT and s.index == own - 1 and _RELATIVE.search(lowered(s.text))
        for s in dialogue.sentences[max(0, place - 2 * _REACH) : place]
    )


def hangs(text: str) -> bool:
    """Whether speech ends within a condition, so that what depends on it comes next."""
    low = lowered(text).rstrip(" ,")
    if low.endswith((".", "?", "!")):
        return False
    if _CUT_AT.search(low):
        return True
    cues = tuple(_CONDITION.finditer(low))
    if not cues:
        return False
    clause = low[cues[-1].end() :].partition(" ")[2]
    return not _MAIN.search(clause)


def _general(low: str) -> bool:
    """Whether a sentence itself speaks of people in general, of what may happen, of a purpose."""
    if _PURPOSE.match(low) or _COMPARED.match(low):
        return True
    if _RISK_LISTED.match(low) and not _OWN_RISK.search(low):
        return True
    return _of_people(low) or any(p.match(low) for p in (_OFTEN, _MAY, _GENERIC))


_GENERIC = re.compile(
    rf"^{_LEAD}(?:you (?:do ?n't|never|always|usually) (?:\w+ ){{1,6}}(?:to|for|in|with) (?:\w+ )?"
    r"(?:kids|children|babies|infants|people|patients|anyone|anybody)\b"
    r"|(?:it's|that's|this is|it is|that is) (?:just )?when (?:you|your|the)\b)"
)
"""Rules for everybody, and what a word means."""


def _of_people(low: str) -> bool:
    heads = (low[: m.start()] for m in _PEOPLE.finditer(low))
    return any(not (_PEOPLE_NEAR.search(head) or _OWN.search(head)) for head in heads)


_OF_THEM = re.compile(rf"^{_LEAD}(?:likely |maybe )*(?:they|they're|them|their|those)\b")


def _governed(low: str, before: tuple[Sentence, ...]) -> bool:
    """Whether what was said before in the turn takes the ground from under a sentence."""
    if _HEADED.match(low) or any(p.search(low) for p in (_IF, _DECIDES, _HELPS, _OWN_RISK)):
        return False
    sequel = bool(_THEN.match(low))
    if _OWN.search(low) and not sequel and not _RISK.search(low):
        return False
    for earlier in before:
        said = lowered(earlier.text)
        if _of_people(said) and _OF_THEM.match(low):
            return True
        if _IF.search(said) or _RISK.search(said):
            return True
        if _OUTCOME.search(said) and _WOULD.search(said):
            return True
        if _OWN.search(said) or earlier.question:
            return False
    return False


def _before(dialogue: Dialogue, place: int) -> tuple[Sentence, ...]:
    """The sentences just before in the same turn, the nearest first."""
    own = dialogue.sentences[place].index
    near = dialogue.sentences[max(0, place - _REACH) : place]
    return tuple(s for s in reversed(near) if s.index == own)


_LAST = 2
"""A reply may correct so many sentences at the end of the turn before it."""


def _corrected(dialogue: Dialogue, place: int, low: str) -> bool:
    """Whether another takes back a sentence right after the turn that it ends, or nearly ends."""
    own = dialogue.sentences[place]
    for distance, after in enumerate(dialogue.sentences[place + 1 : place + 1 + _LAST]):
        if after.index != own.index:
            reply = without_fillers(lowered(after.text))
            return after.role is not Role.CLINICIAN and (
                side_corrected(low, reply) or (not distance and denied(low, reply))
            )
        if after.question:
            return False
    return False


_TRAILS = re.compile(r"(?:only |especially )?(?:if|unless)\b")


def _condition_follows(dialogue: Dialogue, place: int) -> bool:
    """Whether the turn ends with the condition that a sentence was cut from: `.. | if it hurts`."""
    own, after = dialogue.sentences[place].index, dialogue.sentences[place + 1 : place + 3]
    rest = [s for s in after if s.index == own]
    return (
        len(rest) == 1
        and not rest[0].question
        and bool(_TRAILS.match(lowered(rest[0].text)))
        and hangs(rest[0].text.rstrip(" ."))
    )
