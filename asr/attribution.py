"""Who said each utterance of a recording, as far as it is known by now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from asr.embedding import VoiceSpace
from asr.engine import Mono, primary
from asr.enrolment import Voiceprint, clinician_of
from asr.manner import Contribution, contribution, evidence_of
from asr.role_features import self_reference
from asr.roles import LANGUAGES, Evidence, RoleClassifier
from asr.speaker_hmm import WORD_WEIGHT, Model
from asr.speakers import SpeakerClusters, Voice
from asr.track import Segment
from asr.turns import Piece, pieces, turns
from scribe.ports import SAMPLE_RATE_HZ, Attribution, Recognized
from scribe.transcript import Role, Speaker, Utterance, Word, spelled_out

BETWEEN = 0.4
"""Variance of voices along each axis of `VoiceSpace`, where pieces of one voice scatter by 1."""
EARLY_MS = 60_000
"""Before so much was said another voice may not have been told from the first one yet."""
LIKELY_CHANGE = 0.35
"""Early on an utterance ends where another speaker is as likely to go on as after a full stop."""
DOUBT = 0.25
"""An utterance ends where it is so likely that another speaker goes on."""


@dataclass(frozen=True, slots=True)
class SpeakerRules:
    """What is known of the speakers before they speak.

    `max_speakers` of one channel; `channel_roles`: what the speaker of each channel is, where
    there is a channel for each; `enrolled`: the voices of clinicians who may be heard;
    `word_weight`: how much what is said counts as evidence of who says it, 0 for not at all.
    """

    max_speakers: int = 2
    channel_roles: tuple[Role, ...] = ()
    enrolled: tuple[Voiceprint, ...] = ()
    word_weight: float = WORD_WEIGHT

    def __post_init__(self) -> None:
        if self.max_speakers < 1:
            raise ValueError(f"max_speakers: expected at least 1, found {self.max_speakers}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Words of one speaker that get their number when nothing earlier can come any more."""

    speaker: int
    words: tuple[Word, ...]
    first_voice: int
    last_voice: int


@dataclass(frozen=True, slots=True)
class Said:
    """What is kept of an utterance: its speaker, its voices, what it says of the role.

    `manner` says it where there are no weights for the language.
    """

    id: str
    speaker: str
    first_voice: int
    last_voice: int
    log_odds: float
    self_reference: int
    manner: Contribution


def model_of(voices: VoiceSpace) -> Model:
    """How voices scatter in this space."""
    return Model(np.full(voices.axes, BETWEEN))


class SpeakerAttribution:
    """The speakers of one recording, of one channel or of one for each speaker."""

    def __init__(self, voices: VoiceSpace, roles: RoleClassifier, rules: SpeakerRules) -> None:
        self._voices, self._roles, self._rules = voices, roles, rules
        model = replace(model_of(voices), words=rules.word_weight)
        self._clusters = SpeakerClusters(model, rules.max_speakers)
        self._by_channel = False
        self._last_word: Word | None = None
        self._spoken_ms = 0
        self._said: list[Said] = []
        self._names: list[int] = []
        self._speakers: tuple[Speaker, ...] = ()

    def split(self, segment: Segment, language: str) -> list[Waiting]:
        """The words of a segment of the only channel, cut where the speaker may change."""
        found = pieces(segment.words, self._last_word)
        self._last_word = segment.words[-1]
        before = self._clusters.voices
        by_words = primary(language) in LANGUAGES
        self._clusters.add(tuple(self._voice(segment, piece, by_words) for piece in found))
        shares = self._clusters.shares[before:]
        self._spoken_ms += sum(piece.span.length_ms for piece in found)
        early = self._spoken_ms < EARLY_MS and shares.shape[1] < self._rules.max_speakers
        doubts = 1 - (shares[1:] * shares[:-1]).sum(axis=1)
        ends = tuple(
            bool(doubt > DOUBT) or (early and piece.change > LIKELY_CHANGE)
            for doubt, piece in zip(doubts, found[1:], strict=True)
        )
        labels = tuple(int(label) for label in shares.argmax(axis=1))
        return [
            Waiting(turn.speaker, turn.words, before + turn.first, before + turn.last)
            for turn in turns(found, labels, ends)
        ]

    def of_channel(self, channel: int, segment: Segment) -> list[Waiting]:
        """The words of a segment where each speaker has a channel."""
        self._by_channel = True
        return [Waiting(channel, segment.words, 0, 0)]

    def admit(self, ready: Sequence[Waiting], language: str) -> list[Recognized]:
        """The next utterances, with what is now thought of those before."""
        known = len(self._said)
        fresh = [self._utterance(item, language) for item in ready]
        changed = self._moved(known)
        speakers = self._judged(language)
        roles = {speaker.id: speaker.role for speaker in speakers}
        found: list[Recognized] = [
            replace(utterance, speaker=said.speaker, role=roles.get(said.speaker, Role.UNKNOWN))
            for utterance, said in zip(fresh, self._said[known:], strict=True)
        ]
        if changed or speakers != self._speakers:
            self._speakers = speakers
            found.append(Attribution(changed, speakers))
        return found

    def finish(self, language: str) -> list[Recognized]:
        """The recording has ended: the last opinion of who said what."""
        self._clusters.regroup()
        return self.admit((), language) if self._said else []

    def _voice(self, segment: Segment, piece: Piece, by_words: bool) -> Voice:
        first, last = (
            ms * SAMPLE_RATE_HZ // 1000 - segment.start_sample
            for ms in (piece.span.start_ms, piece.span.end_ms)
        )
        samples: Mono = segment.samples[max(first, 0) : last]
        log_odds = self._roles.log_odds(piece.text, whole=False) if by_words else 0.0
        point = self._voices.embed(samples)
        return Voice(point, piece.span.length_ms, piece.change, log_odds)

    def _utterance(self, item: Waiting, language: str) -> Utterance:
        text = spelled_out(item.words)
        number = f"u{len(self._said) + 1}"
        speaker = self._name(item.speaker)
        by_words = primary(language) in LANGUAGES
        self._said.append(
            Said(
                number,
                speaker,
                item.first_voice,
                item.last_voice,
                self._roles.log_odds(text) if by_words else 0.0,
                self_reference(text) if by_words else 0,
                contribution(speaker, text),
            )
        )
        start_ms, end_ms = item.words[0].start_ms, item.words[-1].end_ms
        return Utterance(number, speaker, Role.UNKNOWN, start_ms, end_ms, text, item.words)

    def _name(self, speaker: int) -> str:
        """S1 is the first to speak."""
        if speaker not in self._names:
            self._names.append(speaker)
        return f"S{self._names.index(speaker) + 1}"

    def _moved(self, known: int) -> tuple[tuple[str, str], ...]:
        """Gives utterances to whom their voices belong now; which of the known ones moved."""
        if self._by_channel or not self._said:
            return ()
        # What two say at once tells little of whose words they are.
        alone = 1 - self._clusters.overlaps[:, None] / 2
        shares = self._clusters.shares * alone
        totals = np.concatenate((np.zeros((1, shares.shape[1])), np.cumsum(shares, axis=0)))
        # All utterances at once: there are thousands in a long recording, most of which stay.
        first, last = np.array([(s.first_voice, s.last_voice) for s in self._said]).T
        changed: list[tuple[str, str]] = []
        for index, speaker in enumerate((totals[last] - totals[first]).argmax(axis=1).tolist()):
            said = self._said[index]
            name = self._name(speaker)
            if name != said.speaker:
                self._said[index] = replace(said, speaker=name)
                if index < known:
                    changed.append((said.id, name))
        return tuple(changed)

    def _judged(self, language: str) -> tuple[Speaker, ...]:
        """All speakers with the role that their words so far suggest."""
        if primary(language) in LANGUAGES:
            return self._roles.assign(self._by_words(), self._known())
        manner = [replace(said.manner, speaker=said.speaker) for said in self._said]
        evidence = sorted(evidence_of(manner, self._roles), key=lambda item: item.speaker)
        return self._roles.assign(evidence, self._known())

    def _by_words(self) -> tuple[Evidence, ...]:
        names = sorted({said.speaker for said in self._said})
        return tuple(
            Evidence(
                name,
                sum(said.log_odds for said in self._said if said.speaker == name),
                sum(said.self_reference for said in self._said if said.speaker == name),
            )
            for name in names
        )

    def _known(self) -> Mapping[str, Role]:
        """Roles that channel or enrolment settle."""
        if self._by_channel:
            roles = self._rules.channel_roles
            return {self._name(channel): role for channel, role in enumerate(roles)}
        found = clinician_of(self._clusters.means, self._clusters.heard_s, self._rules.enrolled)
        return {} if found is None else {self._name(found): Role.CLINICIAN}
