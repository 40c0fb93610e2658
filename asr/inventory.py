"""Every speech model that is on this machine or could be brought to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from huggingface_hub import CacheNotFound, constants, scan_cache_dir

from asr.card import Card, read_card, this_machine
from asr.download import BUNDLED, MODEL_FILES, is_complete
from asr.models import PUBLISHED, Accuracy, PublishedModel, Throughput, published


class Where(StrEnum):
    """Where a model is."""

    BUNDLED = "bundled"
    KEPT = "kept"
    CACHED = "cached"
    AWAY = "not here"


@dataclass(frozen=True, slots=True)
class Entry:
    """
    size_mb: of its files in units of a million bytes; of a model that is not here, about.
    parameters_m: weights in millions, if known.
    times_real_time: seconds of speech transcribed in a second on this machine, if known.
    is_measured: by timing this model; otherwise an estimate for windows full of speech.
    """

    name: str
    where: Where
    size_mb: int
    parameters_m: int | None
    languages: tuple[str, ...]
    licence: str
    accuracy: tuple[Accuracy, ...]
    times_real_time: float | None
    is_measured: bool


def inventory(kept: Path, throughput: Throughput) -> tuple[Entry, ...]:
    """What is here first, each model once."""
    here = tuple(_here(kept))
    entries = [
        _entry(name, where, folder, published(name), throughput) for name, where, folder in here
    ]
    names = {entry.name for entry in entries}
    entries += [
        _entry(known.name, Where.AWAY, None, known, throughput)
        for known in PUBLISHED
        if known.name not in names
    ]
    return tuple(entries)


def _here(kept: Path) -> Iterator[tuple[str, Where, Path]]:
    if is_complete(BUNDLED):
        yield BUNDLED.name, Where.BUNDLED, BUNDLED
    folders = sorted(kept.iterdir()) if kept.is_dir() else []
    names = [path.name for path in folders if is_complete(path) and path.name[0] != "."]
    for name in names:
        yield name, Where.KEPT, kept / name
    for repository, folder in _cached():
        known = published(repository)
        name = known.name if known else repository
        if name not in names:
            yield name, Where.CACHED, folder


def _cached() -> Iterator[tuple[str, Path]]:
    """The newest complete version of every model of faster-whisper's kind in the cache."""
    try:
        found = scan_cache_dir(constants.HF_HUB_CACHE)
    except CacheNotFound:
        return
    for repository in sorted(found.repos, key=lambda repository: repository.repo_id):
        versions = sorted(repository.revisions, key=lambda one: one.last_modified, reverse=True)
        for version in versions:
            if {file.file_name for file in version.files} >= set(MODEL_FILES):
                yield repository.repo_id, version.snapshot_path
                break


def _entry(
    name: str,
    where: Where,
    folder: Path | None,
    known: PublishedModel | None,
    throughput: Throughput,
) -> Entry:
    card = read_card(folder) if folder else Card()
    is_measured = card.speed is not None and card.speed.machine == this_machine()
    if card.speed and is_measured:
        times: float | None = card.speed.times_real_time
    else:
        times = throughput.times_real_time(known.shape) if known else None
    size_mb = known.download_mb if known else 0
    if folder:
        sizes = (path.stat().st_size for path in folder.iterdir() if path.is_file())
        size_mb = round(sum(sizes) / 1e6)
    return Entry(
        name,
        where,
        size_mb,
        known.parameters_m if known else None,
        card.languages or (known.languages if known else ()),
        card.licence or (known.licence if known else "unknown"),
        known.accuracy if known else (),
        times,
        is_measured,
    )
