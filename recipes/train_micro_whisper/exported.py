"""The weights of a model that CTranslate2 runs, read back to be trained on.

What a checkpoint holds besides, the heads for letters and phones and the state of the optimisers,
is not in an exported model: it is learnt anew within minutes. Weights in int8 have lost a little.
"""

import re
import struct
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from scribe.errors import InputError

DTYPES = (np.float32, np.int8, np.int16, np.int32, np.float16)
"""By their numbers in the file (CTranslate2, include/ctranslate2/types.h)."""
LAYER = re.compile(r"(encoder|decoder)/layer_(\d+)/(self_attention|attention|ffn)/(.+)")
NORMS = {"gamma": "weight", "beta": "bias"}
BLOCK_NORMS = {
    "self_attention": "self_attn_layer_norm",
    "attention": "encoder_attn_layer_norm",
    "ffn": "final_layer_norm",
}
PROJECTIONS = {
    ("self_attention", "linear_0"): ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
    ("self_attention", "linear_1"): ("self_attn.out_proj",),
    ("attention", "linear_0"): ("encoder_attn.q_proj",),
    ("attention", "linear_1"): ("encoder_attn.k_proj", "encoder_attn.v_proj"),
    ("attention", "linear_2"): ("encoder_attn.out_proj",),
    ("ffn", "linear_0"): ("fc1",),
    ("ffn", "linear_1"): ("fc2",),
}
"""CTranslate2 keeps projections of one input as one matrix."""
EMBEDDINGS = {
    "embeddings/weight": "embed_tokens.weight",
    "position_encodings/encodings": "embed_positions.weight",
}
SHARED = "decoder/projection/weight"
"""The embeddings once more."""


def exported_weights(folder: Path) -> dict[str, Tensor]:
    """float32, by the names of `recipes.train_micro_whisper.model`.

    Raises InputError when the folder holds no model of CTranslate2.
    """
    found: dict[str, Tensor] = {}
    for name, value in _variables(folder / "model.bin").items():
        if value.ndim == 0 or name.endswith("_scale") or name == SHARED:
            continue
        found |= _named(name, value)
    return found


def _named(name: str, value: Tensor) -> dict[str, Tensor]:
    """What this variable is in training; nothing if training does not know it."""
    layer = LAYER.fullmatch(name)
    if layer is None:
        side, _, rest = name.partition("/")
        owner, _, kind = rest.rpartition("/")
        if kind in NORMS:
            return {f"{side}.{owner}.{NORMS[kind]}": value}
        return {f"{side}.{EMBEDDINGS.get(rest, rest.replace('/', '.'))}": value}
    side, number, block, rest = layer.groups()
    owner, _, kind = rest.partition("/")
    place = f"{side}.layers.{number}."
    if owner == "layer_norm":
        return {f"{place}{BLOCK_NORMS[block]}.{NORMS[kind]}": value}
    names = PROJECTIONS[block, owner]
    return {
        f"{place}{projection}.{kind}": part
        for projection, part in zip(names, value.chunk(len(names)), strict=True)
        if not (kind == "bias" and projection.endswith("k_proj"))  # keys have none: it is 0
    }


def _variables(path: Path) -> dict[str, Tensor]:
    """All of the file, in float32; integers that have a scale beside them are divided by it."""
    try:
        raw = _arrays(path.read_bytes())
    except (OSError, struct.error, UnicodeDecodeError, LookupError, ValueError) as error:
        raise InputError(
            f"{path.parent.name}: expected a model of CTranslate2, found none that can be read"
        ) from error
    found = {}
    for name, value in raw.items():
        scale = raw.get(f"{name}_scale")
        plain = value.astype(np.float32)
        if scale is not None:
            plain /= scale.reshape(-1, *(1,) * (value.ndim - 1))
        found[name] = torch.from_numpy(plain)
    return found


def _arrays(data: bytes) -> dict[str, np.ndarray]:
    """The variables of the file (CTranslate2, specs/model_spec.py, `_serialize`)."""
    at = 0

    def number(kind: str) -> int:
        nonlocal at
        (value,) = struct.unpack_from(f"<{kind}", data, at)
        at += struct.calcsize(kind)
        return int(value)

    def text() -> str:
        nonlocal at
        size = number("H")
        at += size
        return data[at - size : at - 1].decode("utf-8")  # without the zero at its end

    number("I")  # version of the format
    if text() != "WhisperSpec":
        raise ValueError("another kind of model")
    number("I")  # revision of the kind
    found = {}
    for _ in range(number("I")):
        name = text()
        shape = [number("I") for _ in range(number("B"))]
        dtype = np.dtype(DTYPES[number("B")])
        size = number("I")
        found[name] = np.frombuffer(data, dtype, size // dtype.itemsize, at).reshape(shape)
        at += size
    for _ in range(number("I")):  # what is the same is kept once
        name = text()
        found[name] = found[text()]
    return found
