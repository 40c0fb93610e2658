"""What the clinician takes the problems to be, as remarks."""

import re
from collections.abc import Iterator, Sequence

from notegen.assertion import Dialogue
from notegen.exam import finding
from notegen.facts import VAGUE, Remark, Topic
from notegen.phases import Phase
from notegen.rewrite import Pronouns, clean, third_person
from notegen.sentences import Sentence, lowered
from notegen.terms import Kind, find_terms
from scribe.transcript import Role

_NAMED = re.compile(
    r"\b(?:your|the|her|his) (?:first|second|third|fourth|fifth|next|last|other|final"
    r"|main|\w+)? ?(?:problem|issue|diagnosis|concern)(?: of| is|,)? ?(?:your |the "
    r"|of |is |for )*(?P<name>[a-z][a-z0-9' -]{3,60}?)(?=,| i think| i want| we | i'm "
    r"| i'd | i'll | it | it's| your | the |\.|$)"
)
_ABOUT = re.compile(
    r"\b(?:for|as for|regarding|in terms of|as far as|from (?:an?|the)) (?:your "
    r"|the |her |his |an? |of )*(?P<name>[a-z][a-z0-9' -]{3,50}?)(?= goes|,"
    r"| standpoint| perspective| i think| i want| we | i'm | i'd | i'll | let's | it "
    r"| it's|$)"
)
_JUDGES = re.compile(
    r"\b(?:i (?:think|believe|suspect|feel like|am concerned|'m concerned)|(?:looks?"
    r"|sounds?|seems?) (?:like|to be|that)|consistent with|diagnos\w+|impression"
    r"|you (?:do |may |might |could |probably |likely )?have"
    r"|you've (?:got|developed)|likely|probably|possible|possibly"
    r"|suspect\w*|assessment|most (?:likely|consistent)|concern(?:ed|ing) for|this is"
    r"|that is|that's|it's|what you have|suggests|suggestive|means you|could be|may be"
    r"|might be|caused by|due to)\b"
)
_STATUS = re.compile(
    r"\b(?:well controlled|under control|uncontrolled|not (?:well |really )?controlled"
    r"|poorly controlled|stable|doing (?:well|great|really well|okay|fine|good)"
    r"|at goal|not at goal|too high|(?:is|are|running)(?: also| still| a little| a bit"
    r"| quite)* (?:high|low|up|down)|elevated|improv\w+|worsen\w*|getting worse|worse"
    r"|resolved|managing it well|in remission|exacerbation|acute|chronic|flare"
    r"|higher than)\b"
)
_MEASURED = re.compile(
    r"\byour (?:blood pressure|blood sugars?|diabetes|heart|kidney|cholesterol|weight|anemia)\b"
)
_INTENT = re.compile(
    r"\b(?:if|any|i understand|you think|you were|will|take (?:that|this|it)|get rid"
    r"|going to (?:order|start|prescribe|refer|put|send|get|give)|gon na|we'll|i'll"
    r"|let's|want you to|would like (?:you )?to|i want to|if you|come back|follow"
    r"|order|can cause|sometimes|people|usually|in case|look for|rule out|make sure"
    r"|risk|prevent|show me|talk about|you said|you mentioned|i know|you told|here for"
    r"|presents? (?:today )?(?:for|with)|family)\b"
)


def clinician_problems(
    dialogue: Dialogue, voices: Sequence[Role], phases: Sequence[Phase], pronouns: Pronouns
) -> Iterator[Remark]:
    """Problems and judgements in spoken order."""
    for sentence, role, phase in zip(dialogue.sentences, voices, phases, strict=True):
        if role is not Role.CLINICIAN or sentence.question:
            continue
        if phase is Phase.PLAN:
            yield from _named(sentence)
        if phase is Phase.PLAN or (
            phase is Phase.EXAM and finding(sentence, pronouns, examining=True) is None
        ):
            yield from _judgements(sentence, pronouns)


def _named(sentence: Sentence) -> Iterator[Remark]:
    """Problems that head a part of the plan: `for your first problem, your asthma, ...`."""
    low = lowered(clean(sentence.text))
    match = _NAMED.search(low) or _ABOUT.search(low)
    if match is None:
        return
    name = match["name"].strip(" ,")
    terms = [m for m in find_terms(name) if m.term.kind in (Kind.CONDITION, Kind.SYMPTOM)]
    if (
        not {m.term.name for m in terms} - VAGUE
        or len(name.split()) > 7
        or name.startswith("history")
        or re.search(r"\b(?:i|you|we|is|are|that|if)\b", name)
    ):
        return
    yield Remark(Topic.PROBLEM, name, (sentence.utterance,))


def _judgements(sentence: Sentence, pronouns: Pronouns) -> Iterator[Remark]:
    text = clean(sentence.text)
    heading = _NAMED.search(lowered(text))
    if heading:
        text = text[heading.end() :].strip(" ,")
    low = lowered(text)
    terms = [m for m in find_terms(low) if m.term.kind in (Kind.CONDITION, Kind.SYMPTOM)]
    limit = 40 if sentence.text.rstrip().endswith((".", ",")) else 24
    if not 3 <= len(low.split()) <= limit or _INTENT.search(low):
        return
    status = _STATUS.search(low)
    judged = _JUDGES.search(low) or (status and re.search(r"\b(?:your|the|it|you)\b", low))
    about = (
        any(m.term.kind is Kind.CONDITION for m in terms)
        or (terms and status)
        or (status and _MEASURED.search(low))
    )
    if judged and about:
        told = _judged(text, pronouns)
        if told:
            yield Remark(Topic.PROBLEM, told, (sentence.utterance,))


def _judged(text: str, pronouns: Pronouns) -> str:
    low = lowered(text)
    low = re.sub(r"^(?:(?:so|and|well|now|but|again|okay|also|then)[ ,]+)+", "", low)
    low = re.sub(
        r"^(?:what i think is(?: that)?|i (?:do |really |also )?(?:think|believe"
        r"|feel)(?: that| like)?|in my opinion,?|my (?:assessment"
        r"|impression) is(?: that)?|the diagnosis is) ",
        "",
        low,
    )
    low = re.sub(
        r"^(?:that )?(?:you|she|he)(?: do| may| might| probably| likely| just| also"
        r"| most likely)* have (?=\w)",
        lambda m: "possible " if re.search(r"may|might|probably|likely", m.group()) else "",
        low,
    )
    low = re.sub(
        r"^(?:it|this|that)(?: does| do| also| really)? (?:looks?|seems?|sounds?"
        r"|appears?) (?:like|that) (?:(?:you|she|he)(?:'ve got| have| do have) )?",
        "",
        low,
    )
    low = re.sub(r"^you've (?:got|developed) ", "", low)
    low = re.sub(
        r"^(?:it|this|that)(?:'s| is)(?: just| most)? (?:likely|probably"
        r"|possibly) (?=(?:an?|the|due|from|just)\b)",
        "likely ",
        low,
    )
    low = re.sub(r"^i suspect(?: that)?(?: this is| you have| it's)? ", "suspected ", low)
    low = re.sub(r"\bsomething (?:that is |that we call |we call |called )+", "", low)
    told = third_person(low, pronouns, second=True)
    told = re.sub(r"^the patient's ", "", told)
    if re.search(r"\b(?:i|i'm|me|my|we)\b", told):
        return ""
    return re.sub(r"^(?:a bit of|a little bit of|some|just|a|an) (?=\w)", "", told)
