"""Speech recognition by Whisper through CTranslate2, shared by all sessions."""

from pathlib import Path

import ctranslate2
import faster_whisper
import numpy as np
from faster_whisper.tokenizer import Tokenizer

from asr.card import read_card
from asr.decoding import Decoder, Pass, Reading
from asr.dispatch import Dispatcher, Load
from asr.download import model_folder
from asr.engine import AUTO, primary
from asr.hearing import WhisperListener
from asr.language import SpokenLanguage
from scribe.errors import InputError, ModelUnavailable

FALLBACK = "en"


class WhisperEngine:
    """A Whisper model, on the GPU in float16 if there is one, else on the CPU in int8."""

    def __init__(self, model: str, kept: Path | None = None, threads: int = 0) -> None:
        """`model` is a folder, a name such as `small`, or a hub id; `kept` holds pulled models.

        `threads` 0 leaves their number to the library. Raises ModelUnavailable.
        """
        folder = model_folder(model, kept)
        gpu = ctranslate2.get_cuda_device_count() > 0
        try:
            self._whisper = faster_whisper.WhisperModel(
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
        self._crops = read_card(folder).cropped_window
        self._languages = self._known_languages()
        self._fallback = FALLBACK if FALLBACK in self._languages else self._languages[0]
        tokenizer = self._tokenizer(self._fallback)
        decoder = Decoder(self._whisper.model, tokenizer.no_timestamps, tokenizer.eot)
        self._dispatcher: Dispatcher[Pass, Reading] = Dispatcher(
            decoder.run, lambda asked: asked.group
        )

    @property
    def name(self) -> str:
        return self._name

    @property
    def load(self) -> Load:
        """How busy the model is."""
        return self._dispatcher.load

    def listen(self, language: str = AUTO) -> WhisperListener:
        if language != AUTO and primary(language) not in self._languages:
            raise InputError(
                f"language: {self._name} knows {', '.join(self._languages)}, not {language!r}"
            )
        known = len(self._languages) == 1
        fixed = self._languages[0] if known else None if language == AUTO else primary(language)
        return WhisperListener(
            self._dispatcher.submit,
            self._tokenizer,
            np.asarray(self._whisper.feature_extractor.mel_filters, dtype=np.float32),
            SpokenLanguage(fixed or self._fallback),
            detects=fixed is None,
            crops=self._crops,
        )

    def close(self) -> None:
        """Finish what is being read, then let go of the model."""
        self._dispatcher.close()

    def _known_languages(self) -> tuple[str, ...]:
        if not self._whisper.model.is_multilingual:
            return (FALLBACK,)
        tokens = self._whisper.hf_tokenizer.token_to_id
        return tuple(
            name for name in self._whisper.supported_languages if tokens(f"<|{name}|>") is not None
        )

    def _tokenizer(self, language: str) -> Tokenizer:
        multilingual = self._whisper.model.is_multilingual
        return Tokenizer(self._whisper.hf_tokenizer, multilingual, "transcribe", language)
