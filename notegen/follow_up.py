"""When the patient comes back, to whom."""

import re
from collections.abc import Iterator

from notegen.facts import Facts, Topic
from notegen.sentences import lowered
from notegen.terms import find_terms
from scribe.note import FollowUp

_COUNT = r"(?:\d+(?:(?: to | or |-)\d+)?|an?|one|a few|a couple(?: of)?|several)"
_UNIT = r"(?:days?|weeks?|months?|years?)"
_DAY = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april"
    r"|may|june|july|august|september|october|november|december)"
)
_WHEN = re.compile(
    rf"\bin (?:about |around |approximately |roughly |another )?{_COUNT} (?:more )?{_UNIT}\b"
    rf"|\b{_COUNT} {_UNIT} (?:from now|after (?:surgery|that|discharge))\b"
    rf"|\bwithin (?:the next )?{_COUNT} {_UNIT}\b"
    rf"|\bevery (?:{_COUNT} )?{_UNIT}\b"
    rf"|\b(?:next|this) (?:week|month|year|{_DAY})\b"
    rf"|\bon {_DAY}(?: the)?(?: \d+(?:st|nd|rd|th)?)?\b"
    r"|\btomorrow\b|\bannually\b|\b(?:only )?(?:as|when) needed\b"
    r"|\bafter (?:the |your )?surgery\b"
)
_AFTER = re.compile(
    r"\b(?:after|once|when) (?:the |her |his |their |the patient's )?(?P<what>[a-z0-9 -]{2,40}?)"
    r"(?: (?:is|are|comes?|come) (?:done|back|in|complete|completed|ready|available))?(?=[,.]|$)"
)
_PLAN = (Topic.TREATMENT, Topic.TEST, Topic.REFERRAL, Topic.ADVICE)
_COMES = re.compile(
    r"\b(?:come back|comes back|follow[- ]?up|return (?:in|to (?:the )?clinic|for)"
    r"|see (?:the clinic|you) (?:again|back|in)|appointment)\b"
)
"""In a decision about something else what follows may be an appointment."""
_WITH = re.compile(
    r"\b(?:with|see) (?:the |an? |our |her |his |their |your |the patient's )?"
    r"(?P<who>dr\.? [a-z]+|[a-z]+olog(?:y|ist)|[a-z]+iatrist|(?:primary care|family)"
    r" (?:doctor|physician|provider)|pcp|gp|(?:[a-z]+ )?surgeon|(?:[a-z]+ )?specialist|orthopedics"
    r"|physical therap(?:y|ist)|therapist|nurse|dentist|pharmacist|eye doctor|neurosurgery|oncology"
    r"|midwife|dietici?an|dietitian)\b"
)


def find_follow_up(facts: Facts) -> tuple[FollowUp, ...]:
    """Appointments in spoken order; what was not said is empty, one of both is there."""
    found: dict[tuple[str, str], FollowUp] = {}
    for remark in facts.remarks:
        text = lowered(remark.text)
        if remark.topic in _PLAN:
            comes = _COMES.search(text)
            text = text[comes.start() :] if comes else ""
        elif remark.topic is not Topic.FOLLOW_UP:
            continue
        when = next(_whens(text), "")
        who = _WITH.search(text)
        whom = _named(who["who"]) if who else ""
        if not when and not whom:
            continue
        key = (when, whom)
        evidence = (*found[key].evidence, *remark.utterances) if key in found else remark.utterances
        found[key] = FollowUp(when, whom, tuple(dict.fromkeys(evidence)))
    return tuple(f for f in found.values() if not _said_better(f, tuple(found.values())))


def _whens(text: str) -> Iterator[str]:
    yield from (match.group() for match in _WHEN.finditer(text))
    for match in _AFTER.finditer(text):
        if find_terms(match["what"]) or "result" in match["what"]:
            yield match.group()


def _named(who: str) -> str:
    return re.sub(r"^dr\.? (\w+)$", lambda match: f"Dr. {match[1].title()}", who)


def _said_better(one: FollowUp, every: tuple[FollowUp, ...]) -> bool:
    """Another one has the same time and says with whom as well."""
    return not one.with_whom and any(o.when == one.when and o.with_whom for o in every)
