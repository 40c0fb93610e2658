"""How long something has lasted, or since when, as people say it; in clauses in lower case.

Numbers are read as `notegen.numbers` writes them.
"""

import re

_UNIT = r"(?:day|week|month|year|night|hour)s?"
_COUNT = r"(?:\d+(?:\.\d+)?(?:(?: (?:or|to) |-)\d+)?|a few|a couple(?: of)?|several|an?)"
_AMOUNT = (
    r"(?:(?P<near>about|around|almost|nearly|over|more than|at least|maybe|probably|roughly|like)"
    rf" )*(?<![\d.,/-])(?<!\d )(?P<count>{_COUNT} {_UNIT}(?: and a half)?)\b"
)
_NEAR = {"almost": "almost ", "nearly": "nearly ", "over": "over ", "more than": "more than ",
         "at least": "at least "}  # fmt: skip
_FOR = re.compile(
    rf"\b(?:for |(?:for|over) (?:the |these )?(?:past|last) (?:like )?){_AMOUNT}(?! (?:ago|old)\b)"
)
_FOR_PAST = re.compile(r"\b(?:for|over) the (?:past|last) (week|month|year)\b")
_LASTING = re.compile(r"\b(?:been|had|have|has|having|going on|lasted|i've|it's)\b|\bit for\b")
_NOT_OF_IT = re.compile(
    r"\b(?:took|takes?|taking|taken|use[ds]?|using|tr(?:y|ied|ying)|work\w*|smok\w*|dr[iau]nk\w*"
    r"|walk\w*|r[ua]n\w*|sat|sit\w*|stand\w*|stood|sle[ep]\w*|lay\w*|lying|gone|went|resolv\w+"
    r"|better|fine|good|without|free|married|liv\w+|travel\w*|dr[io]v\w+|off|hospital\w*|diagnos\w+"
    r"|not|never|no|stopp?\w*|away|until|before|after|if|times?|used to|every|once|weeks? of|on it"
    r"|dose|pills?|medic\w+|surger\w+|appointment|comes?|goes|seen|saw|back)\b|n't\b"
)
"""Before an amount of time, these make it another thing's."""
_DATE = (
    r"(?P<date>yesterday(?: morning| evening| night| afternoon)?|this morning"
    r"|last (?:night|week|month|year|spring|summer|fall|winter|(?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day|january|february|march|april|may|june|july|august|september|october|november"
    r"|december)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_NAMED_DAY = re.compile(
    r"\b(?:[a-z]+day(?<!yesterday)|january|february|march|april|may|june|july|august|september"
    r"|october|november|december)\b"
)
_BEGAN = re.compile(
    r"\b(?:it|this|that|they)(?: (?:all|just|first|really|kind of|probably))*"
    rf" (?:started|began|came on)(?: \w+)??,? (?:{_AMOUNT} ago\b|{_DATE})"
)
_NOTICED = re.compile(rf"\bnoticed (?:it|this|that)(?: \w+)?? (?:{_AMOUNT} ago\b|{_DATE})")
_SINCE = re.compile(rf"\b(?:it|it's)\b.{{0,40}}?\bsince (?:{_AMOUNT} ago\b|{_DATE})")
_WHEN_SAID = re.compile(rf"{_AMOUNT} ago\b|{_DATE}")
_SUDDEN = re.compile(
    r"\bit(?: just)? (?:started|began|came on) (?:very |pretty )?(suddenly|gradually)"
)


def duration_of_it(clause: str) -> str:
    """How long `it` has lasted, as `for 3 days`; empty where the time may be another thing's."""
    said = _FOR.search(clause)
    past = _FOR_PAST.search(clause)
    match = said or past
    if match is None:
        return ""
    before = clause[: match.start()]
    if _NOT_OF_IT.search(before) or not _LASTING.search(clause[: match.start() + 4]):
        return ""
    return f"for the past {past[1]}" if past and not said else f"for {_amount(match)}"


def _amount(match: re.Match[str]) -> str:
    count = re.sub(r"\ba couple (?=[dwmynh])", "a couple of ", match["count"])
    count = re.sub(r"(?<=\d)(?: or |-)(?=\d)", " to ", count)
    near = match["near"]
    return (_NEAR.get(near, "about ") if near else "") + count


def _onset(match: re.Match[str]) -> str:
    date = match["date"] or f"{_amount(match)} ago"
    return f"onset {_NAMED_DAY.sub(lambda m: m.group().capitalize(), date)}"


def onset_of_it(clause: str) -> str:
    """When or how `it` began: `onset 3 days ago`, `onset last night`, `sudden onset`."""
    began = _BEGAN.search(clause) or _NOTICED.search(clause) or _SINCE.search(clause)
    if began is not None:
        return _onset(began)
    match = _SUDDEN.search(clause)
    return "" if match is None else f"{match[1].removesuffix('ly')} onset"


def onset_in_reply(said: str) -> str:
    """When it began, where a reply gives a date, or says how long ago."""
    ago = _WHEN_SAID.search(said)
    if ago is None or _NOT_OF_IT.search(said[: ago.start()]):
        return ""
    return _onset(ago)


def duration_in_reply(said: str) -> str:
    """How long it has lasted, where a reply says an amount of time and nothing else of one."""
    lasted = _LASTED.search(said)
    if lasted is None or _WHEN_SAID.search(said) or _NOT_OF_IT.search(said):
        return ""
    return f"for {_amount(lasted)}"


_LASTED = re.compile(_AMOUNT)
