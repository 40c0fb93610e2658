"""Any sentence of a consultation as a sentence of its note, whatever it is about."""

import re

from notegen.rewrite import Pronouns, clean, sentence_case, third_person
from notegen.sentences import Sentence, lowered
from scribe.transcript import Role

_FEWEST_WORDS = 4
_MOST_WORDS = 60
_COMMAND = re.compile(
    r"\b(?:hey,? )?(?:dragon|dax)\b[,.? ]*(?:show me|pull up|open|finalize|order)?"
)
_TO_PATIENT = re.compile(
    r"\b(?:nice to (?:meet|see)|good to (?:meet|see)|how are you|thank you|thanks"
    r"|you're welcome|let me know what|any (?:other )?questions|have a (?:good|great|nice)"
    r"|(?:i'm|i am) (?:just )?(?:going to|gon na) (?:take a (?:quick )?(?:look|listen)"
    r"|check|do (?:a|my)|press|examine|listen|ask)|let me (?:examine|take|look|check|see|do"
    r"|listen|press)|tell me|show me|does that|is that okay|sound good|see what you think"
    r"|let's (?:see|talk|look|take a)|lie (?:back|down)|lay (?:back|down)|deep breath"
    r"|my name is|nurse (?:told|said)|take a seat|can you|could you|do you|are you|did you"
    r"|have you|what i want to do|talk (?:a little )?(?:bit )?about|sorry to hear"
    r"|hear me|follow my|squeeze|i see\b(?! (?:a|an|some|no|any|that|the)\b))\b"
)
_TO_CLINICIAN = re.compile(
    r"\b(?:thank you|thanks|nice to|good to see|how are you|sounds (?:good|great|fine)|doctor,"
    r"|do you think|should i|can i|do i\b|will i\b|is it\b.{0,30}$|what do you|you)\b"
)
_ANOTHER = re.compile(r"(?:he|she|he's|she's|his|her)\b")
_OF_ANOTHER = re.compile(
    r"\b(?:and|but|so|because) (?:he|she)\b|\b(?:he|she) (?:has|had|is|was|takes|died)\b"
)
_SELF = re.compile(r"\b(?:i|i'm|i've|i'd|my|me|we|our)\b")
_RELATIVE = re.compile(
    r"\b(?:wife|husband|mother|father|mom|dad|brother|sister|son|daughter|partner|girlfriend"
    r"|boyfriend|child|baby|doctor|surgeon|therapist|\w+ologist)\b"
)
"""Of whom a patient speaks who says `she`: unsaid, the note would mean the patient."""
_HEADING = re.compile(
    r"^(?:and |so |now |then |lastly,? |finally,? |okay,? )*(?:for|as for|regarding|in terms of) "
    r"(?:your|the|her|his|their) (?:first |second |third |fourth |fifth |next |last |other |final "
    r"|main )(?:problem|issue|diagnosis|concern|condition)s?(?: of| is|,)? ?(?:is |of |for )?"
    r"(?:your |the |her |his |their |this )?(?P<name>[a-z0-9' -]{2,40}?)(?:, |[.]?$)"
)
_LEAD = re.compile(
    r"^(?:(?:i know|i understand|i see|i heard|it sounds like|so it sounds like) (?:that )?"
    r"|(?:again|now|otherwise|overall|here|basically|anyway|see|you see), )+"
)
_ADDRESSED = re.compile(r"^(?P<name>[a-z]+), (?=(?:i|it|it's|you|you're|we|let's|i'm|i've)\b)")
_ADVERBS_TEXT = """\
    however overall again additionally unfortunately otherwise today also actually currently
    clinically fortunately first second third fourth lastly finally meanwhile hopefully sometimes
    usually certainly tomorrow initially thankfully generally ultimately secondly next yesterday
    eventually instead anyway typically normally honestly here later tonight"""
_ADVERBS = frozenset(_ADVERBS_TEXT.split())
_TWICE = re.compile(r"\b(\S+ \S+|no|the|an?|and|i|my|it|to|of|in|is) \1\b", re.IGNORECASE)
_ANSWER = re.compile(
    r"^(?:(?:no|nope|yes|yeah|yep)[ ,]+)+"
    r"(?=(?:i|i'm|i've|i'd|it|it's|he|she|they|we|my|that's|there)\b)",
    re.IGNORECASE,
)
"""The answer before a sentence that says all of it."""
_INFORM = re.compile(r"^(?:please |just |and |then )*let (?:me|us) know\b")
_OWN_WORDS = (
    (re.compile(r"\b(?:i'm|i am) going to\b"), "i will"),
    (re.compile(r"\b(?:we're|we are) going to\b"), "we will"),
    (re.compile(r"\bi'd (?=like|want|recommend|prefer|also|really)"), "i would "),
    (re.compile(r"\bwe'd (?=like|want|recommend|prefer|also|really)"), "we would "),
    (re.compile(r"\bi'll\b"), "i will"),
    (re.compile(r"\bwe'll\b"), "we will"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"\bi've\b"), "i have"),
    (re.compile(r"\bwe're\b"), "we are"),
    (re.compile(r"\bwe've\b"), "we have"),
    (re.compile(r"\blet's\b"), "we will"),
    (re.compile(r"\bgo ahead and "), ""),
)


def told(sentence: Sentence, voice: Role, pronouns: Pronouns) -> str:
    """The sentence in the third person of the patient; empty where it is no statement.

    The clinician's own `I` and `we` stay: the note is the clinician's.
    """
    if sentence.question:
        return ""
    text = _TWICE.sub(r"\1", _ANSWER.sub("", clean(sentence.text)))
    low = lowered(text)
    if not _FEWEST_WORDS <= len(low.split()) <= _MOST_WORDS:
        return ""
    match voice:
        case Role.CLINICIAN:
            if _TO_PATIENT.search(low) or _COMMAND.search(low):
                return ""
            written = _by_clinician(text, pronouns)
        case _:
            other = _ANOTHER.match(low) or (_OF_ANOTHER.search(low) and not _SELF.search(low))
            another = other and not _RELATIVE.search(low)
            if _TO_CLINICIAN.search(low) or (another and sentence.role is not Role.OTHER):
                return ""
            written = sentence_case(third_person(text, pronouns))
            if sentence.role is Role.OTHER:
                written = of_caregiver(written)
    return written


def of_caregiver(text: str) -> str:
    """What somebody who came along says of themselves: not of the patient."""
    return re.sub(r"\b(the) patient\b", r"\1 caregiver", text, flags=re.IGNORECASE)


def _unaddressed(match: re.Match[str]) -> str:
    """Without the name that a sentence begins with."""
    return match.group() if match["name"] in _ADVERBS else ""


def _by_clinician(text: str, pronouns: Pronouns) -> str:
    low = lowered(text)
    heading = _HEADING.match(low)
    if heading is not None:
        low = low[heading.end() :] or heading["name"]
    low = _LEAD.sub("", _ADDRESSED.sub(_unaddressed, low))
    low = _INFORM.sub("the patient should inform the clinic", low)
    for spoken, written in _OWN_WORDS:
        low = spoken.sub(written, low)
    return sentence_case(third_person(low, pronouns, second=True))
