"""Voice activity: the probability of speech in every 32 ms."""

import importlib.util
from pathlib import Path

import numpy as np
import onnxruntime

from asr.engine import Mono
from scribe.errors import ModelUnavailable

FRAME_SAMPLES = 512
CONTEXT_SAMPLES = 64
STATE_SHAPE = (1, 1, 128)
MODEL_FILE = "assets/silero_vad_v6.onnx"


def model_path() -> Path:
    """The Silero VAD model inside the faster-whisper package, which is not imported for it."""
    spec = importlib.util.find_spec("faster_whisper")
    if spec is None or spec.origin is None:
        raise ModelUnavailable(
            f"{MODEL_FILE}: expected in the faster-whisper package, found no such package"
        )
    path = Path(spec.origin).parent / MODEL_FILE
    if not path.is_file():
        raise ModelUnavailable(
            f"{MODEL_FILE}: expected in the faster-whisper package, found no such file"
        )
    return path


class Vad:
    """The loaded model, shared by all streams."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            str(model_path()), sess_options=options, providers=["CPUExecutionProvider"]
        )

    def open(self) -> "VadStream":
        """Start hearing a stream."""
        return VadStream(self._session)


class VadStream:
    """What one stream needs of the model: its state and the end of the last frame.

    The model sees one frame a call, so that results cannot depend on how audio is cut.
    """

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
        self._h = np.zeros(STATE_SHAPE, np.float32)
        self._c = np.zeros(STATE_SHAPE, np.float32)
        self._context = np.zeros(CONTEXT_SAMPLES, np.float32)

    def probability(self, frame: Mono) -> float:
        """Probability in [0, 1] that the stream's next 512 samples hold speech."""
        if frame.shape != (FRAME_SAMPLES,):
            raise ValueError(f"frame: expected shape ({FRAME_SAMPLES},), found {frame.shape}")
        signal = frame.astype(np.float32) / np.float32(32768)
        model_input = np.concatenate((self._context, signal))[np.newaxis]
        probability, self._h, self._c = self._session.run(
            None, {"input": model_input, "h": self._h, "c": self._c}
        )
        self._context = signal[-CONTEXT_SAMPLES:]
        return float(probability[0])
