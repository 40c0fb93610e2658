"""The first pass: recognition with a language model of the transcript itself."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pocketsphinx import Decoder

from asr.engine import Mono
from asr.lexicon import Pronunciation, dictionary_lines, plain_word
from asr.vad import FRAME_SAMPLES, Vad
from recipes.align_interviews.words import Said
from recipes.train_dialogue_lm.kneser_ney import arpa_lines, estimate
from scribe.ports import SAMPLE_RATE_HZ

FRAME_MS = 10
VAD_MS = FRAME_SAMPLES * 1000 // SAMPLE_RATE_HZ
ORDER = 3
MIN_SPEECH = 0.35
LONGEST_GAP = 12
"""So many 32 ms without speech still belong to a piece."""
MARGIN_MS = 160

Hit = tuple[str, int, int]
"""A recognised word's key with its start and its end in ms."""
Probabilities = NDArray[np.float64]


def speech_probabilities(samples: Mono) -> Probabilities:
    """Shape (frames of 32 ms,)."""
    stream = Vad().open()
    starts = range(0, len(samples) - FRAME_SAMPLES + 1, FRAME_SAMPLES)
    return np.array([stream.probability(samples[at : at + FRAME_SAMPLES]) for at in starts])


def pieces(speech: Probabilities) -> tuple[tuple[int, int], ...]:
    """Start and end in ms of the stretches with speech."""
    found: list[tuple[int, int]] = []
    for frame in np.flatnonzero(speech > MIN_SPEECH).tolist():
        if found and frame - found[-1][1] <= LONGEST_GAP:
            found[-1] = (found[-1][0], frame + 1)
        else:
            found.append((frame, frame + 1))
    return tuple((max(0, a * VAD_MS - MARGIN_MS), b * VAD_MS + MARGIN_MS) for a, b in found)


def recognised(words: Sequence[Said], samples: Mono, speech: Probabilities) -> tuple[Hit, ...]:
    """What a recogniser that knows only the transcript's words hears in the recording."""
    decoder = transcript_decoder(words)
    hits: list[Hit] = []
    for start_ms, end_ms in pieces(speech):
        part = samples[start_ms * SAMPLE_RATE_HZ // 1000 : end_ms * SAMPLE_RATE_HZ // 1000]
        decoder.start_utt()
        decoder.process_raw(part.tobytes(), full_utt=True)
        decoder.end_utt()
        if not decoder.hyp():
            continue
        hits += (
            (
                plain_word(piece.word),
                start_ms + piece.start_frame * FRAME_MS,
                start_ms + (piece.end_frame + 1) * FRAME_MS,
            )
            for piece in decoder.seg()
            if not piece.word.startswith(("<", "["))
        )
    return tuple(hits)


def transcript_decoder(words: Sequence[Said]) -> Decoder:
    """A decoder that knows the transcript's words with a trigram of its own turns."""
    turns: dict[int, list[str]] = {}
    for word in words:
        turns.setdefault(word.turn, []).append(word.key)
    ways = {word.key: word.ways for word in words}
    model = estimate(turns.values(), ORDER, frozenset(ways))
    said = (Pronunciation(key, way) for key, found in ways.items() for way in found)
    with tempfile.TemporaryDirectory() as folder:
        grams, dictionary = Path(folder) / "turns.arpa", Path(folder) / "turns.dict"
        grams.write_text("\n".join(arpa_lines(model)) + "\n", encoding="utf-8")
        dictionary.write_text("\n".join(dictionary_lines(said)) + "\n", encoding="utf-8")
        return Decoder(
            lm=str(grams),
            dict=str(dictionary),
            loglevel="FATAL",
            cmn="batch",
            lw=8.0,
            fwdflatlw=10.0,
            bestpathlw=10.0,
        )
