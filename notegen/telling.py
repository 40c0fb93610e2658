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
_SELF = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|me|my|we|we're|we've|we'd|we'll|us|our|let's)\b")
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
    text = clean(sentence.text)
    low = lowered(text)
    if not _FEWEST_WORDS <= len(low.split()) <= _MOST_WORDS:
        return ""
    match voice:
        case Role.CLINICIAN:
            if _TO_PATIENT.search(low) or _COMMAND.search(low):
                return ""
            return _by_clinician(text, pronouns)
        case _:
            if _TO_CLINICIAN.search(low):
                return ""
            return sentence_case(third_person(text, pronouns))


def _by_clinician(text: str, pronouns: Pronouns) -> str:
    low = lowered(text)
    for spoken, written in _OWN_WORDS:
        low = spoken.sub(written, low)
    return sentence_case(third_person(low, pronouns, second=True))
