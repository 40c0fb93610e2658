"""Qualities of a symptom: where, since when, how bad, what changes it, as far as it is said.

The nine are those that a history asks for (OPQRST: onset, provocation, quality and region,
radiation, severity, time). What is doubtful is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from notegen.drugs import find_drugs
from notegen.numbers import written_numbers
from notegen.replies import Answer, answer_of
from notegen.sentences import lowered

IT: Final = "it"
"""Stands in a sentence for the symptom: `i've had it for 3 days`."""


@dataclass(frozen=True, slots=True)
class Qualities:
    """Each quality as a note words it, empty where it was not said; `utterances` say them.

    For example `left-sided`, `onset yesterday`, `for 3 days`, `7/10`, `worsening`, `intermittent`,
    `walking` (better or worse with it), `left arm` (where it radiates).
    """

    site: str = ""
    onset: str = ""
    duration: str = ""
    severity: str = ""
    course: str = ""
    timing: str = ""
    better_with: str = ""
    worse_with: str = ""
    radiation: str = ""
    utterances: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.phrases)

    @property
    def phrases(self) -> tuple[str, ...]:
        """What the note says, in its order; a duration says what an onset so long ago says."""
        onset = "" if self.duration and self.onset.endswith(" ago") else self.onset
        return tuple(
            phrase
            for phrase in (
                self.site,
                f"radiating to the {self.radiation}" if self.radiation else "",
                onset,
                self.duration,
                self.severity,
                self.course,
                self.timing,
                _with("worse", self.worse_with),
                _with("better", self.better_with),
            )
            if phrase
        )


def agreed(told: Sequence[Qualities]) -> Qualities:
    """All that was told of one symptom: a quality on which the tellings differ is left out.

    What makes it better or worse and where it goes may be several things: the first stays. Only
    what was used is evidence.
    """
    kept: dict[str, str] = {}
    for name in _NAMES:
        values = [value for q in told if (value := getattr(q, name))]
        if values and (name in _MANY or len({_NEARLY.sub("", v) for v in values}) == 1):
            kept[name] = values[0]
    used = (q for q in told if any(kept.get(n) and kept[n] == getattr(q, n) for n in _NAMES))
    return Qualities(**kept, utterances=tuple(dict.fromkeys(u for q in used for u in q.utterances)))


_NAMES: Final = (
    *("site", "onset", "duration", "severity", "course", "timing", "better_with", "worse_with"),
    "radiation",
)
_MANY: Final = frozenset({"better_with", "worse_with", "radiation"})
_NEARLY = re.compile(r"\b(?:about|almost|nearly|over|more than|at least) ")


NOTHING_SAID: Final = Qualities()


def _with(way: str, what: str) -> str:
    if not what:
        return ""
    return f"{way} {what}" if what.startswith(("at ", "in the ")) else f"{way} with {what}"


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
_BEGAN = re.compile(
    r"\b(?:it|this|that|they)(?: (?:all|just|first|really|kind of|probably))*"
    rf" (?:started|began|came on)(?: \w+)?,? (?:{_AMOUNT} ago\b|{_DATE})"
)
_NOTICED = re.compile(rf"\bnoticed (?:it|this|that)(?: \w+)? (?:{_AMOUNT} ago\b|{_DATE})")
_SINCE = re.compile(rf"\b(?:it|it's)\b.{{0,40}}?\bsince (?:{_AMOUNT} ago\b|{_DATE})")
_WHEN_SAID = re.compile(rf"{_AMOUNT} ago\b|{_DATE}")
_SUDDEN = re.compile(
    r"\bit(?: just)? (?:started|began|came on) (?:very |pretty )?(suddenly|gradually)"
)
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
    r"\b(?:getting|gotten|got|becoming|become) (?:\w+ )?(?:worse|worse and worse)\b|\bworsening\b"
)
_IMPROVING = re.compile(
    r"\b(?:getting|gotten|got) (?:\w+ )?better\b|\bit(?:'s| is| has) improv(?:ing|ed)\b"
)
_SAME = re.compile(r"\b(?:about |pretty much |stayed )?the same\b|\bunchanged\b")
_CONSTANT = re.compile(r"\b(?:constant|constantly|all the time|always there|never goes away)\b")
_INTERMITTENT = re.compile(
    r"\b(?:comes? and goe?s?|coming and going|on and off|off and on|intermittent(?:ly)?)\b"
)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|after|with|as|because|since|until|in case)\b"
)
_NEGATED = re.compile(r"\b(?:no|not|nothing|never|none|neither|without|cannot)\b|n't\b|\bnot\b")
_ONCE = re.compile(r"\b(?:initially|at first|was|were|first|had)\b")
_UNSURE = re.compile(
    r"\b(?:might|may|would|could|should|hop\w+|wish|want\w*|thought|supposed|maybe if|will|used to"
    r"|did|if i could)\b"
)
_SIDED = re.compile(
    r"\b(?:on|in) (?:my |the |your |his |her )?(left|right)(?: hand)?(?: side)?(?=$|[ ,.;]*$|[,.;]| side\b| and\b)"
    r"|\b(left|right)[ -]sided\b|\bthe (left|right) side\b(?! of)"
)
_BOTH = re.compile(
    r"\b(?:on |in )?both (?:sides|of them|ears|eyes|knees|legs|arms|hands|feet|hips)\b|\bbilateral\b"
)
_OTHER_SENSE = re.compile(r"\bright (?:here|there|now|away|after|before|when)\b|\ball right\b")
_PLACES = re.compile(
    r"\b(?:in|on|at|across|around|behind|down) (?:my|the) (?P<place>(?:(?:left|right|upper|lower|front|back"
    r"|top|bottom|inside|outside|outer|inner|middle|side) (?:side )?(?:part )?(?:of (?:my|the) )?)?(?:head|forehead"
    r"|temples?|neck|shoulder|shoulders|elbow|wrist|hand|chest|breastbone|back|abdomen|stomach|belly|groin|hip"
    r"|buttock|thigh|knee|kneecap|calf|ankle|foot|heel|big toe|toes?|eyes?|ear|ears|throat|jaw))\b"
)
_PART = (
    r"(?:(?P<side>left|right) )?(?P<part>arms?|shoulders?|shoulder blades?|legs?|neck|jaw|back|foot|feet"
    r"|hands?|groin|hips?|buttocks?|thighs?|cal(?:f|ves)|knees?|head|fingers?|toes?|elbow|face)\b"
)
_RADIATES = re.compile(
    r"\b(?:radiat(?:es?|ing)|shoots?|shooting|travels?|spreads?|spreading|goes|going|go|runs) (?:all the way )?"
    rf"(?:down|to|into|up|through|up to|down to|down into|up into|towards?) (?:to |into )?(?:my|the|your) {_PART}"
)
_TRIGGERS: Final = tuple(
    (re.compile(rf"\b(?:{spoken})\b"), written)
    for spoken, written in (
        (r"(?:climb\w*|tak\w+|us\w+|going|go|walk\w*)(?: up| down| up and down)*(?: the)? (?:stairs|steps)|stairs",
         "stairs"),
        (r"walk|walking", "walking"), (r"run|running|jogging", "running"),
        (r"exercise|exercising|work out|working out", "exercise"),
        (r"exertion|exert myself", "exertion"), (r"move|moving|movement", "movement"),
        (r"bend|bending", "bending"), (r"lift|lifting", "lifting"),
        (r"stand|standing", "standing"), (r"sit|sitting", "sitting"),
        (r"(?:lay|laying|lie|lying)(?: down| flat)?", "lying down"),
        (r"twist|twisting", "twisting"), (r"squat|squatting", "squatting"),
        (r"kneel|kneeling", "kneeling"), (r"reach(?:ing)? (?:overhead|up|over my head)", "reaching overhead"),
        (r"cough|coughing", "coughing"), (r"deep breaths?|breathe in|breathing in|breathe deeply", "deep breathing"),
        (r"eat|eating|meals?", "eating"), (r"swallow|swallowing", "swallowing"),
        (r"chew|chewing", "chewing"), (r"cold (?:air|weather)", "cold weather"),
        (r"bright lights?", "bright light"), (r"loud noises?", "noise"), (r"stress|stressed", "stress"),
        (r"(?:put|putting) (?:any |some )?(?:weight|pressure) on", "weight bearing"),
        (r"driving|drive", "driving"), (r"typing|type", "typing"),
        (r"at night|nighttime", "at night"), (r"in the mornings?", "in the morning"),
        (r"in the evenings?", "in the evening"),
        (r"rest|resting", "rest"), (r"ice(?! cream| and)|icing", "ice"), (r"heating pad|heat", "heat"),
        (r"massage|massaging", "massage"), (r"stretch|stretching", "stretching"),
        (r"elevat(?:e|ing|ion)", "elevation"),
    )
)  # fmt: skip
_WORSE_AFTER = re.compile(
    r"\b(?:worse|aggravated|hurts?(?: \w+){0,2}|flares?(?: up)?) (?:when|whenever|if|with|by|after"
    r"|during|to|at|in)\b|\bworse (?=in the |at night)|\bit (?:mostly |mainly |only |especially )?(?:when|whenever) i\b"
)
_WORSE_BEFORE = re.compile(
    r"\b(?:makes?|made) it (?:\w+ )?worse\b|\baggravates? it\b|\bhurts? it\b"
)
_BETTER_AFTER = re.compile(
    r"\b(?:better|improves?|relieved|eased) (?:when|whenever|if|with|by|after)\b"
)
_BETTER_BEFORE = re.compile(
    r"\b(?:(?:makes?|made) it (?:\w+ )?better|(?:helps?|helped|relieves?|eases?)(?: with)? it|helps?(?: a (?:lot|little|bit))?$)"
)
_CLAUSE = re.compile(r"[,.;?!]+|\b(?:but|although|though)\b")


def said_of_it(text: str) -> Qualities:
    """The qualities in what somebody tells of their symptom, which the text calls `it`.

    Empty fields where the words could mean another thing.
    """
    low = lowered(written_numbers(text))
    if not re.search(r"\b(?:it|it's|they|this|that)\b", low):
        return Qualities()
    return agreed([_of_clause(clause) for clause in clauses(low)])


def clauses(low: str) -> Iterator[str]:
    """The parts of a sentence in lower case that are told for themselves."""
    for part in _CLAUSE.split(low):
        if part.strip():
            yield part.strip()


def _of_clause(clause: str) -> Qualities:
    began = _BEGAN.search(clause) or _NOTICED.search(clause) or _SINCE.search(clause)
    sudden = _SUDDEN.search(clause)
    course, timing = "", ""
    if not any(p.search(clause) for p in (_NEGATED, _CONDITION, _UNSURE, _ONCE)):
        course, timing = course_said(clause), timing_said(clause)
    grade = _GRADE.search(clause)
    score = scores(_SCORE, clause)
    denied = _NEGATED.search(clause) is not None
    radiates = _RADIATES.search(clause)
    return Qualities(
        site=site_said(clause) if not denied and _is_place(clause) else "",
        onset=_onset(began) if began and not denied else _sudden(sudden),
        duration=_duration(clause),
        severity=score or ((grade[1] or grade[2]) if grade and not denied else ""),
        course=course,
        timing=timing,
        better_with="" if denied else _better(clause),
        worse_with="" if denied else _worse(clause),
        radiation=_part(radiates) if radiates and not denied else "",
    )


def _is_place(clause: str) -> bool:
    return bool(
        re.search(r"\bit(?:'s| is)? (?:\w+ ){0,2}?(?:in|on|at|across|around|behind)\b", clause)
    )


def _duration(clause: str) -> str:
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
    return f"onset {match['date'] or _amount(match) + ' ago'}"


def _sudden(match: re.Match[str] | None) -> str:
    return "" if match is None else f"{match[1].removesuffix('ly')} onset"


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


def site_said(clause: str) -> str:
    """A side or a place of the body: `left-sided`, `behind the eyes`."""
    plain = _OTHER_SENSE.sub(" ", clause)
    if _BOTH.search(plain):
        return "bilateral"
    sides = {side for m in _SIDED.finditer(plain) for side in m.groups() if side}
    if len(sides) > 1:
        return ""
    place = _PLACES.search(plain)
    if place:
        whole = re.sub(r"\bmy\b", "the", place.group())
        return "" if sides and not sides & set(whole.split()) else whole
    return f"{sides.pop()}-sided" if sides else ""


def _part(match: re.Match[str]) -> str:
    return f"{match['side']} {match['part']}" if match["side"] else match["part"]


def _worse(clause: str) -> str:
    if _BETTER_AFTER.search(clause) or _BETTER_BEFORE.search(clause):
        return ""
    after, before = _WORSE_AFTER.search(clause), _WORSE_BEFORE.search(clause)
    return triggers(_beside(clause, after, before))


def _better(clause: str) -> str:
    if _WORSE_AFTER.search(clause) or _WORSE_BEFORE.search(clause) or _UNSURE.search(clause):
        return ""
    after, before = _BETTER_AFTER.search(clause), _BETTER_BEFORE.search(clause)
    beside = _beside(clause, after, before)
    names = medicines(beside) if before is None or before.group().endswith(IT) else ""
    return names or triggers(beside)


def _beside(clause: str, after: re.Match[str] | None, before: re.Match[str] | None) -> str:
    if after is not None:
        return clause[after.start() :]
    return clause[: before.start()] if before is not None else ""


def triggers(text: str) -> str:
    """What of the commonest circumstances a text names, at most three, joined."""
    found: list[str] = []
    for pattern, written in _TRIGGERS:
        match = pattern.search(text)
        if match and written not in found:
            found.append(written)
            text = text[: match.start()] + " " + text[match.end() :]
    timed = [f for f in found if f.startswith(("at ", "in the "))]
    found = [f for f in found if f not in timed] or timed[:1]
    return " and ".join(found[:2]) if len(found) < 3 else f"{found[0]}, {found[1]} and {found[2]}"


def medicines(text: str) -> str:
    """The medicines a text names, as they are spelled."""
    names = dict.fromkeys(m.drug.name for m in find_drugs(text) if not m.drug.is_class)
    return " and ".join(names)


_TAKEN = (
    r"tak(?:e|ing|en)|smok\w+|drink\w*|medic\w+|dose|work\w*|been on|us(?:e|ed|ing)|surgery|live"
)
_HOW_LONG = re.compile(rf"\bhow long\b(?!.*\b(?:{_TAKEN}|each|last|lasts|episodes?|ago)\b)")
_WHEN = re.compile(
    rf"\b(?:when (?:did|was|have)|how long ago did)\b(?!.*\b(?:{_TAKEN}|last)\b).*\b(?:it|this|that|they"
    r"|these|symptoms)\b.*\b(?:start|begin|began|first|happen|come on)|\bwhen did you (?:first )?(?:start"
    r"|notice|begin)\b(?!.*\btak)"
)
_SCALE = re.compile(r"\bscale\b|\bout of (?:10|ten)\b|/10\b|\brate\b(?!.*\bheart)")
_HOW_BAD = re.compile(r"\bhow (?:bad|severe|intense) is (?:it|this|that)\b")
_SPECIAL = re.compile(
    r"\b(?:worst|best|when you|after|before|with (?:the|your)|without|medic\w+|walk\w*|at rest|was)\b"
)
_WHERE = re.compile(
    r"\bwhere(?:abouts)?(?: exactly)?(?: is| does|'s| are| in| on|$)|\b(?:which|what) (?:side|part)\b"
)
_TO_WORSE = re.compile(
    r"\b(?:what|anything|activit\w+|things?|something)\b.*\b(?:worse|aggravates?|brings? it on|triggers?)\b"
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


def said_in_reply(question: str, reply: str) -> Qualities:
    """The quality that a question asks for, where the reply gives it.

    The question calls the symptom `it`. A bare yes takes from a closed question what it names.
    """
    asked = lowered(written_numbers(question))
    low = lowered(written_numbers(reply))
    answer = answer_of(reply)
    yes = answer is Answer.YES and _CLOSED.match(asked) is not None and " or " not in asked
    first = next(
        clauses(
            re.sub(
                r"^(?:\W*\b(?:um+|uh+|oh|well|so|i'd say|i would say|i think|probably)\b)+\W*",
                "",
                low,
            )
        ),
        "",
    )
    if answer is Answer.NO or _NEGATED.search(low):
        return Qualities()
    if _SCALE.search(asked) or _HOW_BAD.search(asked):
        if _SPECIAL.search(asked) or re.search(r"\b(?:when|after|with|without|worst|best)\b", low):
            return Qualities()
        grade = _GRADE_SAID.search(first)
        scaled = scores(_SCORE_SAID, low) if re.search(r"\b10\b", asked) else scores(_SCORE, low)
        timed = re.search(rf"\d (?:{_UNIT}|times|minutes?)\b", low)
        return Qualities(severity=("" if timed else scaled) or (grade[1] if grade else ""))
    if _HOW_LONG.search(asked) or _WHEN.search(asked):
        return _time_said(first, asked)
    if _TO_WORSE.search(asked) and not _TO_BETTER.search(asked):
        return Qualities(worse_with="" if "better" in low or "help" in low else triggers(low))
    if _TO_BETTER.search(asked) and not _TO_WORSE.search(asked):
        if "worse" in low or _UNSURE.search(low):
            return Qualities()
        return Qualities(better_with=medicines(low) or triggers(low))
    if _SPREADS.search(asked):
        named = _RADIATES.search(low) or (_RADIATES.search(asked) if yes else None)
        return Qualities(radiation=_part(named) if named else "")
    if _HOW_OFTEN.search(asked):
        named_in = asked if yes and not timing_said(low) else low
        return Qualities(timing=timing_said(named_in))
    if _WHICH_WAY.search(asked):
        return Qualities(course=course_said(asked) if yes else _way(first))
    if _WHERE.search(asked):
        return Qualities(site=site_said(low))
    if yes and _DOES_WORSE.search(asked) and not _NEGATED.search(low) and "better" not in asked:
        return Qualities(worse_with=_worse(asked))
    return Qualities()


def _way(first: str) -> str:
    if _ONCE.search(first) or _CONDITION.search(first):
        return ""
    worse, better, same = (word in first.split() for word in ("worse", "better", "same"))
    if worse + better + same != 1:
        return ""
    return "worsening" if worse else "improving" if better else "unchanged"


def _time_said(first: str, asked: str) -> Qualities:
    ago = _WHEN_SAID.search(first)
    if ago is not None:
        return Qualities(onset="" if _NOT_OF_IT.search(first[: ago.start()]) else _onset(ago))
    amount = re.search(_AMOUNT, first)
    if amount is None or not _HOW_LONG.search(asked) or _NOT_OF_IT.search(first):
        return Qualities()
    return Qualities(duration=f"for {_amount(amount)}")
