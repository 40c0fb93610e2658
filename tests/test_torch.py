"""What needs torch: a Hugging Face checkpoint becomes a model that the engine runs."""

from pathlib import Path

import numpy as np
import pytest

from asr.whisper import WhisperEngine

LANGUAGES = ("en", "de")
TEXT = ("hello", "Ġdoctor", "Ġ", "-", "'", "â", "")
SPECIAL = (
    *("<|endoftext|>", "<|startoftranscript|>"),
    *(f"<|{language}|>" for language in LANGUAGES),
    *("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>"),
    *("<|nospeech|>", "<|notimestamps|>"),
)
TIMES = tuple(f"<|{i * 0.02:.2f}|>" for i in range(1501))
TOKENS = (*TEXT, *SPECIAL, *TIMES)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory) -> Path:
    """A Whisper of two layers with random weights, saved as a fine-tuned one would be."""
    import tokenizers
    import torch
    from transformers import (
        GenerationConfig,
        WhisperConfig,
        WhisperFeatureExtractor,
        WhisperForConditionalGeneration,
        WhisperTokenizerFast,
    )

    folder = tmp_path_factory.mktemp("checkpoint")
    torch.manual_seed(0)
    config = WhisperConfig(
        vocab_size=len(TOKENS),
        d_model=64,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=128,
        decoder_ffn_dim=128,
        decoder_start_token_id=TOKENS.index("<|startoftranscript|>"),
        eos_token_id=TOKENS.index("<|endoftext|>"),
        bos_token_id=TOKENS.index("<|endoftext|>"),
        pad_token_id=TOKENS.index("<|endoftext|>"),
        suppress_tokens=[],
        begin_suppress_tokens=[],
    )
    model = WhisperForConditionalGeneration(config)
    model.generation_config = GenerationConfig(
        lang_to_id={f"<|{name}|>": TOKENS.index(f"<|{name}|>") for name in LANGUAGES},
        alignment_heads=[[1, 0], [1, 1]],
        suppress_tokens=[],
        begin_suppress_tokens=[],
        no_timestamps_token_id=TOKENS.index("<|notimestamps|>"),
        is_multilingual=True,
        max_length=448,
    )
    model.save_pretrained(folder)
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.BPE(vocab={t: i for i, t in enumerate(TEXT)}, merges=[])
    )
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    tokenizer.add_special_tokens(list(SPECIAL))
    WhisperTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    WhisperFeatureExtractor(feature_size=80).save_pretrained(folder)
    return folder


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore")  # of torch and transformers, about themselves
def test_a_checkpoint_is_converted_and_heard_with(checkpoint, tmp_path):
    from ctranslate2.converters import TransformersConverter

    converted = tmp_path / "converted"
    files = ["tokenizer.json", "preprocessor_config.json"]
    TransformersConverter(str(checkpoint), copy_files=files).convert(
        str(converted), quantization="int8"
    )
    engine = WhisperEngine(str(converted))
    assert engine.name == "whisper:converted"
    listener = engine.listen("de")
    listener.begin(0)
    noise = np.random.default_rng(0).integers(-3000, 3000, 4 * 16_000).astype(np.int16)
    listener.feed(noise)
    words = listener.end()
    assert listener.language == "de"
    assert all(0 <= word.start_ms <= word.end_ms <= 4000 for word in words)
    assert all(0.0 <= word.confidence <= 1.0 for word in words)
