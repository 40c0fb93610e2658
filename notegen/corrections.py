"""What a speaker takes back: `the right knee , sorry , the left`."""

import re

_MARK = (
    r"(?:(?:sorry|i mean(?:t)?|correction|no wait|wait no|scratch that|or rather|make that"
    r"|actually no|no no)\b[\s,.]*)+"
)
_MARKED = re.compile(rf"^.{{0,30}}?\b{_MARK}(?P<rest>.*)")
_BARE = re.compile(rf"^[\s,.;-]*(?:(?:oh|no|um+|uh+|er|well|wait)\b[\s,.]*)*\b{_MARK}(?P<rest>.*)")
_SIDE = re.compile(
    r"^(?:(?:it's|it is|it was|that's|the|my|on|in|not|your|his|her) )*(left|right)\b"
)
_OTHER_SIDE = {"left": "right", "right": "left"}


def rest_after_correction(after: str) -> str:
    """What follows words of correction, in lower case; empty where nothing is corrected.

    `after` is what is said after the words that may be taken back, in lower case.
    """
    found = _BARE.match(after)
    return found["rest"] if found else ""


def corrected_side(side: str, after: str) -> str:
    """The side that is meant, once what is said after it is heard: `left` or `right`.

    `side` and `after` are in lower case; a correction stands in the same sentence or the next.
    """
    found = _MARKED.match(after)
    if found is None:
        return side
    said = _SIDE.match(found["rest"])
    return said[1] if said and said[1] == _OTHER_SIDE.get(side) else side


_SHORT = 8
"""So many words at most has a reply that names only the side that is meant: `left leg`."""
_SIDES = re.compile(
    r"(?<!that's )(?<!all )\b(left|right)\b(?! (?:now|here|there|away|after|before|when|in|on|at"
    r"|up|down|back|over|out|yeah|yes|i|and|so|okay|but|it|that|work|home|the|my)\b)"
    r"(?!(?<!the right)(?<!the left)[\s.,!?]*$)"
)
"""A side, not the `right` of assent, nor `i left work`."""
_NOT_THAT = re.compile(r"\b(?:no|not|n't|actually|wrong|other|sorry|i mean)\b")


def side_corrected(said: str, reply: str) -> bool:
    """Whether the reply to a statement names the other side, both in lower case.

    `right leg` is corrected by `left leg` and by `it's not the right knee it's the left knee`.
    """
    sides, meant = set(_SIDES.findall(said)), set(_SIDES.findall(reply))
    if len(sides) != 1 or not meant - sides:
        return False
    return bool(_NOT_THAT.search(reply)) or (not meant & sides and len(reply.split()) <= _SHORT)


def last_said(pattern: re.Pattern[str], text: str, begin: int = 0) -> re.Match[str] | None:
    """The first match of a pattern, or the one that corrects it: `10 mg , sorry , 20 mg`."""
    found = pattern.search(text, begin)
    while found is not None:
        rest = rest_after_correction(text[found.end() :])
        again = pattern.search(text, len(text) - len(rest)) if rest else None
        if again is None or again.start() > len(text) - len(rest) + 12:
            return found
        found = again
    return None
