"""With the real libraries, on a Whisper of two layers with random weights."""

from pathlib import Path

import ctranslate2
import numpy as np
import pytest

from asr.checkpoint import read_checkpoint
from scribe.errors import InputError

pytestmark = [
    pytest.mark.torch,
    pytest.mark.filterwarnings("ignore"),  # of torch and transformers, about themselves
]

# What faster-whisper looks up in a vocabulary, and single letters for merges to work on.
TEXT = ("a", "b", "ab", "hello", "Ġdoctor", "Ġ", "-", "'", "â", "")
SPECIAL = (
    *("<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|de|>"),
    *("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>"),
    *("<|nospeech|>", "<|notimestamps|>"),
)
TOKENS = (*TEXT, *SPECIAL, *(f"<|{i * 0.02:.2f}|>" for i in range(1501)))
END = TOKENS.index("<|endoftext|>")
PROMPT = [
    TOKENS.index(token)
    for token in ("<|startoftranscript|>", "<|en|>", "<|transcribe|>", "<|notimestamps|>")
]
SOUND = np.random.default_rng(0).standard_normal((1, 80, 3000)).astype(np.float32)
WRITTEN = 8


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    """The checkpoint that others are tuned from, saved as transformers does."""
    import tokenizers
    import torch
    from transformers import (
        GenerationConfig,
        WhisperConfig,
        WhisperForConditionalGeneration,
        WhisperTokenizerFast,
    )

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
        decoder_start_token_id=PROMPT[0],
        eos_token_id=END,
        bos_token_id=END,
        pad_token_id=END,
        # Wide enough for one token to be clearly the likeliest.
        init_std=0.3,
    )
    model = WhisperForConditionalGeneration(config)
    model.generation_config = GenerationConfig(
        lang_to_id={name: TOKENS.index(name) for name in ("<|en|>", "<|de|>")},
        alignment_heads=[[1, 0], [1, 1]],
        suppress_tokens=[],
        begin_suppress_tokens=[],
        no_timestamps_token_id=TOKENS.index("<|notimestamps|>"),
        is_multilingual=True,
        max_length=448,
    )
    folder = tmp_path_factory.mktemp("base")
    model.save_pretrained(folder)
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.BPE(vocab={t: i for i, t in enumerate(TEXT)}, merges=[("a", "b")])
    )
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    tokenizer.add_special_tokens(list(SPECIAL))
    WhisperTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def adapter(base, tmp_path_factory) -> Path:
    """A LoRA adapter whose weights are not nothing, as those of a new one are."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import WhisperForConditionalGeneration

    torch.manual_seed(1)
    model = WhisperForConditionalGeneration.from_pretrained(base)
    lora = LoraConfig(r=4, target_modules=["q_proj", "v_proj"], init_lora_weights=False)
    adapted = get_peft_model(model, lora)
    for name, weight in adapted.named_parameters():
        if "lora_" in name:
            torch.nn.init.normal_(weight, std=0.7)
    folder = tmp_path_factory.mktemp("adapter")
    adapted.save_pretrained(folder)
    return folder


def written(folder: Path) -> list[int]:
    """What the converted model writes about the sound."""
    model = ctranslate2.models.Whisper(str(folder), compute_type="float32")
    (result,) = model.generate(
        ctranslate2.StorageView.from_array(SOUND),
        [PROMPT],
        beam_size=1,
        max_length=2 * WRITTEN,
        suppress_tokens=[],
        suppress_blank=False,
    )
    return list(result.sequences_ids[0][:WRITTEN])


def likeliest(model: object) -> list[int]:
    """What the torch model writes about it, token by token."""
    import torch

    tokens = list(PROMPT)
    model.eval()
    with torch.no_grad():
        for _ in range(WRITTEN):
            scores = model(
                input_features=torch.from_numpy(SOUND), decoder_input_ids=torch.tensor([tokens])
            ).logits[0, -1]
            tokens.append(int(scores.argmax()))
            if tokens[-1] == END:
                break
    return [token for token in tokens[len(PROMPT) :] if token != END]


def converted(folder: Path, output: Path, base: str | None = None, quantization="float32") -> Path:
    from asr.conversion import convert

    convert(read_checkpoint(folder, base), output, quantization)
    return output


def test_a_full_checkpoint_writes_as_it_does_in_torch(base, tmp_path):
    from transformers import WhisperForConditionalGeneration

    expected = likeliest(WhisperForConditionalGeneration.from_pretrained(base))
    assert written(converted(base, tmp_path / "out")) == expected
    assert {"model.bin", "tokenizer.json", "preprocessor_config.json", "config.json"} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }


def test_an_adapter_is_merged_into_its_base(base, adapter, tmp_path):
    from peft import PeftModel
    from transformers import WhisperForConditionalGeneration

    model = WhisperForConditionalGeneration.from_pretrained(base)
    expected = likeliest(PeftModel.from_pretrained(model, str(adapter)).merge_and_unload())
    # The adapter names its base itself.
    assert written(converted(adapter, tmp_path / "merged")) == expected
    assert written(converted(base, tmp_path / "base")) != expected
    assert (tmp_path / "merged" / "tokenizer.json").is_file()


def test_a_tokenizer_in_two_files_becomes_one(base, tmp_path):
    import json

    import tokenizers
    from transformers import WhisperForConditionalGeneration

    slow = tmp_path / "slow"
    WhisperForConditionalGeneration.from_pretrained(base).save_pretrained(slow)
    vocabulary = {token: i for i, token in enumerate((*TEXT, *SPECIAL))}
    (slow / "vocab.json").write_text(json.dumps(vocabulary))
    (slow / "merges.txt").write_text("#version: 0.2\na b\n")
    settings = {"tokenizer_class": "WhisperTokenizer", "unk_token": "<|endoftext|>"}
    (slow / "tokenizer_config.json").write_text(json.dumps(settings))
    folder = converted(slow, tmp_path / "out")
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert tokenizer.encode("ab", add_special_tokens=False).ids == [TEXT.index("ab")]
    assert tokenizer.token_to_id("<|de|>") == TOKENS.index("<|de|>")


def test_a_trainers_checkpoint_takes_the_tokenizer_of_its_base(base, tmp_path):
    from transformers import WhisperForConditionalGeneration

    bare = tmp_path / "checkpoint-4000"
    WhisperForConditionalGeneration.from_pretrained(base).save_pretrained(bare)
    with pytest.raises(InputError, match="--base"):
        converted(bare, tmp_path / "out")
    folder = converted(bare, tmp_path / "out", str(base), "int8")
    assert (folder / "tokenizer.json").is_file()
    assert (folder / "model.bin").stat().st_size < (bare / "model.safetensors").stat().st_size


def test_weights_that_are_none_are_refused_in_one_line(base, tmp_path):
    import shutil

    broken = tmp_path / "broken"
    shutil.copytree(base, broken)
    (broken / "model.safetensors").write_bytes(b"nonsense")
    with pytest.raises(InputError, match="files that they refuse"):
        converted(broken, tmp_path / "out")
