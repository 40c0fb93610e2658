"""A conversation of two recorded speakers who take turns as in a real consultation."""

from dataclasses import dataclass

import numpy as np

from asr.diarization import SpeakerTurn
from asr.engine import Mono
from recipes.diarize.acoustics import Condition, picked_up
from recipes.diarize.tape import BRIDGED_MS, Player, Sound, Tape
from recipes.diarize.visit import Visit
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Span

PER_MS = SAMPLE_RATE_HZ // 1000
TAIL_MS = 700


@dataclass(frozen=True, slots=True, eq=False)
class Dialogue:
    """What is said before anything picks it up.

    `tracks`: one for each speaker, of equal length. `turns`: where there is speech, exact to
    10 ms, in the order in which they begin; those of different speakers may overlap.
    `repeated_ms`: how much of the speech had been said before, as there was no more of it.
    """

    visit: str
    speakers: tuple[str, str]
    tracks: tuple[Sound, Sound]
    turns: tuple[SpeakerTurn, ...]
    repeated_ms: int

    @property
    def length_ms(self) -> int:
        return len(self.tracks[0]) // PER_MS


@dataclass(frozen=True, slots=True, eq=False)
class Conversation:
    """A recording with who speaks when: `samples` at 16 kHz, shape (samples,), int16."""

    name: str
    condition: Condition
    samples: Mono
    turns: tuple[SpeakerTurn, ...]
    same_sex: bool = False
    repeated_ms: int = 0

    @property
    def speakers(self) -> tuple[str, ...]:
        return tuple(sorted({turn.speaker for turn in self.turns}))

    @property
    def length_ms(self) -> int:
        return len(self.samples) // PER_MS


def acted(
    visit: Visit, tapes: tuple[Tape, Tape], first_steps: tuple[int, int] = (0, 0)
) -> Dialogue:
    """Each interval of the visit filled with the next stretch that its speaker says.

    The first tape is the clinician's. A stretch begins when the interval does or, where the one
    before it lasted longer than its own interval, after that.
    """
    players = tuple(Player(*pair) for pair in zip(tapes, first_steps, strict=True))
    length_ms = visit.end_ms + visit.end_ms // 4 + TAIL_MS
    tracks = tuple(np.zeros(length_ms * PER_MS, np.float32) for _ in tapes)
    free_ms = [0, 0]
    spans: list[tuple[int, Span]] = []
    for talk in visit.talks:
        start_ms = max(talk.span.start_ms, free_ms[talk.speaker])
        stretch = players[talk.speaker].take(talk.span.length_ms)
        first = start_ms * PER_MS
        tracks[talk.speaker][first : first + len(stretch.sound)] += stretch.sound
        free_ms[talk.speaker] = start_ms + len(stretch.sound) // PER_MS
        spans += [
            (talk.speaker, Span(start_ms + s.start_ms, start_ms + s.end_ms)) for s in stretch.spans
        ]
    end = (max(free_ms) + TAIL_MS) * PER_MS
    speakers = (tapes[0].speaker, tapes[1].speaker)
    return Dialogue(
        visit.name,
        speakers,
        (tracks[0][:end], tracks[1][:end]),
        bridged(spans, speakers),
        sum(player.repeated_ms for player in players),
    )


def bridged(spans: list[tuple[int, Span]], speakers: tuple[str, str]) -> tuple[SpeakerTurn, ...]:
    """Turns of the spans; a speaker's pauses below 0.3 s are within a turn."""
    found: list[SpeakerTurn] = []
    for number, speaker in enumerate(speakers):
        own: list[Span] = []
        for span in sorted((s for n, s in spans if n == number), key=lambda s: s.start_ms):
            if own and span.start_ms - own[-1].end_ms < BRIDGED_MS:
                own[-1] = Span(own[-1].start_ms, max(own[-1].end_ms, span.end_ms))
            else:
                own.append(span)
        found += [SpeakerTurn(span, speaker) for span in own]
    return tuple(sorted(found, key=lambda turn: (turn.span.start_ms, turn.speaker)))


def recorded(
    dialogue: Dialogue, condition: Condition, seed: int, others: Sound, same_sex: bool
) -> Conversation:
    """The dialogue as it is picked up in this condition; the same for the same seed."""
    sound = picked_up(dialogue.tracks, condition, np.random.default_rng(seed), others)
    samples = np.round(np.clip(sound, -1, 1) * 32767).astype(np.int16)
    name = f"{'-'.join(dialogue.speakers)}-{dialogue.visit}-{condition.value}"
    return Conversation(
        name.replace(" ", "_"), condition, samples, dialogue.turns, same_sex, dialogue.repeated_ms
    )
