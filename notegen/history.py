"""What the patient tells, as remarks in the third person."""

import re
from collections.abc import Iterator, Sequence

from notegen.assertion import Answer, Dialogue, answer_of, reply_to
from notegen.drugs import find_drugs
from notegen.facts import Remark, Topic
from notegen.rewrite import Pronouns, clean, third_person
from notegen.sentences import Sentence, lowered, without_fillers
from notegen.terms import Kind, find_terms
from scribe.transcript import Role

_LONGEST_WORDS = 45
_LONGEST_LOOSE_WORDS = 24
"""Speech without punctuation is told only in short clauses that begin with their subject."""
_SUBJECT = re.compile(
    r"(?:i|i'm|i've|i'd|my|it|it's|the|they|there|there's|he|she|we|sometimes|usually)\b"
)
_ECHO_WORDS = 5
"""An affirmative answer of more words is a remark of its own."""
_UNFINISHED = re.compile(
    r"\b(?:the|a|an|my|your|their|his|her|of|and|or|but|because|with|is|was|are|if"
    r"|when|some|to|for|like|i|that i|from|at|so|has|have|had|been|it's|be|as|than"
    r"|really)$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:\d+|a few|a couple(?: of)?|several|one|two|three|four|five|six|seven|eight"
    r"|nine|ten)(?: or \w+| to \w+)? (?:hours?|days?|weeks?|months?|years?|nights?)\b"
    r"|\b(?:yesterday|last (?:night|week|month|year|summer|winter|fall|spring)"
    r"|this (?:morning|week)|since \w+|today|ago|for (?:a while|years|months|weeks"
    r"|days))\b"
)
_BLOOD_RELATIVE = re.compile(
    r"\b(?:mother|father|mom|mum|dad|brothers?|sisters?|siblings?|grand(?:mother"
    r"|father|ma|pa|dad|parents?|mom)|aunts?|uncles?|cousins?|parents?|family)\b"
)
_SOCIAL = re.compile(
    r"\b(?:smok\w+|cigar\w*|tobacco|vap(?:e|es|ing)|packs?(?: of cigarettes)? a day"
    r"|alcohol|drink(?:s|ing)? (?:\w+ ){0,3}(?:beer|wine|alcohol|week|socially"
    r"|occasionally|weekends?)"
    r"|beers?|wine|liquor|marijuana|cannabis|weed|cocaine|heroin|recreational|illicit"
    r"|i live|live (?:with|alone|in)|living with|retired|i work(?: as| at| in| for"
    r"| from)?\b|my job|married|divorced|widowed|single"
    r"|exercis\w+|my diet|teacher|engineer|nurse|student|occupation|unemployed"
    r"|sexually active|how much do you drink|drink at all)\b"
)
_SURGERY_PAST = re.compile(
    r"\b(?:had|have had|underwent|took (?:out|my)|removed|after|done|replaced|out|repair)\b"
)
_PAST_MEDICAL = re.compile(
    r"\b(?:diagnosed|history of|i have (?:had )?(?:a )?(?:history|diabetes|high|asthma"
    r"|hyper|hypo|depress|arthritis)|told (?:me )?(?:that )?i (?:had|have)"
    r"|was hospitalized|been hospitalized|vaccinat\w+|immuniz\w+)\b"
)
_TALK = re.compile(
    r"\b(?:thank|thanks|nice to (?:meet|see)|good to (?:meet|see)|see you"
    r"|sounds (?:good|like|great|fine)|how are you|have a (?:good|great|nice)"
    r"|you're welcome|any questions|what do you (?:think|mean)|i understand"
    r"|doctor, (?:will|is|do)|should i|can i|do i|will (?:i|it|this)|i hope"
    r"|don't worry|my pleasure|makes sense|i appreciate (?:it|that|you)|i'll (?:do|try"
    r"|take|make|be|call|get|see|go|keep)|i will|i would love|my address|my name is"
    r"|date of birth|i'm good\b|great idea|let's do|i guess so|can you|could you"
    r"|do you|are you|patients|what is|i can do that|we can do|look forward"
    r"|i'd like to (?:do|go|try|hold)|kids are|weekend|football|weather|parking"
    r"|holiday|movie|baseball|game\b|lunch|touch|press|right there|right here"
    r"|over here|that (?:hurts|kills)|tickles)\b"
)
_ONSET = re.compile(
    r"\b(?:when (?:did|was|were|have)|how long ago|when'd|start(?:ed)?\b.*\bwhen"
    r"|first (?:notice|start))\b"
)
_LASTS = re.compile(
    r"\b(?:going on|this|it|symptoms?|had|having|felt|feeling|noticed|that|last(?:ed"
    r"|ing)?|pain|problem)\b"
)
_DURATION = re.compile(r"\bhow long\b")
_SEVERITY = re.compile(
    r"\b(?:scale|(?:0|zero|1|one) to (?:10|ten)|(?:out )?of (?:10|ten)|rate (?:the"
    r"|your|it)|how (?:bad|strong|severe|intense))\b"
)
_PLACE = re.compile(
    r"\b(?:where(?:abouts)?|which (?:side|part|knee|leg|arm|ear|eye)|what (?:side|part))\b"
)
_QUALIFIER = re.compile(
    r"^(?:when|only|just|with|at|in the|after|if|mostly|mainly|usually|sometimes"
    r"|especially|since|once|every|about|during|while|occasionally|on and off|a little"
    r"|a bit|off and on)\b"
)
_TIE = re.compile(
    r"^(?:is|was|has|are|were|does|which|because|that|to|than|or|of|for|until|who|whether|since"
    r"|about|with|in"
    r"|at|from|if|when|while|by|as|not|but|until|even|every|how)\b"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|will|would|can|can't|could"
    r"|couldn't|feels?|felt|gets?|got|takes?|took|hurts?|started|went|came|comes|goes"
    r"|fell|tried|uses?|used|works?|worked|lives?|smokes?|drinks?|stopped|noticed|woke"
    r"|wakes|eats?|sleeps?|ran|hit|twisted|lost|gained|helps?|helped|seems?|keeps?"
    r"|needs?|wants?|thinks?|said|told|gave|makes?|made|happens?|happened|started"
    r"|injured|slipped|tripped|moved|put|vomited|threw|bothers?|bothering|reports?"
    r"|began|forgets?|misses|exercises?|runs?|walks?|checks?|monitors?|tends?|isn't"
    r"|wasn't|doesn't|don't|didn't|hasn't|haven't|suffers?|worries|denies|remembers?"
    r"|experiences?|experienced|developed|quit|notices?|likes?|loves?|cooks?|plays?"
    r"|saw|sees|bleeds?|itches|swells|swelled|spreads?|radiates?|stays?|rubs?|rested"
    r"|iced|applied|coughs?)\b"
)
_RESTATED = re.compile(
    r"^(?:and |so |but |now |okay |then )*(?P<aux>do|does|did|have|has|are|were|is|was"
    r"|can) you (?:ever |still |also |currently |usually |actually "
    r"|been able to )*(?P<rest>.+)$"
)
_RESTATABLE = re.compile(
    r"\b(?:smok\w+|drink\w*|alcohol|drugs|vap\w+|tobacco|marijuana|live|work"
    r"|exercis\w+|diet|medications?|medicines?|miss|dose|injur\w+|trauma|fall|fell"
    r"|travel\w*|vaccin\w+|hospital\w*|surger\w+|operations?|children|kids|pregnan\w+"
    r"|sexually|appetite|eating|sleep\w*|monitor\w*|check(?:ing|ed)? (?:your|it)"
    r"|watch(?:ing)? (?:your|what)|salt|pets?|married|treatment|physical therapy"
    r"|seen (?:a|any)|tried|taking|taken)\b"
)


_HABITS = (("smok", "smoking"), ("cigar", "smoking"), ("tobacco", "tobacco"), ("vap", "vaping"),
    ("drink", "drinking"), ("alcohol", "drinking"))  # fmt: skip
_HABIT = re.compile(r"\b(?:smok|cigar|tobacco|vap(?:e|ing)|drink|alcohol)")
_LEFT_OFF = re.compile(
    r"(?:(?:no|not anymore|nope|well|used to|but) )*(?:i )?(?:quit|stopped|gave (?:it )?up)"
    r"(?: it| that| smoking| drinking| vaping)? (?P<when>(?:about |around |over |almost )?"
    r"(?:\d+|an?|a few|a couple(?: of)?|several|many) (?:years?|months?|weeks?|days?) ago|in \d{4}"
    r"|last (?:year|month|week)|when (?:\w+ ){2,6}\w+)$"
)
"""Tells that a habit is given up, which the question names."""


def patient_remarks(
    dialogue: Dialogue, voices: Sequence[Role], pronouns: Pronouns
) -> Iterator[Remark]:
    """Remarks in spoken order; an answer that leans on its question cites both."""
    asked: Sentence | None = None
    fresh = False
    for sentence, role in zip(dialogue.sentences, voices, strict=True):
        if sentence.question and role is not Role.PATIENT:
            yield from _restated(dialogue, sentence, pronouns)
            asked, fresh = sentence, True
            continue
        if role is Role.PATIENT and not sentence.question:
            context = asked if fresh or _near(asked, sentence) else None
            remark = _remark(sentence, context, pronouns)
            if remark is not None:
                yield remark
            fresh = fresh and len(without_fillers(sentence.text).split()) < 2
        elif len(sentence.text.split()) > 3:
            fresh = False


def has_substance(low: str) -> bool:
    """Whether a text in lower case names anything that a note would."""
    return bool(find_terms(low) or find_drugs(low) or _SOCIAL.search(low))


def _near(asked: Sentence | None, sentence: Sentence) -> bool:
    return asked is not None and 0 <= sentence.index - asked.index <= 1


def _remark(sentence: Sentence, asked: Sentence | None, pronouns: Pronouns) -> Remark | None:
    text = clean(sentence.text)
    low = lowered(text)
    words = text.split()
    question = lowered(asked.text) if asked else ""
    if asked is not None:
        slot = _slot(asked, question, low, sentence, pronouns)
        if slot is not None:
            return slot
    if not 4 <= len(words) <= _LONGEST_WORDS or _TALK.search(low) or _UNFINISHED.search(low):
        return None
    if not sentence.text.rstrip().endswith((".", "!", ",")) and not (
        _SUBJECT.match(low) and len(words) <= _LONGEST_LOOSE_WORDS
    ):
        return None
    own = has_substance(low) or (
        bool(_TIME.search(low)) and bool(re.search(r"\b(?:it|pain|i|started|worse|better)\b", low))
    )
    leans = asked is not None and has_substance(question)
    if not own and not (leans and len(words) > 5 and _SUBJECT.match(low)):
        return None
    if _TIE.match(low) and not re.search(r", (?:i|it|my|the|that)\b", low):
        return None
    if re.search(r"\byou(?:r|'re|'ve)?\b", low):
        return None
    told = third_person(text, pronouns)
    if sentence.role is Role.OTHER:
        told = re.sub(r"\bthe patient\b", "the caregiver", told)  # who speaks of themselves
    elif re.match(r"(?:he|she|he's|she's)\b", low):
        return None  # somebody else, whom the sentence does not name
    if not _VERB.search(lowered(told)):
        return None
    if re.match(r"(?:an?|some|slight|mild|no|any) ", low):
        told = f"reports {told}" if not low.startswith(("no ", "any ")) else told
    topic = topic_of(low, question)
    if topic is None:
        return None
    ids: tuple[str, ...] = (sentence.utterance,)
    if asked is not None and not own:
        ids = tuple(dict.fromkeys((asked.utterance, sentence.utterance)))
    return Remark(topic, told, ids)


def topic_of(low: str, question: str) -> Topic | None:
    """Where a patient's statement in lower case belongs; None for an allergy, read elsewhere."""
    kinds = {m.term.kind for m in find_terms(low)}
    if re.search(r"\ballerg", low) and not re.search(r"\bseasonal|pollen", low):
        return None
    if _BLOOD_RELATIVE.search(low) and (
        Kind.CONDITION in kinds or re.search(r"\b(?:died|passed away|had|has|healthy)\b", low)
    ):
        return Topic.FAMILY
    if _SOCIAL.search(low) and not kinds & {Kind.SYMPTOM}:
        return Topic.SOCIAL
    if Kind.PROCEDURE in kinds and _SURGERY_PAST.search(low):
        return Topic.PAST_SURGICAL
    if find_drugs(low):
        return Topic.MEDICATION if not kinds & {Kind.SYMPTOM} else Topic.HISTORY
    if re.search(r"\bmedic(?:ation|ine)s?\b|\bdose\b", low):
        return Topic.MEDICATION
    if _PAST_MEDICAL.search(low) and Kind.CONDITION in kinds:
        return Topic.PAST_MEDICAL
    if "family" in question and _BLOOD_RELATIVE.search(question + low):
        return Topic.FAMILY
    return Topic.HISTORY


_GOES_ON = re.compile(r"(?<=\bago)\s+(?:i|i'm|i was|it|we|my|he|she|they)\b.*$")
"""After the time an answer goes on to tell a story: speech without punctuation."""


def _slot(
    asked: Sentence, question: str, low: str, sentence: Sentence, pronouns: Pronouns
) -> Remark | None:
    ids = tuple(dict.fromkeys((asked.utterance, sentence.utterance)))
    words = low.split()
    if not words or _TALK.search(low) or len(words) > 20:
        return None
    bare = re.sub(
        r"^(?:it's|it is|it was|i'd say|i would say|maybe|probably|oh|like|about like"
        r"|it has been|it's been|they're|that's|around|just)(?: been| about"
        r"| probably)?(?: an?)? (?=\S)",
        "",
        low,
    )
    left, habit = _LEFT_OFF.match(bare), _HABIT.search(question)
    if left and habit:
        named = next(name for cue, name in _HABITS if habit.group().startswith(cue))
        return Remark(Topic.SOCIAL, f"quit {named} {third_person(left['when'], pronouns)}", ids)
    fragment = third_person(bare, pronouns)
    subject = _subject(question)
    clause = re.match(r"(?:i|it|my|the|we|they|there|so|he|she)\b", bare) is not None
    if _SEVERITY.search(question) and re.search(r"\d", bare):
        return Remark(Topic.HISTORY, f"pain severity on a scale of 0 to 10: {fragment}", ids)
    timed = _TIME.search(bare)
    if timed and not clause:
        if re.search(r"\b(?:last|next)\b", question):
            return None
        if _ONSET.search(question):
            when = third_person(_GOES_ON.sub("", bare), pronouns)
            return Remark(Topic.HISTORY, f"the {subject} started {when}", ids)
        if _DURATION.search(question):
            drugs = find_drugs(question)
            habit = _SOCIAL.search(question)
            if habit or not (drugs or _LASTS.search(question)):
                return None
            if drugs:
                subject = "course of " + drugs[0].drug.name
            lead = "" if re.match(r"(?:for|since)\b", bare) else "for "
            return Remark(
                Topic.HISTORY,
                f"the {subject} has lasted {lead}{fragment}".replace(
                    "symptoms has", "symptoms have"
                ),
                ids,
            )
    if (
        _PLACE.search(question)
        and not clause
        and len(words) <= 12
        and any(m.term.kind is Kind.BODY for m in find_terms(bare))
    ):
        return Remark(Topic.HISTORY, f"location: {fragment}", ids)
    terms = [m.term.name for m in find_terms(question) if m.term.kind is Kind.SYMPTOM]
    qualified = (
        0 < len(terms) <= 2
        and _QUALIFIER.match(bare)
        and len(words) >= 3
        # "Have you taken anything for the pain?" asks of what was taken, not of the pain.
        and not re.search(r"\b(?:take|taken|taking|tried?|using|used)\b", question)
    )
    if qualified and answer_of(low) is not Answer.NO and "not" not in words:
        names = " or ".join(dict.fromkeys(terms))
        return Remark(Topic.HISTORY, f"reports {names}, {fragment}", ids)
    return None


def _subject(question: str) -> str:
    names = [
        m.term.name for m in find_terms(question) if m.term.kind in (Kind.SYMPTOM, Kind.CONDITION)
    ]
    return names[0] if len(set(names)) == 1 else "symptoms"


def _only_denies(reply: Sequence[Sentence]) -> bool:
    """Whether a reply that begins with a no says nothing else: not `no i fell`."""
    said = without_fillers(lowered(" ".join(r.text for r in reply)))
    rest = re.sub(
        r"^(?:(?:no|nope|never|not|really|sir|ma'?am|doctor|none|at all)\b[\s,.]*)+", "", said
    )
    return len(rest.split()) < 2 or bool(re.search(r"\b(?:not|never|nothing|none)\b|n't", rest))


def _restated(dialogue: Dialogue, asked: Sentence, pronouns: Pronouns) -> Iterator[Remark]:
    core = lowered(clean(asked.text))
    match = _RESTATED.match(core)
    if match is None or not _RESTATABLE.search(core) or len(core.split()) > 18:
        return
    if any(m.term.kind is Kind.SYMPTOM for m in find_terms(core)) or "allerg" in core:
        return
    if re.search(
        r"\b(?:family|when|what|how|why|me|us|questions)\b|\bor (?:is|do|are|not)\b", core
    ):
        return
    reply = reply_to(dialogue, asked)
    if not reply:
        return
    polarity = answer_of(reply[0].text)
    no = polarity is Answer.NO
    aux, rest = match["aux"], match["rest"]
    if polarity is Answer.OTHER or (aux == "did" and not no):
        return
    if no and not re.match(
        r"(?:no|nope|not really|never|i do ?n[o']t|i have ?n[o']t|i'm not)\b",
        without_fillers(lowered(reply[0].text)),
    ):
        return
    if no and not _only_denies(reply):
        return
    if not no and sum(len(r.text.split()) for r in reply) > _ECHO_WORDS:
        return  # the answer speaks for itself
    if not no:
        rest = re.sub(r"\bany ", "", rest)
        rest = re.sub(r" or (?:anything|something).*$", "", rest)
        if " or " in rest:
            return
    verbs = {
        "do": "does not", "does": "does not", "did": "did not", "have": "has not",
        "has": "has not", "are": "is not", "is": "is not", "were": "was not", "was": "was not",
        "can": "cannot",
    }  # fmt: skip
    if no:
        clause = f"the patient {verbs[aux]} {rest}"
    elif aux in ("do", "does"):
        clause = third_person(f"i {rest}", pronouns)
    else:
        clause = f"the patient {verbs[aux].replace(' not', '').replace('not', '')} {rest}"
    clause = re.sub(r"\byour\b", pronouns.possessive, clause)
    clause = re.sub(r"\byourself\b", pronouns.reflexive, clause)
    clause = re.sub(r"\byou\b", pronouns.subject, clause)
    low = lowered(clause)
    topic = (
        Topic.SOCIAL
        if _SOCIAL.search(low)
        or re.search(r"\b(?:drink|alcohol|drugs|live|work|diet|exercis\w+|pets?|married)\b", low)
        else Topic.PAST_SURGICAL
        if re.search(r"\bsurger|\boperation", low)
        else Topic.MEDICATION
        if find_drugs(low) or re.search(r"\bmedic|\bdose", low)
        else Topic.HISTORY
    )
    ids = tuple(dict.fromkeys((asked.utterance, reply[0].utterance)))
    yield Remark(topic, clause, ids)
