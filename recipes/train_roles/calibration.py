"""The constants that make log odds mean what they say, fitted on dialogues held out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from asr.manner import Weights, contribution, manners
from asr.role_features import self_reference
from asr.roles import HALF_WORDS, SCALE, SELF_SCALE, SUM_HALF, SUM_SCALE
from recipes.train_roles.examples import CORPUS_WEIGHTS, Said
from scribe.transcript import Role

Numbers = NDArray[np.float64]
FIRST_TURNS = (2, 6, 12, None)
"""After how many turns a dialogue is looked at; None is all of them."""
MIXED_UP = (0.0, 0.0, 0.1)
"""Shares of turns given to the wrong speaker: telling voices apart is never perfect."""
DIALOGUE_WEIGHTS = {"osce": 0.5, "mts-dialog": 0.3, "aci-bench": 2.0, "primock57": 3.0}


@dataclass(frozen=True, slots=True)
class Scored:
    """What was said with its log odds."""

    said: Said
    log_odds: float


@dataclass(frozen=True, slots=True)
class Contest:
    """The clinician's log odds less the patient's after some turns, before damping."""

    corpus: str
    dialogue: str
    fold: int
    lead: float


def of_texts(raw: Numbers, words: Numbers, true: Numbers, weights: Numbers) -> dict[str, float]:
    """`<scale>` and `<half words>` from undiscounted log odds of texts of so many words."""

    def odds(at: Numbers) -> Numbers:
        scaled: Numbers = np.exp(at[0]) * raw / (1 + words / np.exp(at[1]))
        return scaled

    scale, half = np.exp(least(lambda at: loss(odds(at), true, weights), (0.0, 4.0)))
    return {SCALE: float(scale), HALF_WORDS: float(half)}


def of_sums(contests: Sequence[Contest]) -> dict[str, float]:
    """`<sum scale>` and `<sum half>`: what a lead of one speaker over the other is worth."""
    lead = np.array([contest.lead for contest in contests])
    weights = np.array([DIALOGUE_WEIGHTS[contest.corpus] for contest in contests])

    def odds(at: Numbers) -> Numbers:
        scaled: Numbers = np.exp(at[0]) * lead / (1 + np.abs(lead) / np.exp(at[1]))
        return scaled

    right = np.ones_like(lead)
    scale, half = np.exp(least(lambda at: loss(odds(at), right, weights), (0.0, 2.0)))
    return {SUM_SCALE: float(scale), SUM_HALF: float(half)}


def of_self(leads: Sequence[float]) -> dict[str, float]:
    """`<self scale>`: what speaking of oneself more often than a companion is worth."""
    lead = np.array(leads)
    same = np.ones_like(lead)
    at = least(lambda at: loss(np.exp(at[0]) * lead, same, same), (-1.0,))
    return {SELF_SCALE: float(np.exp(at[0]))}


def of_manner(said: Sequence[Said]) -> Weights:
    """What asking, speaking much and opening are worth; half of the visits without their first
    turn, for who opens depends on when a recording begins."""
    rows, weights = [], []
    for turns in by_dialogue(said):
        for first in (0, 0, 0, 1):
            for many in FIRST_TURNS:
                part = turns[first:] if many is None else turns[first : first + many]
                found = {
                    m.speaker: m
                    for m in manners([contribution(t.role.value, t.text) for t in part])
                }
                if set(found) == {Role.CLINICIAN.value, Role.PATIENT.value}:
                    one, other = found[Role.CLINICIAN.value], found[Role.PATIENT.value]
                    rows.append(
                        (
                            one.talk - other.talk,
                            one.questions - other.questions,
                            float(one.opened) - float(other.opened),
                        )
                    )
                    weights.append(DIALOGUE_WEIGHTS[turns[0].corpus])
    table, share = np.array(rows), np.array(weights)
    right = np.ones(len(table))
    at = least(lambda at: loss(table @ at, right, share), (0.5, 2.0, 0.5))
    return Weights(*(round(float(value), 2) for value in at))


def contests(
    scored: Iterable[Scored], first_turns: int | None, mixed_up: float = 0.0, seed: int = 0
) -> tuple[Contest, ...]:
    """One per dialogue in which both clinician and patient spoke by then.

    `mixed_up` is the share of turns, chosen at random, that count for the wrong speaker.
    """
    draw = np.random.default_rng(seed)
    found = []
    groups: dict[tuple[str, str], list[Scored]] = defaultdict(list)
    for one in scored:
        if one.said.role in (Role.CLINICIAN, Role.PATIENT):
            groups[one.said.corpus, one.said.dialogue].append(one)
    for (corpus, dialogue), turns in groups.items():
        part = turns[:first_turns]
        if len({one.said.role for one in part}) < 2:
            continue
        if first_turns is not None and len(part) < first_turns:
            continue
        wrong = draw.random(len(part)) < mixed_up
        lead = sum(
            one.log_odds if one.said.clinician != swapped else -one.log_odds
            for one, swapped in zip(part, wrong.tolist(), strict=True)
        )
        found.append(Contest(corpus, dialogue, part[0].said.fold, lead))
    return tuple(found)


def self_leads(said: Sequence[Said]) -> list[float]:
    """How much more patients speak of themselves than those who came along to the same visit."""
    leads = []
    for turns in by_dialogue(said):
        sums: dict[Role, int] = defaultdict(int)
        for one in turns:
            sums[one.role] += self_reference(one.text)
        if len(sums) == 3:
            leads.append(float(sums[Role.PATIENT] - sums[Role.OTHER]))
    return leads


def by_dialogue(said: Iterable[Said]) -> list[list[Said]]:
    groups: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in said:
        groups[one.corpus, one.dialogue].append(one)
    return list(groups.values())


def corpus_weights(said: Sequence[Said]) -> Numbers:
    return np.array([CORPUS_WEIGHTS[one.corpus] for one in said])


def loss(odds: Numbers, true: Numbers, weights: Numbers) -> float:
    """Weighted cross entropy in nats."""
    return float(np.average(np.logaddexp(0, np.where(true > 0, -odds, odds)), weights=weights))


def least(function: Callable[[Numbers], float], start: tuple[float, ...]) -> Numbers:
    """Where it is smallest (Nelder and Mead)."""
    found: Numbers = minimize(function, np.array(start), method="Nelder-Mead").x
    return found
