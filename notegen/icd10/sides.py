"""The side of the body that a note names for a region."""

from collections import Counter
from collections.abc import Iterable

from notegen.icd10.words import Side, names_side, read_tokens, stems

_WORDS = {
    "knee": ("knee", "meniscus", "patella", "cruciate", "collateral"),
    "ankle": ("ankle", "malleolus", "talofibular", "calcaneofibular"),
    "foot": ("foot", "toe", "heel", "plantar", "metatarsal", "tarsometatarsal", "calcaneus"),
    "shoulder": ("shoulder", "rotator", "clavicle", "humerus"),
    "wrist": ("wrist", "carpal", "radius", "scaphoid", "styloid"),
    "hand": ("hand", "finger", "thumb", "metacarpal"),
    "elbow": ("elbow", "epicondylitis", "olecranon"),
    "hip": ("hip", "trochanteric", "femur"),
    "ear": ("ear", "otitis", "tinnitus", "otalgia", "cerumen"),
    "eye": ("eye", "conjunctivitis", "cornea", "hordeolum"),
    "breast": ("breast",),
    "leg": ("leg", "calf", "thigh", "shin", "tibia"),
}
_REGION_OF = {
    stem: region for region, words in _WORDS.items() for word in words for stem in stems(word)
}
_REACH = 3


class NamedSides:
    """How often lines name each region with each side, and each side at all."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._counts: Counter[tuple[str, Side]] = Counter()
        for line in filter(names_side, lines):
            tokens = read_tokens(line)
            for place, token in enumerate(tokens):
                if token.side is None:
                    continue
                self._counts["", token.side] += 1
                for near in tokens[place + 1 : place + 1 + _REACH]:
                    if near.stem in _REGION_OF:
                        self._counts[_REGION_OF[near.stem], token.side] += 1
                        break

    def of(self, content: Iterable[str]) -> Side | None:
        """The only side named with the region of these stems, else the only side named at all."""
        named = {_REGION_OF[s] for s in content if s in _REGION_OF}
        for region in (*sorted(named), ""):
            found = [side for side in Side if self._counts[region, side]]
            if found:
                return found[0] if len(found) == 1 else None
        return None
