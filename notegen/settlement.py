"""What a reply makes of the condition that a question names.

A reply settles it by its first words, or by what it says of the condition itself.
"""

import re
from collections.abc import Sequence

from notegen.context import sense_within
from notegen.replies import Answer, answer_of, answer_of_all, is_bare_yes, plain
from notegen.sentences import Sentence, lowered, without_fillers
from notegen.terms import Kind, find_terms
from scribe.code import Assertion

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
    r"|(?:just|only|mainly|mostly) (?:from|when|after|during|at)"
    r"|(?:maybe )?a (?:little|bit)"
    r"|i (?:do|did)\b(?! (?:have|get|feel|not|n't|notice\w*)\b))\b"
)
_PRESUPPOSED = re.compile(r"\b(?:the|your|this|that|these|those|his|her|their)(?: \w+)? $")
_GONE = re.compile(
    r"\b(?:gone|went away|resolved|stopped|cleared|not anymore|no more|don't have)\b"
)
_TROUBLE = re.compile(
    r"\b(?:problems?|troubles?|difficult(?:y|ies)|issues?|changes?|concerns?)(?!\s+(?:like|such)\b)"
    r"(?:[\s,]+\w+){0,3}[\s,]+$"
)
_TROUBLED = re.compile(r"(?:problems?|troubles?|difficult(?:y|ies)|issues?|hard)\b")
_HARD = re.compile(
    r"n't\b|\b(?:not|no|never|problems?|troubles?|difficult\w*|issues?|hard|bad\w*|poor\w*|wak\w+"
    r"|woke|barely|hardly|little|less|only|worse)\b"
)
_KNOWN = re.compile(
    r"\b(?:i know|we(?:'ve)? (?:had|have|talked|discussed)|(?:you|he|she)(?:'ve| have| had| has)"
    r" (?:a |an |this |had )|history of|diagnosed|your|his|her)\b[^?]{0,60}$"
)
"""A condition that the question takes as known is not denied by `it's good`."""
_OF_RELATIVES = re.compile(
    r"\b(?:but|except|only|though|just|other than|apart from)\b.*\b(?:mother|father|mom|mum|dad"
    r"|brother|sister|grand\w+|aunt|uncle|cousin|family|side)"
)
_CLAUSE = re.compile(r"[.;?]|\b(?:you|it|that|is|are|was|do|does|did|because|since|when)\b")
_THAT_IS_IT = re.compile(r"that(?:'s| is) it\b")
_NOTHING_ELSE = re.compile(
    r"(\w.*?)(?:\bnothing else|(?:n't|\bnot|\bnever) (?:really )?\w+ (?:of )?anything else"
    r"|\bthat(?:'s| is) (?:about |pretty much |basically )?(?:it|all)\b)"
)
"""After something was named: the rest of what was asked for is not there."""
_FOR_MORE = re.compile(r"\b(?:any\w*|other|else|more)\b")
_SAVE = re.compile(r"\b(?:other than|except(?: for)?|apart from|aside from|besides|beyond)\b(.*)")
_YES_FIRST = re.compile(r"(?:yes|yeah|yea|yep|yup|all|both|definitely|absolutely)\b")
_ASKS_ON = re.compile(
    r"(?<!,)(?<!\bor)(?<!\band) (?:are|do|did|does|have|has|is) "
    r"(?:you|he|she|they|there|it)\b(?! do| have)"
)
_COORDINATED = re.compile(r",|\bor\b")
_FINDINGS = (Kind.SYMPTOM, Kind.CONDITION)
_RESERVED = re.compile(
    r"\b(?:but|otherwise|little|bit|except|apart|not|n't|just|only|more|less|until|than)\b"
)
_FEW_WORDS = 9
_USUAL = re.compile(
    r"\b(?:the same|same as (?:always|usual|ever)|the usual|normal|no changes?|unchanged|stable"
    r"|nothing unusual|all clear|no (?:\w+ )?(?:issues?|problems?|trouble|concerns?|complaints?))\b"
)
_WELL = re.compile(r"\b(?:fine|okay|ok|good|all right|alright|healthy)\b")
_WORKS = re.compile(
    r"^[\s,]*(?:is|are|was|has|have|'s)?\s*(?:been |seems? |feels? )?(?:all |just |pretty |quite )?"
    r"(?:fine|ok|okay|good|normal|alright|all right|intact)\b"
)
_ABLE = re.compile(r"\b(?:able to|i can|he can|she can)(?: still)? $")
_SENSES = re.compile(r"\b(?:taste|smell|hear|vision|sight|eyesight|appetite|sleep|bowel|balance)")
_NO_FIRST = re.compile(r"^(?:[\s,.]+|(?:no|nope|u+h+|u+h*m+)\b)+")
_NO_TROUBLE = re.compile(r"^no (?:\w+ ){0,2}(?:issues?|problems?|trouble|concerns?|complaints?)\b")
_DENYING = re.compile(r"\b(?:no|not|never|any|none)\b|n't\b")
_TURNS = re.compile(
    r"\b(?:but|except|only|just|although|though|however|when|apart|because|since)\b"
)
_OPEN_QUESTION = re.compile(r"(?:how|what|where|when|why|which|who)\b(?! about\b)")
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


def settled(
    asked: Sentence,
    start: int,
    end: int,
    reply: tuple[Sentence, ...],
    assertion: Assertion,
    *,
    family: bool,
) -> Assertion:
    """The sense of characters `start` to `end` (exclusive) of a question, by the reply to it.

    `assertion` and `family` are what the question itself says. HYPOTHETICAL where the reply
    leaves it open.
    """
    if not reply:
        return Assertion.HYPOTHETICAL
    mention = _content(asked.text[start:end])
    name = _PREPOSITION.split(asked.text[start:end])[0]
    head = _content(name)
    polarity = answer_of_all([s.text for s in reply])
    if _THAT_IS_IT.match(plain(reply[0].text)) and not _FOR_MORE.search(lowered(asked.text)):
        polarity = Answer.YES  # "the drops?" "that's it"
    trouble = polarity is not Answer.OTHER and _TROUBLE.search(lowered(asked.text[:start]))
    found = find_terms(asked.text)
    # Of `blood in the vomit` the blood is asked for.
    terms = {m.term for m in found if m.start < start + len(name) and start < m.end}
    for sentence in () if trouble else reply:
        said = lowered(sentence.text)
        phrase = _phrase(said, asked.text[start:end])
        same = [m.span() for m in (phrase,) if m] or [
            (m.start, m.end) for m in find_terms(sentence.text) if m.term in terms
        ]
        if same:
            sense, of_family = _sense_of_any(sentence.text, same)
            if sense is Assertion.PRESENT and _denied(reply[0].text, said, *same[0], part=False):
                return Assertion.NEGATED
            return Assertion.FAMILY if of_family and sense is not Assertion.NEGATED else sense
        places = [_named(said, word) for word in mention]
        if not all(places):
            places = [_named(said, word) for word in head] if _tells(said) else []
        named = [p.span() for p in places if p is not None]
        only_named = _TROUBLED.match(lowered(asked.text[start:end])) and not _HARD.search(
            _NO_FIRST.sub("", said)
        )
        if named and len(named) == len(places) and not only_named:
            begin, stop = min(a for a, _ in named), max(b for _, b in named)
            sense, of_family = sense_within(sentence.text, begin, stop)
            if sense is Assertion.PRESENT and _denied(reply[0].text, said, begin, stop, part=True):
                return Assertion.NEGATED
            return Assertion.FAMILY if of_family and sense is not Assertion.NEGATED else sense
    if _one_of_many(asked.text) and _rest_denied(asked.text[start:end], reply):
        return Assertion.NEGATED
    said = plain(reply[0].text)
    others = _content(asked.text) - mention - _topics(asked.text, said)
    first = lowered(reply[0].text)
    goes_on = len(said.split()) > _FEW_WORDS and not re.match(r"\W*no\s*[,.]", first)
    if _names_other(said, others) and (goes_on or not _NO_AT_ALL.match(first)):
        # "no fever, but some chills" says nothing of the third thing that was asked.
        return Assertion.HYPOTHETICAL
    if polarity is not Answer.OTHER and _names_first(reply, asked.text, mention):
        return Assertion.HYPOTHETICAL
    if (family or assertion is Assertion.FAMILY) and _OF_RELATIVES.search(
        " ".join(lowered(s.text) for s in reply)
    ):
        return Assertion.HYPOTHETICAL  # "no , not the close ones , but my cousin"
    if polarity is Answer.NO:
        saved = _SAVE.search(said)
        pain = "pain" in lowered(asked.text[start:end])
        words = mention | {"pain"} if pain else mention
        again = saved is not None and any(_named(saved[1], word) for word in words)
        return Assertion.HYPOTHETICAL if again else Assertion.NEGATED
    if polarity is Answer.OTHER and _usual(asked.text, said):
        known = any(t.kind is Kind.CONDITION for t in terms) and _KNOWN.search(
            lowered(asked.text[:start])
        )
        return Assertion.HYPOTHETICAL if known else Assertion.NEGATED
    if polarity is Answer.YES and _answers_otherwise(asked.text, reply, mention):
        # "no . just when i am stressed i have trouble with my bladder": the no stands
        denied = answer_of(reply[0].text) is Answer.NO
        return Assertion.NEGATED if denied else Assertion.HYPOTHETICAL
    own = any(_named(said, word) for word in mention)
    if polarity is Answer.YES and not own and _ASKS_ON.search(lowered(asked.text[end:])):
        return Assertion.HYPOTHETICAL  # "any nausea are you thirsty a lot" "yeah"
    vague = is_bare_yes([s.text for s in reply]) or not (own or _YES_FIRST.match(said))
    if vague and polarity is Answer.YES and _one_of_several(asked.text, start, end):
        return Assertion.HYPOTHETICAL  # "any fever or chills?" "yes"
    if polarity is Answer.YES:
        if assertion is Assertion.NEGATED:
            return Assertion.NEGATED  # "no chest pain, right?" "right"
        if family or assertion is Assertion.FAMILY:
            return Assertion.FAMILY
        return Assertion.PAST if assertion is Assertion.PAST else Assertion.PRESENT
    return Assertion.HYPOTHETICAL


def _denied(reply: str, said: str, begin: int, stop: int, *, part: bool) -> bool:
    """Whether a reply denies what it names at `begin` to `stop` of its sentence `said`.

    It tells of another time (`no, he had one a year ago`), a denial goes on (`no, i mean notice
    any blood`), or a sense that was asked for is still there (`my taste has been okay`).
    `part` is true where only a part of what was asked for is named: `my chest is fine`.
    """
    before, after = said[:begin], said[stop:]
    sense = _SENSES.search(said[begin:stop])
    if (sense or part) and (_WORKS.match(after) or (sense and _ABLE.search(before))):
        return True
    if not _NO_AT_ALL.match(lowered(reply)):
        return False
    rest = _NO_FIRST.sub("", before)
    goes_on = not rest or bool(_DENYING.search(rest) and not _TURNS.search(rest))
    return bool(_ONCE.match(after)) or goes_on


def _rest_denied(mention: str, reply: tuple[Sentence, ...]) -> bool:
    """Whether a reply names something and says that there is nothing else."""
    if _TROUBLED.match(lowered(mention)) or "change" in lowered(mention):
        return False
    closed = _NOTHING_ELSE.search(" ".join(plain(s.text) for s in reply))
    return bool(closed and re.search(r"[a-z]{5,}", closed[1]))


def _one_of_many(asked: str) -> bool:
    low = lowered(asked)
    return bool(re.search(r"\b(?:or|and|anything|else|other)\b", low))


def _names_first(reply: tuple[Sentence, ...], asked: str, mention: frozenset[str]) -> bool:
    """Whether an answer begins with another of the things asked for: `chest pain . no fever`."""
    said = lowered(reply[0].text)
    if answer_of(said) is Answer.NO:
        return False
    named = [m for m in find_terms(said) if m.term.kind in _FINDINGS]
    asked_for = {m.term for m in find_terms(asked)}
    return any(m.term in asked_for and not _content(said[m.start : m.end]) & mention for m in named)


def _one_of_several(asked: str, start: int, end: int) -> bool:
    """Whether a question names its condition beside others: `a sore throat or a runny nose`."""
    low = lowered(asked)
    found = [m for m in find_terms(asked) if m.term.kind in _FINDINGS]
    own = {m.term.name for m in found if m.start < end and start < m.end}
    for other in found:
        if other.term.name in own or (other.start < end and start < other.end):
            continue
        between = low[end : other.start] if other.start >= end else low[other.end : start]
        named = _PRESUPPOSED.search(low[: min(start, other.start)])
        if not named and _COORDINATED.search(between) and not _CLAUSE.search(between):
            return True
    return False


def _topics(asked: str, said: str) -> frozenset[str]:
    """The field that a denial of all trouble names: `no bowel issues`, asked of `your bowels`."""
    if not _NO_TROUBLE.match(said):
        return frozenset()
    return frozenset(re.findall(r"\b(?:your|his|her|the) (\w{4,})", lowered(asked)))


def presupposed(asked: Sentence, start: int, reply: Sequence[Sentence]) -> bool:
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
    ending = r"\w*" if len(word) > 3 else r"s?\b"
    return re.search(rf"\b{re.escape(_stem(word))}{ending}", said)


def _stem(word: str) -> str:
    """The start by which forms of a word are known: `itchiness`, `itchy`; `coughing`, `cough`."""
    stem = _STEM.sub("", word)
    return stem[:6] if len(stem) > 2 else word[:6]


def _tells(said: str) -> bool:
    """Whether a reply says of itself what there is, and does not only answer."""
    return bool(
        re.search(
            r"\b(?:there (?:was|is|were|are)|i(?:'ve| have| had| get| got)|it's"
            r"|(?:i|he|she) (?:was|is|has been) having|(?:he|she) (?:has|had|gets|got))\b",
            said,
        )
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
    return kept or frozenset(words or re.findall(r"[a-z]{3}", lowered(text)))


def _names_other(said: str, others: frozenset[str]) -> bool:
    if _NO_OF.match(said) or re.match(r"(?:just|only|maybe|some|a little|yes the|the)\b", said):
        return any(_named(said, word) for word in others)
    return False
