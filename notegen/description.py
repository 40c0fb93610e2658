"""The description of a symptom in a sentence, or in an answer, that calls it `it`.

What is doubtful is left out: what is denied, supposed, over, or may be said of another thing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from notegen.lapse import duration_in_reply, duration_of_it, onset_in_reply, onset_of_it
from notegen.numbers import written_numbers
from notegen.places import is_of_it, radiation_said, site_said
from notegen.qualities import NOTHING_SAID, Qualities, agreed
from notegen.replies import Answer, answer_of, plain
from notegen.sentences import lowered
from notegen.triggers import UNSURE, better_with, medicines, triggers, worse_with

IT: Final = "it"
"""Stands in a sentence for the symptom: `i've had it for 3 days`."""
_SCORE = re.compile(r"(?<![\d.,/-])(?<!\d )(\d{1,2})(?:(?: or | to |-)(\d{1,2}))?/10\b")
_SCORE_SAID = re.compile(
    r"(?<![\d.,/-])(\d{1,2})(?:(?: or (?:a )?| to (?:a )?|-)(\d{1,2}))?(?:/10)?(?![\d/.])"
)
_GRADE = re.compile(
    r"\b(mild|moderate|severe) it\b|\bit(?:'s| is| was| has been|'s been)(?: \w+)? (mild|moderate"
    r"|severe)\b"
)
_GRADE_SAID = re.compile(r"\b(mild|moderate|severe)\b")
_WORSENING = re.compile(
    r"\b(?:getting|gotten|becoming|become) (?:\w+ )?(?:worse|worse and worse)\b|\bworsening\b"
)
_IMPROVING = re.compile(
    r"\b(?:getting|gotten) (?:\w+ )?better\b|\bit(?:'s| is| has) improv(?:ing|ed)\b"
)
_CONSTANT = re.compile(r"\b(?:constant|constantly|all the time|always there|never goes away)\b")
_INTERMITTENT = re.compile(
    r"\b(?:comes? and goe?s?|coming and going|on and off|off and on|intermittent(?:ly)?)\b"
)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|after|with|as|because|since|until|in case)\b"
)
_NEGATED = re.compile(r"\b(?:no|not|nothing|never|none|neither|without|cannot)\b|n't\b|\bnot\b")
_ONCE = re.compile(r"\b(?:initially|first|was|were|(?<!have )(?<!has )(?<!'ve )(?<!'s )had)\b")
_CLAUSE = re.compile(r"[,.;?!]+|\b(?:but|although|though|and(?= it\b))\b")


def said_of_it(text: str) -> Qualities:
    """The qualities in what somebody tells of their symptom, which the text calls `it`.

    Empty where the words could mean another thing, or tell of what is over.
    """
    low = lowered(written_numbers(text))
    if not _OF_IT.search(low) or _OVER.search(low):
        return NOTHING_SAID
    found = agreed([_of_clause(clause) for clause in clauses(low)])
    if found.course and _WORSENING.search(low) and re.search(r"\bbetter\b", low):
        return replace(found, course="")
    return found


_OF_IT = re.compile(r"\b(?:it|it's|they|this|that)\b")
_OVER = re.compile(r"\b(?:went away|got better|gone|resolved|cleared up|(?:used|seemed) to)\b")


def clauses(low: str) -> Iterator[str]:
    """The parts of a sentence in lower case that are told for themselves."""
    for part in _CLAUSE.split(low):
        if part.strip():
            yield part.strip()


def _of_clause(clause: str) -> Qualities:
    denied = _NEGATED.search(clause) is not None
    duration, score = duration_of_it(clause), scores(_SCORE, clause)
    if denied:
        return Qualities(duration=duration, severity=score)
    supposed = any(p.search(clause) for p in (_CONDITION, UNSURE, _ONCE))
    grade = _GRADE.search(clause)
    return Qualities(
        site=site_said(clause) if is_of_it(clause) else "",
        onset=onset_of_it(clause),
        duration=duration,
        severity=score or ((grade[1] or grade[2]) if grade else ""),
        course="" if supposed else course_said(clause),
        timing="" if supposed else timing_said(clause),
        better_with=better_with(clause),
        worse_with=worse_with(clause),
        radiation=radiation_said(clause),
    )


def scores(pattern: re.Pattern[str], text: str) -> str:
    """A severity on a scale to ten, where one is said: `7/10`, `6-7/10`."""
    found = list(dict.fromkeys((m[1], m[2]) for m in pattern.finditer(text)))
    if len(found) != 1:
        return ""
    low, high = found[0]
    if int(low) > 10 or (high and not int(low) < int(high) <= 10):
        return ""
    return f"{low}-{high}/10" if high else f"{low}/10"


def course_said(clause: str) -> str:
    """Whether it gets worse or better, where one of the two is said."""
    worse, better = _WORSENING.search(clause), _IMPROVING.search(clause)
    if bool(worse) is bool(better):
        return ""
    return "worsening" if worse else "improving"


def timing_said(clause: str) -> str:
    """Whether it is always there, where that is said."""
    always, at_times = _CONSTANT.search(clause), _INTERMITTENT.search(clause)
    if bool(always) is bool(at_times):
        return ""
    return "constant" if always else "intermittent"


_TAKEN = (
    r"tak(?:e|ing|en)|smok\w+|drink\w*|medic\w+|dose|work\w*|been on|us(?:e|ed|ing)|surgery|live"
)
_HOW_LONG = re.compile(rf"\bhow long\b(?!.*\b(?:{_TAKEN}|each|last|lasts|episodes?|ago)\b)")
_WHEN = re.compile(
    rf"\b(?:when (?:did|was|have)|how long ago did)\b(?!.*\b(?:{_TAKEN}|last)\b).*\b(?:it|this|that"
    r"|they|these|symptoms)\b.*\b(?:start|begin|began|first|happen|come on)"
    r"|\bwhen did you (?:first )?(?:notice|(?:start|begin) (?:to )?(?:hav|feel|notic|experienc)\w+)"
)
_SCALE = re.compile(r"\bscale\b|\bout of (?:10|ten)\b|/10\b|\brate\b(?!.*\bheart)")
_HOW_BAD = re.compile(r"\bhow (?:bad|severe|intense) is (?:it|this|that)\b")
_SPECIAL = re.compile(
    r"\b(?:worst|best|when you|after|before|with (?:the|your)|without|medic\w+|walk\w*|at rest"
    r"|was)\b"
)
_WHERE = re.compile(
    r"\bwhere(?:abouts)?(?: exactly)?(?: is| does|'s| are| in| on|$)"
    r"|\b(?:which|what) (?:side|part)\b"
)
_TO_WORSE = re.compile(
    r"\b(?:what|anything|activit\w+|things?|something)\b.*"
    r"\b(?:worse|aggravates?|brings? it on|triggers?)\b"
)
_TO_BETTER = re.compile(
    r"\b(?:what|anything|things?|something)\b.*\b(?:better|helps?|relieves?|eases?|alleviates?)\b"
)
_DOES_WORSE = re.compile(
    r"\b(?:is|does|do|are)\b.*\b(?:it|they)\b.*\b(?:worse|hurt)\b|\bmakes? it worse\b"
)
_WHICH_WAY = re.compile(
    r"\b(?:getting|gotten|got|stayed|staying|been)\b.*\b(?:worse|better|same)\b"
)
_HOW_OFTEN = re.compile(
    r"\b(?:constant|come and go|comes and goes|all the time|on and off|intermittent)\b"
)
_SPREADS = re.compile(
    r"\b(?:radiate|travel|spread|shoot|move anywhere|go (?:anywhere|down|into|to|up))\b"
)
_CLOSED = re.compile(
    r"^(?:\W|\b(?:and|so|okay|but|now|then|um|uh)\b)*(?:is|does|do|are|has|have|did|would)\b"
)


_PLAIN_YES = re.compile(
    r"(?:yes|yeah|yea|yep|yup|uh-?huh|mm-?hmm+|definitely|absolutely|correct|exactly"
    r"|it (?:is|does|has)|i think so)\b"
)
_HELPED = re.compile(r"\b(?:help|better|reliev|relief|eas|work)")
_FEW_WORDS = 4
"""A longer yes says itself where it goes to."""
_LEAD = re.compile(r"^(?:\W*\b(?:um+|uh+|oh|well|so|i'd say|i would say|i think|probably)\b)+\W*")
_SCALE_END = re.compile(
    r"\b(?:\d+|zero|one) (?:being|is|as|meaning)\b[^,.?]{0,70}?(?=$|[,.?]| how\b| what\b| and \d)"
)
"""What the ends of the scale mean: `10 being the worst pain ever`."""
_AT_TIMES = re.compile(r"\b(?:when|after|with|without|worst|best)\b")
_COUNTED = re.compile(r"\d (?:(?:minute|hour|day|week|month|year|night|time)s?)\b")


def said_in_reply(question: str, reply: str) -> Qualities:
    """The quality that a question asks for, where the reply gives it.

    The question calls the symptom `it`. A yes takes from a closed question what it names.
    """
    asked = lowered(written_numbers(question))
    low = lowered(written_numbers(reply))
    answer = answer_of(reply)
    if answer is Answer.NO or _NEGATED.search(low):
        return NOTHING_SAID
    closed = _CLOSED.match(asked) is not None and " or " not in asked
    yes = closed and answer is Answer.YES and _PLAIN_YES.match(plain(reply)) is not None
    first = next(clauses(_LEAD.sub("", low)), "")
    if _SCALE.search(asked) or _HOW_BAD.search(asked):
        special = _SPECIAL.search(_SCALE_END.sub("", asked)) or _AT_TIMES.search(low)
        return NOTHING_SAID if special else Qualities(severity=_severity(asked, low, first))
    if _HOW_LONG.search(asked) or _WHEN.search(asked):
        lasted = duration_in_reply(first) if _HOW_LONG.search(asked) else ""
        return Qualities(onset=onset_in_reply(first), duration=lasted)
    to_worse, to_better = _TO_WORSE.search(asked), _TO_BETTER.search(asked)
    if bool(to_worse) is not bool(to_better):
        return _changes(low, worse=to_worse is not None)
    if _SPREADS.search(asked):
        bare = yes and len(low.split()) <= _FEW_WORDS
        return Qualities(radiation=radiation_said(low) or (radiation_said(asked) if bare else ""))
    if _HOW_OFTEN.search(asked):
        return Qualities(timing=timing_said(low) or (timing_said(asked) if yes else ""))
    if _WHICH_WAY.search(asked):
        return Qualities(course=course_said(asked) if yes else _way(first))
    if _WHERE.search(asked):
        return Qualities(site=site_said(low))
    if yes and _DOES_WORSE.search(asked) and "better" not in asked:
        return Qualities(worse_with=worse_with(asked))
    return NOTHING_SAID


def _severity(asked: str, low: str, first: str) -> str:
    grade = _GRADE_SAID.search(first)
    scaled = scores(_SCORE_SAID if re.search(r"\b10\b", asked) else _SCORE, low)
    if scaled and not _COUNTED.search(low):
        return scaled
    return grade[1] if grade else ""


def _changes(low: str, *, worse: bool) -> Qualities:
    """What a reply to `what makes it worse?` or `better?` names, in its first sentence."""
    first = low.split(" . ")[0]
    if worse:
        other = re.search(r"\b(?:better|helps?)\b", low)
        return NOTHING_SAID if other else Qualities(worse_with=triggers(first))
    tried = re.search(r"\b(?:tried|took|taken)\b", low) and not _HELPED.search(low)
    if "worse" in low or UNSURE.search(low) or tried:
        return NOTHING_SAID
    return Qualities(better_with=medicines(first) or triggers(first))


def _way(first: str) -> str:
    if _ONCE.search(first) or _CONDITION.search(first):
        return ""
    worse, better, same = (word in first.split() for word in ("worse", "better", "same"))
    if worse + better + same != 1:
        return ""
    return "worsening" if worse else "improving" if better else "unchanged"
