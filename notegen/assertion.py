"""In what sense a condition is mentioned in a dialogue or a note.

Two layers: within a sentence the cue words of `notegen.context`, between sentences the answer
that settles a question.

Use `read_dialogue` once for a transcript, then `judge` for each mention; `judge_text` serves text
without dialogue, such as a note.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from notegen.context import sense_within
from notegen.replies import Answer, answer_of, is_bare_yes, plain
from notegen.sentences import Sentence, lowered, read_sentences, without_fillers
from notegen.settlement import presupposed, settled
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


_ECHOED = re.compile(
    r"^[\s,.]*(?P<answer>no|yes|yeah)?[\s,.]*(?:okay|ok|all right|alright|right|fine|good|great)"
    r"(?:[\s,.]+(?:okay|ok|all right|alright|fine|good|great))*[\s.,!]*$|^[\s,.]*no[\s.]*$"
)
_TO_REPORT = re.compile(r"\b(?:let me know|tell me) (?:if|whether|when)\b")
_ASKS_BACK = re.compile(
    r"\b(?:anything|any of|some(?:thing)?|things?)(?: like)? (?:that|those|these)\b"
)
_ELSE = re.compile(r"\b(?:other|else|besides|apart|aside)\b")
_ENDORSED = re.compile(
    r"\b(?:you|he|she)(?:'re|'ve| were| are| have| had| was| is)? "
    r"(?:endors\w+|mention\w+|report\w+|complain\w+|said|told|wrote|noted)\b"
)
"""What was told before is not what a question for other things asks."""
_GOES_ON = re.compile(r"[\s,.]*(?:(?:and|but|so|because)[\s,]+)*(?:he|she|he's|she's)\b")
_RELATIVE = re.compile(
    r"\b(?:my|a|the|our) (?:\w+ )?(?:son|daughter|brother|sister|mother|mom|mum|father|dad|aunt"
    r"|uncle|husband|wife|grand\w+|cousin|partner)\b"
)
_RELATIVE_OF_CHILD = re.compile(
    r"\b(?:have|had|other|another|his|her) (?:a |an )?(?:\w+ )?"
    r"(?:son|daughter|brother|sister|twin)\b"
)
"""A caregiver's `my daughter` is the patient herself."""
_FRESH = re.compile(r"^\W*(?:(?:and|so|okay) )*(?:are|do|have) you (?!have|had|notic|feel|ever)\w+")
_FEW_WORDS = 5
_ANSWERS = re.compile(
    r"(?<!,) (?:(?:yes|yeah|no|nope) )?i (?:feel|felt|do(?! you)|did|do ?n't|did ?n't"
    r"|have(?! to| you| here| that)|have ?n't|had|get)\b"
)
_ANY = re.compile(
    r"^(?:(?:okay|ok|well|so|and|then|alright|all right|um+|uh+)[\s,]+)*any(?:thing)?\b"
)
_IT_IS = re.compile(
    r"\b(?:(?:it|that|there) (?:is|does|hurts)(?! ?n't| not)|i (?:do|can)(?! ?n't| not))\b"
)
_APART_FROM = re.compile(
    r"\b(?:(?:apart|aside) from|other than|besides|except(?: for)?|in addition to|as well as)"
    r"(?: (?:the|your|this|that|his|her|these|having|a|an|fever|cough|pain|and|\w+ and))* $"
)
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
    family = family or _asked_of_family(dialogue, sentence)
    own = (sentence.utterance,)
    if not sentence.question:
        said = _stated(dialogue, sentence, place, assertion)
        if assertion is Assertion.PRESENT and _of_relative(dialogue, sentence):
            return Judgement(Assertion.FAMILY, own, True)
        if said is None:
            return Judgement(assertion, own, family)
        return Judgement(said[0], _ids(sentence, *said[1]), family, answered=True)
    if _APART_FROM.search(lowered(sentence.text[:place])):
        return Judgement(Assertion.PRESENT, own, family)  # "apart from the eczema, any ...?"
    reply = _own_answer(sentence, stop) or _reply(dialogue, sentence)
    if not reply:
        return Judgement(Assertion.HYPOTHETICAL, own, family)
    if sentence.role is Role.PATIENT and answer_of(reply[0].text) is Answer.OTHER:
        return Judgement(Assertion.HYPOTHETICAL, own, family)  # asks: "will the pills be okay?"
    sense = settled(sentence, place, stop, reply, assertion, family=family)
    if sense in (Assertion.PRESENT, Assertion.NEGATED) and _last_answered(
        dialogue, sentence, reply, sentence.text[place:stop], sense
    ):
        sense = Assertion.HYPOTHETICAL
    if sense is Assertion.PRESENT and _left_open(dialogue, sentence, (place, stop), reply):
        sense = Assertion.HYPOTHETICAL
    if sense is Assertion.HYPOTHETICAL and presupposed(sentence, place, reply) and not family:
        sense = Assertion.PRESENT
    return Judgement(sense, _ids(sentence, *reply), family, answered=True)


def reply_to(dialogue: Dialogue, sentence: Sentence) -> tuple[Sentence, ...]:
    """The sentences that answer a question, in spoken order; none when nobody answered."""
    return _reply(dialogue, sentence)


def _check(text: str, start: int, end: int) -> None:
    if not 0 <= start < end <= len(text):
        raise ValueError(f"mention must lie in the text of {len(text)} characters: {start}..{end}")


def _stated(
    dialogue: Dialogue, sentence: Sentence, place: int, assertion: Assertion
) -> tuple[Assertion, tuple[Sentence, ...]] | None:
    """What the reply makes of a statement of the clinician, and the reply; None if nothing.

    `you have asthma` is contradicted by a no, so is what is asked after as `anything like that?`;
    `tell me if that is painful` is answered like a question.
    """
    low = lowered(sentence.text)
    if sentence.role in (Role.PATIENT, Role.OTHER):
        return None
    after = _next(dialogue, sentence)
    if (
        after is not None
        and after.question
        and _ASKS_BACK.search(lowered(after.text))
        and not (_ELSE.search(lowered(after.text)) or _ENDORSED.search(low))
    ):
        reply = _reply(dialogue, after)
        if after.index == sentence.index and reply and _whole_no(reply[0]):
            return Assertion.NEGATED, (after, *reply)
    if not (_addresses(low) or _ANY.match(low)):
        return None
    reply = _reply(dialogue, sentence)
    if not (reply and reply[0] is after):
        return None
    asked = bool(_TO_REPORT.search(low[:place]))
    if _whole_no(reply[0]) and (asked or assertion is Assertion.PRESENT):
        return Assertion.NEGATED, reply
    if asked and _IT_IS.search(lowered(reply[0].text)):
        return Assertion.PRESENT, reply
    return None


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
        if not same_turn and not _words(sentence.text):
            continue  # "Uhm?"
        if sentence.question or (reply and sentence.index != reply[0].index):
            break
        if not same_turn and sentence.role is asked.role and asked.role is not Role.UNKNOWN:
            break
        if not _words(sentence.text):
            continue
        reply.append(sentence)
        if len(reply) == _REPLY_REACH:
            break
    return tuple(reply)


def _words(text: str) -> bool:
    """Whether a sentence says more than a hesitation."""
    return bool(plain(text).strip(" .,?!")) or answer_of(text) is not Answer.OTHER


def _asks_on(dialogue: Dialogue, sentence: Sentence) -> bool:
    """Whether another question follows in the same turn."""
    place = place_of(dialogue, sentence) + 1
    later = dialogue.sentences[place : place + _REPLY_REACH]
    return any(s.question for s in later if s.index == sentence.index)


def _of_relative(dialogue: Dialogue, sentence: Sentence) -> bool:
    """Whether a sentence goes on about a relative named just before: `i have a son . he has ..`."""
    place = place_of(dialogue, sentence)
    before = dialogue.sentences[place - 1] if place else None
    if (
        before is None
        or before.index != sentence.index
        or not _GOES_ON.match(lowered(sentence.text))
    ):
        return False
    match sentence.role:
        case Role.PATIENT:
            return bool(_RELATIVE.search(lowered(before.text)))
        case Role.OTHER:
            return bool(_RELATIVE_OF_CHILD.search(lowered(before.text)))
        case _:
            return False


_RUNS_IN_FAMILY = re.compile(r"\b(?:runs? in (?:your|the|his|her) family|family history)\b")


def _asked_of_family(dialogue: Dialogue, sentence: Sentence) -> bool:
    """Whether a question goes on from one about the family: `what runs in your family | do ..`."""
    place = place_of(dialogue, sentence)
    return sentence.question and any(
        before.index == sentence.index and _RUNS_IN_FAMILY.search(lowered(before.text))
        for before in dialogue.sentences[max(0, place - 2) : place]
    )


def _own_answer(sentence: Sentence, stop: int) -> tuple[Sentence, ...]:
    """The answer that ran into its question: `any fever i feel tired but no fever`."""
    found = _ANSWERS.search(lowered(sentence.text), stop)
    if sentence.role is not Role.CLINICIAN or not found:
        return ()
    begin = found.start()
    answer = sentence.text[begin:]
    return (replace(sentence, text=answer, start=sentence.start + begin, question=False),)


def _last_answered(
    dialogue: Dialogue, asked: Sentence, reply: Sequence[Sentence], mention: str, sense: Assertion
) -> bool:
    """Whether a reply is to a later question on something else: `a fever? chills?` `yes`.

    A no is so only where it names what was asked later and goes on: `no chills i just feel ..`.
    """
    begin, end = place_of(dialogue, asked) + 1, place_of(dialogue, reply[0])
    later = [s for s in dialogue.sentences[begin:end] if s.question and s.index == asked.index]
    names, said = _findings(mention), _findings(" ".join(s.text for s in reply))
    if not names or names & said:
        return False
    others = {name for s in later for name in _findings(s.text)} - names
    if sense is Assertion.NEGATED:
        goes_on = sum(len(plain(s.text).split()) for s in reply) > _FEW_WORDS
        return bool(others & _findings(reply[0].text)) and goes_on and _whole_no(reply[0])
    fresh = any(_FRESH.search(lowered(s.text)) for s in later)
    return fresh or bool(others and is_bare_yes([s.text for s in reply]))


_OR_WHAT = re.compile(r"\bor[\s,.?]*$")
_OR_ELSE = re.compile(r"\bor (?:is|does|are|do|has|was|did|have) (?:he|she|you|it|they)\b(.*)")
_WARM = re.compile(r"\bwarm\b.{0,30}\b(?:but|just|because|thought)\b")


def _left_open(
    dialogue: Dialogue, asked: Sentence, span: tuple[int, int], reply: Sequence[Sentence]
) -> bool:
    """Whether a yes leaves a part of the question open.

    It belongs to an alternative that was asked last, `.. or?`, or to the other of two: `a sore
    throat, or is he pulling his ears?`. To feel warm is no fever.
    """
    begin, end = place_of(dialogue, asked) + 1, place_of(dialogue, reply[0])
    later = [s for s in dialogue.sentences[begin:end] if s.question and s.index == asked.index]
    if any(_OR_WHAT.search(lowered(s.text)) for s in later):
        return True
    said, mention = lowered(" ".join(s.text for s in reply)), lowered(asked.text[slice(*span)])
    if mention.startswith("fever") and _WARM.search(said) and "fever" not in said:
        return True
    other = _OR_ELSE.search(lowered(asked.text), span[1])
    if other is None:
        return False
    heard = _long_words(said)
    return bool(_long_words(other[1]) & heard) and not _long_words(mention) & heard


def _long_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]{4,}", text))


def _findings(text: str) -> frozenset[str]:
    kinds = (Kind.SYMPTOM, Kind.CONDITION)
    return frozenset(m.term.name for m in find_terms(text) if m.term.kind in kinds)


def _whole_no(reply: Sentence) -> bool:
    said = plain(reply.text)
    return answer_of(reply.text) is Answer.NO and bool(
        re.match(r"(?:no(?! (?:problem|worries)\b)|nope|not|never)\b", said)
    )
