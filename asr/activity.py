"""Probabilities that each speaker talks, frame by frame."""

import numpy as np
from numpy.typing import NDArray

from asr.diarization import SpeakerTurn
from scribe.transcript import Span

FRAME_MS = 80
SPEAKING = 0.5
"""From this probability on somebody talks, as NeMo takes it where nothing was tuned."""

Activity = NDArray[np.float32]
"""Shape (frames, speakers), float32; a frame is 80 ms, a speaker keeps its column."""


def turns_of(activity: Activity, max_speakers: int, end_ms: int) -> tuple[SpeakerTurn, ...]:
    """Stretches in which somebody talks, in order, of the speakers who talk most.

    They end with the recording, whose last frame may reach beyond its end at `end_ms`.
    """
    talks = activity >= SPEAKING
    most = np.argsort(-talks.sum(axis=0), kind="stable")[:max_speakers]
    turns = []
    for speaker in sorted(most.tolist()):
        edges = np.flatnonzero(np.diff(talks[:, speaker], prepend=False, append=False))
        for start, end in (edges * FRAME_MS).reshape(-1, 2).tolist():
            if start < end_ms:
                turns.append(SpeakerTurn(Span(start, min(end, end_ms)), f"speaker_{speaker}"))
    return tuple(sorted(turns, key=lambda turn: turn.span.start_ms))
