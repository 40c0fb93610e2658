from pathlib import Path

import pytest
from huggingface_hub import constants

from asr.card import Card, Speed, this_machine, write_card
from asr.download import BUNDLED, is_complete
from asr.inventory import Where, inventory
from asr.models import PUBLISHED, Throughput

MACHINE = Throughput(100.0, 10.0)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A Hugging Face cache of its own."""
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(folder))
    return folder


def put(folder: Path, card: Card | None = None) -> None:
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"\0" * 2_000_000)
    (folder / "tokenizer.json").touch()
    if card:
        write_card(folder, card)


def test_everything_published_is_listed_with_an_estimate(cache, tmp_path):
    entries = [e for e in inventory(tmp_path / "none", MACHINE) if e.where is not Where.BUNDLED]
    assert [entry.name for entry in entries] == [model.name for model in PUBLISHED]
    assert all(entry.where is Where.AWAY for entry in entries)
    assert all(entry.times_real_time and not entry.is_measured for entry in entries)


def test_a_kept_model_says_what_its_card_says(cache, tmp_path):
    speed = Speed(7.5, this_machine())
    put(tmp_path / "ours", Card(languages=("de",), licence="CC0", speed=speed))
    put(tmp_path / ".half-done")
    (tmp_path / "empty").mkdir()
    (ours,) = (e for e in inventory(tmp_path, MACHINE) if e.where is Where.KEPT)
    assert (ours.name, ours.size_mb, ours.parameters_m) == ("ours", 2, None)
    assert (ours.languages, ours.licence) == (("de",), "CC0")
    assert (ours.times_real_time, ours.is_measured) == (7.5, True)


def test_a_speed_that_was_measured_elsewhere_is_not_shown_as_this_machines(cache, tmp_path):
    put(tmp_path / "tiny", Card(speed=Speed(7.5, "another machine")))
    put(tmp_path / "ours", Card(speed=Speed(7.5, "another machine")))
    found = {entry.name: entry for entry in inventory(tmp_path, MACHINE)}
    assert found["ours"].times_real_time is None
    assert found["tiny"].times_real_time != 7.5
    assert not found["tiny"].is_measured
    assert found["tiny"].where is Where.KEPT


@pytest.mark.parametrize(
    ("repository", "name"),
    [("Systran--faster-whisper-base", "base"), ("clinic--model", "clinic/model")],
)
def test_a_cached_model_is_listed_once(cache, tmp_path, repository, name):
    put(cache / f"models--{repository}" / "snapshots" / "abc")
    (cache / f"models--{repository}" / "refs").mkdir()
    (cache / f"models--{repository}" / "refs" / "main").write_text("abc")
    (found,) = (e for e in inventory(tmp_path / "none", MACHINE) if e.name == name)
    assert found.where is Where.CACHED
    assert found.size_mb == 2


def test_the_model_that_comes_with_the_program_is_listed_where_it_is_there(cache, tmp_path):
    found = [e for e in inventory(tmp_path, MACHINE) if e.where is Where.BUNDLED]
    assert [entry.name for entry in found] == [BUNDLED.name] * is_complete(BUNDLED)
