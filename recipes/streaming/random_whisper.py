"""Whispers of real size with random weights: what they cost is real, what they say is not."""

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from asr.models import BASE, LANGUAGES, SMALL, Shape
from asr.speed import write_random_model

TEXT_TOKENS = 50_257
VOCABULARY = (
    *(f"w{i}" for i in range(TEXT_TOKENS)),
    *("<|endoftext|>", "<|startoftranscript|>"),
    *(f"<|{language}|>" for language in LANGUAGES),
    *("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>"),
    "<|notimestamps|>",
    *(f"<|{i * 0.02:.2f}|>" for i in range(1501)),
)
"""As many tokens as the multilingual Whispers have, in their order."""
END = VOCABULARY.index("<|endoftext|>")
NO_TIMESTAMPS = VOCABULARY.index("<|notimestamps|>")


@dataclass(frozen=True, slots=True)
class Size:
    """A published size. `heads` are (layer, head) of attention that tell the times of words, as in
    the generation_config.json of openai/whisper-base and openai/whisper-small."""

    shape: Shape
    heads: tuple[tuple[int, int], ...]


# fmt: off
SIZES = (
    ("base", Size(BASE, ((3, 1), (4, 2), (4, 3), (4, 7), (5, 1), (5, 2), (5, 4), (5, 6)))),
    ("small", Size(SMALL, (
        (5, 3), (5, 9), (8, 0), (8, 4), (8, 7), (8, 8), (9, 0), (9, 7), (9, 9), (10, 5),
    ))),
)
# fmt: on


def random_whisper(name: str, cache: Path) -> Path:
    """The folder of a model of this size (`base` or `small`) for CTranslate2; made on first use.

    It never ends a text by itself, so that a pass writes as many tokens as it is allowed to.
    """
    size = dict(SIZES)[name]
    folder = cache / f"random-whisper-{name}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=cache) as made:
        # Moved when it is whole: a folder of this name is never half of a model.
        draft = Path(made) / "model"
        draft.mkdir()
        write_random_model(draft, size.shape, VOCABULARY)
        config = draft / "config.json"
        told = json.loads(config.read_text(encoding="utf-8"))
        told |= {"suppress_ids": [END], "alignment_heads": size.heads}
        config.write_text(json.dumps(told), encoding="utf-8")
        draft.rename(folder)
    return folder
