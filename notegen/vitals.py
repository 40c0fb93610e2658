"""Vital signs that the clinician measures, or that the patient tells."""

import re
from collections.abc import Iterator

from notegen.assertion import Dialogue, place_of
from notegen.corrections import rest_after_correction
from notegen.facts import Vital
from notegen.numbers import written_numbers
from notegen.sentences import Sentence, lowered
from scribe.transcript import Role

_LINK = (
    r"(?:'s)?(?:[\s,:]|is|was|are|of|at|today|here|looks?|good|your|the|a|to|about|up"
    r"|running|reading|it's|in|office|little|high|elevated|normal|slightly|bit"
    r"|also|like|we|got|have|had|which|measured|and|came|back|nice|great|still"
    r"|currently|around|on|room|air|low|rate|fine|real|really|pretty|very|just|maybe|uh|um|er|now"
    r"|sitting|that|would|make|says|said|taken|this|morning|yesterday|last|night|went|got|as|over"
    r"|between|came|come|coming|reads|showed|did|do|slow|fast|regular|steady|bit|all|right|down"
    r"|well|perfect|excellent|fairly"
    r"|seeing|smooth|going|satting|see|i|a|quite|probably|again|only|there|still|you're|you"
    r"|honestly|but|stable|sitting){0,12}?"
)
_PATTERNS = (
    (
        "blood pressure",
        re.compile(rf"\b(?:blood pressures?|bp)\b{_LINK}\b(\d{{2,3}}/\d{{2,3}})\b"),
        "mmHg",
        (0.0, 0.0),
    ),
    (
        "heart rate",
        re.compile(
            rf"\b(?:heart rate|pulse(?! ox)|heartrate)\b{_LINK}\b(\d{{2,3}})\b(?!/| ?%|\.\d)"
        ),
        "bpm",
        (25, 260),
    ),
    (
        "respiratory rate",
        re.compile(rf"\b(?:respiratory rate|respirations?|breathing rate)\b{_LINK}\b(\d{{1,2}})\b"),
        "breaths/min",
        (6, 70),
    ),
    (
        "SpO2",
        re.compile(
            r"\b(?:spo2|oxygen saturations?|o2 sats?|oxygenation|pulse ox|oxygen(?: level)?"
            r"|satt?ing|sats?"
            rf"|saturations?)\b{_LINK}\b(\d{{2,3}}) ?(?:%|\b)"
        ),
        "%",
        (50, 100),
    ),
    (
        "temperature",
        re.compile(rf"\b(?:temperature|temp)\b{_LINK}\b(\d{{2,3}}(?:\.\d+)?)\b"),
        "°",
        (34, 110),
    ),
    (
        "BMI",
        re.compile(rf"\b(?:bmi|body mass index)\b{_LINK}\b(\d{{2}}(?:\.\d+)?)\b"),
        "",
        (10, 80),
    ),
    (
        "weight",
        re.compile(
            rf"\bweigh(?:t|s|ing|ed)?\b{_LINK}\b(\d{{2,3}}(?:\.\d+)? ?(?:kg|pounds|lbs?))\b"
        ),
        "",
        (0.0, 0.0),
    ),
)
_NOT_MEASURED = re.compile(
    r"\b(?:goal|below|under|less than|lower than|greater than|target|should be|if|want (?:it|your)"
    r"|above|over \d|last (?:time|visit|year|month)|used to|normally|usually|more than"
    r"|higher than|once"
    r" (?:it|your)|unless|as long as|until)\b"
)
_AT_HOME = re.compile(r"\bat home\b|\bhome readings?\b")
_TEMPERATURE = re.compile(r"\b(?:temperatures?|temp|thermometer|fevers?|febrile|degrees)\b|°")
_PRESSURE = re.compile(r"\b(?:blood pressures?|bp)\b")
_WEIGHT = re.compile(r"(?<![\d.])(\d{2,3}(?:\.\d+)? (?:kg|pounds|lbs?))\b")
_WEIGHT_CHANGED = re.compile(
    r"\b(?:los[te]\w*|gain\w*|drop\w*|used to|down|up|more|less|over|under)\b"
)
_DEGREES = re.compile(
    r"(?<![\d/.])(\d{2,3})(?:\.(\d{1,2})| ?, ?(\d)(?!\d))?(?![\d/])(?: ?°([cf]))?"
)
_COUNTED = re.compile(
    r"^ ?(?:years?|months?|weeks?|days?|hours?|minutes?|times|mg|mcg|ml|%|pounds|kg|bpm|or so"
    r"|cigarettes|beats"
    r"|yrs?|old|percent|tablets?|and over)\b"
)
_TOLD = re.compile(
    r"\b(?:(?:it|that|which|he|she)(?:'s| was| is| would be| said| read)|checked|took it|measured"
    r"|came (?:up|back))\b"
    r"[^.?!]{0,30}$"
)
_VALUE = re.compile(r"^(?:it's |it is |that's )?(\d{2,3}(?:/\d{2,3}|\.\d+)?)(?![\d/])")
_GOAL_REACH = 40
"""So many characters before a value tell that it is a goal or a condition."""
_CONTEXT_SENTENCES = 4
"""What is measured may have been named so many sentences before its value."""


def find_vitals(dialogue: Dialogue) -> tuple[Vital, ...]:
    """The measurements that are stated, once each, the last value said.

    What the patient tells, or was measured at home, is `reported` and stands beside what the
    clinician measured. A goal (`below 130/80`) or a condition is no measurement. Values outside
    what a living patient can have are left out as misheard.
    """
    found: dict[tuple[str, bool], Vital] = {}
    for sentence in dialogue.sentences:
        if sentence.question:
            continue
        text = lowered(written_numbers(sentence.text))
        if not any(c.isdigit() for c in text):
            continue
        reported = sentence.role is not Role.CLINICIAN or bool(_AT_HOME.search(text))
        values = dict(_measured(text))
        for name, value in _in_context(dialogue, sentence, text, reported=reported):
            values.setdefault(name, value)
        for name, value in values.items():
            found[name, reported] = Vital(name, value, (sentence.utterance,), reported)
    return tuple(found.values())


def _in_context(
    dialogue: Dialogue, sentence: Sentence, text: str, *, reported: bool
) -> Iterator[tuple[str, str]]:
    """Readings of which the name stands elsewhere in the sentence, or shortly before it."""
    place = place_of(dialogue, sentence)
    before = dialogue.sentences[max(0, place - _CONTEXT_SENTENCES) : place]
    near = " ".join(lowered(s.text) for s in before if s.index >= sentence.index - 3)
    pressure = re.search(r"(?<![\d/])(\d{2,3})/(\d{2,3})(?![\d/])", text)
    if (
        pressure
        and _is_measured(text, pressure.start(), pressure.end())
        and _PRESSURE.search(f"{near} {text}")
    ):
        high, low = int(pressure[1]), int(pressure[2])
        if 60 <= high <= 260 and 30 <= low <= 160 and low < high:
            yield "blood pressure", f"{pressure.group()} mmHg"
    weight = _WEIGHT.search(text)
    if weight and re.search(r"\bweigh\b", near) and not _WEIGHT_CHANGED.search(text):
        yield "weight", weight[1]
    if not _TEMPERATURE.search(f"{near} {text}"):
        return
    readings = [
        m
        for m in _DEGREES.finditer(text)
        if not _COUNTED.match(text[m.end() :]) and _is_measured(text, m.start(), m.end())
    ]
    for reading in readings:
        value = (
            f"{reading[1]}.{reading[2] or reading[3]}" if reading[2] or reading[3] else reading[1]
        )
        exact = bool(reading[2] or reading[3] or reading[4])
        if not reported and not (
            exact and _TEMPERATURE.search(text[: reading.start()][-_GOAL_REACH:])
        ):
            continue
        told = exact or _TEMPERATURE.search(text) or _TOLD.search(text[: reading.start()])
        if 34.5 <= float(value) <= 43 and told:
            yield "temperature", f"{value} °C"
            return
        if 95 <= float(value) <= 109 and (exact or _TEMPERATURE.search(near) or "°" in text):
            yield "temperature", f"{value} °F"
            return


def _measured(text: str) -> Iterator[tuple[str, str]]:
    for name, pattern, unit, (low, high) in _PATTERNS:
        said = pattern.finditer(text)
        match = next((m for m in said if _is_measured(text, m.start(), m.end())), None)
        if match is None:
            continue
        value = _corrected(match[1], text[match.end(1) :])
        if high and not low <= float(value) <= high:
            continue
        if unit == "°":
            if 43 < float(value) < 90:
                continue
            yield name, f"{value} °{'C' if float(value) <= 43 else 'F'}"
        elif unit == "%":
            yield name, f"{value}%"
        else:
            yield name, f"{value} {unit}".strip()


def _is_measured(text: str, start: int, end: int) -> bool:
    """Whether no goal, condition or earlier visit is meant by what stands before a value."""
    return not _NOT_MEASURED.search(text[max(0, start - _GOAL_REACH) : end])


def _corrected(value: str, after: str) -> str:
    """The value that takes the first one back: `140/90 , sorry , 150/90`."""
    again = _VALUE.match(rest_after_correction(after))
    return again[1] if again and ("/" in again[1]) == ("/" in value) else value
