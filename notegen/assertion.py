"""In what sense a condition is mentioned in a dialogue or a note.

Two layers: within a sentence the cue words of `notegen.context`, between sentences the answer
that settles a question.

Use `read_dialogue` once for a transcript, then `judge` for each mention; `judge_text` serves text
without dialogue, such as a note.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from notegen.context import sense_within
from notegen.sentences import Sentence, lowered, read_sentences, without_fillers
from notegen.terms import Kind, find_terms
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
_EXAMPLES = re.compile(r"\b(?:like|such as|other|anything|else|conditions?|illness\w*)\b")
_PLAIN_YES = re.compile(r"(?:[a-z]{1,5},? )?(?:yes|yeah|yep|yup|correct|right|definitely)\b")
_FINDINGS = (Kind.SYMPTOM, Kind.CONDITION)
_RESERVED = re.compile(
    r"\b(?:but|otherwise|little|bit|except|apart|not|n't|just|only|more|less|until|than)\b"
)
_FEW_WORDS = 9
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
    return sense_within(sentence.text, place, place + end - start)[0]


def judge(dialogue: Dialogue, index: int, start: int, end: int) -> Judgement:
    """The sense of characters `start` to `end` (exclusive) of utterance number `index`.

    A mention in a question that got no answer is HYPOTHETICAL: nobody said that it is so.
    Raises ValueError when the span is not within the utterance's text.
    """
    _check(dialogue.utterances[index].text, start, end)
    sentence = _holding(dialogue.sentences, index, start)
    place = start - sentence.start
    stop = place + end - start
    assertion, family = sense_within(sentence.text, place, stop)
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
            sense, of_family = sense_within(sentence.text, begin, stop)
            return Assertion.FAMILY if of_family and sense is not Assertion.NEGATED else sense
    first = reply[0]
    said = without_fillers(lowered(first.text))
    polarity = answer_of(first.text)
    others = _content(asked.text) - mention
    if _names_other(said, others):
        # "no fever, but some chills" says nothing of the third thing that was asked.
        return Assertion.HYPOTHETICAL
    if polarity is Answer.NO or (polarity is Answer.OTHER and _usual(said)):
        return Assertion.NEGATED
    if polarity is Answer.YES and _answers_otherwise(asked.text, reply, mention):
        return Assertion.HYPOTHETICAL
    if polarity is Answer.YES:
        if assertion is Assertion.NEGATED:
            return Assertion.NEGATED  # "no chest pain, right?" "right"
        if family or assertion is Assertion.FAMILY:
            return Assertion.FAMILY
        return Assertion.PAST if assertion is Assertion.PAST else Assertion.PRESENT
    return Assertion.HYPOTHETICAL


def _usual(said: str) -> bool:
    """Whether a short answer without reserve says that all is as ever."""
    return (
        bool(_USUAL.search(said)) and not _RESERVED.search(said) and len(said.split()) <= _FEW_WORDS
    )


def _answers_otherwise(asked: str, reply: tuple[Sentence, ...], mention: frozenset[str]) -> bool:
    """Whether the answer names conditions of its own instead of the one among many asked for."""
    if not (_EXAMPLES.search(lowered(asked)) or not _PLAIN_YES.match(lowered(reply[0].text))):
        return False
    named = {m.term.name for s in reply for m in find_terms(s.text) if m.term.kind in _FINDINGS}
    return bool(named) and not any(_content(name) & mention for name in named)


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
