"""What a reply says to a question, as far as its words tell.

People hesitate, repeat themselves, take back a `yes` that answered something else, and deny with
a restriction (`not really, just at night`), which affirms.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from notegen.sentences import lowered


class Answer(StrEnum):
    """What a reply says to a question."""

    YES = "yes"
    NO = "no"
    OTHER = "other"


_REPEATED = re.compile(r"\b([a-z']+)(?:[\s,.]+\1\b)+(?! ?n't\b)")
_LEAD = re.compile(
    r"^(?:[\s,.;:-]+|(?:okay|ok|u+h*m+|u+h+(?! ?-?huh)|e+r*h*m+|e+r+|e+h+|a+h+|o+h+|h+m+"
    r"|m{2,}(?! ?-?h)|ha(?:ha)*|(?:so|as) far(?: as (?:i|we) (?:know|can (?:tell|see|remember)))?"
    r"(?= (?:no|not|none|nothing|nope|never|yes|yeah)\b|[\s,]+no\b)"
    r"|thankfully|fortunately|luckily|happily|thank (?:god|goodness|heavens)|(?:my )?(?:god|gosh"
    r"|goodness)"
    r"|(?:absolutely|definitely|certainly|of course|obviously|probably|surely"
    r"|i(?:'d| would) (?:have to )?say)(?=[\s,]+(?:no|not|none|nothing|nope|never)\b)"
    r"|i(?:'d| would) (?:have to )?say(?=[\s,]+(?:yes|yeah)\b)|well|so|and"
    r"|but|now(?! and (?:then|again)\b)"
    r"|then"
    r"|great|good|sure(?= (?:no|not|i)\b)|actually|honestly|i mean|to be (?:fair|honest)|you know"
    r"|just(?= (?:no|yes|yeah)\b)"
    r"|i (?:think|guess)(?=[\s,]+(?:no|not|yes|yeah|a (?:bit|little)|sometimes)\b)|like|let's see"
    r"|let me (?:think|see)|i see|gotcha|sorry"
    r"|(?:he|she|i|it|they|we)(?=[\s,]+(?:no|nope|yes|yeah)\b|\s?,\s?(?:i|i'm|it|it's|he|she|they"
    r"|we)\b))\b)+"
)
_AFFIRMED = (
    r"(?:yes|yeah|yea|yep|yup|ya|uh-?huh|mm-?hmm+|mhm+|definitely|absolutely|correct|right|exactly"
    r"|indeed|true|sure|of course|uh huh|mm hmm+|certainly|affirmative|for sure|you got it)"
)
_AT_TIMES = (
    r"(?:when(?:ever)?|if|at (?:night|times|work|rest|first|the end)|after|during|while|before"
    r"|in the (?:morning|evening|night|afternoon|winter|summer|cold)|on (?:the stairs|exertion)"
    r"|with (?:exercise|exertion|movement|activity|meals|food|stress)|sometimes|occasionally)"
)
_YES = re.compile(
    rf"^(?:{_AFFIRMED}|(?:only|just|mainly|mostly|especially|usually|primarily)"
    rf" (?:maybe |really |ever )?{_AT_TIMES}"
    r"|not (?:all the time|every (?:day|night|time)|constantly|always|continuously)"
    r"|(?:from time to|now and (?:then|again)|on and off|off and on|at times|once or twice"
    r"|(?:maybe|perhaps|just|only)[ ,]+(?:the )?(?:once|one|twice)\b(?! i\b)"
    r"|not (?:often|much),? but"
    r"|all (?:day|night|three|of (?:them|those|the above))|you bet|that too|it hurts"
    r"|it's (?:a (?:little|bit)|quite|very|pretty)|every single|a couple|a fair|lots"
    r"|loads|plenty|tons|constantly|it comes and goes|more or less"
    r"|to (?:some|a certain) (?:extent|degree)|i(?:'d| would) say so|you could say"
    r"|that is (?:right|correct|true)|i'm afraid so)"
    r"|(?:i guess|i suppose|i was|we were)(?=[\s,.!]*$)|i sure\b"
    r"|we (?:do|have|did)\b(?! ?n)(?! no)(?! never)"
    r"|there's\b(?! (?:been )?(?:no|not|nothing|none|never)\b)|i do\b(?! ?n)|i have\b(?!n)"
    r"(?! ?n't)(?! not)"
    r"(?! no)|i am\b(?! not)|i did\b(?! ?n)(?! not)|it (?:does|is|has|did|was)\b(?! ?n)(?! not)"
    r"|they (?:do|are|have)\b(?! ?n)(?! not)|(?:he|she) (?:does|has|is|did|had"
    r"|was)\b(?! ?n)(?! not)"
    r"|there (?:is|are|was|were|has been)\b(?! ?n)(?! no)|i(?:'ve| have| had| noticed| get| got"
    r"| felt"
    r"| feel| did)\b(?! ?n)(?! no)(?! never)(?! (?:had|got|noticed|felt|seen) no(?:ne|thing)?\b)"
    r"(?! been (?:fine|good|okay|ok|well|all right|alright)\b)"
    r"|sometimes|occasionally|(?:maybe |perhaps |probably |possibly |only "
    r"|just )?(?:(?:just )?a (?:tiny"
    r" |wee |slight |little )?(?:little|bit|tad|touch|few)|a slight|slightly|sometimes)"
    r"|a lot|that's (?:right|correct|true)|kind of|kinda|sort of|once in a"
    r"|every (?:once|now|so often|day|night)|most (?:of the|days)|all the time|quite"
    r"|i'm (?:a (?:little|bit)|quite|very|pretty|kind of|somewhat|always|really)|some\b"
    r"|somewhat\b|very|here and there|often|usually|slight|mild|both|always|pretty much"
    r"|just (?:from|when|after|if|at (?:night|times)|in the|during)"
    r"|i (?:think|guess|believe|suppose) so|unfortunately)\b"
)
_NO = re.compile(
    r"^(?:no|nope|nah|not|none|never|negative|nothing|nobody|neither|uh-uh|nuh[- ]uh|nil|zero"
    r"|hardly(?: ever)?|rarely if ever"
    r"|(?:i|we|he|she|they)(?:'ve| have|'s| has| had)?(?: had| got| have| has| noticed| felt"
    r"| seen| was| were| did)? (?:none|nothing|never|no (?:problems?|issues?|trouble|complaints?"
    r"|concerns?|such))"
    r"|we(?: really)? (?:do|did|have|has|had|are|were)(?: ?n'?t| not)"
    r"|(?:that|this|those|these)(?: has| is| was| have| are|'s)(?: ?n'?t| not)(?: \w+)?"
    r"(?: been)? (?:an? |any )?(?:problem|issue|concern|trouble)"
    r"|(?:they|he|she) said no|i (?:ca ?n't|cannot)(?=[\s,.!]*$)"
    r"|i (?:really )?(?:(?:do|did|have|has|am|was|would)\s?n'?t|do not|have not|did not|am not"
    r"|was not|never|haven't|don't|didn't|wouldn't|deny)"
    r"|i'm not|i've (?:not|never|no)|it (?:does|is|has|did|was)(?: ?n'?t| not)|it's not"
    r"|(?:he|she|they) (?:do|does|is|are|has|have|did)(?: ?n'?t| not)|there (?:is|are|was|were)"
    r"(?: ?n'?t| not| no)|there's (?:no|not|nothing)|that's (?:it|all)"
    r"|(?:do|did|does|have|has) ?n't"
    r"|don't think so|haven't)\b(?! sure\b)(?! certain\b)(?! (?:too )?long ago\b)(?! (?:just"
    r"|only|always|often,? but|much,? but"
    r"|constantly|continuously|all the time|every (?:day|night|time))\b)"
)
_HEDGE = re.compile(
    r"^(?:i (?:really )?(?:do ?n't|don't|dont|ca ?n't|can't|cannot|could ?n't) (?:know|remember"
    r"|recall|say|tell)"
    r"|not sure|i'm not (?:too |really |quite )?(?:sure|certain)|hard to (?:say|tell)"
    r"|no idea)\b[\s,.]*"
)
_NONE_COMES = re.compile(
    r"^i (?:really )?(?:ca ?n't|can't|cannot|could ?n't|do ?n't|don't) (?:say (?:that )?(?:i|we|he"
    r"|she)(?:'ve| have| has| do| did| had)|(?:recall|remember|say) (?:any|having|ever))\b"
)
"""`i can't say i have` denies; `i can't say` does not."""
_BARE_YES = re.compile(
    rf"^{_AFFIRMED}(?:[\s,.]+(?:absolutely|definitely|exactly|okay|ok))*[\s,.!]*$"
)
_TAKEN_BACK = re.compile(
    rf"^{_AFFIRMED}[\s,.]+(?:(?:u+h*m+|u+h+|well|oh+|ah+)[\s,.]+)*(?:no|nope|not (?:really|that"
    rf"|at all))\b"
)
_ENDS_YES = re.compile(r"(?:^|[\s,.])(?:yes|yeah|yep|yup)[\s.!]*$")
_ENDS_NO = re.compile(
    r"[,.]\s*(?:so )?(?:no|nope)[\s.!]*$|\b(?:i (?:do ?n't|don't) think so|nothing like that"
    r"|not that i(?:'ve| have| can)? (?:know|noticed|seen|think)(?: of)?)[\s.!]*$"
)
_FEW_WORDS = 4
_NEGATIVE = re.compile(r"\b(?:no|not|never|none|nothing|without)\b|n't\b")
_RESTRICTED = re.compile(
    r"^(?:no|nope|not (?:really|usually|often|normally|generally|so much"
    r"|much))\b(?:[\s,.]+(?:not really"
    r"|no))*[\s,.]+(?:(?:well|but|maybe|i mean|u+h*m+|u+h+)[\s,.]+)*(?:(?:just|only|except|unless"
    r"|apart"
    r" from)(?: maybe| sometimes)?\s+(?:at (?:night|times|the end|work|rest|first)"
    r"|in the (?:morning"
    r"|evening|night|afternoon|winter|summer|cold)|when|if|during|after|before|on (?:the stairs"
    r"|exertion|deep)|with (?:exercise|exertion|movement|meals|food|stress|activity)|for a (?:bit"
    r"|few|moment"
    r"|second)|occasionally|once|a (?:bit|little|tiny|slight)|sometimes|while)|(?:sometimes"
    r"|occasionally"
    r"|now and (?:then|again)|once in a while)\b)"
)


def answer_of(text: str) -> Answer:
    """What a sentence says to a question, by its first words, else by a last `yes` or `no`."""
    said = plain(text)
    if _TAKEN_BACK.match(said):
        return Answer.NO
    hedge = _HEDGE.match(said)
    if _NONE_COMES.match(said):
        return Answer.NO
    if hedge:
        rest = _LEAD.sub("", said[hedge.end() :])
        return Answer.NO if _NO.match(rest) and not _HEDGE.match(rest) else Answer.OTHER
    if _NO.match(said):
        return Answer.NO
    if _YES.match(said):
        return Answer.YES
    if _ENDS_YES.search(said) and not _NEGATIVE.search(said):
        return Answer.YES
    return Answer.NO if _ENDS_NO.search(said) else Answer.OTHER


def answer_of_all(sentences: Sequence[str]) -> Answer:
    """What several sentences say to a question: a `yes` alone is taken back by a `no` after it.

    A denial with a restriction of time or occasion affirms: `not really , just at night`.
    """
    if not sentences:
        return Answer.OTHER
    first = answer_of(sentences[0])
    said = plain(sentences[0])
    brief = len(said.split()) <= _FEW_WORDS and not _HEDGE.match(said)
    if first is Answer.OTHER and len(sentences) > 1 and brief:
        return answer_of_all(sentences[1:])  # "oh , allergies . no"
    if first is Answer.NO and restricted(" ".join(sentences[:2])):
        return Answer.YES
    if len(sentences) > 1 and first is not Answer.NO:
        bare = _BARE_YES.match(plain(sentences[0]))
        if bare and re.match(r"(?:no|nope|not (?:really|that|at all))\b", plain(sentences[1])):
            return Answer.NO
    return first


def is_bare_yes(sentences: Sequence[str]) -> bool:
    """Whether a reply is a yes that says nothing of what it affirms."""
    if not sentences or sentences[-1].rstrip().endswith(","):
        return False  # it goes on
    return all(_BARE_YES.match(said) for said in map(plain, sentences) if said.strip(" .,?!"))


def restricted(text: str) -> bool:
    """Whether a denial admits an occasion: `not really , just at night`."""
    return bool(_RESTRICTED.match(plain(text)))


def plain(text: str) -> str:
    """A reply in lower case without what it begins with before it says anything."""
    return _LEAD.sub("", _REPEATED.sub(r"\1", lowered(text)).strip())
