"""Audio in, utterances out: puts voice activity, engine, speakers and roles together."""

from collections.abc import Iterator

import numpy as np

from asr.attribution import SpeakerAttribution, SpeakerRules, Waiting
from asr.channels import ChannelFold
from asr.embedding import VoiceSpace
from asr.engine import AUTO, Engine
from asr.roles import RoleClassifier
from asr.segment import SegmentRules
from asr.track import Heard, Segment, Track
from asr.vad import FRAME_SAMPLES, Vad
from scribe.ports import SAMPLE_RATE_HZ, Hypothesis, Recognized, Samples, Unspoken

LOOKBACK_SAMPLES = 16 * FRAME_SAMPLES
"""A segment is announced when it is this old at most: its pre-roll with its first frames."""
HURRY_MS = 1500
"""With more audio than this waiting, there are no hypotheses until it has been heard."""


class StreamingRecognizer:
    """Implements `scribe.ports.Recognizer` for one recording of one or two channels.

    With one channel speakers are told apart by voice, with two by channel, unless the second
    channel is a copy of the first. `engine`, `vad`, `voices` and `roles` may be shared.
    """

    def __init__(
        self,
        engine: Engine,
        vad: Vad,
        voices: VoiceSpace,
        roles: RoleClassifier,
        rules: SegmentRules | None = None,
        language: str = AUTO,
        speakers: SpeakerRules | None = None,
    ) -> None:
        """Raises InputError when the engine does not know the language."""
        self._engine, self._vad = engine, vad
        self._asked_language = language
        self._rules = rules or SegmentRules()
        self._fold = ChannelFold()
        self._tracks = [Track(engine, language, vad, self._rules)]
        self._rest: Samples | None = None
        self._clock_samples = 0
        self._hurry = False
        self._ended = False
        self._attribution = SpeakerAttribution(voices, roles, speakers or SpeakerRules())
        self._waiting: list[Waiting] = []

    @property
    def engine(self) -> str:
        return self._engine.name

    @property
    def language(self) -> str:
        return self._tracks[0].language

    def push(self, samples: Samples, behind_ms: int = 0) -> Iterator[Recognized]:
        """Take int16 samples of shape (any, 1 or 2), the same number of channels to the end.

        All work is done before it returns, whether or not the iterator is used.
        """
        self._hurry = behind_ms > HURRY_MS
        if self._ended:
            raise ValueError("push after flush: expected a new recognizer for a new recording")
        if samples.ndim != 2 or samples.dtype != np.int16 or samples.shape[1] not in (1, 2):
            raise ValueError(
                "samples: expected int16 of shape (samples, 1 or 2), "
                f"found {samples.dtype} of shape {samples.shape}"
            )
        return iter(self._hear(self._fold.push(samples) if len(samples) else samples))

    def flush(self) -> Iterator[Recognized]:
        """The recording has ended: the rest."""
        if self._ended:
            return iter(())
        found = self._hear(self._fold.flush())
        if self._rest is not None and len(self._rest):
            found += self._hear_frame(self._rest)
        self._ended = True
        for channel, track in enumerate(self._tracks):
            found += self._take(channel, track.flush())
        found += self._release()
        return iter(found + self._attribution.finish(self.language))

    def _hear(self, samples: Samples) -> list[Recognized]:
        if len(samples) == 0:
            return []
        if self._rest is None:
            self._rest = samples[:0]
            while len(self._tracks) < samples.shape[1]:
                self._tracks.append(
                    Track(self._engine, self._asked_language, self._vad, self._rules)
                )
        if samples.shape[1] != len(self._tracks):
            raise ValueError(
                f"samples: expected {len(self._tracks)} channels to the end, "
                f"found {samples.shape[1]}"
            )
        fresh = np.concatenate((self._rest, samples))
        whole = len(fresh) // FRAME_SAMPLES * FRAME_SAMPLES
        self._rest = fresh[whole:].copy()
        found: list[Recognized] = []
        for start in range(0, whole, FRAME_SAMPLES):
            found += self._hear_frame(fresh[start : start + FRAME_SAMPLES])
        return found

    def _hear_frame(self, frame: Samples) -> list[Recognized]:
        """The channels go frame by frame together, so that there is one order of events."""
        self._clock_samples += len(frame)
        found: list[Recognized] = []
        for channel, track in enumerate(self._tracks):
            samples = np.ascontiguousarray(frame[:, channel])
            found += self._take(channel, track.push(samples, self._hurry))
        return found + self._release() if self._waiting else found

    def _take(self, channel: int, heard: tuple[Heard, ...]) -> list[Recognized]:
        found: list[Recognized] = []
        for item in heard:
            match item:
                case Hypothesis() | Unspoken():
                    found.append(item)
                case Segment():
                    self._waiting += (
                        self._attribution.of_channel(channel, item)
                        if len(self._tracks) == 2
                        else self._attribution.split(item, self.language)
                    )
        return found

    def _release(self) -> list[Recognized]:
        """Utterances in the order in which they began, once no earlier one can come."""
        until = self._settled_ms()
        ready = sorted(
            (item for item in self._waiting if item.words[0].start_ms < until),
            key=lambda item: item.words[0].start_ms,
        )
        if not ready:
            return []
        self._waiting = [item for item in self._waiting if item.words[0].start_ms >= until]
        return self._attribution.admit(ready, self.language)

    def _settled_ms(self) -> float:
        """Before this time nothing new can begin."""
        if self._ended or len(self._tracks) == 1:
            return float("inf")
        earliest = self._clock_samples - LOOKBACK_SAMPLES
        opened = (track.open_since_sample for track in self._tracks)
        starts = [earliest if since is None else min(since, earliest) for since in opened]
        return min(starts) * 1000 / SAMPLE_RATE_HZ
