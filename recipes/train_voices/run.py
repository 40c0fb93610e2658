"""Trains the projection in which windows of one voice lie together.

    python recipes/train_voices/run.py --data ../shared/data [--out asr/data/voices.npy]

Linear discriminant analysis over voice statistics of short windows of LibriSpeech clips (CC BY
4.0), one clip of 141 speakers each. Measured on clips of 60 other speakers: how often one clip
is heard as one speaker, two clips as two, and how much speech then goes to the right one; besides
on pairs of clips of the same and of different speakers of `test-other`. The last line of standard
output is one JSON object with these figures.
"""

import argparse
import json
import random
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from asr.audio import decode_file
from asr.embedding import SPACE_FILE, Vector, VoiceSpace, statistics
from asr.engine import Mono
from asr.speakers import SpeakerClusters, Voice
from asr.vad import FRAME_SAMPLES, Vad
from scribe.ports import SAMPLE_RATE_HZ

TRAINING_SPEAKERS = 141
AXES = 12
SHRINKAGE = 0.1
SPEECH = 0.5
PAUSE_FRAMES = 5
WINDOW_SAMPLES = 2 * SAMPLE_RATE_HZ
SHORTEST_TRAINED_SAMPLES = int(0.4 * SAMPLE_RATE_HZ)

Windows = list[tuple[Vector, int]]
"""Voice statistics, shape (49,), with the window's length in ms."""


def speech(samples: Mono, vad: Vad) -> Iterable[Mono]:
    """Stretches of speech between pauses of 160 ms, in windows of at most two seconds."""
    stream = vad.open()
    frames = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    spoken = np.array([stream.probability(frame) > SPEECH for frame in frames])
    first = 0
    while first < len(spoken):
        last = first
        while last < len(spoken) and spoken[last : last + PAUSE_FRAMES].any():
            last += 1
        stretch = samples[first * FRAME_SAMPLES : last * FRAME_SAMPLES]
        if len(stretch):
            yield from np.array_split(stretch, -(-len(stretch) // WINDOW_SAMPLES))
        first = last + 1


def windows(path: Path, vad: Vad) -> Windows:
    samples = np.concatenate(list(decode_file(path)))[:, 0]
    found = ((statistics(part), len(part)) for part in speech(samples, vad))
    return [(v, length * 1000 // SAMPLE_RATE_HZ) for v, length in found if v is not None]


def discriminant(vectors: NDArray[np.float64], speakers: NDArray[np.int64]) -> NDArray[np.float32]:
    """Offset and projection, shape (1 + 49, 12), scaled to a variance of 1 within a speaker."""
    means = np.stack([vectors[speakers == number].mean(axis=0) for number in np.unique(speakers)])
    within = np.cov((vectors - means[speakers]).T)
    within = (1 - SHRINKAGE) * within + SHRINKAGE * np.diag(np.diag(within))
    whiten = np.linalg.cholesky(np.linalg.inv(within))
    spread, axes = np.linalg.eigh(whiten.T @ np.cov(means.T) @ whiten)
    projection = whiten @ axes[:, np.argsort(-spread)[:AXES]]
    return np.vstack((vectors.mean(axis=0) @ projection, projection)).astype(np.float32)


def voices(found: Windows, space: NDArray[np.float32]) -> tuple[Voice, ...]:
    return tuple(Voice(vector @ space[1:] - space[0], length_ms) for vector, length_ms in found)


def speakers_heard(*clips: tuple[Voice, ...]) -> int:
    clusters = SpeakerClusters(AXES)
    for clip in clips:
        clusters.add(clip)
    return clusters.speakers


def purity(one: tuple[Voice, ...], two: tuple[Voice, ...]) -> float:
    """Share of the speech of two clips that is given to the right one of two speakers."""
    clusters = SpeakerClusters(AXES)
    clusters.add(one + two)
    if clusters.speakers < 2:
        return 0.0
    truth = np.array([0] * len(one) + [1] * len(two))
    weights = np.array([voice.weight_s for voice in one + two])
    right = float(np.average(clusters.costs().argmin(axis=1) == truth, weights=weights))
    return max(right, 1 - right)


def share(flags: Iterable[bool]) -> float:
    return round(float(np.mean(list(flags))), 4)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with `librispeech`")
    parser.add_argument("--out", type=Path, default=SPACE_FILE, help="projection file to write")
    parser.add_argument("--seed", type=int, default=1, help="which speakers are held out")
    arguments = parser.parse_args()
    vad = Vad()
    folder = arguments.data / "librispeech"
    clips = [windows(path, vad) for path in sorted((folder / "speakers").glob("*.flac"))]
    random.Random(arguments.seed).shuffle(clips)
    training = [
        (vector, number)
        for number, clip in enumerate(clips[:TRAINING_SPEAKERS])
        for vector, length_ms in clip
        if length_ms * SAMPLE_RATE_HZ // 1000 >= SHORTEST_TRAINED_SAMPLES
    ]
    space = discriminant(
        np.array([vector for vector, _ in training], np.float64),
        np.array([number for _, number in training]),
    )
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    np.save(arguments.out, space)
    held_out = [voices(clip, space) for clip in clips[TRAINING_SPEAKERS:]]
    pairs = list(combinations(held_out, 2))
    found = [purity(one, two) for one, two in pairs]
    other = [
        (path.parent.name, voices(windows(path, vad), space))
        for path in sorted((folder / "test-other").glob("*/*.flac"))
    ]
    same = [(a, b) for (s, a), (t, b) in combinations(other, 2) if s == t]
    different = [(a, b) for (s, a), (t, b) in combinations(other, 2) if s != t]
    figures = {
        "training_windows": len(training),
        "axes": VoiceSpace(arguments.out).axes,
        "held_out_speakers": len(held_out),
        "one_clip_one_speaker": share(speakers_heard(clip) == 1 for clip in held_out),
        "two_clips_two_speakers": share(value > 0 for value in found),
        "speech_to_right_speaker_when_two": round(float(np.mean([v for v in found if v > 0])), 4),
        "test_other_same_speaker_one": share(speakers_heard(a, b) == 1 for a, b in same),
        "test_other_different_speakers_two": share(speakers_heard(a, b) == 2 for a, b in different),
        "test_other_pairs": [len(same), len(different)],
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
