"""In what sense a condition is mentioned in a dialogue or a note.

Two layers. Within a sentence: cue words with a direction and a scope, after NegEx (Chapman et
al. 2001, J Biomed Inform 34:301) and ConText (Harkema et al. 2009, J Biomed Inform 42:839); the
cue lists here are our own. Between sentences: a question is settled by the answer to it.

Use `read_dialogue` once for a transcript, then `judge` for each mention; `judge_text` serves text
without dialogue, such as a note.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from notegen.sentences import Sentence, lowered, read_sentences, without_fillers
from scribe.code import Assertion
from scribe.transcript import Role, Utterance


@dataclass(frozen=True, slots=True)
class Judgement:
    """The sense of a mention and the ids of the utterances that decided it, in spoken order.

    `of_family` is true when a relative is meant, also where that is negated. `answered` is true
    when the sense comes from the answer to the question that holds the mention.
    """

    assertion: Assertion
    utterances: tuple[str, ...]
    of_family: bool = False
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A transcript's sentences, ready to be judged."""

    utterances: tuple[Utterance, ...]
    sentences: tuple[Sentence, ...]


class Answer(StrEnum):
    """What a reply says to a question, as far as its words tell."""

    YES = "yes"
    NO = "no"
    OTHER = "other"


_NOT = r"(?:do|does|did|have|has|had|is|are|was|were|would|could|ai|wo|ca)\s?n'?t\b"
_NEGATION = re.compile(
    rf"\b(?:no(?! (?:i|i'm|i've|it|it's|he|she|they|we|you|that|just|not|but|um|uh|longer|change"
    r"|changes|doubt|relief|improvement|better|worse|matter|problem taking|one)\b)(?!\s*[,.;])"
    rf"|not|{_NOT}|cannot|never|without|denies|denied|deny|denying|none|negative for|free of"
    r"|absence of|absent|rather than|neither|nor|nothing like|hardly any|nil|unremarkable for"
    r"|ruled out(?= (?:a|an|any|the|your|that|for)\b))\b"
)
_PSEUDO = re.compile(
    rf"\b(?:not (?:only|just|sure|certain|necessarily|always|too|really (?:helping|better)|well"
    r"|controlled|getting better|as|able|helping|improv\w+|quite|been able|going away|good|great"
    r"|feeling (?:well|good|great)|because|at goal|taking|sleeping)"
    rf"|{_NOT} (?:really )?(?:know|think of|remember|sure|help|helping|tell|want|get|getting|seem"
    r" to (?:help|get|be helping)|go away|going away|stop|improv\w+|take|taken|taking|been taking"
    r"|been able|breathe|sleep|like|care|mind|be able|need|worry|see why|figure|feel (?:well|good"
    r"|great|like myself)|work|do anything|matter|let|talk|mention|understand|really help|only"
    r"|worked|helped|controlled|make (?:it|the)|too|well|eaten|eat|slept|walk|move)"
    r"|without (?:taking|using|any help|question)|no (?:help|wonder|question|good|idea))\b"
)
_NEGATION_AFTER = re.compile(
    r"^[\s,]*(?:(?:is|are|was|were|has been|have been|came back|come back|looks|look|all|test"
    r"|tests)\s+)*(?:negative|absent|ruled out|not present|unlikely|denied|none|no)\b"
)
_RESOLVED_AFTER = re.compile(
    r"^[^.?!]{0,24}?\b(?:(?:has|have|is|are|it|all|now|that|they|'s)\s+)?(?:resolved|went away"
    r"|gone away|cleared up|has gone|is gone|are gone|stopped|has stopped|subsided)\b"
)
_POSSIBLE = re.compile(
    r"\b(?:possibl[ey]|probabl[ey]|maybe|perhaps|might|may|could (?:be|have|represent|also)|likely"
    r"|suspect(?:ed|s|ing)?|suspicious for|suspicion (?:of|for)|concern(?:ed|ing|s)? (?:for|about"
    r"|that)|worr(?:y|ied) (?:about|that|for)|afraid (?:of|it|that)|rule out|consistent with"
    r"|compatible with|suggest(?:s|ive|ing)?(?: of)?|questionable|presumed|differential"
    r"|wonder(?:ing|ed)?|not sure (?:if|whether)|seems like (?:it could|you might)|can'?t rule out"
    r"|versus|not (?:quite )?certain)\b"
)
_POSSIBLE_AFTER = re.compile(
    r"^[\s,]*(?:(?:is|are|seems|would be)\s+)(?:possible|probable|likely|suspected|a possibility)\b"
)
_HYPOTHETICAL = re.compile(
    r"\b(?:if|in case|unless|should you|(?:can|could|may|might|will|would|to)(?: also)? (?:cause"
    r"|lead to|result in|develop|trigger|increase|prevent|avoid|worsen)|causes|leads to"
    r"|risks? (?:of|for)|prevent(?:s|ing|ion of|ive)?|watch (?:out )?for|look (?:out )?for"
    r"|side effects?|screen(?:ing)? (?:for|you)"
    r"|test(?:ed|ing)? (?:you )?for|check(?:ing)? (?:you )?for|vaccin\w+"
    r" (?:for|against)|protect\w*|looking for|keep an eye (?:out )?for|any (?:new|worsening)"
    r"|sometimes people|some people|patients (?:with|who)|people (?:with|who)|call (?:me|us) (?:for"
    r"|with)|such as|help(?:s)? with|treat(?:s|ing)?|ask(?:ed|ing)? about)\b"
)
_FAMILY = re.compile(
    r"\b(?:mother|father|mom|mum|dad|brothers?|sisters?|siblings?|grand(?:mother|father|ma|pa|dad"
    r"|parents?|mom)|nana|aunts?|uncles?|cousins?|parents?"
    r"|family(?: medical)? history|runs? in (?:the|my|your|our)"
    r" family|in (?:the|my|your|our) family|family members?|anyone in|father's|mother's|niece"
    r"|nephew|relatives?|(?:my|your)"
    r" (?:wife|husband|son|daughter|kids|children|partner|boyfriend"
    r"|girlfriend|roommate|friend)(?:'s)?)\b"
)
_PAST = re.compile(
    r"\b(?:history of|hx of|used to|in the past|as a (?:child|kid|teenager)|when (?:i|you|he|she)"
    r" (?:was|were) (?:a |an )?(?:young\w*|child|kid|little|\d+|teenager|pregnant)|previous(?:ly)?"
    r"|prior|formerly|(?:years|decades) ago|last year|childhood|had (?:a|an) (?:bout|episode) of"
    r"|no longer (?:have|has|having|get)|back in (?:19|20)?\d\d|back then|status post|ever had)\b"
)
_STRONG_PAST = re.compile(
    r"\b(?:used to|no longer (?:have|has|having|get)|as a (?:child|kid|teenager)|childhood)\b"
)
_NOT_PAST = re.compile(r"\b(?:since|diagnosed|started|began|for the past|still|ongoing|now)\b")
_PLANNED = re.compile(
    r"\b(?:schedul\w+|plan(?:ning)? (?:to|for|on)|going to (?:have|get|undergo|order|do|start)"
    r"|gon ?na (?:have|get|order|do|start)|will (?:need|have|get|undergo|order|start|do)|refer\w*"
    r" (?:you )?(?:to|for)|recommend|order(?:ing)?|we'll (?:get|do|order|start)|would like to"
    r" (?:get|order|do)|let's (?:get|do|order|start))\b"
)
_CHRONIC = re.compile(
    r"diabet|hypertens|high blood pressure|asthma|copd|emphysema|heart failure|arthritis|depress"
    r"|anxiety|reflux|gerd|thyroid|kidney disease|fibrillation|a ?fib|cholesterol|lipid|migraine"
    r"|osteopor|epilep|seizure dis|sleep apnea|coronary|bipolar|schizo|parkinson|dementia|lupus"
    r"|crohn|colitis|psoria|eczema|glaucoma|neuropath|fibromyal|obes|sclerosis|cirrho|gout|hiv"
    r"|anemia|celiac|allerg|sickle|hepatitis b|hepatitis c|vascular disease|apnea|addict|hiv"
)
_TERMINATOR = re.compile(
    r"[;:]|\b(?:but|however|except|apart from|aside from|other than|besides|though|although"
    r"|because|since|until|for the|for my|for your|due to|when|whenever|which|that's|it's|it is"
    r"|i (?:have|had|do|am|was|feel|get|got|did|just|also|think)|i've|i'm|just|only|so i|and then"
    r"|and (?:i|he|she|it|you|they|there|that|it's|i'm|i've) )\b|\s-\s"
)
_CLAUSE_END = re.compile(r"[;:]|\b(?:but|however|although|though|except)\b")

_YES = re.compile(
    r"^(?:yes|yeah|yea|yep|yup|ya|uh-?huh|mm-?hmm|mhm|i do\b(?! ?n)|i have\b(?!n)(?! ?n't)(?! not)"
    r"(?! no)|i am\b(?! not)|i did\b(?! ?n)(?! not)|it (?:does|is|has|did|was)\b(?! ?n)(?! not)"
    r"|they (?:do|are|have)\b(?! ?n)(?! not)|he (?:does|has|is)\b(?! ?n)(?! not)|she (?:does|has"
    r"|is)\b(?! ?n)(?! not)|sometimes|occasionally|a little|a bit|a lot|definitely|absolutely"
    r"|correct|right|that's (?:right|correct|true)|sure|of course|kind of|kinda|sort of|once in a"
    r"|every (?:once|now|so often|day|night)|most (?:of the|days)|all the time|quite"
    r"|some\b|somewhat\b"
    r"|very|exactly|indeed|here and there|often|usually|slightly|slight|mild|both|always"
    r"|pretty much"
    r"|i (?:think|guess|believe|suppose) so|unfortunately)"
)
_NO_REPLY = re.compile(
    r"^(?:no|nope|nah|not|none|never|negative|nothing|neither|uh-uh|nuh-uh|nil"
    r"|i (?:(?:do|did|have|has|am|was|would|ca)\s?n'?t|do not|have not|did not|am not|was not|never"
    r"|haven't|don't|didn't|can't say|wouldn't|deny)"
    r"|i'm not|i've (?:not|never)|it (?:does|is|has|did|was)(?: ?n'?t| not)"
    r"|(?:he|she|they) (?:do|does|is|are|has|have|did)(?: ?n'?t| not)|there (?:is|are|was)(?: ?n'?t"
    r"| not| no)|that's (?:it|all)|don't think so|haven't)\b(?! sure\b)(?! certain\b)"
)
_NO_OF = re.compile(
    r"^(?:no|not)\s+(?!i\b|i'm|i've|i'd|it\b|it's|he\b|she\b|they\b|we\b|you\b|that\b|that's|just\b"
    r"|not\b|but\b|um\b|uh\b|really|at all|no\b|nothing|none|never|my\b|other|sir|ma'am|ma'm|doctor"
    r"|anymore|recently|lately|currently|today|so far|much|yet|thank|problem|never|unless|always"
    r"|usually|the same|everything|as far|do\b|to my|there|sadly|very)(\w[\w' -]*)"
)
_HEDGE = re.compile(r"^(?:i (?:do ?n't|don't|dont) (?:know|remember)|not sure)\b")
_USUAL = re.compile(r"\b(?:the same|normal|no changes?|unchanged|stable|nothing unusual)\b")
_STOPWORDS_TEXT = """\
    you your have had any the and has did does are was been with for that this ever noticed
    other some from not but about what how like feel feeling felt having history lot bit all get
    problems problem symptoms issues kind more there when where today recently anything else pain
    going okay also just i've my it's"""
_STOPWORDS = frozenset(_STOPWORDS_TEXT.split())
_REPLY_REACH = 4
"""An answer is looked for in so many sentences after the question."""


def read_dialogue(utterances: Sequence[Utterance]) -> Dialogue:
    """Split the utterances into sentences, once for all judgements."""
    return Dialogue(tuple(utterances), read_sentences(utterances))


def judge_text(text: str, start: int, end: int) -> Assertion:
    """The sense of characters `start` to `end` (exclusive) of a text that is not dialogue."""
    _check(text, start, end)
    statement = Utterance("text", "S1", Role.UNKNOWN, 0, 0, text)
    sentence = _holding(read_sentences((statement,)), 0, start)
    place = start - sentence.start
    return _within(sentence.text, place, place + end - start)[0]


def judge(dialogue: Dialogue, index: int, start: int, end: int) -> Judgement:
    """The sense of characters `start` to `end` (exclusive) of utterance number `index`.

    A mention in a question that got no answer is HYPOTHETICAL: nobody said that it is so.
    Raises ValueError when the span is not within the utterance's text.
    """
    _check(dialogue.utterances[index].text, start, end)
    sentence = _holding(dialogue.sentences, index, start)
    place = start - sentence.start
    stop = place + end - start
    assertion, family = _within(sentence.text, place, stop)
    own = (sentence.utterance,)
    if not sentence.question:
        if sentence.role is Role.PATIENT or not _addresses(sentence.text):
            return Judgement(assertion, own, family)
        reply = _reply(dialogue, sentence)
        follows = reply and reply[0] is _next(dialogue, sentence)
        if follows and assertion is Assertion.PRESENT and _whole_no(reply[0]):
            return Judgement(Assertion.NEGATED, _ids(sentence, *reply), family, answered=True)
        return Judgement(assertion, own, family)
    reply = _reply(dialogue, sentence)
    if not reply:
        return Judgement(Assertion.HYPOTHETICAL, own, family)
    sense = _answered(sentence, place, stop, reply, assertion, family=family)
    return Judgement(sense, _ids(sentence, *reply), family, answered=True)


def answer_of(text: str) -> Answer:
    """What a reply says to a question by its first words."""
    text = without_fillers(lowered(text)).strip()
    head = re.sub(r"^(?:i mean|honestly|actually|oh|well|just)\b[\s,]*", "", text)
    raw = lowered(text)
    if _HEDGE.match(head):
        return Answer.OTHER
    if _NO_REPLY.match(head):
        return Answer.NO
    if _YES.match(head) or re.match(r"(?:[a-z]+ , )?(?:yes|yeah|yep)\b", raw):
        return Answer.YES
    return Answer.OTHER


def reply_to(dialogue: Dialogue, sentence: Sentence) -> tuple[Sentence, ...]:
    """The sentences that answer a question, in spoken order; none when nobody answered."""
    return _reply(dialogue, sentence)


def _check(text: str, start: int, end: int) -> None:
    if not 0 <= start < end <= len(text):
        raise ValueError(f"mention must lie in the text of {len(text)} characters: {start}..{end}")


def _holding(sentences: Sequence[Sentence], index: int, start: int) -> Sentence:
    of_utterance = [s for s in sentences if s.index == index and s.start <= start]
    if not of_utterance:
        raise ValueError(f"utterance {index} has no sentence at character {start}")
    return of_utterance[-1]


def _next(dialogue: Dialogue, sentence: Sentence) -> Sentence | None:
    place = dialogue.sentences.index(sentence) + 1
    return dialogue.sentences[place] if place < len(dialogue.sentences) else None


def _ids(*sentences: Sentence) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.utterance for s in sentences))


def _addresses(text: str) -> bool:
    return bool(re.search(r"\b(?:you|you're|you've|your)\b", lowered(text)))


def _within(text: str, start: int, end: int) -> tuple[Assertion, bool]:
    """The sense that the sentence itself gives, whatever is answered, and whether of family."""
    text = lowered(text)
    before, after = text[:start], text[end:]
    scope = before[_last_end(_CLAUSE_END, before) :]
    family = bool(_FAMILY.search(scope)) and not re.search(
        r"\b(?:and i|i (?:have|had|feel|am|was|get|do|also)|i've|i'm|my own)\b",
        _after_family(scope),
    )
    family = family or bool(re.match(r"^[\w\s,]{0,30}\b(?:in (?:the|my|your) family)\b", after))
    if _negated(text, start, end):
        return Assertion.NEGATED, family
    if family:
        return Assertion.FAMILY, True
    if _HYPOTHETICAL.search(scope):
        return Assertion.HYPOTHETICAL, False
    if _POSSIBLE.search(scope) or _POSSIBLE_AFTER.match(after):
        return Assertion.POSSIBLE, False
    if _RESOLVED_AFTER.match(after):
        return Assertion.PAST, False
    if _STRONG_PAST.search(scope):
        return Assertion.PAST, False
    if (
        _PAST.search(scope + text[start:end] + after[:40])
        and not _CHRONIC.search(text[start:end])
        and not _NOT_PAST.search(scope)
    ):
        return Assertion.PAST, False
    if _PLANNED.search(scope) and not re.search(r"\bfor\b", scope):
        return Assertion.PLANNED, False
    return Assertion.PRESENT, False


def _after_family(scope: str) -> str:
    return scope[_last_end(_FAMILY, scope) :]


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((m.end() for m in pattern.finditer(text)), default=0)


def _negated(text: str, start: int, end: int) -> bool:
    if _NEGATION_AFTER.match(text[end:]):
        return True
    before = text[:start]
    pseudo = [m.span() for m in _PSEUDO.finditer(before)]
    for cue in _NEGATION.finditer(before):
        if any(a <= cue.start() < b for a, b in pseudo):
            continue
        if not _TERMINATOR.search(before, cue.end()):
            return True
    return False


def _reply(dialogue: Dialogue, asked: Sentence) -> tuple[Sentence, ...]:
    place = dialogue.sentences.index(asked)
    reply: list[Sentence] = []
    for sentence in dialogue.sentences[place + 1 : place + 1 + 2 * _REPLY_REACH]:
        same_turn = sentence.index == asked.index
        if same_turn and asked.text.endswith("?"):
            continue  # turns that were punctuated have not run together
        if not reply and sentence.question and same_turn:
            continue  # "any fever? any chills?": one answer to both
        if not reply and same_turn and answer_of(sentence.text) is Answer.OTHER:
            if re.match(r"(?:i|i've|i'm|my|just)\b", lowered(without_fillers(sentence.text))):
                reply.append(sentence)
                continue
            if sentence.role is Role.CLINICIAN:
                continue
        if sentence.question and not (same_turn or sentence.role is not asked.role):
            break
        if sentence.question or (reply and sentence.index != reply[0].index):
            break
        if not same_turn and sentence.role is asked.role and asked.role is not Role.UNKNOWN:
            break
        if not re.search(r"\w", without_fillers(sentence.text)) and (
            answer_of(sentence.text) is Answer.OTHER
        ):
            continue
        reply.append(sentence)
        if len(reply) == _REPLY_REACH:
            break
    return tuple(reply)


def _answered(
    asked: Sentence,
    start: int,
    end: int,
    reply: tuple[Sentence, ...],
    assertion: Assertion,
    *,
    family: bool,
) -> Assertion:
    mention = _content(asked.text[start:end])
    for sentence in reply:
        said = lowered(sentence.text)
        places = [re.search(rf"\b{re.escape(word[:6])}\w*", said) for word in mention]
        named = [p.span() for p in places if p is not None]
        if named and len(named) == len(places):
            begin, stop = min(a for a, _ in named), max(b for _, b in named)
            sense, of_family = _within(sentence.text, begin, stop)
            return Assertion.FAMILY if of_family and sense is not Assertion.NEGATED else sense
    first = reply[0]
    said = without_fillers(lowered(first.text))
    polarity = answer_of(first.text)
    others = _content(asked.text) - mention
    if _names_other(said, others):
        # "no fever, but some chills" says nothing of the third thing that was asked.
        return Assertion.HYPOTHETICAL
    if polarity is Answer.NO or (polarity is Answer.OTHER and _USUAL.search(said)):
        return Assertion.NEGATED
    if polarity is Answer.YES:
        if assertion is Assertion.NEGATED:
            return Assertion.NEGATED  # "no chest pain, right?" "right"
        if family or assertion is Assertion.FAMILY:
            return Assertion.FAMILY
        return Assertion.PAST if assertion is Assertion.PAST else Assertion.PRESENT
    return Assertion.HYPOTHETICAL


def _content(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]{4,}", lowered(text))
    kept = frozenset(w for w in words if w not in _STOPWORDS)
    return kept or frozenset(words)


def _names_other(said: str, others: frozenset[str]) -> bool:
    if _NO_OF.match(said) or re.match(r"(?:just|only|maybe|some|a little|yes the|the)\b", said):
        return any(re.search(rf"\b{re.escape(word[:6])}", said) for word in others)
    return False


def _whole_no(reply: Sentence) -> bool:
    said = without_fillers(lowered(reply.text))
    return answer_of(reply.text) is Answer.NO and bool(re.match(r"(?:no|nope|not|never)\b", said))
