"""What two runs of the alignment and a recogniser agree on, word by word."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from asr.sphinx import HESITATIONS
from recipes.align_interviews.alignment import Place
from recipes.align_interviews.hearing import Hit
from recipes.align_interviews.words import Said
from scribe.transcript import Role

AGREE_MS = 300
"""Two runs agree on a word if its start as well as its end differ by no more."""
RECOGNISED_MS = 500
"""The recogniser contradicts a word if it heard it further away than this."""
LEAST_SCORE = -9.0
"""Mean score a frame, in nats below the best state, of a word that may have been said."""
LONGEST_MS, LONGEST_PHONE_MS = 300, 150
"""A word that lasts longer than this, so much more for each phone, took in another sound."""
DRAWN_OUT = HESITATIONS | {"oh", "so"}
"""Words that may last."""
GUESS_MS = 300
"""The longest that a word without a place is guessed to last."""
REACH = 60
"""So many words back at most the word before is looked for."""


@dataclass(frozen=True, slots=True)
class Label:
    """A word of the transcript with its times; `sure` if the evidence agrees on them."""

    text: str
    start_ms: int
    end_ms: int
    role: Role
    turn: int
    sure: bool


def labels(
    words: Sequence[Said],
    first: Mapping[int, Place],
    second: Mapping[int, Place],
    heard: Mapping[int, Hit],
) -> tuple[Label, ...]:
    """Every word with its times: those of the second run, else of the first, else a guess."""
    fits = fitting(first, second)
    agree = {
        i
        for i, place in fits.items()
        if agreed(first.get(i), second.get(i), heard.get(i))
        and (words[i].key in DRAWN_OUT or place.end_ms - place.start_ms <= longest_ms(words[i]))
    }
    known = in_order(fits, agree)
    found: list[Label] = []
    for index, word in enumerate(words):
        place = known.get(index)
        sure = index in known and index in agree
        start_ms, end_ms = (place.start_ms, place.end_ms) if place else guess(words, known, index)
        found.append(Label(word.text, start_ms, end_ms, word.role, word.turn, sure))
    return tuple(found)


def longest_ms(word: Said) -> int:
    return LONGEST_MS + LONGEST_PHONE_MS * max(map(len, word.ways))


def fitting(first: Mapping[int, Place], second: Mapping[int, Place]) -> dict[int, Place]:
    """The places of the second run, with those of the first that fit between them in time."""
    found = dict(second)
    for index in sorted(first.keys() - second.keys()):
        before = max((i for i in found if i < index), default=None)
        after = min((i for i in found if i > index), default=None)
        early = before is not None and first[index].start_ms < found[before].end_ms
        late = after is not None and first[index].end_ms > found[after].start_ms
        if not early and not late:
            found[index] = first[index]
    return found


def in_order(places: Mapping[int, Place], agree: Set[int]) -> dict[int, Place]:
    """The places without those that contradict the words' order: as many agreed ones as can stay.

    A path may go back to say words again, so that the longer sound of a word may lie before that
    of the word before it. Between sets with as many agreed words the longer sound decides.
    """
    indices = sorted(places)
    best: list[tuple[int, int, int]] = []
    for at, index in enumerate(indices):
        place = places[index]
        weight = (int(index in agree), place.end_ms - place.start_ms)
        before = max(
            (
                (*best[earlier][:2], earlier)
                for earlier in range(max(0, at - REACH), at)
                if places[indices[earlier]].end_ms <= place.start_ms
            ),
            default=(0, 0, -1),
        )
        best.append((before[0] + weight[0], before[1] + weight[1], before[2]))
    kept: dict[int, Place] = {}
    at = max(range(len(best)), key=lambda at: best[at][:2], default=-1)
    while at >= 0:
        kept[indices[at]] = places[indices[at]]
        at = best[at][2]
    return dict(sorted(kept.items()))


def agreed(first: Place | None, second: Place | None, heard: Hit | None) -> bool:
    if first is None or second is None or second.score < LEAST_SCORE:
        return False
    if heard is not None and abs(heard[1] - second.start_ms) > RECOGNISED_MS:
        return False
    apart = max(abs(first.start_ms - second.start_ms), abs(first.end_ms - second.end_ms))
    return apart <= AGREE_MS


def guess(words: Sequence[Said], known: Mapping[int, Place], index: int) -> tuple[int, int]:
    """Times for a word without a place: in the gap it falls in, next to its own turn's words."""
    before, after = index - 1, index + 1
    while before >= 0 and before not in known:
        before -= 1
    while after < len(words) and after not in known:
        after += 1
    low = known[before].end_ms if before >= 0 else 0
    high = max(low, known[after].start_ms) if after < len(words) else low + GUESS_MS
    step = min(GUESS_MS, (high - low) // (after - before - 1))
    if before >= 0 and words[before].turn == words[index].turn:
        start = low + (index - before - 1) * step
    else:
        start = high - (after - index) * step
    return start, start + step
