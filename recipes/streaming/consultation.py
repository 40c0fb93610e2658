"""A synthetic consultation in which it is known when every word was said."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recipes.train_micro_whisper.grammar import Grammar
from recipes.train_micro_whisper.room import levelled, noise
from recipes.train_micro_whisper.spoken import Audio, Sound, Spoken, Synthesizer
from scribe.ports import SAMPLE_RATE_HZ

PER_MS = SAMPLE_RATE_HZ // 1000
EDGE_MS = 50
"""So much of a synthesiser's own silence stays before the first word, as after the last."""
WITHIN_TURN_MS, BETWEEN_TURNS_MS = (150, 400), (350, 1200)
"""Shortest and longest pause between words of two sentences, drawn evenly."""
LONGEST_TURN = 4
SPEECH_ABOVE_NOISE_DB = 30.0


@dataclass(frozen=True, slots=True)
class Consultation:
    """`audio` is int16 of shape (samples,) at 16 kHz; `words` are those said in it, in order."""

    audio: NDArray[np.int16]
    words: tuple[Sound, ...]

    @property
    def text(self) -> str:
        return " ".join(word.name for word in self.words)

    @property
    def audio_ms(self) -> int:
        return len(self.audio) // PER_MS


def consult(
    grammar: Grammar, doctor: Synthesizer, patient: Synthesizer, minutes: float, seed: int
) -> Consultation:
    """Doctor and patient in turns of one to four sentences of the grammar, until time is up.

    The room is quiet: its noise is 30 dB below the speech. Always the same for a seed.
    """
    rng = random.Random(f"consultation {seed}")
    voices = {"doctor": doctor, "patient": patient}
    sentences = {who: _said_by(who, grammar, rng) for who in voices}
    limit = round(minutes * 60 * SAMPLE_RATE_HZ)
    pieces: list[Audio] = [_silence(rng.uniform(*BETWEEN_TURNS_MS))]
    words: list[Sound] = []
    samples = len(pieces[0])
    turn = 0
    while samples < limit:
        who = ("doctor", "patient")[turn % 2]
        count = rng.randint(1, LONGEST_TURN)
        for number in range(count):
            pause_ms = BETWEEN_TURNS_MS if number == count - 1 else WITHIN_TURN_MS
            said = _without_edges(_spoken(voices[who], sentences[who]))
            start_ms = samples // PER_MS
            words += [Sound(w.name, w.start_ms + start_ms, w.end_ms + start_ms) for w in said.words]
            pieces += [said.audio, _silence(rng.uniform(*pause_ms) - 2 * EDGE_MS)]
            samples += len(pieces[-2]) + len(pieces[-1])
        turn += 1
    speech = np.concatenate(pieces)
    room = noise(len(speech) / SAMPLE_RATE_HZ, np.random.default_rng(seed))
    heard = speech + room[: len(speech)] * np.float32(10 ** (-SPEECH_ABOVE_NOISE_DB / 20))
    audio = np.clip(np.rint(heard * 32768), -32768, 32767).astype(np.int16)
    return Consultation(audio, tuple(words))


def _said_by(who: str, grammar: Grammar, rng: random.Random) -> Iterator[str]:
    return (sentence for start, sentence in grammar.sentences(rng) if start == who)


def _spoken(voice: Synthesizer, sentences: Iterator[str]) -> Spoken:
    """The next sentence of which the synthesiser tells when each word is said."""
    return next(said for said in (voice.say(s, 1.0, 1.0) for s in sentences) if said.words)


def _without_edges(said: Spoken) -> Spoken:
    """What was said without silence around it, at a level of -26 dBFS, in whole milliseconds."""
    start_ms = max(0, said.words[0].start_ms - EDGE_MS)
    end_ms = min(len(said.audio) // PER_MS, said.words[-1].end_ms + EDGE_MS)
    words = tuple(Sound(w.name, w.start_ms - start_ms, w.end_ms - start_ms) for w in said.words)
    return Spoken(levelled(said.audio[start_ms * PER_MS : end_ms * PER_MS]), words, ())


def _silence(ms: float) -> Audio:
    return np.zeros(round(ms) * PER_MS, np.float32)
