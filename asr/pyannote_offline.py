"""Diarization of a whole recording by pyannote.audio."""

import pickle
import threading

import huggingface_hub
import numpy as np
import torch
import yaml
from pyannote.audio import Pipeline
from pyannote.audio.telemetry import set_telemetry_metrics

from asr.diarization import SpeakerTurn
from asr.engine import Mono
from asr.snapshot import snapshot_folder
from scribe.errors import ModelUnavailable
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Span

COMMUNITY_1 = "pyannote/speaker-diarization-community-1"
"""CC BY 4.0, for those who accept its conditions on the hub."""
FILES = (
    "config.yaml",
    "segmentation/pytorch_model.bin",
    "embedding/pytorch_model.bin",
    "plda/xvec_transform.npz",
    "plda/plda.npz",
)
REFUSALS = (
    *(OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError, ImportError),
    *(EOFError, pickle.UnpicklingError, yaml.YAMLError),
)
"""What the libraries raise for files that are damaged or do not fit each other."""
SHORTEST_SAMPLES = SAMPLE_RATE_HZ // 10
"""Less than this holds nobody's turn, and nothing to tell a voice by."""


class PyannoteDiarizer:
    """Implements `asr.diarization.Diarizer`; shared, one recording at a time.

    Runs on the GPU if there is one. Turns are exclusive: where people talk at once, it is the one
    that is heard best.
    """

    def __init__(self, model: str = COMMUNITY_1) -> None:
        """`model` is a folder with a pipeline's `config.yaml`, or its id on the Hugging Face hub.

        Raises ModelUnavailable.
        """
        # Else pyannote.audio reports to its makers how long each recording is.
        set_telemetry_metrics(False)
        folder = snapshot_folder(model, FILES)
        try:
            pipeline = Pipeline.from_pretrained(folder, token=huggingface_hub.get_token())
            pipeline.to(torch.device("cuda" if torch.cuda.is_available() else "cpu"))
        except REFUSALS as error:
            reason = type(error).__name__
        else:
            self._pipeline = pipeline
            self._one_at_a_time = threading.Lock()
            return
        raise ModelUnavailable(
            f"{model}: expected a diarization pipeline of pyannote.audio 4, "
            f"found files that cannot be loaded ({reason})"
        )

    def __call__(self, samples: Mono, max_speakers: int) -> tuple[SpeakerTurn, ...]:
        """Turns in order, none of which overlap. `samples`: 16 kHz, shape (samples,), int16."""
        if len(samples) < SHORTEST_SAMPLES:
            return ()
        waveform = torch.from_numpy(samples.astype(np.float32)).div_(32_768).unsqueeze(0)
        with self._one_at_a_time:
            found = self._pipeline(
                {"waveform": waveform, "sample_rate": SAMPLE_RATE_HZ}, max_speakers=max_speakers
            )
        end_ms = len(samples) * 1000 // SAMPLE_RATE_HZ
        turns = (
            SpeakerTurn(_inside(segment.start, segment.end, end_ms), label)
            for segment, _, label in found.exclusive_speaker_diarization.itertracks(
                yield_label=True
            )
        )
        return tuple(turn for turn in turns if turn.span.length_ms)


def _inside(start_s: float, end_s: float, end_ms: int) -> Span:
    """Windows reach beyond both ends of a recording."""
    start_ms = min(max(round(start_s * 1000), 0), end_ms)
    return Span(start_ms, max(start_ms, min(round(end_s * 1000), end_ms)))
