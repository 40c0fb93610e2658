"""Pairs of short pieces of unheard speakers: of one voice or of two?"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from asr.embedding import CEPSTRA, VoiceSpace, statistics
from asr.spectrum import levelled, log_mel
from asr.vad import Vad
from recipes.corpora import files
from recipes.train_speaker_embedding.bank import held_out, spoken
from recipes.train_speaker_embedding.channel import Sound, equalised, with_noise
from scribe.ports import SAMPLE_RATE_HZ

PIECE_SAMPLES = int(2.5 * SAMPLE_RATE_HZ)
SNR_DB = (10.0, 30.0)
MEANS, LOG_DEVIATIONS = slice(0, CEPSTRA - 1), slice(CEPSTRA - 1, 2 * (CEPSTRA - 1))
"""Of `asr.embedding.statistics`."""

Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Piece:
    """2.5 s of a speaker's speech, of which utterance."""

    speaker: str
    utterance: str
    sound: Sound


def pieces(data: Path, vad: Vad) -> tuple[Piece, ...]:
    """Of `test-other` and of the clips that nothing is trained on."""
    folder = data / "librispeech"
    recordings = [
        *((path.parent.name, path) for path in files(folder / "test-other", "*/*.flac")),
        *(
            (path.name.split("-")[0], path)
            for path in held_out(tuple(files(folder / "speakers", "*.flac")))
        ),
    ]
    return tuple(
        Piece(speaker, path.stem, sound[first : first + PIECE_SAMPLES])
        for speaker, path in recordings
        for sound in (spoken(path, vad),)
        for first in range(0, len(sound) - PIECE_SAMPLES + 1, PIECE_SAMPLES)
    )


def through_channels(found: tuple[Piece, ...], seed: int) -> tuple[Piece, ...]:
    """Each piece through an equaliser of its own, with noise of its own."""
    rng = np.random.default_rng(seed)
    return tuple(
        Piece(
            one.speaker,
            one.utterance,
            with_noise(equalised(one.sound, rng), rng, float(rng.uniform(*SNR_DB))),
        )
        for one in found
    )


def equal_error_rate(points: Points, found: tuple[Piece, ...]) -> float:
    """Where as many pairs of one voice as of two are taken for the other, by cosine.

    All pairs count but those of one voice within one utterance.
    """
    units = points / np.linalg.norm(points, axis=1, keepdims=True)
    first, second = np.triu_indices(len(found), 1)
    speakers = np.array([one.speaker for one in found])
    utterances = np.array([one.utterance for one in found])
    same = speakers[first] == speakers[second]
    counts = ~same | (utterances[first] != utterances[second])
    scores, same = (units[first] * units[second]).sum(axis=1)[counts], same[counts]
    thresholds = np.sort(scores)
    missed = np.searchsorted(np.sort(scores[same]), thresholds) / same.sum()
    taken = 1 - np.searchsorted(np.sort(scores[~same]), thresholds) / (~same).sum()
    nearest = int(np.abs(missed - taken).argmin())
    return float(missed[nearest] + taken[nearest]) / 2


def error_rates(found: tuple[Piece, ...], space: VoiceSpace) -> dict[str, float]:
    """In percent: statistics as they are, then each part of the embedding, then all of it."""
    sounds = [(np.clip(one.sound, -1, 1) * 32767).astype(np.int16) for one in found]
    plain = np.stack([statistics(log_mel(levelled(sound))) for sound in sounds])
    plain = np.hstack((plain[:, MEANS], np.exp(plain[:, LOG_DEVIATIONS])))
    plain -= plain.mean(axis=0)
    embedded = [space.embed(sound) for sound in sounds]
    points = np.stack([point for point in embedded if point is not None])
    ways = {
        "statistics": plain,
        "discriminant": points[:, space.network_axes :],
        "network": points[:, : space.network_axes],
        "fused": points,
    }
    return {name: round(100 * equal_error_rate(p, found), 1) for name, p in ways.items()}
