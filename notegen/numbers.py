"""Spoken numbers in the form in which a clinical note writes them."""

import re
from collections.abc import Sequence
from functools import lru_cache

_UNITS = {
    word: value
    for value, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
            *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
            *("seventeen", "eighteen", "nineteen"),
        )
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_WORD = rf"(?:{'|'.join((*_UNITS, *_TENS))})"
_RUN = re.compile(
    rf"\b(?:{_WORD}|(?<=\ba )(?:hundred|thousand)\b|point(?= {_WORD}))"
    rf"(?:(?:[ -]+(?:and +(?={_WORD}))?(?:{_WORD}|hundred|thousand|million))"
    rf"|(?: +(?:point|oh|o)(?= +{_WORD})))*\b",
    re.IGNORECASE,
)
_ONE_COUNTS = re.compile(
    r"^[ -]+(?:days?|weeks?|months?|years?|hours?|minutes?|times?|tablets?|pills?|capsules?|puffs?"
    r"|milligrams?|grams?|micrograms?|units?|pack|packs|drinks?|glass|beers?|cups?|percent|point"
    r"|or|to|out|per|point|inch|foot|pound|mg|g|mcg|drops?|sprays?|half|and a half|year|over)\b",
    re.IGNORECASE,
)
_NAMES = (
    (
        re.compile(
            r"\b(?:hemoglobin |haemoglobin )?a[ -]?(?:one|1)[ -]?c\b\.?(?!$)"
            r"|\ba[ -]?(?:one|1)[ -]?c\b",
            re.I,
        ),
        "hemoglobin A1c",
    ),
    (re.compile(r"\b(?:vitamin )?b[ -](?:twelve|12)\b", re.I), "vitamin B12"),
    (re.compile(r"\bvitamin d[ -](?:three|3)\b", re.I), "vitamin D3"),
    (re.compile(r"\bcovid[ -](?:nineteen|19)\b", re.I), "COVID-19"),
    (
        re.compile(r"(?<!one )\b(?:s ?p ?o|o)[ -]?(?:two|2)\b(?: sat(?:uration|s)?)?\b", re.I),
        "SpO2",
    ),
    (re.compile(r"\bf ?e ?v[ -](?:one|1)\b", re.I), "FEV1"),
)
_MEASURES = tuple(
    (re.compile(rf"(?<=\d)(?P<gap>[ -]?)(?:{spoken})\b\.?", re.IGNORECASE), written)
    for spoken, written in (
        (r"milligrams? per deciliter|mg/dl", " mg/dL"),
        (r"milligrams?|mgs?|m\.? g|milli ?grams?", " mg"),
        (r"micrograms?|mcgs?|m\.? c\.? g|ug", " mcg"),
        (r"kilograms?|kilos?|kgs?", " kg"),
        (r"grams?", " g"),
        (r"milliliters?|millilitres?|mls?|ccs?", " mL"),
        (r"centimeters?|centimetres?|cms?", " cm"),
        (r"millimeters? of mercury|mmhg|mm hg", " mmHg"),
        (r"millimeters?|millimetres?|mms?", " mm"),
        (r"beats per minute|beats a minute|bpm", " bpm"),
        (r"breaths per minute|breaths a minute", " breaths/min"),
        (r"percent", "%"),
    )
)
_BLOOD_PRESSURE = re.compile(r"\b(\d{2,3}) (?:over(?: over)?|on top of|/) ?(\d{2,3})\b")
_OUT_OF = re.compile(r"\b(\d{1,2})(?: out)? of (?:a possible )?(10|6)\b|\b(\d{1,2}) on (10)\b")
_HALF = re.compile(r"\b(\d+) and (?:a|one) half\b")
_DEGREES = re.compile(r"(\d{2,3}(?:\.\d+)?) ?(?:degrees?(?: (fahrenheit|celsius|f|c))?)\b", re.I)
_TEMPERATURE = re.compile(
    r"(\b(?:temperature|temp|fever)\b(?: (?:is|was|of|today|at|up|to|about|around))*:? )"
    r"(\d{2,3}(?:\.\d+)?)(?![\d.]| ?°| ?%)",
    re.IGNORECASE,
)
_ANY = re.compile(rf"\d|{_WORD}|hundred|thousand|million|point|half", re.IGNORECASE)
"""Without one of these there is nothing to write anew."""
_NUMBER = re.compile(r"(?<![A-Za-z\d.,])\d+(?:,\d{3})*(?:\.\d+)?")


@lru_cache(maxsize=8192)
def written_numbers(text: str) -> str:
    """The text with spoken numbers and units as written: `five hundred milligrams`, `500 mg`.

    Blood pressure is written 142/88 when both values lie in 60-260 and 30-160; a temperature of
    90-110 is °F, of 34-43 °C. `one` stays a word unless it counts something.
    """
    if not _ANY.search(text):
        return text
    for pattern, name in _NAMES:
        text = pattern.sub(name, text)
    text = _RUN.sub(_digits, text)
    text = re.sub(r"\b(\d+) \. (\d)(?=\s|$)", r"\1.\2", text)
    text = re.sub(r"\b(9\d|10\d) \. one\b", r"\1.1", text, flags=re.IGNORECASE)
    text = re.sub(r"\ba (?=1\d\d\d?\b)", "", text)
    text = _HALF.sub(r"\1.5", text)
    text = _DEGREES.sub(_degrees, text)
    for pattern, unit in _MEASURES:
        text = pattern.sub(unit, text)
    text = re.sub(r"(?<=\d) %", "%", text)
    text = _BLOOD_PRESSURE.sub(_pressure, text)
    text = _OUT_OF.sub(lambda m: f"{m[1] or m[3]}/{m[2] or m[4]}", text)
    return _TEMPERATURE.sub(_temperature, text)


@lru_cache(maxsize=8192)
def numbers_in(text: str) -> frozenset[str]:
    """The numbers of a text in one canonical form, spoken or written: no commas, no end zeros."""
    return frozenset(_canonical(n) for n in _NUMBER.findall(written_numbers(text)))


def _canonical(number: str) -> str:
    number = number.replace(",", "")
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return number.lstrip("0") or "0"


def _digits(match: re.Match[str]) -> str:
    words = [w for w in re.split(r"[ -]+", match.group().lower()) if w != "and"]
    if words == ["one"] and not _ONE_COUNTS.match(match.string, match.end()):
        after = match.string[match.end() :]
        if not _ONE_COUNTS.match(after):
            return match.group()
    return " ".join(_spell(words))


def _spell(words: Sequence[str]) -> list[str]:
    if "point" in words:
        at = words.index("point")
        whole = _spell(words[:at]) or ["0"]
        fraction, rest = _fraction(words[at + 1 :])
        return [*whole[:-1], f"{whole[-1]}.{fraction}", *_spell(rest)]
    groups = _groups(words)
    spelled: list[str] = []
    k = 0
    while k < len(groups):
        pair = groups[k : k + 2]
        if len(pair) == 2 and 1 <= pair[0] <= 9 and 10 <= pair[1] <= 99:
            spelled.append(str(100 * pair[0] + pair[1]))  # "one forty two"
            k += 2
        elif len(pair) == 2 and pair[0] in (18, 19, 20) and 10 <= pair[1] <= 99:
            spelled.append(str(100 * pair[0] + pair[1]))  # "nineteen ninety six"
            k += 2
        elif groups[k : k + 2][1:] == [-1] and k + 2 < len(groups) and groups[k + 2] < 10:
            spelled.append(str(100 * groups[k] + groups[k + 2]))  # "one oh two"
            k += 3
        else:
            if groups[k] >= 0:
                spelled.append(str(groups[k]))
            k += 1
    return spelled


def _fraction(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    digits = ""
    for n, word in enumerate(words):
        value = _UNITS.get(word, -1)
        if word in ("oh", "o"):
            value = 0
        if not 0 <= value <= 9:
            if digits:
                return digits, words[n:]
            groups = _groups(words)
            return str(max(groups[0], 0)), ()
        digits += str(value)
    return digits, ()


def _groups(words: Sequence[str]) -> list[int]:
    """Cardinals in reading order; `oh` is -1."""
    groups: list[int] = []
    total, current, last = 0, -1, 0
    for word in words:
        if word in ("oh", "o"):
            if current >= 0 or total:
                groups.append(total + max(current, 0))
            groups.append(-1)
            total, current = 0, -1
        elif word in _SCALES:
            scale = _SCALES[word]
            if scale == 100:
                current = max(current, 1) * 100
            else:
                total, current = total + max(current, 1) * scale, -1
        else:
            value = _UNITS.get(word, _TENS.get(word, 0))
            if current < 0:
                current = value
            elif (current % 100 == 0 and current) or (last in _TENS.values() and 0 < value < 10):
                current += value
            else:
                groups.append(total + current)
                total, current = 0, value
        last = _TENS.get(word, 0)
    if current >= 0 or total:
        groups.append(total + max(current, 0))
    return groups


def _pressure(match: re.Match[str]) -> str:
    high, low = int(match[1]), int(match[2])
    if 60 <= high <= 260 and 30 <= low <= 160 and low < high:
        return f"{high}/{low}"
    return match.group()


def _degrees(match: re.Match[str]) -> str:
    value = float(match[1])
    scale = (match[2] or "").lower()[:1]
    if scale == "f" or (not scale and 90 <= value <= 110):
        return f"{match[1]} °F"
    if scale == "c" or (not scale and 34 <= value <= 43):
        return f"{match[1]} °C"
    return match.group()


def _temperature(match: re.Match[str]) -> str:
    value = float(match[2])
    if 90 <= value <= 110:
        return f"{match[1]}{match[2]} °F"
    if 34 <= value <= 43:
        return f"{match[1]}{match[2]} °C"
    return match.group()
