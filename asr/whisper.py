"""Speech recognition by Whisper through CTranslate2."""

from pathlib import Path

import ctranslate2
import faster_whisper
import httpx
import numpy as np
from faster_whisper.transcribe import Segment
from huggingface_hub import constants
from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

from asr.engine import AUTO, Mono, primary
from scribe.errors import InputError, ModelUnavailable
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Word

MODEL_FILES = ("model.bin", "tokenizer.json")
HUB_PATIENCE_S = 5.0
"""How long to wait for the model hub's first answer before saying that it is out of reach."""
BEAM = 5
NO_SPEECH = 0.6
LOG_PROB = -1.0
COMPRESSION = 2.4
"""Whisper's own limits for silence and for loops (openai/whisper, transcribe.py)."""
LOWEST_LOG_PROB = -1.5
"""Below this the average token has a probability under 22 %: no text is better than such text."""
LANGUAGE_CERTAIN = 0.8
LANGUAGE_SPEECH_S = 3.0
"""Language is settled by this probability on at least this much speech."""


def model_folder(model: str) -> Path:
    """The folder of a converted model: a folder's name, or an id looked up and fetched.

    Fetches at most once into the Hugging Face cache. Raises ModelUnavailable within seconds if
    the hub is out of reach.
    """
    folder = Path(model)
    if folder.is_dir():
        return _complete(model, folder)
    if folder.is_absolute() or model.startswith("."):
        raise ModelUnavailable(f"{model}: expected a folder with a model, found no such folder")
    try:
        return _complete(model, Path(faster_whisper.download_model(model, local_files_only=True)))
    except (LocalEntryNotFoundError, ModelUnavailable):
        pass  # not here, or only in part: fetch it
    except ValueError as error:
        raise ModelUnavailable(f"{model}: expected a folder, a size or a model id") from error
    try:
        httpx.head(constants.ENDPOINT, timeout=HUB_PATIENCE_S)
        return _complete(model, Path(faster_whisper.download_model(model)))
    except (httpx.HTTPError, HfHubHTTPError, OSError) as error:
        raise ModelUnavailable(
            f"{model}: not on this machine, and {constants.ENDPOINT} could not provide it "
            f"({type(error).__name__})"
        ) from error


def _complete(model: str, folder: Path) -> Path:
    missing = [name for name in MODEL_FILES if not (folder / name).is_file()]
    if missing:
        raise ModelUnavailable(
            f"{model}: expected a Whisper model converted to CTranslate2, "
            f"found a folder without {' and '.join(missing)}"
        )
    return folder


class WhisperEngine:
    """A Whisper model, on the GPU in float16 if there is one, else on the CPU in int8."""

    def __init__(self, model: str, threads: int = 0) -> None:
        """`model` is a folder, a size such as `small`, or a hub id of a converted model.

        `threads` 0 leaves their number to the library. Raises ModelUnavailable.
        """
        folder = model_folder(model)
        gpu = ctranslate2.get_cuda_device_count() > 0
        try:
            self._model = faster_whisper.WhisperModel(
                str(folder),
                device="cuda" if gpu else "cpu",
                compute_type="float16" if gpu else "int8",
                cpu_threads=threads,
            )
        except (RuntimeError, ValueError) as error:
            raise ModelUnavailable(
                f"{model}: expected a Whisper model, found files that cannot be loaded"
            ) from error
        self._name = f"whisper:{folder.name if Path(model).is_dir() else model}"

    @property
    def name(self) -> str:
        return self._name

    def listen(self, language: str = AUTO) -> "WhisperListener":
        if language == AUTO:
            return WhisperListener(self._model, None if self._model.model.is_multilingual else "en")
        if primary(language) not in self._model.supported_languages:
            raise InputError(f"language: {self._name} has none called {language!r}")
        return WhisperListener(self._model, primary(language))


class WhisperListener:
    """Collects a segment and transcribes it as a whole; there are no partial results.

    Segments do not condition each other (an error would repeat itself), nothing is sampled (the
    same audio gives the same words).
    """

    def __init__(self, model: faster_whisper.WhisperModel, language: str | None) -> None:
        self._model = model
        self._settled = language
        self._language = language or "und"
        self._start_ms = 0
        self._samples: list[Mono] = []

    @property
    def language(self) -> str:
        """BCP 47 tag; `und` before anything was heard."""
        return self._language

    def begin(self, start_ms: int) -> None:
        self._start_ms = start_ms
        self._samples = []

    def feed(self, samples: Mono) -> str:
        self._samples.append(samples)
        return ""

    def end(self) -> tuple[Word, ...]:
        if not self._samples:
            return ()
        signal = np.concatenate(self._samples).astype(np.float32) / np.float32(32768)
        self._samples = []
        segments, info = self._model.transcribe(
            signal,
            language=self._settled,
            beam_size=BEAM,
            temperature=0.0,
            condition_on_previous_text=False,
            no_speech_threshold=NO_SPEECH,
            log_prob_threshold=LOG_PROB,
            compression_ratio_threshold=COMPRESSION,
            word_timestamps=True,
        )
        words = tuple(
            word
            for segment in segments
            if is_reliable(segment)
            for word in self._words(segment, len(signal) / SAMPLE_RATE_HZ)
        )
        if words:
            self._language = info.language
            certain = info.language_probability >= LANGUAGE_CERTAIN
            if certain and len(signal) >= LANGUAGE_SPEECH_S * SAMPLE_RATE_HZ:
                self._settled = info.language
        return words

    def _words(self, segment: Segment, length_s: float) -> tuple[Word, ...]:
        """Words that begin inside the audio: Whisper pads it, and hears things in the padding."""
        return tuple(
            Word(
                word.word.strip(),
                self._start_ms + round(word.start * 1000),
                self._start_ms + round(min(word.end, length_s) * 1000),
                min(max(float(word.probability), 0.0), 1.0),
            )
            for word in segment.words or ()
            if word.start < length_s and word.word.strip()
        )


def is_reliable(segment: Segment) -> bool:
    """False for what Whisper says of silence and noise, and for loops."""
    silence = segment.no_speech_prob > NO_SPEECH and segment.avg_logprob < LOG_PROB
    loop = segment.compression_ratio > COMPRESSION
    return not silence and not loop and segment.avg_logprob >= LOWEST_LOG_PROB
