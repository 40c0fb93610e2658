"""Sentences of a dialogue, also where the recogniser wrote no punctuation.

A typed utterance is split at its full stops. Recognised speech has none, so it is split where
`notegen.sentence_ends` expects one, but never between a negation and what it negates, and before
a decision of the plan.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from notegen.sentence_ends import SentenceEnds, sentence_ends
from scribe.transcript import Role, Utterance

_DECIMAL = re.compile(r"(?:\d|ty|teen|zero|one|two|three|four|five|six|seven|eight|nine|ten) \.$")
_DIGIT = re.compile(r"\s(?:one|two|three|four|five|six|seven|eight|nine|zero|\d)\b")
THRESHOLD = -1.2
"""The log odds from which a sentence ends: notes are best by it (recipes/train_sentence_ends)."""
_LONG_WORDS = 28
"""A typed sentence longer than this is split like speech: its punctuation cannot be trusted."""

_STOP = re.compile(r"(?<![.])[.?!](?![.])(?=\s|$|[\"')])|\n+")
_ABBREVIATION = re.compile(r"\b(?:dr|mr|mrs|ms|miss|vs|st|approx|e\.g|i\.e|no|[a-hj-z])$", re.I)
_WORD = re.compile(r"[^\s]+")

_AUXILIARY = (
    r"(?:do|did|does|have|has|are|were|is|was|can|could|would|will) "
    r"(?:you|your|it|there|they|he|she|that|this|the|any\w*)\b"
)
_QUESTION_WORD = (
    r"(?:what|how|when|where|why|who)(?:'s| about| long| often| many| much| bad| strong| severe"
    r"| intense| far| is"
    r"| are| was| were| do| does| did| have| has| brings| brought| kind| would| can| else| other)\b"
)
_ANY = r"any(?:thing|one)? (?!more\b|way\b|time\b|further than\b)"
_BINDERS_TEXT = """\
    and or but that if when because what how the a an which who whom than as where why of to for
    with about in on at from by not until while whether though since think know say said says see
    sees feel felt like sure my your his her our their is are was were am be been have has had do
    does did
    will would can could should may might must i you we they he she it's that's so before after
    unless just even every any no into whenever make makes made let lets hope told tell want wants
    also either neither only really actually how's did or then i'm you're whatever does anything
    something everything"""
_BINDERS = frozenset(_BINDERS_TEXT.split())
_FILLER = re.compile(
    r"^(?:(?:okay|ok|alright|all right|so|and|but|u+h*m+|uh+|er|well|now|then|right|yeah|great|good"
    r"|perfect|also|oh|hm+|mm-?hmm|hi|hello|gotcha|sure|i see|let's see)\b[\s,.;-]*)+",
    re.I,
)
_ASKS = re.compile(
    rf"(?:{_QUESTION_WORD}|{_AUXILIARY}|{_ANY}|ever had\b|have had you\b|tell me\b|and you\b$"
    r"|(?:did|do|does|is|are|was|were|have|has|had|can|could|would|will) (?:not )?"
    r"(?:you|it|there|they|he|she|that|this|your|the|any)\b)",
    re.I,
)

_INVERTED = re.compile(
    r"(?:does|do|did|is|are|was|were|has|have) (?:he|she|it|they|there|your)\b"
    r"|any (?!more\b|way\b|time\b|further\b)\w+ (?:or|in|with|at all)\b",
    re.I,
)
"""Said of the patient, only a question begins so, whatever its punctuation."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters `start` to `end` (exclusive) of utterance number `index`, id `utterance`.

    `margin` is how sure its ends are, in log odds; infinite where they were typed.
    """

    utterance: str
    index: int
    role: Role
    start: int
    end: int
    text: str
    question: bool
    margin: float = math.inf


def lowered(text: str) -> str:
    """The text in lower case with straight apostrophes; every character keeps its place."""
    low = text.lower()
    if len(low) != len(text):  # a few capitals have two small letters
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("\u2019", "'")


def without_fillers(text: str) -> str:
    """The text without the discourse markers it begins with (`okay , so um`)."""
    return _FILLER.sub("", text, count=1)


def read_sentences(utterances: Sequence[Utterance]) -> tuple[Sentence, ...]:
    """All sentences in the order in which they were said; together they hold every word."""
    return tuple(
        sentence
        for index, utterance in enumerate(utterances)
        for sentence in _of_utterance(index, utterance)
    )


def _of_utterance(index: int, utterance: Utterance) -> Iterator[Sentence]:
    text = lowered(utterance.text)
    for start, end, margin in _spans(text):
        yield Sentence(
            utterance=utterance.id,
            index=index,
            role=utterance.role,
            start=start,
            end=end,
            text=utterance.text[start:end],
            question=_asks(text[start:end], utterance.role),
            margin=margin,
        )


def _asks(text: str, role: Role) -> bool:
    if text.endswith("?"):
        return True
    core = without_fillers(text)
    if not _ASKS.match(core):
        return False
    # A full stop or a first person after the question word makes it a statement: "when is ..."
    if not text.endswith((".", "!")):
        return True
    return role is not Role.PATIENT and (" you" in core[:14] or bool(_INVERTED.match(core)))


def stops(text: str) -> Iterator[int]:
    """Where the typed sentences of a lowered text end, exclusive; not after a title or `98.`."""
    begin = 0
    for stop in _STOP.finditer(text):
        if _ABBREVIATION.search(text[begin : stop.start()].rstrip()[-8:]) and (
            stop.group() == "." and text[stop.start() - 1 : stop.start()] != " "
        ):
            continue
        if _DECIMAL.search(text[begin : stop.end()]) and _DIGIT.match(text, stop.end()):
            continue  # "ninety eight . two"
        yield stop.end()
        begin = stop.end()


@lru_cache(maxsize=4096)
def _spans(text: str) -> tuple[tuple[int, int, float], ...]:
    """Start, end, margin of each sentence of a lowered text."""
    found: list[tuple[int, int, float]] = []
    begin = 0
    for end in (*stops(text), len(text)):
        found += _speech(text, begin, end)
        begin = end
    return tuple(found)


def _speech(text: str, begin: int, end: int) -> Iterator[tuple[int, int, float]]:
    words = [(m.start() + begin, m.group()) for m in _WORD.finditer(text[begin:end])]
    if not any(any(c.isalnum() for c in word) for _, word in words):
        return
    punctuated = text[begin:end].rstrip().endswith((".", "?", "!"))
    loose = not punctuated or len(words) > _LONG_WORDS
    whole = (Piece(0, len(words), math.inf),)
    for piece in pieces([word for _, word in words]) if loose else whole:
        first = piece.first
        if loose or "," in text[begin:end]:
            for k in range(piece.first + 1, piece.end):
                if _decides(text[:end], words, first, k) or (
                    loose and _heads(text[:end], words, first, k)
                ):
                    yield words[first][0], words[k - 1][0] + len(words[k - 1][1]), piece.margin
                    first = k
        last = piece.end - 1
        yield words[first][0], words[last][0] + len(words[last][1]), piece.margin


@dataclass(frozen=True, slots=True)
class Piece:
    """Words number `first` to `end` (exclusive), which make a sentence.

    `margin` is the least distance between the threshold and the log odds of its ends or of the
    gaps within: how little would have made another sentence of it.
    """

    first: int
    end: int
    margin: float


def pieces(
    words: Sequence[str], ends: SentenceEnds | None = None, threshold: float = THRESHOLD
) -> tuple[Piece, ...]:
    """The sentences of words in lower case, in order; together they hold every word.

    A negation is not cut from what it negates, nor an amount from its measure, whatever the
    weights say.
    """
    gaps = (ends or sentence_ends()).gaps(words)
    found: list[Piece] = []
    first, margin = 0, math.inf
    for k in range(1, len(words)):
        if _bound(words, first, k):
            continue
        beyond = gaps.log_odds(first, k) - threshold
        margin = min(margin, abs(beyond))
        if beyond > 0:
            found.append(Piece(first, k, margin))
            first, margin = k, beyond
    return (*found, Piece(first, len(words), margin))


_DENIES = re.compile(r"^(?:not|never|no|without)$|n't$")
_TIED = frozenset(("n't", "na", "ta", "'s", "'re", "'ve", "'ll", "'m", "'d"))
"""Parts of words that some transcripts write apart."""
_BEFORE_AMOUNT = frozenset(("at", "of", "by", "over", "point"))
_NUMBER = re.compile(r"\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty)$")
_OPENS = frozenset(("if", "unless", "whether", "when", "because", "until", "than"))


def _bound(words: Sequence[str], first: int, k: int) -> bool:
    """Whether two neighbours belong together: a negation, a condition, an amount."""
    previous = words[k - 1].strip(",;-.")
    if words[k] in _TIED or previous in _OPENS:
        return True
    if words[k] in _BEFORE_AMOUNT and any(_NUMBER.match(word) for word in words[k + 1 : k + 2]):
        return True  # "your heart rate looks good | at sixty two"
    if _DENIES.search(previous) and (k - first > 1 or previous.endswith("n't")):
        return True  # "i do n't | have any pain" would turn a denial into its opposite
    return words[k].startswith("any") and any(
        _DENIES.search(word) for word in words[max(first, k - 3) : k]
    )


_DECISION = re.compile(
    r"(?:and|so|but|then)? ?(?:(?:i|we)(?:'ll|'d like| will| would like| want| am going|'m going"
    r"| are going|'re going)|let's|please|(?:i|we) (?:can|could)|i'm gon)\b"
)


_PART = re.compile(
    r"(?:now |and |so |then )*(?:on|for) (?:your|the|his|her|my) "
    r"(?:(?:\w+ )?(?:\w+ )?exam(?:ination)?\b"
    r"|(?:first|second|third|fourth|next|last) (?:\w+ )?(?:problem|issue|diagnosis|concern)\b)"
    r"|please\b|(?:i|we)(?: will| want to| would like| am going to|'m going to|'ll)\b"
)


def _heads(text: str, words: list[tuple[int, str]], first: int, k: int) -> bool:
    """Whether a clinician goes on to the next part of an examination or problem, or to decide."""
    return (
        k - first > 2 and words[k - 1][1] not in _BINDERS and bool(_PART.match(text, words[k][0]))
    )


_CONDITIONAL = frozenset(
    ("call", "let", "come", "go", "return", "contact", "stop", "okay", "even", "only")
)


def _decides(text: str, words: list[tuple[int, str]], first: int, k: int) -> bool:
    """Whether a decision starts after a comma or `and`: the plan needs it as a sentence."""
    before = words[k - 1][1].strip(",")
    if (
        words[k][1] == "if"
        and k - first > 4
        and before not in _BINDERS
        and text.startswith("if you", words[k][0])
    ):
        return not any(w in _CONDITIONAL for _, w in words[first:k])
    joins = words[k - 1][1].endswith(",") or words[k][1] in ("and", "so", "but")
    starts = words[first][1] not in ("if", "when", "once", "after", "unless", "because")
    return joins and k - first > 4 and starts and bool(_DECISION.match(text, words[k][0]))
