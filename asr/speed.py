"""How fast this machine runs Whisper, measured on a model of random weights."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import ctranslate2
import numpy as np
from ctranslate2.specs import model_spec, whisper_spec

from asr.models import WINDOW_S, Shape, Throughput

PROBE = Shape(512, 2, 2)
"""Wide enough to keep the cores busy as a real model does, and measured in a second or two."""
BEAM = 5
TOKENS = 24
WORDS = (
    *(f"w{i}" for i in range(50_000)),
    *("<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|translate|>", "<|transcribe|>"),
    *("<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"),
    *(f"<|{i * 0.02:.2f}|>" for i in range(1501)),
)


def measure_throughput() -> Throughput:
    """Encode a window and write tokens with a beam of five, as the engine does."""
    with TemporaryDirectory(prefix="scribe-speed-") as folder:
        write_random_model(Path(folder), PROBE, WORDS)
        gpu = ctranslate2.get_cuda_device_count() > 0
        model = ctranslate2.models.Whisper(
            folder, device="cuda" if gpu else "cpu", compute_type="float16" if gpu else "int8"
        )
        window = np.zeros((1, PROBE.mels, 100 * WINDOW_S), np.float32)
        features = ctranslate2.StorageView.from_array(window)
        encoded = model.encode(features, to_cpu=False)
        prompt = [WORDS.index("<|startoftranscript|>"), WORDS.index("<|notimestamps|>")]

        def write() -> None:
            model.generate(
                encoded,
                [prompt],
                beam_size=BEAM,
                max_length=2 * TOKENS,  # CTranslate2 writes half of it
                suppress_tokens=[WORDS.index("<|endoftext|>")],
            )

        # To the CPU, so that the clock is stopped when the GPU is done.
        encoder_s = _quickest_s(lambda: model.encode(features, to_cpu=True))
        return Throughput(
            PROBE.window_gflop / encoder_s, TOKENS * PROBE.token_gflop / _quickest_s(write)
        )


def write_random_model(folder: Path, shape: Shape, words: tuple[str, ...]) -> None:
    """A Whisper of this shape and vocabulary as CTranslate2 reads it, with random weights."""
    random = np.random.default_rng(0)
    width = shape.width
    heads = width // 64
    spec = whisper_spec.WhisperSpec(shape.encoder_layers, heads, shape.decoder_layers, heads)

    def weights(*size: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return random.standard_normal(size, np.float32) / np.float32(np.sqrt(size[-1]))

    for name, depth in (("conv1", shape.mels), ("conv2", width)):
        convolution = getattr(spec.encoder, name)
        convolution.weight, convolution.bias = weights(width, depth, 3), weights(width)
    spec.encoder.position_encodings.encodings = weights(50 * WINDOW_S, width)
    spec.decoder.position_encodings.encodings = weights(448, width)
    # In Whisper the scores of the tokens are made with what embeds them.
    spec.decoder.embeddings.weight = weights(len(words), width)
    spec.decoder.projection.weight = spec.decoder.embeddings.weight
    for side in (spec.encoder, spec.decoder):
        _fill_norm(side.layer_norm, width)
        for layer in side.layer:
            attentions = [layer.self_attention]
            if side is spec.decoder:
                attentions.append(layer.attention)
            for attention in attentions:
                _fill_norm(attention.layer_norm, width)
                # Queries, keys and values in one of itself; of the encoder, queries apart.
                parts = (3, 1) if attention is layer.self_attention else (1, 2, 1)
                for linear, part in zip(attention.linear, parts, strict=True):
                    linear.weight, linear.bias = weights(part * width, width), weights(part * width)
            _fill_norm(layer.ffn.layer_norm, width)
            wide, narrow = layer.ffn.linear_0, layer.ffn.linear_1
            wide.weight, wide.bias = weights(4 * width, width), weights(4 * width)
            narrow.weight, narrow.bias = weights(width, 4 * width), weights(width)
    spec.register_vocabulary(list(words))
    spec.config.lang_ids = [words.index("<|en|>")]
    spec.config.alignment_heads = [(0, 0)]
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], []
    spec.validate()
    spec.optimize("int8")
    spec.save(str(folder))
    (folder / "preprocessor_config.json").write_text(json.dumps({"feature_size": shape.mels}))


def _fill_norm(norm: model_spec.LayerSpec, width: int) -> None:
    norm.gamma, norm.beta = np.ones(width, np.float32), np.zeros(width, np.float32)


def _quickest_s(work: Callable[[], object], times: int = 2) -> float:
    """The shortest of some runs: what slows a run down is other work on the machine."""
    spans = []
    for _ in range(times):
        began_s = time.perf_counter()
        work()
        spans.append(time.perf_counter() - began_s)
    return min(spans)
