"""How far the labels can be trusted: agreement of the runs, agreement with the voice detector."""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np

from recipes.align_interviews.alignment import Place
from recipes.align_interviews.hearing import VAD_MS, Hit, Probabilities
from recipes.align_interviews.labels import Label

IS_SPEECH = 0.5


def figures(
    said: Sequence[Label],
    first: Mapping[int, Place],
    second: Mapping[int, Place],
    heard: Mapping[int, Hit],
    speech: Probabilities,
) -> dict[str, float]:
    """Shares of 1, times in ms."""
    apart = [abs(first[i].start_ms - second[i].start_ms) for i in first if i in second]
    recognised = [abs(second[i].start_ms - heard[i][1]) for i in second if i in heard]
    turns = by_turn(said)
    pauses = [
        after[0].start_ms - before[-1].end_ms
        for before, after in itertools.pairwise(turns)
        if before[-1].sure and after[0].sure
    ]
    talking = speech > IS_SPEECH
    covered = np.zeros(len(speech), np.bool_)
    for word in said:
        covered[word.start_ms // VAD_MS : word.end_ms // VAD_MS + 1] = True
    return {
        "words": len(said),
        "turns": len(turns),
        "placed": share([i in second for i in range(len(said))]),
        "sure_words": share([word.sure for word in said]),
        "sure_turns": share([is_sure(turn) for turn in turns]),
        "sure_changes": share(
            [before[-1].sure and after[0].sure for before, after in itertools.pairwise(turns)]
        ),
        "runs_apart_ms_p50": percentile(apart, 50),
        "runs_apart_ms_p90": percentile(apart, 90),
        "runs_apart_ms_p95": percentile(apart, 95),
        "recognised_words": share([i in heard for i in range(len(said))]),
        "recognised_apart_ms_p50": percentile(recognised, 50),
        "recognised_apart_ms_p90": percentile(recognised, 90),
        "word_time_is_speech": round(float(talking[covered].mean()), 3),
        "speech_time_in_words": round(float(covered[talking].mean()), 3),
        "turn_pause_ms_p10": percentile(pauses, 10),
        "turn_pause_ms_p50": percentile(pauses, 50),
        "turn_pause_ms_p90": percentile(pauses, 90),
    }


def by_turn(said: Sequence[Label]) -> list[list[Label]]:
    turns: dict[int, list[Label]] = {}
    for word in said:
        turns.setdefault(word.turn, []).append(word)
    return list(turns.values())


def is_sure(turn: Sequence[Label]) -> bool:
    """A turn can be trusted if its first word, its last with three quarters of all are sure."""
    return turn[0].sure and turn[-1].sure and share([word.sure for word in turn]) >= 0.75


def share(is_so: Sequence[bool]) -> float:
    return round(sum(is_so) / len(is_so), 3) if is_so else 0.0


def percentile(values: Sequence[int], q: int) -> float:
    return round(float(np.percentile(values, q)), 1) if values else 0.0
