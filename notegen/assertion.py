"""In what sense a condition is mentioned in a dialogue or a note.

Two layers: within a sentence the cue words of `notegen.context`, between sentences the answer
that settles a question.

Use `read_dialogue` once for a transcript, then `judge` for each mention; `judge_text` serves text
without dialogue, such as a note.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from notegen.context import sense_within
from notegen.replies import Answer, answer_of, answer_of_all, plain
from notegen.sentences import Sentence, lowered, read_sentences, without_fillers
from notegen.terms import Kind, find_terms
from scribe.code import Assertion
from scribe.transcript import Role, Utterance

__all__ = [
    "Answer",
    "Dialogue",
    "Judgement",
    "answer_of",
    "judge",
    "judge_text",
    "place_of",
    "read_dialogue",
    "reply_to",
]


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


_NO_OF = re.compile(
    r"^(?:no|not)\s+(?!i\b|i'm|i've|i'd|it\b|it's|he\b|she\b|they\b|we\b|you\b|that\b|that's|just\b"
    r"|not\b|but\b|um\b|uh\b|really|at all|no\b|nothing|none|never|my\b|other|sir|ma'am|ma'm|doctor"
    r"|anymore|recently|lately|currently|today|so far|much|yet|thank|problem|never|unless|always"
    r"|usually|the same|everything|as far|do\b|to my|there|sadly|very)(\w[\w' -]*)"
)
_EXAMPLES = re.compile(
    r"\b(?:like(?! (?:your|you|you're|it|there|that|this)\b)|such as|other|anything(?! like that)"
    r"|else"
    r"|conditions?|illness\w*)\b"
)
_PLAIN_YES = re.compile(
    r"(?:[a-z]{1,5},? )?(?:yes|yeah|yep|yup|correct|right|definitely|sometimes|occasionally"
    r"|just (?:from|when|after|during)"
    r"|(?:maybe )?a (?:little|bit)"
    r"|i (?:do|did)\b(?! (?:have|get|feel|not|n't|notice\w*)\b))\b"
)
_PRESUPPOSED = re.compile(r"\b(?:the|your|this|that|these|those|his|her|their)(?: \w+)? $")
_GONE = re.compile(
    r"\b(?:gone|went away|resolved|stopped|cleared|not anymore|no more|don't have)\b"
)
_TROUBLE = re.compile(
    r"\b(?:problems?|troubles?|difficult(?:y|ies)|issues?|changes?|concerns?)(?: \w+){0,3} $"
)
_ECHOED = re.compile(
    r"^[\s,.]*(?P<answer>no|yes|yeah)?[\s,.]*(?:okay|ok|all right|alright|right|fine|good|great)"
    r"(?:[\s,.]+(?:okay|ok|all right|alright|fine|good|great))*[\s.,!]*$|^[\s,.]*no[\s.]*$"
)
_FINDINGS = (Kind.SYMPTOM, Kind.CONDITION)
_RESERVED = re.compile(
    r"\b(?:but|otherwise|little|bit|except|apart|not|n't|just|only|more|less|until|than)\b"
)
_FEW_WORDS = 9
_USUAL = re.compile(r"\b(?:the same|normal|no changes?|unchanged|stable|nothing unusual)\b")
_WELL = re.compile(r"\b(?:fine|okay|ok|good|all right|alright|healthy)\b")
_OPEN_QUESTION = re.compile(r"(?:how|what|where|when|why|which|who)\b(?! about\b)")
_APART_FROM = re.compile(
    r"\b(?:(?:apart|aside) from|other than|besides|except(?: for)?|in addition to|as well as)"
    r"(?: (?:the|your|this|that|his|her|these|having|a|an|fever|cough|pain|and|\w+ and))* $"
)
_NO_AT_ALL = re.compile(r"(?:(?:u+h*m+|u+h+|ah|oh)[\s,.]+)*(?:no|nope)(?:\s*[,.]|\s+no\b)")
_ONCE = re.compile(
    r"[^.?!]{0,40}\b(?:ago|that (?:one )?time|once|last (?:year|month|time|week)"
    r"|when (?:i|she|he|we) (?:was|were)|as a (?:child|kid|baby|teenager)|years? before)\b"
)
_PREPOSITION = re.compile(r"\s(?:in|of|on|at|with|when|to|from|around|behind)\s")
_STEM = re.compile(r"(?:iness|ness|ings?|ies|ed|es|s|y)$")
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
        if sentence.role in (Role.PATIENT, Role.OTHER) or not _addresses(sentence.text):
            return Judgement(assertion, own, family)
        reply = _reply(dialogue, sentence)
        follows = reply and reply[0] is _next(dialogue, sentence)
        if follows and assertion is Assertion.PRESENT and _whole_no(reply[0]):
            return Judgement(Assertion.NEGATED, _ids(sentence, *reply), family, answered=True)
        return Judgement(assertion, own, family)
    if _APART_FROM.search(lowered(sentence.text[:place])):
        return Judgement(Assertion.PRESENT, own, family)  # "apart from the eczema, any ...?"
    reply = _reply(dialogue, sentence)
    if not reply:
        return Judgement(Assertion.HYPOTHETICAL, own, family)
    sense = _answered(sentence, place, stop, reply, assertion, family=family)
    if sense is Assertion.HYPOTHETICAL and _presupposed(sentence, place, reply) and not family:
        sense = Assertion.PRESENT
    return Judgement(sense, _ids(sentence, *reply), family, answered=True)


def reply_to(dialogue: Dialogue, sentence: Sentence) -> tuple[Sentence, ...]:
    """The sentences that answer a question, in spoken order; none when nobody answered."""
    return _reply(dialogue, sentence)


def _check(text: str, start: int, end: int) -> None:
    if not 0 <= start < end <= len(text):
        raise ValueError(f"mention must lie in the text of {len(text)} characters: {start}..{end}")


def _holding(sentences: Sequence[Sentence], index: int, start: int) -> Sentence:
    place = bisect_right(sentences, (index, start), key=_position)
    if not place or sentences[place - 1].index != index:
        raise ValueError(f"utterance {index} has no sentence at character {start}")
    return sentences[place - 1]


def _position(sentence: Sentence) -> tuple[int, int]:
    return sentence.index, sentence.start


def place_of(dialogue: Dialogue, sentence: Sentence) -> int:
    """The number of a sentence of the dialogue among all its sentences."""
    return bisect_left(dialogue.sentences, _position(sentence), key=_position)


def _next(dialogue: Dialogue, sentence: Sentence) -> Sentence | None:
    place = place_of(dialogue, sentence) + 1
    return dialogue.sentences[place] if place < len(dialogue.sentences) else None


def _ids(*sentences: Sentence) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.utterance for s in sentences))


def _addresses(text: str) -> bool:
    return bool(re.search(r"\b(?:you|you're|you've|your)\b", lowered(text)))


def _reply(dialogue: Dialogue, asked: Sentence) -> tuple[Sentence, ...]:
    place = place_of(dialogue, asked)
    reply: list[Sentence] = []
    for sentence in dialogue.sentences[place + 1 : place + 1 + 2 * _REPLY_REACH]:
        same_turn = sentence.index == asked.index
        if same_turn and asked.text.endswith("?"):
            echoed = _ECHOED.match(lowered(sentence.text))
            if echoed and _asks_on(dialogue, sentence):
                # "any discharge ? no , okay . any fever ?": the answer was heard in between
                return (sentence,) if echoed["answer"] else ()
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
        if not plain(sentence.text).strip(" .,?!") and answer_of(sentence.text) is Answer.OTHER:
            continue
        reply.append(sentence)
        if len(reply) == _REPLY_REACH:
            break
    return tuple(reply)


def _asks_on(dialogue: Dialogue, sentence: Sentence) -> bool:
    """Whether another question follows in the same turn."""
    place = place_of(dialogue, sentence) + 1
    later = dialogue.sentences[place : place + _REPLY_REACH]
    return any(s.question for s in later if s.index == sentence.index)


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
    head = _content(_PREPOSITION.split(asked.text[start:end])[0])
    polarity = answer_of_all([s.text for s in reply])
    trouble = polarity is not Answer.OTHER and _TROUBLE.search(lowered(asked.text[:start]))
    terms = {m.term for m in find_terms(asked.text) if m.start < end and start < m.end}
    for sentence in () if trouble else reply:
        said = lowered(sentence.text)
        phrase = _phrase(said, asked.text[start:end])
        same = [m.span() for m in (phrase,) if m] or [
            (m.start, m.end) for m in find_terms(sentence.text) if m.term in terms
        ]
        if same:
            sense, of_family = _sense_of_any(sentence.text, same)
            if sense is Assertion.PRESENT and _no_longer(reply[0].text, said[same[0][1] :]):
                return Assertion.NEGATED
            return Assertion.FAMILY if of_family and sense is not Assertion.NEGATED else sense
        places = [_named(said, word) for word in mention]
        if not all(places):
            places = [_named(said, word) for word in head] if _tells(said) else []
        named = [p.span() for p in places if p is not None]
        if named and len(named) == len(places):
            begin, stop = min(a for a, _ in named), max(b for _, b in named)
            sense, of_family = sense_within(sentence.text, begin, stop)
            if sense is Assertion.PRESENT and _no_longer(reply[0].text, said[stop:]):
                return Assertion.NEGATED
            return Assertion.FAMILY if of_family and sense is not Assertion.NEGATED else sense
    said = plain(reply[0].text)
    others = _content(asked.text) - mention
    if _names_other(said, others) and not _NO_AT_ALL.match(lowered(reply[0].text)):
        # "no fever, but some chills" says nothing of the third thing that was asked.
        return Assertion.HYPOTHETICAL
    if polarity is Answer.NO or (polarity is Answer.OTHER and _usual(asked.text, said)):
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


def _no_longer(reply: str, after: str) -> bool:
    """Whether a reply denies what it then tells of another time: `no, he had one a year ago`."""
    return bool(_NO_AT_ALL.match(lowered(reply)) and _ONCE.match(after))


def _presupposed(asked: Sentence, start: int, reply: Sequence[Sentence]) -> bool:
    """Whether a question takes for granted what it names: `when did the cough start?`."""
    low = lowered(asked.text)
    if not (_PRESUPPOSED.search(low[:start]) and _OPEN_QUESTION.match(without_fillers(low))):
        return False
    return not any(_GONE.search(lowered(s.text)) for s in reply)


def _phrase(said: str, mention: str) -> re.Match[str] | None:
    words = re.findall(r"[a-z]+", lowered(mention))
    if len(words) < 2:
        return None
    return re.search(r"\b" + r"\w*\s+".join(re.escape(_stem(w)) for w in words) + r"\w*", said)


def _sense_of_any(text: str, places: Sequence[tuple[int, int]]) -> tuple[Assertion, bool]:
    """The sense of the first mention, or of one that denies it: `fevers , no fevers`."""
    senses = [sense_within(text, begin, stop) for begin, stop in places]
    denied = [s for s in senses if s[0] is Assertion.NEGATED]
    return denied[0] if denied and not re.search(r"\bbut\b", lowered(text)) else senses[0]


def _named(said: str, word: str) -> re.Match[str] | None:
    return re.search(rf"\b{re.escape(_stem(word))}\w*", said)


def _stem(word: str) -> str:
    """The start by which forms of a word are known: `itchiness`, `itchy`; `coughing`, `cough`."""
    stem = _STEM.sub("", word)
    return stem[:6] if len(stem) > 2 else word[:6]


def _tells(said: str) -> bool:
    """Whether a reply says of itself what there is, and does not only answer."""
    return bool(
        re.search(r"\b(?:there (?:was|is|were|are)|i(?:'ve| have| had| get| got)|it's)\b", said)
    )


def _usual(asked: str, said: str) -> bool:
    """Whether a short answer without reserve says that all is as ever."""
    if _RESERVED.search(said) or len(said.split()) > _FEW_WORDS:
        return False
    open_question = _OPEN_QUESTION.match(without_fillers(lowered(asked)))
    return bool(_USUAL.search(said) or (_WELL.search(said) and not open_question))


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
        return any(_named(said, word) for word in others)
    return False


def _whole_no(reply: Sentence) -> bool:
    said = plain(reply.text)
    return answer_of(reply.text) is Answer.NO and bool(re.match(r"(?:no|nope|not|never)\b", said))
