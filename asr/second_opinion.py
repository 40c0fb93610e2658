"""Who said what, by a diarizer that hears the whole recording once it has ended."""

import logging
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from asr.channels import ChannelFold
from asr.diarization import Diarizer, relabelled
from asr.engine import Mono
from asr.evidence import evidence_in
from asr.roles import RoleClassifier
from scribe.errors import AudioError
from scribe.ports import Attribution, Samples
from scribe.transcript import Role, Speaker, Utterance

LOGGER = logging.getLogger(__name__)


class SecondOpinion:
    """Implements `scribe.ports.Attributor`. Shared by all recordings."""

    def __init__(self, diarizer: Diarizer, roles: RoleClassifier, max_speakers: int) -> None:
        self._diarizer, self._roles, self._max_speakers = diarizer, roles, max_speakers

    def __call__(
        self, utterances: tuple[Utterance, ...], language: str, chunks: Iterable[Samples]
    ) -> Attribution | None:
        """None where nothing changes, speakers have a channel each, or the diarizer fails.

        Memory: the samples of the recording, 115 MB an hour, while they are listened to. Roles
        stay with the speakers, whether words, a channel or an enrolled voice gave them; those who
        have none yet are judged by what is theirs now.
        """
        if not utterances:
            return None
        try:
            samples = _one_channel(chunks)
            turns = () if samples is None else self._diarizer(samples, self._max_speakers)
        except Exception as error:
            # Of any library, with any message: a visit must not be lost for want of it.
            LOGGER.warning("the second opinion on speakers failed: %s", type(error).__name__)
            return None
        moved = relabelled(utterances, turns)
        if not moved:
            return None
        return Attribution(moved, self._judged(utterances, language, dict(moved)))

    def _judged(
        self, utterances: tuple[Utterance, ...], language: str, moved: dict[str, str]
    ) -> tuple[Speaker, ...]:
        known = {u.speaker: u.role for u in utterances}
        now = tuple(replace(u, speaker=moved.get(u.id, u.speaker)) for u in utterances)
        heard = {u.speaker: known.get(u.speaker, Role.UNKNOWN) for u in now}
        if Role.UNKNOWN not in heard.values():
            return ()
        return self._roles.assign(evidence_in(now, language, self._roles), heard)


def _one_channel(chunks: Iterable[Samples]) -> Mono | None:
    """All samples, up to where the audio breaks; None when each channel has its own speaker."""
    fold, heard = ChannelFold(), list[Samples]()
    try:
        for chunk in chunks:
            heard.append(fold.push(chunk))
    except AudioError:
        pass  # told when it was heard for the first time
    heard.append(fold.flush())
    heard = [part for part in heard if len(part)]
    if not heard:
        return np.empty(0, np.int16)
    if heard[0].shape[1] == 2:
        return None
    return np.ascontiguousarray(np.concatenate(heard)[:, 0])
