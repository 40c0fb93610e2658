"""The conversations that are measured, made one after the other."""

from collections.abc import Iterator

import numpy as np

from recipes.diarize.acoustics import Condition
from recipes.diarize.cast import Pair
from recipes.diarize.conversation import Conversation, acted, recorded
from recipes.diarize.tape import Sound
from recipes.diarize.visit import Visit, longest_excerpt

SEED = 20260


def scenes(
    pairs: tuple[Pair, ...],
    visits: tuple[Visit, ...],
    others: Sound,
    longest_ms: int,
    timings: int = 1,
    shortest_ms: int = 0,
    conditions: tuple[Condition, ...] = tuple(Condition),
) -> Iterator[Conversation]:
    """Every pair with so many timings in every condition; always the same.

    Only to be so long as `shortest_ms` is what was said already said again.
    The same dialogue is heard in all conditions. A pair's timings, rooms, noises do not depend on
    which other pairs there are, but on its place among them.
    """
    for number, pair in enumerate(pairs):
        for timing in range(timings):
            rng = np.random.default_rng([SEED, number, timing])
            budgets_ms = (pair.tapes[0].length_ms, pair.tapes[1].length_ms)
            part = longest_excerpt(visits, longest_ms, budgets_ms, shortest_ms, rng)
            seed = int(rng.integers(2**31))
            dialogue = acted(part, pair.tapes)
            for condition in conditions:
                yield recorded(dialogue, condition, seed, others, pair.same_sex)
