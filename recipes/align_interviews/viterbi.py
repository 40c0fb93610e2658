"""The best path of a stretch of audio through its transcript.

Between two words lies a boundary. At every boundary there may be a pause: silence, noise, or
speech that the transcript leaves out, which any sound explains at a cost. From a boundary a path
goes on with the next word, jumps ahead over words that were not said, or back over the last one
when it was said twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recipes.align_interviews.chain import Chain
from recipes.align_interviews.triphones import SILENCE, Triphones

NOISE = ("+NSN+", "+SPN+")
NEVER = -1e30

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Costs:
    """Log-probabilities, natural, against per-frame scores times `scale`.

    `pause` is the cost to begin a pause, `filler` that of each frame of untranscribed speech.
    """

    scale: float = 1.0
    pause: float = -2.0
    noise: float = -2.0
    filler: float = -5.0
    skip: float = -40.0
    again: float = -30.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A word of the stretch, its frames (end exclusive), mean score per frame in nats."""

    word: int
    start: int
    end: int
    score: float


def pause_scores(scores: Floats, triphones: Triphones, costs: Costs) -> Floats:
    """Shape (frames,): how well a pause explains each frame (silence, noise, other speech)."""
    silence = scores[:, triphones.plain[triphones.names.index(SILENCE)]].max(axis=1)
    noises = [state for name in NOISE for state in triphones.plain[triphones.names.index(name)]]
    plain = [state for states in triphones.plain for state in states]
    speech = scores[:, plain].max(axis=1) + costs.filler
    found: Floats = np.maximum(np.maximum(silence, scores[:, noises].max(1) + costs.noise), speech)
    return found


def best_path(chain: Chain, sound: Floats, pause: Floats, costs: Costs) -> tuple[Placed, ...]:
    """The words said, in order of time.

    `sound` has shape (frames, states): the score of each chain state; `pause` shape (frames,).
    """
    frames, states = sound.shape
    words = len(chain.exits)
    every_state, every_word = np.arange(states), np.arange(words)
    path = np.full(states, NEVER)
    resting = np.full(words + 1, NEVER)
    # Of each state: how it was entered (0: stayed, 1: from the boundary, 2 or 3: from one before).
    # Of each boundary: which exit led there (-1: its pause, -2: the beginning), from which other
    # boundary one jumped, whether the pause came from the boundary.
    came = np.zeros((frames, states), np.int8)
    exits = np.zeros((frames + 1, words + 1), np.int16)
    jumps = np.zeros((frames + 1, words + 1), np.int32)
    rests = np.zeros((frames, words + 1), np.bool_)
    boundary = np.where(np.arange(words + 1) == 0, 0.0, NEVER)
    boundary, jumps[0] = jumped(boundary, costs)
    exits[0] = -2
    padded = np.full(states + 1, NEVER)
    for frame in range(frames):
        padded[:-1] = path
        options = np.stack(
            (
                path,
                np.where(chain.starts, boundary[chain.word], NEVER),
                padded[chain.before[:, 0]],
                padded[chain.before[:, 1]],
            )
        )
        choice = options.argmax(axis=0)
        came[frame] = choice
        path = options[choice, every_state] + sound[frame] * costs.scale
        opened = boundary + costs.pause
        rests[frame] = opened > resting
        resting = np.maximum(opened, resting) + pause[frame] * costs.scale
        leaving = path[chain.exits]
        best = leaving.argmax(axis=1)
        boundary = resting.copy()
        exits[frame + 1] = -1
        out = leaving[every_word, best]
        better = out > boundary[1:]
        boundary[1:] = np.where(better, out, boundary[1:])
        exits[frame + 1, 1:][better] = best[better]
        boundary, jumps[frame + 1] = jumped(boundary, costs)
    return traced(chain, sound, came, exits, jumps, rests)


def jumped(
    boundary: NDArray[np.float64], costs: Costs
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The boundaries' scores after jumps, with the boundary each jump came from (or itself)."""
    number = np.arange(len(boundary))
    origin = number.copy()
    back = np.append(boundary[1:] + costs.again, NEVER)
    origin = np.where(back > boundary, number + 1, origin)
    after = np.maximum(back, boundary)
    lifted = after - number * costs.skip
    ahead = np.maximum.accumulate(lifted)
    source = np.maximum.accumulate(np.where(lifted >= ahead, number, 0))
    return ahead + number * costs.skip, origin[source]


def traced(
    chain: Chain,
    sound: Floats,
    came: NDArray[np.int8],
    exits: NDArray[np.int16],
    jumps: NDArray[np.int32],
    rests: NDArray[np.bool_],
) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    at = len(chain.exits)
    frame = len(came)
    while frame > 0:
        at = int(jumps[frame, at])
        way = int(exits[frame, at])
        if way < 0:
            while not rests[frame - 1, at]:
                frame -= 1
            frame -= 1
            continue
        state = int(chain.exits[at - 1, way])
        end, total = frame, 0.0
        while True:
            frame -= 1
            total += float(sound[frame, state])
            choice = int(came[frame, state])
            if choice == 1:
                break
            if choice > 1:
                state = int(chain.before[state, choice - 2])
        placed.append(Placed(at - 1, frame, end, total / (end - frame)))
        at -= 1
    return tuple(reversed(placed))


def spans(placed: Sequence[Placed]) -> dict[int, Placed]:
    """By word, where it was placed; where twice, the longer one."""
    found: dict[int, Placed] = {}
    for one in placed:
        old = found.get(one.word)
        if old is None or one.end - one.start >= old.end - old.start:
            found[one.word] = one
    return found
