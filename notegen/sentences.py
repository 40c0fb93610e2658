"""Sentences of a dialogue, also where the recogniser wrote no punctuation.

A typed utterance is split at its full stops. Recognised speech has none, so it is split before
words that begin a sentence in spoken English: an answer (`yes`), a discourse marker (`okay`), a
question (`do you`), or a new subject once the sentence has a verb.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scribe.transcript import Role, Utterance

_DECIMAL = re.compile(r"(?:\d|ty|teen|zero|one|two|three|four|five|six|seven|eight|nine|ten) \.$")
_DIGIT = re.compile(r"\s(?:one|two|three|four|five|six|seven|eight|nine|zero|\d)\b")
_LONG_WORDS = 28
"""A typed sentence longer than this is split like speech: its punctuation cannot be trusted."""

_STOP = re.compile(r"(?<![.])[.?!](?![.])(?=\s|$|[\"')])|\n+")
_ABBREVIATION = re.compile(r"\b(?:dr|mr|mrs|ms|miss|vs|st|approx|e\.g|i\.e|no|[a-hj-z])$", re.I)
_WORD = re.compile(r"[^\s]+")

_MARKER = re.compile(
    r"(?:okay|ok|alright|all right|yeah|yes|yep|yup|nope|mm-?hmm|uh-?huh|perfect|now then|hey)\b"
)
_NO = re.compile(
    r"no (?:(?:i|i'm|i've|it|it's|its|he|she|they|we|you|that|that's|there|not|just|nothing|never"
    r"|none|but|my|um|uh)\b|no\b)|no$"
)
_AUXILIARY = (
    r"(?:do|did|does|have|has|are|were|is|was|can|could|would|will) "
    r"(?:you|your|it|there|they|he|she|that|this|the|any\w*)\b"
)
_QUESTION_WORD = (
    r"(?:what|how|when|where|why|who)(?:'s| about| long| often| many| much| bad| strong| severe"
    r"| intense| far| is"
    r"| are| was| were| do| does| did| have| has| brings| brought| kind| would| can| else| other)\b"
)
_OBJECT_VERBS = frozenset(
    ("thank", "send", "give", "gives", "see", "help", "gave", "ask", "call", "refer", "thanks")
)
_FIRST_PERSON = re.compile(r"(?:well )?(?:i|i'm|i've|i'd|my|no|not|yes|yeah|never)\b")
_ANY = r"any(?:thing|one)? (?!more\b|way\b|time\b|further than\b)"
_ASKED = re.compile(_AUXILIARY)
_OPENER = re.compile(rf"(?:{_QUESTION_WORD}|{_AUXILIARY}|{_ANY}|tell me\b|can you\b)")
_SUBJECT = re.compile(
    r"(?:(?:and|but|so|then|because|also) )?"
    r"(?:(?:i|i'm|i've|i'll|i'd|we|we're|we'll|we've|let's|lets|you|you're|you've|you'll|he|she"
    r"|they|it|it's|there's|there is|there are|that's|this is|he's|she's)\b"
    r"|(?:my|your|the|his|her) [a-z]+(?: [a-z]+){0,2} (?:is|are|was|were|has|have"
    r"|hurts|feels|looks)\b"
    r"|(?:on|for) (?:your|the|his|her) (?:exam|physical|heart|lung|first|second|next|third)\b"
    r"|(?:follow up|come back|return|call me|take|continue|start|stop|increase|decrease) (?:in|if"
    r"|to|the|your|taking|with|on|me|us)\b)"
)
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
_CLAUSE_BINDERS = _BINDERS - {"want", "so", "then", "also", "and", "but", "it's", "that's"}
_OPENER_BINDERS = (_BINDERS | {"there", "having", "taking", "noticed", "got", "see", "get"}) - {
    "and",
    "but",
    "so",
    "then",
    "also",
    "or",
}
_VERBS_TEXT = """\
    is are was were am been be have has had do does did will would can could should feel feels
    felt get gets got take takes took taking think hurt hurts hurting started start noticed came
    comes went goes going said says want need like look looks looking see seen try tried help helps
    helped use used work works worked i'm i've it's there's that's he's she's you're you've we're
    we'll let's i'll i'd don't didn't doesn't haven't hasn't isn't wasn't know tell give order
    continue increase follow check makes make moved fell eat eating drink smoke smoked live lives
    denies reports stay avoid rest increase decrease stop refer schedule call come having gotten"""
_VERBS = frozenset(_VERBS_TEXT.split())
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
    """Characters `start` to `end` (exclusive) of utterance number `index`, id `utterance`."""

    utterance: str
    index: int
    role: Role
    start: int
    end: int
    text: str
    question: bool


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
    for start, end in _spans(text):
        yield Sentence(
            utterance=utterance.id,
            index=index,
            role=utterance.role,
            start=start,
            end=end,
            text=utterance.text[start:end],
            question=_asks(text[start:end], utterance.role),
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


def _spans(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for stop in _STOP.finditer(text):
        if _ABBREVIATION.search(text[begin : stop.start()].rstrip()[-8:]) and (
            stop.group() == "." and text[stop.start() - 1 : stop.start()] != " "
        ):
            continue
        if _DECIMAL.search(text[begin : stop.end()]) and _DIGIT.match(text, stop.end()):
            continue  # "ninety eight . two"
        yield from _speech(text, begin, stop.end())
        begin = stop.end()
    yield from _speech(text, begin, len(text))


def _speech(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    words = [(m.start() + begin, m.group()) for m in _WORD.finditer(text[begin:end])]
    if not any(any(c.isalnum() for c in word) for _, word in words):
        return
    first = 0
    punctuated = text[begin:end].rstrip().endswith((".", "?", "!"))
    loose = not punctuated or len(words) > _LONG_WORDS
    if loose or "," in text[begin:end]:
        for k in range(1, len(words)):
            if _decides(text[:end], words, first, k) or (
                loose and _breaks(text[:end], words, first, k, commas=punctuated)
            ):
                yield words[first][0], words[k - 1][0] + len(words[k - 1][1])
                first = k
    yield words[first][0], words[-1][0] + len(words[-1][1])


_RESOLVE = re.compile(r"(?:i|we) (?:will|want to|would like|am going to|'m going to)\b")
_DECISION = re.compile(
    r"(?:and|so|but|then)? ?(?:(?:i|we)(?:'ll|'d like| will| would like| want| am going|'m going"
    r"| are going|'re going)|let's|please|(?:i|we) (?:can|could)|i'm gon)\b"
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
    starts = words[first][1] not in ("if", "when", "once", "after", "unless", "and", "because")
    return joins and k - first > 4 and starts and bool(_DECISION.match(text, words[k][0]))


_DENIES = re.compile(r"^(?:not|never|no|without)$|n't$")


def _breaks(text: str, words: list[tuple[int, str]], first: int, k: int, *, commas: bool) -> bool:
    place = words[k][0]
    previous = words[k - 1][1].strip(",;-.")
    since = k - first
    if words[k][1] == "you" and text.startswith("you know", place):
        return False
    if _DENIES.search(previous) and (since > 1 or previous.endswith("n't")):
        return False  # "i do n't | have any pain" would turn a denial into its opposite
    if text.startswith("any", place) and any(
        _DENIES.search(w) for _, w in words[max(first, k - 3) : k]
    ):
        return False
    if _MARKER.match(text, place):
        return previous not in _BINDERS or since > 3
    if _NO.match(text, place):
        return previous not in _BINDERS | {"there", "there's"}
    if not commas and previous in {"no", "yes", "nope"} and since == 1:
        return bool(_OPENER.match(text, place))
    if since > 1 and _OPENER.match(text, words[first][0]) and _FIRST_PERSON.match(text, place):
        # Where turns run together, a first person after a question is its answer.
        return previous not in _BINDERS
    if text.startswith("any", place) and since < 5 and _ASKED.match(text, words[first][0]):
        return False  # "have you taken anything": still the same question
    if _OPENER.match(text, place):
        asked = any(
            w in {"what", "how", "when", "where", "why"} for _, w in words[max(first, k - 5) : k]
        )
        return previous not in _OPENER_BINDERS and not asked
    if words[k][1] in ("you", "it") and (previous in _OBJECT_VERBS or previous in _VERBS):
        return False
    if words[k][1] == "please" and since > 2 and previous not in _BINDERS:
        return True
    if previous == "ago" and _SUBJECT.match(text, place):
        return True
    if since > 2 and previous not in _BINDERS and _RESOLVE.match(text, place):
        return True
    if since < 4 or previous in _CLAUSE_BINDERS or not _SUBJECT.match(text, place):
        return False
    return any(word.strip(",.") in _VERBS for _, word in words[first:k])
