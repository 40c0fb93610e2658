"""The speakers of an encounter with how sure their roles are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from asr.roles import Judgement
from scribe.encounter import Encounter
from scribe.transcript import Role, Utterance

Judge = Callable[[Sequence[Utterance], str, Mapping[str, Role]], Sequence[Judgement]]
"""Judges roles by utterances, the BCP 47 tag of their language, the roles that are certain."""

MOST = 0.999
"""Words never make a role as certain as a person does."""


@dataclass(frozen=True, slots=True)
class RatedSpeaker:
    """A speaker as replies show him.

    `confidence` is the probability that the role is right, by what the speakers have said up to
    now: 1 for a role that a person gave. It is None where the log does not tell: the role is
    unknown, it came from a channel or an enrolled voice and the words do not say the same, or the
    language is not known yet.
    """

    id: str
    role: Role
    confidence: float | None
    corrected: bool


def nothing_judged(
    utterances: Sequence[Utterance], language: str, certain: Mapping[str, Role]
) -> Sequence[Judgement]:
    """The `Judge` who says nothing."""
    return ()


def rated_speakers(encounter: Encounter, judge: Judge) -> tuple[RatedSpeaker, ...]:
    """All speakers in the order of their ids, those without a role included."""
    roles = {u.speaker: u.role for u in encounter.utterances}
    roles |= {speaker.id: speaker.role for speaker in encounter.speakers}
    corrected = {id: roles[id] for id in encounter.corrected_speakers if id in roles}
    found = {
        judgement.speaker: judgement
        for judgement in judge(encounter.utterances, encounter.language, corrected)
    }
    return tuple(
        RatedSpeaker(
            id,
            role,
            1.0 if id in corrected else _confidence(role, found.get(id)),
            id in corrected,
        )
        for id, role in sorted(roles.items())
    )


def _confidence(role: Role, judgement: Judgement | None) -> float | None:
    if judgement is None or role is Role.UNKNOWN or judgement.likeliest is not role:
        return None
    return min(round(judgement.confidence, 3), MOST)
