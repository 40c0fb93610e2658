"""A fine-tuned Whisper of transformers made into a model that CTranslate2 runs."""

from pathlib import Path
from typing import Any

import peft
import torch
import transformers
from ctranslate2.converters import TransformersConverter
from safetensors import SafetensorError

from asr.checkpoint import Checkpoint, has_tokenizer
from scribe.errors import InputError

REFUSALS = (RuntimeError, ValueError, OSError, KeyError, AttributeError, SafetensorError)
"""What the libraries raise for files that are damaged or do not fit each other."""


def convert(checkpoint: Checkpoint, folder: Path, quantization: str) -> None:
    """Write the model with its tokenizer to a folder; of an adapter, the merged model.

    Its base must be on this machine. `quantization` is one that CTranslate2 knows, such as int8
    or float16. Raises InputError when the files do not make a whole.
    """
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    try:
        _Converter(checkpoint).convert(str(folder), quantization=quantization, force=True)
        tokenizer = transformers.AutoTokenizer.from_pretrained(_tokenizer_folder(checkpoint))
        tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
        config = transformers.WhisperConfig.from_pretrained(_model_folder(checkpoint))
        # All of it but the number of mel bands is the same for every Whisper.
        extractor = transformers.WhisperFeatureExtractor(feature_size=config.num_mel_bins)
        extractor.save_pretrained(folder)
    except REFUSALS as error:
        raise InputError(
            f"{checkpoint.folder.name}: expected a Whisper that transformers and CTranslate2 can "
            f"read, found files that they refuse ({type(error).__name__})"
        ) from error


class _Converter(TransformersConverter):  # type: ignore[misc]  # CTranslate2 is not typed
    """Merges an adapter on the way, takes the tokenizer from where it is."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        super().__init__(_model_folder(checkpoint))
        self._checkpoint = checkpoint

    def load_model(self, model_class: Any, name: str, **options: Any) -> Any:
        # In float32: what an adapter adds is smaller than the rounding of float16.
        model = model_class.from_pretrained(name, **{**options, "dtype": torch.float32})
        if self._checkpoint.is_adapter:
            adapted = peft.PeftModel.from_pretrained(model, str(self._checkpoint.folder))
            model = adapted.merge_and_unload()
        return model

    def load_tokenizer(self, tokenizer_class: Any, name: str, **options: Any) -> Any:
        return tokenizer_class.from_pretrained(_tokenizer_folder(self._checkpoint), **options)


def _model_folder(checkpoint: Checkpoint) -> str:
    """The whole model: of an adapter, what it is added to."""
    return str(checkpoint.base if checkpoint.is_adapter else checkpoint.folder)


def _tokenizer_folder(checkpoint: Checkpoint) -> str:
    """Trainers often save none beside the weights: then that of the base."""
    own = has_tokenizer(checkpoint.folder) or checkpoint.base is None
    return str(checkpoint.folder if own else checkpoint.base)
