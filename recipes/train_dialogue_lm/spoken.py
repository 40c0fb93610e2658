"""Written English as the words that a speaker says.

`BP was 138/84` becomes `bp was one thirty eight over eighty four`. Where people say a number in
several ways, the way is drawn from `random`, so that a language model sees all of them.
"""

import re
from random import Random

UNIT_NAMES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
TEN_NAMES = "twenty thirty forty fifty sixty seventy eighty ninety"
UNITS, TENS = UNIT_NAMES.split(), TEN_NAMES.split()
ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
ABBREVIATIONS = {
    "dr": "doctor",
    "mr": "mister",
    "mrs": "missus",
    "ms": "miss",
    "vs": "versus",
    "okay": "ok",
    "uhm": "um",
    "umm": "um",
    "uhh": "uh",
    "mmhmm": "mm hmm",
    "mmhm": "mm hmm",
    "mhm": "mm hmm",
    "mg": "milligrams",
    "mgs": "milligrams",
    "mcg": "micrograms",
    "ml": "milliliters",
    "kg": "kilograms",
    "kgs": "kilograms",
    "lbs": "pounds",
    "cm": "centimeters",
    "mmhg": "millimeters of mercury",
    "hr": "hour",
    "hrs": "hours",
    "etc": "et cetera",
    "alot": "a lot",
    "covid19": "covid nineteen",
}
MARKS = {"%": " percent ", "&": " and ", "+": " plus ", "°": " degrees ", "@": " at "}
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
TITLE = re.compile(r"\b(dr|mr|mrs|ms|vs|st)\.", re.IGNORECASE)
DOTTED = re.compile(r"\b([a-z])\.(?:\s?([a-z])\.)+", re.IGNORECASE)
BRACKETED = re.compile(r"\[[^\]]*\]|\([^)]*\)|<[^>]*>")
TOKEN = re.compile(
    r"\d+/\d+(?:/\d+)?|\d+:\d\d|\d+(?:,\d{3})+|\d+\.\d+|\d+(?:st|nd|rd|th|s)\b|\d+|[a-z']+"
)
# ACI-BENCH is tokenised: "do n't", "gon na".
SPLIT_WORD = re.compile(r"\s(n't\b|na\b(?<=gon na))")
RANGE = re.compile(r"(?<=\d)\s?(?:-|\u2013)\s?(?=\d)")


def sentences(text: str) -> list[str]:
    """The text cut where a sentence ends; `Dr.` ends none."""
    return SENTENCE_END.split(TITLE.sub(r"\1", text))


def spoken(text: str, random: Random) -> list[str]:
    """The words said, lower case, letters with apostrophes only."""
    text = text.lower().replace("\u2019", "'").replace("`", "'")
    text = BRACKETED.sub(" ", text)
    text = TITLE.sub(r"\1", text)
    text = DOTTED.sub(lambda match: match.group().replace(".", " "), text)
    text = RANGE.sub(" to ", text)
    text = SPLIT_WORD.sub(r"\1", text)
    text = re.sub(r"\b(a|p)\.?m\b\.?", r"\1 m", text)
    for mark, word in MARKS.items():
        text = text.replace(mark, word)
    words: list[str] = []
    for token in TOKEN.findall(text):
        words += number(token, random) if token[0].isdigit() else plain(token)
    return words


def plain(token: str) -> list[str]:
    word = token.strip("'")
    return ABBREVIATIONS.get(word, word).split()


def number(token: str, random: Random) -> list[str]:
    """A token that begins with a digit, as words."""
    if "/" in token:
        parts = token.split("/")
        if len(parts) == 3:
            return [w for part in parts for w in cardinal(int(part), random)]
        if token == "1/2":
            return ["half"]
        first, second = (cardinal(int(part), random) for part in parts)
        return [*first, *(["out", "of"] if int(parts[1]) == 10 else ["over"]), *second]
    if ":" in token:
        hour, minute = (int(part) for part in token.split(":"))
        if not minute:
            return cardinal(hour, random)
        return [*cardinal(hour, random), *(["oh"] if minute < 10 else []), *below_100(minute)]
    if "." in token:
        whole, decimals = token.split(".")
        digits = [w for digit in decimals for w in cardinal(int(digit), random)]
        return [*cardinal(int(whole), random), "point", *digits]
    if token.endswith("s"):
        return plural(cardinal(int(token[:-1]), random))
    if token.endswith(("st", "nd", "rd", "th")):
        return ordinal(cardinal(int(token[:-2]), random))
    return cardinal(int(token.replace(",", "")), random)


def cardinal(value: int, random: Random) -> list[str]:
    """A whole number in one of the ways people say it."""
    if value < 100:
        return below_100(value)
    if value < 1000:
        return below_1000(value, random)
    if value > 999_999:
        return [UNITS[int(digit)] for digit in str(value)]
    if 1900 <= value < 2000 or 2010 <= value < 2100:
        return [*below_100(value // 100), *year_end(value % 100)]
    thousands, rest = divmod(value, 1000)
    words = [*cardinal(thousands, random), "thousand"]
    if not rest:
        return words
    joint = ["and"] if rest < 100 and random.random() < 0.3 else []
    return words + joint + (below_100(rest) if rest < 100 else below_1000(rest, random, plain=True))


def below_100(value: int) -> list[str]:
    if value < 20:
        return [UNITS[value]]
    tens, units = divmod(value, 10)
    return [TENS[tens - 2], *([UNITS[units]] if units else [])]


def below_1000(value: int, random: Random, plain: bool = False) -> list[str]:
    """`one thirty eight`, `one hundred thirty eight` or `one hundred and thirty eight`."""
    hundreds, rest = divmod(value, 100)
    draw = random.random()
    if not rest:
        return ["a" if hundreds == 1 and draw < 0.3 and not plain else UNITS[hundreds], "hundred"]
    if draw < 0.55 and not plain:
        return [UNITS[hundreds], *(["oh"] if rest < 10 else []), *below_100(rest)]
    return [UNITS[hundreds], "hundred", *(["and"] if draw > 0.8 else []), *below_100(rest)]


def year_end(value: int) -> list[str]:
    if not value:
        return ["hundred"]
    return ["oh", UNITS[value]] if value < 10 else below_100(value)


def ordinal(words: list[str]) -> list[str]:
    """`twenty one` becomes `twenty first`."""
    last = words[-1]
    if last in ORDINALS:
        return [*words[:-1], ORDINALS[last]]
    return [*words[:-1], f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"]


def plural(words: list[str]) -> list[str]:
    """`sixty` becomes `sixties`."""
    last = words[-1]
    if last.endswith("y"):
        return [*words[:-1], f"{last[:-1]}ies"]
    return [*words[:-1], f"{last}es" if last in ("six",) else f"{last}s"]
