"""Audio in, utterances out: puts voice activity, engine, speakers and roles together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from asr.channels import ChannelFold
from asr.embedding import VoiceSpace
from asr.engine import AUTO, Engine, Mono
from asr.roles import Evidence, RoleClassifier
from asr.segment import SegmentRules
from asr.speakers import SpeakerClusters, Voice
from asr.track import Heard, Segment, Track
from asr.turns import Piece, pieces, speakers_of, turns
from asr.vad import FRAME_SAMPLES, Vad
from scribe.ports import SAMPLE_RATE_HZ, Attribution, Hypothesis, Recognized, Samples, Unspoken
from scribe.transcript import Role, Speaker, Utterance, Word, spelled_out

LOOKBACK_SAMPLES = 16 * FRAME_SAMPLES
"""A segment is announced when it is this old at most: its pre-roll with its first frames."""
HURRY_MS = 1500
"""With more audio than this waiting, there are no hypotheses until it has been heard."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is kept of an utterance: its speaker, its voices and what it says of the role."""

    id: str
    speaker: str
    first_voice: int
    last_voice: int
    log_odds: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """Words of one speaker that get their number when nothing earlier can come any more."""

    speaker: int
    words: tuple[Word, ...]
    first_voice: int
    last_voice: int


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
    ) -> None:
        """Raises InputError when the engine does not know the language."""
        self._engine, self._vad, self._voices, self._roles = engine, vad, voices, roles
        self._asked_language = language
        self._rules = rules or SegmentRules()
        self._fold = ChannelFold()
        self._tracks = [Track(engine, language, vad, self._rules)]
        self._rest: Samples | None = None
        self._clock_samples = 0
        self._hurry = False
        self._ended = False
        self._clusters = SpeakerClusters(voices.axes)
        self._waiting: list[Waiting] = []
        self._said: list[Said] = []
        self._names: list[int] = []
        self._speakers: tuple[Speaker, ...] = ()

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
        return iter(found + self._release())

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
                    self._waiting += self._split(channel, item)
        return found

    def _split(self, channel: int, segment: Segment) -> list[Waiting]:
        if len(self._tracks) == 2:
            return [Waiting(channel, segment.words, 0, 0)]
        found = pieces(segment.words)
        before = self._clusters.voices
        self._clusters.add(tuple(self._voice(segment, piece) for piece in found))
        if self._clusters.speakers:
            costs = self._clusters.costs()[before:]
            speakers = speakers_of(costs, tuple(piece.after_pause for piece in found))
        else:
            speakers = (0,) * len(found)
        return [
            Waiting(turn.speaker, turn.words, before + turn.first, before + turn.last)
            for turn in turns(found, speakers)
        ]

    def _voice(self, segment: Segment, piece: Piece) -> Voice:
        first, last = (
            ms * SAMPLE_RATE_HZ // 1000 - segment.start_sample
            for ms in (piece.span.start_ms, piece.span.end_ms)
        )
        samples: Mono = segment.samples[max(first, 0) : last]
        return Voice(self._voices.embed(samples), piece.span.length_ms)

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
        fresh = [self._utterance(item) for item in ready]
        known = len(self._said) - len(fresh)
        changed = self._moved(known)
        speakers = self._judged()
        roles = {speaker.id: speaker.role for speaker in speakers}
        found: list[Recognized] = [
            replace(utterance, speaker=said.speaker, role=roles.get(said.speaker, Role.UNKNOWN))
            for utterance, said in zip(fresh, self._said[known:], strict=True)
        ]
        if changed or speakers != self._speakers:
            self._speakers = speakers
            found.append(Attribution(changed, speakers))
        return found

    def _settled_ms(self) -> float:
        """Before this time nothing new can begin."""
        if self._ended or len(self._tracks) == 1:
            return float("inf")
        earliest = self._clock_samples - LOOKBACK_SAMPLES
        opened = (track.open_since_sample for track in self._tracks)
        starts = [earliest if since is None else min(since, earliest) for since in opened]
        return min(starts) * 1000 / SAMPLE_RATE_HZ

    def _utterance(self, item: Waiting) -> Utterance:
        text = spelled_out(item.words)
        number = f"u{len(self._said) + 1}"
        speaker = self._name(item.speaker)
        log_odds = self._roles.log_odds(text)
        self._said.append(Said(number, speaker, item.first_voice, item.last_voice, log_odds))
        start_ms, end_ms = item.words[0].start_ms, item.words[-1].end_ms
        return Utterance(number, speaker, Role.UNKNOWN, start_ms, end_ms, text, item.words)

    def _name(self, speaker: int) -> str:
        """S1 is the first to speak."""
        if speaker not in self._names:
            self._names.append(speaker)
        return f"S{self._names.index(speaker) + 1}"

    def _moved(self, known: int) -> tuple[tuple[str, str], ...]:
        """Gives utterances to the speaker they are nearest to now; which of the known moved."""
        if len(self._tracks) == 2 or self._clusters.speakers == 0 or known == 0:
            return ()
        costs = self._clusters.costs()
        totals = np.concatenate((np.zeros((1, costs.shape[1])), np.cumsum(costs, axis=0)))
        # All utterances at once: there are thousands in a long recording, most of which stay.
        first, last = np.array([(s.first_voice, s.last_voice) for s in self._said[:known]]).T
        sums = totals[last] - totals[first]
        is_open = np.ptp(sums, axis=1) == 0  # too short to tell
        changed: list[tuple[str, str]] = []
        for index, cheapest in enumerate(sums.argmin(axis=1).tolist()):
            said = self._said[index]
            if is_open[index] and int(said.speaker[1:]) <= costs.shape[1]:
                continue
            nearest = self._name(cheapest)
            if nearest != said.speaker:
                changed.append((said.id, nearest))
                self._said[index] = replace(said, speaker=nearest)
        return tuple(changed)

    def _judged(self) -> tuple[Speaker, ...]:
        """All speakers with the role that their words so far suggest."""
        names = sorted({said.speaker for said in self._said})
        return self._roles.assign(
            tuple(
                Evidence(name, sum(said.log_odds for said in self._said if said.speaker == name))
                for name in names
            )
        )
