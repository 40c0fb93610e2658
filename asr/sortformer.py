"""Diarization by NVIDIA's streaming Sortformer, as audio comes or of a whole recording."""

import pickle
import tarfile
import threading
from pathlib import Path

import numpy as np
import torch
from nemo.collections.asr.models import SortformerEncLabelModel
from nemo.utils import logging as nemo_logging
from omegaconf.errors import OmegaConfBaseException

from asr.activity import Activity, turns_of
from asr.diarization import SpeakerTurn
from asr.engine import Mono
from asr.snapshot import snapshot_folder
from asr.sortformer_options import HALF_MINUTE, ONE_SECOND, SortformerOptions
from scribe.errors import ModelUnavailable
from scribe.ports import SAMPLE_RATE_HZ

STREAMING_V2_1 = "nvidia/diar_streaming_sortformer_4spk-v2.1"
"""Up to four speakers, under the NVIDIA Open Model License."""
HOP_SAMPLES = 160
HOPS_PER_FRAME = 8
MARGIN_HOPS = 2
"""What a column of the spectrum needs beside its own samples: half a window and one sample."""
REFUSALS = (
    *(OSError, RuntimeError, ValueError, LookupError, TypeError, AttributeError, ImportError),
    *(EOFError, AssertionError, pickle.UnpicklingError, tarfile.TarError, OmegaConfBaseException),
)
"""What the libraries raise for files that are damaged or do not fit each other."""


class SortformerDiarizer:
    """Implements `asr.diarization.Diarizer`; loaded once, shared by all streams.

    Runs on the GPU if there is one.
    """

    def __init__(self, model: str = STREAMING_V2_1) -> None:
        """`model` is a `.nemo` file, a folder with one, or an id on the Hugging Face hub.

        Raises ModelUnavailable.
        """
        path = _weights(model)
        nemo_logging.setLevel(nemo_logging.ERROR)
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        try:
            loaded = SortformerEncLabelModel.restore_from(str(path), map_location=device)
        except REFUSALS as error:
            found = f"a file that cannot be loaded ({type(error).__name__})"
        else:
            if _is_streaming(loaded):
                loaded.async_streaming = False
                self._model = loaded.eval()
                self._one_at_a_time = threading.Lock()
                return
            found = "another model"
        raise ModelUnavailable(f"{model}: expected a streaming Sortformer of NeMo, found {found}")

    @property
    def speakers(self) -> int:
        """How many speakers the model can tell apart."""
        return int(self._model.sortformer_modules.n_spk)

    def __call__(self, samples: Mono, max_speakers: int) -> tuple[SpeakerTurn, ...]:
        """Turns in order; they overlap where people talk at once.

        `samples`: 16 kHz, shape (samples,), int16.
        """
        stream = self.stream(HALF_MINUTE)
        stream.push(samples)
        stream.flush()
        return stream.turns(max_speakers)

    def stream(self, options: SortformerOptions = ONE_SECOND) -> "SortformerStream":
        """Start to hear a recording."""
        return SortformerStream(self._model, self._one_at_a_time, options)


class SortformerStream:
    """One recording being heard. Memory: what it hears now, 16 bytes a frame, the cache.

    Results do not depend on how the audio is cut. The spectrum is computed for each chunk with the
    samples around it, so that it is that of the whole recording.
    """

    def __init__(
        self,
        model: SortformerEncLabelModel,
        one_at_a_time: threading.Lock,
        options: SortformerOptions,
    ) -> None:
        self._model, self._one_at_a_time, self._options = model, one_at_a_time, options
        modules = model.sortformer_modules
        self._state = modules.init_streaming_state(batch_size=1, device=model.device)
        self._none = torch.zeros((1, 0, modules.n_spk), device=model.device)
        self._kept = np.empty(0, np.int16)
        self._dropped_hops = 0
        self._next_hop = 0
        self._heard: list[Activity] = []
        self._samples = 0
        self._ended = False

    @property
    def activity(self) -> Activity:
        """All frames so far; speakers in the order in which they were heard first."""
        return np.concatenate((self._none[0].cpu().numpy(), *self._heard))

    def push(self, samples: Mono) -> Activity:
        """Take 16 kHz int16 samples of shape (any,); returns the frames that are known now."""
        if self._ended:
            raise ValueError("push after flush: expected a new stream for a new recording")
        self._samples += len(samples)
        self._kept = np.concatenate((self._kept, samples))
        before = len(self._heard)
        context = self._options.right_context * HOPS_PER_FRAME
        while self._whole_hops - MARGIN_HOPS >= self._next_hop + self._chunk_hops + context:
            self._step(self._next_hop + self._chunk_hops, context)
        return self._since(before)

    def flush(self) -> Activity:
        """The recording has ended: the rest of the frames."""
        before, self._ended = len(self._heard), True
        while self._next_hop < self._whole_hops:
            end = min(self._next_hop + self._chunk_hops, self._whole_hops)
            context = min(self._options.right_context * HOPS_PER_FRAME, self._whole_hops - end)
            self._step(end, context)
        return self._since(before)

    def turns(self, max_speakers: int) -> tuple[SpeakerTurn, ...]:
        """The turns so far in order, of those who talk most; others may overlap."""
        end_ms = self._samples * 1000 // SAMPLE_RATE_HZ
        return turns_of(self.activity, max_speakers, end_ms)

    @property
    def _chunk_hops(self) -> int:
        return self._options.chunk * HOPS_PER_FRAME

    @property
    def _whole_hops(self) -> int:
        return self._dropped_hops + len(self._kept) // HOP_SAMPLES

    def _since(self, before: int) -> Activity:
        return np.concatenate((self._none[0].cpu().numpy(), *self._heard[before:]))

    def _step(self, end: int, right: int) -> None:
        """Hear the chunk up to hop `end` (exclusive), with `right` hops after it."""
        left = min(self._options.left_context * HOPS_PER_FRAME, self._next_hop)
        with self._one_at_a_time, torch.inference_mode():
            spectrum = self._spectrum(self._next_hop - left, end + right)
            self._set_lengths()
            self._state, found = self._model.forward_streaming_step(
                processed_signal=spectrum,
                processed_signal_length=torch.tensor([spectrum.shape[1]], device=spectrum.device),
                streaming_state=self._state,
                total_preds=self._none,
                left_offset=left,
                right_offset=right,
            )
        self._heard.append(found[0].float().cpu().numpy())
        self._next_hop = end
        needed = max(end - self._options.left_context * HOPS_PER_FRAME - MARGIN_HOPS, 0)
        self._kept = self._kept[(needed - self._dropped_hops) * HOP_SAMPLES :]
        self._dropped_hops = needed

    def _spectrum(self, start: int, end: int) -> torch.Tensor:
        """Of these hops, shape (1, hops, bands)."""
        first = max(start - MARGIN_HOPS, 0)
        reach = slice(
            (first - self._dropped_hops) * HOP_SAMPLES,
            (end + MARGIN_HOPS - self._dropped_hops) * HOP_SAMPLES,
        )
        signal = torch.from_numpy(self._kept[reach].astype(np.float32) / 32_768)
        signal = signal.unsqueeze(0).to(self._none.device)
        bands, _ = self._model.preprocessor(
            input_signal=signal, length=torch.tensor([signal.shape[1]], device=signal.device)
        )
        return torch.as_tensor(bands[:, :, start - first : end - first].transpose(1, 2))

    def _set_lengths(self) -> None:
        """NeMo keeps them with the model, which other streams share."""
        modules, options = self._model.sortformer_modules, self._options
        modules.chunk_len = options.chunk
        modules.chunk_left_context = options.left_context
        modules.chunk_right_context = options.right_context
        modules.fifo_len = options.fifo
        modules.spkcache_update_period = options.update_period
        modules.spkcache_len = options.cache


def _weights(model: str) -> Path:
    path = Path(model)
    if path.is_file():
        return path
    name = f"{path.name}.nemo"
    if path.is_dir():
        found = sorted(path.glob("*.nemo"))
        if len(found) != 1:
            raise ModelUnavailable(f"{model}: expected one .nemo file in it, found {len(found)}")
        return found[0]
    return snapshot_folder(model, (name,)) / name


def _is_streaming(model: object) -> bool:
    """Others look at the whole recording before the first frame: for its loudness, its mean."""
    if not isinstance(model, SortformerEncLabelModel):
        return False
    normalized = model.cfg.preprocessor.get("normalize") in ("per_feature", "all_features")
    return bool(model.streaming_mode) and not normalized
