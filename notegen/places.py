"""Places of the body at which a symptom is, or to which it goes, in clauses in lower case."""

import re

_SIDED = re.compile(
    r"\b(?:on|in) (?:my |the |your |his |her )?(left|right)(?: hand)?(?: side)?"
    r"(?= *(?:$|[,.;])| and\b)"
    r"|\b(left|right)[ -]sided\b|\bthe (left|right) side\b(?! of)"
)
_BOTH = re.compile(
    r"\b(?:on |in )?both (?:sides|of them|ears|eyes|knees|legs|arms|hands|feet|hips)\b"
    r"|\bbilateral\b"
)
_OTHER_SENSE = re.compile(r"\bright (?:here|there|now|away|after|before|when)\b|\ball right\b")
_PART = (
    r"(?:head|forehead|temples?|neck|shoulders?|elbow|wrist|hand|chest|breastbone|back|abdomen"
    r"|stomach|belly|groin|hip|buttock|thigh|knee|kneecap|calf|ankle|foot|heel|big toe|toes?|eyes?"
    r"|ears?|throat|jaw)"
)
_PLACES = re.compile(
    r"\b(?:in|on|at|across|around|behind|down) (?:my|the) (?:(?:left|right|upper|lower|front|back"
    r"|top|bottom|inside|outside|outer|inner|middle|side) (?:side )?(?:part )?(?:of (?:my|the) )?)?"
    rf"{_PART}\b"
)
_NEARBY = (
    frozenset(("head", "forehead", "temple", "eye", "ear", "jaw", "neck", "throat")),
    frozenset(("neck", "shoulder", "back")),
    frozenset(("shoulder", "elbow", "wrist", "hand")),
    frozenset(("chest", "breastbone")),
    frozenset(("abdomen", "stomach", "belly", "groin", "back")),
    frozenset(("back", "hip", "buttock", "groin", "thigh")),
    frozenset(("thigh", "knee", "kneecap", "calf")),
    frozenset(("calf", "ankle", "foot", "heel", "big toe", "toe")),
)
_GOES_TO = (
    r"(?:(?P<side>left|right) )?(?P<part>arms?|shoulder blades?|shoulders?|legs?|neck|jaw|back|foot"
    r"|feet|hands?|groin|hips?|buttocks?|thighs?|cal(?:f|ves)|knees?|head|fingers?|toes?|elbow"
    r"|face)\b"
)
_RADIATES = re.compile(
    r"\b(?:radiat(?:es?|ing)|shoots?|shooting|travels?|spreads?|spreading|goes|going|go|runs)"
    r" (?:all the way )?(?:(?:up |down )?(?:to|into)|down|up|through|towards?)(?: to| into)?"
    rf" (?:my|the|your) {_GOES_TO}"
)


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


def is_elsewhere(name: str, site: str) -> bool:
    """Whether a symptom named by its part of the body is put at quite another one.

    `shoulder pain` at the stomach is something else, or misheard.
    """
    own, said = _parts(name), _parts(site)
    return bool(own and said) and not any(own & near and said & near for near in _NEARBY)


def _parts(text: str) -> frozenset[str]:
    found = (part.removesuffix("s") for part in re.findall(rf"\b{_PART}\b", text))
    return frozenset(found)


def radiation_said(clause: str) -> str:
    """Where it radiates to: `left arm`."""
    match = _RADIATES.search(clause)
    if match is None:
        return ""
    return f"{match['side']} {match['part']}" if match["side"] else match["part"]


def is_of_it(clause: str) -> bool:
    """Whether a place is that of `it`: `it's behind the eyes`, `i have it on the left side`."""
    return bool(
        re.search(r"\bit(?:'s| is)? (?:\w+ ){0,2}?(?:in|on|at|across|around|behind)\b", clause)
    )
