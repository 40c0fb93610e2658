import json
from pathlib import Path

import pytest

from asr.checkpoint import has_tokenizer, read_checkpoint
from scribe.errors import InputError

WHISPER = {"model_type": "whisper"}


def saved(folder: Path, **files: object) -> Path:
    """A folder with these JSON files, named without their ending; others are given as text."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        if isinstance(content, str):
            (folder / name.replace("__", ".")).write_text(content)
        else:
            (folder / f"{name}.json").write_text(json.dumps(content))
    return folder


def test_a_full_checkpoint_is_known_by_its_files(tmp_path):
    folder = saved(
        tmp_path / "tuned",
        config=WHISPER,
        tokenizer={},
        generation_config={"lang_to_id": {"<|en|>": 1, "<|de|>": 2}},
        model__safetensors="weights",
        README__md="---\nlicense: apache-2.0\n---\n",
    )
    found = read_checkpoint(folder)
    assert (found.is_adapter, found.base) == (False, None)
    assert (found.languages, found.licence) == (("de", "en"), "apache-2.0")
    assert found.cropped_window is False


def test_the_checkpoints_own_card_goes_before(tmp_path):
    card = {"languages": ["vi"], "licence": "MIT", "cropped_window": True}
    folder = saved(
        tmp_path / "tuned", config=WHISPER, tokenizer={}, model__safetensors="", scribe=card
    )
    found = read_checkpoint(folder)
    assert (found.languages, found.licence) == (("vi",), "MIT")
    assert found.cropped_window is True


def test_a_checkpoint_without_language_tokens_is_english(tmp_path):
    folder = saved(
        tmp_path / "t", config=WHISPER, tokenizer={}, generation_config={}, pytorch_model__bin=""
    )
    assert read_checkpoint(folder).languages == ("en",)
    assert read_checkpoint(folder).licence == "unknown"


def test_an_adapter_names_its_base_or_is_told_it(tmp_path):
    folder = saved(
        tmp_path / "adapter",
        adapter_config={"base_model_name_or_path": "openai/whisper-small"},
        adapter_model__safetensors="",
    )
    assert read_checkpoint(folder).base == "openai/whisper-small"
    assert read_checkpoint(folder, "clinic/model").base == "clinic/model"
    assert read_checkpoint(folder).is_adapter


def test_a_slow_tokenizer_is_a_tokenizer(tmp_path):
    assert not has_tokenizer(saved(tmp_path / "a", vocab={}))
    assert has_tokenizer(saved(tmp_path / "a", merges__txt=""))
    assert has_tokenizer(saved(tmp_path / "b", tokenizer={}))


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "folder without config.json"),
        ({"config": {"model_type": "bert"}}, "found the model type 'bert'"),
        ({"config": []}, "expected JSON in config.json"),
        ({"config__json": "{"}, "expected JSON in config.json"),
        ({"config": WHISPER, "tokenizer": {}}, "found no weights"),
        ({"config": WHISPER, "model__safetensors": ""}, "--base"),
        ({"adapter_config": {}, "adapter_model__safetensors": ""}, "--base"),
        ({"adapter_config": {"base_model_name_or_path": "a/b"}}, "found no weights"),
    ],
)
def test_what_cannot_be_converted_is_refused_with_its_reason(tmp_path, files, reason):
    with pytest.raises(InputError, match=reason):
        read_checkpoint(saved(tmp_path / "bad", **files))


def test_a_base_that_is_no_whisper_is_refused(tmp_path):
    base = saved(tmp_path / "bert", config={"model_type": "bert"})
    folder = saved(tmp_path / "tuned", config=WHISPER, model__safetensors="")
    with pytest.raises(InputError, match="bert: expected a Whisper"):
        read_checkpoint(folder, str(base))
