"""A fine-tuned Whisper as Hugging Face's libraries save it, looked at without loading it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from asr.card import read_card
from scribe.errors import InputError

ADAPTER = "adapter_config.json"
CONFIG = "config.json"
TOKENIZERS = (("tokenizer.json",), ("vocab.json", "merges.txt"))
"""Either of these sets of files is a tokenizer."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """
    folder: the fine-tuned weights, or the LoRA adapter.
    base: folder or hub id of the model it was tuned from; of an adapter, what it is added to.
    """

    folder: Path
    is_adapter: bool
    base: str | None
    languages: tuple[str, ...]
    licence: str
    cropped_window: bool


def read_checkpoint(folder: Path, base: str | None = None) -> Checkpoint:
    """What a folder holds; `base` goes before what an adapter says itself.

    Raises InputError when it is no Whisper that could be converted.
    """
    is_adapter = (folder / ADAPTER).is_file()
    if is_adapter:
        told = _json(folder / ADAPTER)
        base = base or str(told.get("base_model_name_or_path") or "") or None
        if base is None:
            raise InputError(
                f"{folder.name}: expected an adapter that names its base model, "
                "found none; give it with --base"
            )
        _expect_weights(folder, "adapter_model")
    else:
        _expect_whisper(folder)
        _expect_weights(folder, "model")
        if base is None and not has_tokenizer(folder):
            raise InputError(
                f"{folder.name}: expected tokenizer.json, or vocab.json and merges.txt, found "
                "neither; name the model it was tuned from with --base"
            )
    if base is not None and Path(base).is_dir():
        _expect_whisper(Path(base))
    card = read_card(folder)
    return Checkpoint(
        folder,
        is_adapter,
        base,
        card.languages or _languages(folder) or _languages(Path(base or "")),
        card.licence or _licence(folder),
        card.cropped_window,
    )


def has_tokenizer(folder: Path) -> bool:
    return any(all((folder / name).is_file() for name in names) for names in TOKENIZERS)


def _expect_whisper(folder: Path) -> None:
    if not (folder / CONFIG).is_file():
        raise InputError(
            f"{folder.name}: expected a checkpoint of transformers, found a folder without {CONFIG}"
        )
    kind = _json(folder / CONFIG).get("model_type")
    if kind != "whisper":
        raise InputError(f"{folder.name}: expected a Whisper, found the model type {kind!r}")


def _expect_weights(folder: Path, name: str) -> None:
    """Whole, or in parts as big models are saved."""
    if not any(folder.glob(f"{name}*.safetensors")) and not any(folder.glob("*model*.bin")):
        raise InputError(f"{folder.name}: expected {name}.safetensors, found no weights")


def _json(path: Path) -> dict[str, object]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = None
    if not isinstance(told, dict):
        raise InputError(f"{path.parent.name}: expected JSON in {path.name}, found something else")
    return told


def _languages(folder: Path) -> tuple[str, ...]:
    """Those the model has a token for; without such tokens it is an English one."""
    path = folder / "generation_config.json"
    if not path.is_file():
        return ()
    tokens = _json(path).get("lang_to_id")
    if not isinstance(tokens, dict):
        return ("en",)
    return tuple(sorted(str(token).strip("<|>") for token in tokens))


def _licence(folder: Path) -> str:
    """What the model card's first lines say."""
    card = folder / "README.md"
    if not card.is_file():
        return "unknown"
    found = re.search(r"^license:\s*(\S+)", card.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else "unknown"
