"""Vital signs in what the clinician says."""

import re
from collections.abc import Iterator

from notegen.assertion import Dialogue
from notegen.facts import Vital
from notegen.numbers import written_numbers
from notegen.sentences import lowered
from scribe.transcript import Role

_LINK = (
    r"(?:[\s,:]|is|was|are|of|at|today|here|looks?|good|your|the|a|to|about|up"
    r"|running|reading|it's|in|office|little|high|elevated|normal|slightly|bit"
    r"|also|like|we|got|have|had|which|measured|and|came|back|nice|great|still"
    r"|currently|around|on|room|air|low|rate|fine|real|really|pretty|very){0,9}?"
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
            r"\b(?:spo2|oxygen saturations?|o2 sats?|oxygenation|pulse ox|oxygen(?: level)?|sats?"
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
        re.compile(rf"\bweigh(?:t|s|ing|ed)\b{_LINK}\b(\d{{2,3}}(?:\.\d+)? ?(?:kg|pounds|lbs?))\b"),
        "",
        (0.0, 0.0),
    ),
)
_NOT_MEASURED = re.compile(
    r"\b(?:goal|below|under|less than|lower than|greater than|target|should be|if|want (?:it|your)"
    r"|above|over \d|last (?:time|visit|year|month)|at home|used to)\b"
)


def find_vitals(dialogue: Dialogue) -> tuple[Vital, ...]:
    """The measurements that the clinician states, once each, the last value said.

    A goal (`below 130/80`), a condition or a reading from home is not a measurement. Values
    outside what a living patient can have are left out as misheard.
    """
    found: dict[str, Vital] = {}
    for sentence in dialogue.sentences:
        if sentence.role is Role.PATIENT or sentence.question:
            continue
        text = lowered(written_numbers(sentence.text))
        if _NOT_MEASURED.search(text):
            continue
        for name, value in _measured(text):
            found[name] = Vital(name, value, (sentence.utterance,))
    return tuple(found.values())


def _measured(text: str) -> Iterator[tuple[str, str]]:
    for name, pattern, unit, (low, high) in _PATTERNS:
        match = pattern.search(text)
        if match is None:
            continue
        value = match[1]
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
