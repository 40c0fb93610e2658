"""What a voice sounds like, as a small vector."""

from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from asr.engine import Mono
from asr.spectrum import BANDS, Frames, levelled, log_mel
from scribe.errors import ModelUnavailable

Vector = NDArray[np.float32]

DATA = Path(__file__).parent / "data"
SPACE_FILE = DATA / "voices.npz"
NETWORK_FILE = DATA / "voices.onnx"
CEPSTRA = 24
LOUD_DB = 30.0
"""Frames this much below the loudest are pauses, not voice."""
SHORTEST_FRAMES = 10
"""In less than 125 ms there is no voice to be heard."""
SPREAD_FLOOR, MOTION_FLOOR = 0.1, 0.05
LENGTH = 8.0
"""Of each of the two directions. With it voices scatter by about 1 along every axis."""
DIMENSIONS = 3 * (CEPSTRA - 1)


def cosines() -> NDArray[np.float32]:
    """The orthonormal DCT-II without its first row, the loudness. Shape (23, 64)."""
    order, band = np.arange(1, CEPSTRA)[:, None], np.arange(BANDS)[None, :]
    matrix: NDArray[np.float64] = np.sqrt(2 / BANDS) * np.cos(
        np.pi * order * (2 * band + 1) / (2 * BANDS)
    )
    return np.asarray(matrix, np.float32)


DCT = cosines()


def statistics(frames: Frames) -> Vector:
    """Of the cepstra: means, log deviations, log deviations of their changes; shape (69,).

    `frames` are at least two.
    """
    level_db = 10 / np.log(10) * np.log(np.exp(frames).sum(axis=1))
    loud = level_db > level_db.max() - LOUD_DB
    cepstra = np.einsum("fb,cb->fc", frames, DCT)
    motion = np.diff(cepstra, axis=0)
    voice = cepstra[loud]
    parts = (
        voice.mean(axis=0),
        np.log(voice.std(axis=0) + SPREAD_FLOOR),
        np.log(motion.std(axis=0) + MOTION_FLOOR),
    )
    return np.concatenate(parts).astype(np.float32)


class VoiceSpace:
    """Maps voices so that pieces of one voice lie together.

    A point is two directions side by side: what a small network hears, what a linear discriminant
    analysis of cepstral statistics does (recipes/train_speaker_embedding). May be shared between
    threads.
    """

    def __init__(self, space_file: Path = SPACE_FILE, network_file: Path = NETWORK_FILE) -> None:
        """Read both. Raises ModelUnavailable if one is missing."""
        for file in (space_file, network_file):
            if not file.is_file():
                raise ModelUnavailable(f"{file.name}: expected a model of voices, found no file")
        with np.load(space_file) as kept:
            self._projection, self._offset = kept["projection"], kept["offset"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            str(network_file), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self.network_axes = int(self._session.get_outputs()[0].shape[1])

    @property
    def axes(self) -> int:
        return self.network_axes + len(self._offset)

    def embed(self, samples: Mono) -> Vector | None:
        """The voice as a point, shape (axes,) float32; None if there is too little to hear."""
        frames = log_mel(levelled(samples))
        if len(frames) < SHORTEST_FRAMES:
            return None
        heard = self._session.run(None, {"frames": (frames - frames.mean(axis=0))[np.newaxis]})
        parts = (
            heard[0][0],
            np.einsum("s,sa->a", statistics(frames), self._projection) - self._offset,
        )
        return np.concatenate([part * (LENGTH / np.linalg.norm(part)) for part in parts])
