"""Models brought to this machine from the Hugging Face hub."""

import hashlib
import re
import shutil
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import httpx
from huggingface_hub import try_to_load_from_cache

from asr.hub import RemoteFile, Repository, headers, look_up
from asr.models import published
from scribe.errors import InputError, ModelUnavailable

MODEL_FILES = ("model.bin", "tokenizer.json")
WANTED = (*MODEL_FILES, "config.json", "preprocessor_config.json", "vocabulary.*")
"""What faster-whisper reads of a model."""
BUNDLED = Path(__file__).parent / "data" / "micro-whisper"
"""The small model that comes with the program."""
WHOLE = ("*.json", "*.txt", "README.md", "model.safetensors", "model-*.safetensors", "adapter*")
"""What is converted of a checkpoint on the hub, and where it has no safetensors:"""
PICKLED = (*WHOLE, "pytorch_model*.bin")
HUB_ID = re.compile(r"[\w][\w.-]*/[\w][\w.-]*")
ATTEMPTS = 5
"""How often in a row a transfer may break off without having brought anything new."""
TIMEOUT_S = 30.0

Progress = Callable[[str, int, int], None]
"""Told of a file: its name, how many bytes are here, how many it has."""


def unseen(name: str, here: int, size: int) -> None:
    """A progress that nobody sees."""


def model_folder(model: str, kept: Path | None = None) -> Path:
    """The folder of a converted model: a folder's name, a published name or a hub id.

    Looked for among the models in `kept`, the one that comes with the program, the Hugging Face
    cache; at last fetched into `kept`. Without `kept` nothing is fetched. Raises ModelUnavailable,
    within seconds if the hub is out of reach.
    """
    if Path(model).is_dir():
        return _complete(model, Path(model))
    if Path(model).is_absolute() or model.startswith("."):
        raise ModelUnavailable(f"{model}: expected a folder with a model, found no such folder")
    found = find_model(model, kept)
    if found:
        return found
    repository = repository_of(model)
    if repository is None:
        raise ModelUnavailable(f"{model}: expected a folder, a size or a model id")
    if kept is None:
        raise ModelUnavailable(
            f"{model}: not on this machine; fetch it with: scribe models pull {model}"
        )
    try:
        remote = look_up(repository)
    except ModelUnavailable as error:
        raise ModelUnavailable(f"{model}: not on this machine, and {error}") from error
    folder = kept / kept_name(model)
    fetch(remote, folder)
    return _complete(model, folder)


def checkpoint_folder(name: str, scratch: Path, progress: Progress = unseen) -> Path:
    """The folder of a checkpoint of transformers: a folder's name, or a hub id.

    A hub id is looked up in the Hugging Face cache, at last fetched into `scratch`. Raises
    InputError when it is neither, ModelUnavailable when it cannot be had.
    """
    if Path(name).is_dir():
        return Path(name)
    if not HUB_ID.fullmatch(name):
        raise InputError(f"{name}: expected a folder or a hub id, found no such folder")
    cached = try_to_load_from_cache(name, "model.safetensors")
    if isinstance(cached, str):
        return Path(cached).parent
    remote = look_up(name)
    safe = any(file.name.endswith(".safetensors") for file in remote.files)
    folder = scratch / kept_name(name)
    fetch(remote, folder, WHOLE if safe else PICKLED, progress)
    return folder


def find_model(model: str, kept: Path | None) -> Path | None:
    """Where on this machine the model is, complete."""
    places = [kept / kept_name(model)] if kept else []
    if model == BUNDLED.name:
        places.append(BUNDLED)
    repository = repository_of(model)
    if repository:
        cached = try_to_load_from_cache(repository, MODEL_FILES[0])
        places += [Path(cached).parent] if isinstance(cached, str) else []
    return next((place for place in places if is_complete(place)), None)


def kept_name(model: str) -> str:
    """The name of a model's folder among those kept."""
    known = published(model)
    return known.name if known else model.replace("/", "--")


def repository_of(model: str) -> str | None:
    """The hub id of a published model, or the id itself; None if it is neither."""
    known = published(model)
    if known:
        return known.repository
    return model if HUB_ID.fullmatch(model) else None


def is_complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in MODEL_FILES)


def fetch(
    repository: Repository,
    folder: Path,
    wanted: tuple[str, ...] = WANTED,
    progress: Progress = unseen,
) -> None:
    """Bring the repository's files that are wanted into a folder, each with its digest checked.

    What is in the folder and right stays; what a transfer that broke off has left is continued.
    Raises ModelUnavailable.
    """
    files = sorted(
        (
            file
            for file in repository.files
            if "/" not in file.name and any(fnmatch(file.name, pattern) for pattern in wanted)
        ),
        # The model itself last: a folder that has it is complete.
        key=lambda file: file.size_bytes,
    )
    if not files:
        raise ModelUnavailable(f"{repository.id}: expected {', '.join(wanted)}, found none of them")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        missing = [file for file in files if not is_right(folder / file.name, file)]
        _check_room(folder, missing)
        for file in files:
            if file in missing:
                _bring(repository, file, folder, progress)
            progress(file.name, file.size_bytes, file.size_bytes)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ModelUnavailable(f"{repository.id}: cannot be kept in {folder}: {reason}") from error


def is_right(path: Path, file: RemoteFile) -> bool:
    """The file is here, byte for byte."""
    same_size = path.is_file() and path.stat().st_size == file.size_bytes
    return same_size and digest(path, file) == file.digest


def digest(path: Path, file: RemoteFile) -> str:
    """The digest of what is at `path`, of the kind that the hub gives of `file`."""
    hashed = hashlib.sha256()
    if file.is_git_blob:
        # Git's name of a file's content (git help hash-object); no matter of security.
        hashed = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as opened:
        while block := opened.read(1 << 20):
            hashed.update(block)
    return hashed.hexdigest()


def _check_room(folder: Path, files: list[RemoteFile]) -> None:
    needed, free = sum(file.size_bytes for file in files), shutil.disk_usage(folder).free
    if needed > free:
        raise ModelUnavailable(f"{folder}: expected {needed:,} bytes free, found {free:,}")


def _bring(repository: Repository, file: RemoteFile, folder: Path, progress: Progress) -> None:
    # Named by its content, so that what is left of another version is not continued.
    part = folder / f".{file.name}.{file.digest[:12]}.part"
    failures = 0
    while (before := part.stat().st_size if part.exists() else 0) < file.size_bytes:
        try:
            _continue(repository, file, part, progress)
            reason = "the transfer ended too early"
        except httpx.HTTPStatusError as error:
            reason, failures = f"the hub answered {error.response.status_code}", ATTEMPTS
        except httpx.HTTPError as error:
            reason = f"the transfer broke off ({type(error).__name__})"
        after = part.stat().st_size if part.exists() else 0
        failures = 0 if after > before else failures + 1
        if failures >= ATTEMPTS:
            raise ModelUnavailable(
                f"{repository.id}: {file.name}: {reason} after {after:,} of {file.size_bytes:,} "
                "bytes; the same command continues there"
            )
    part.touch()  # a file without content needs no transfer
    found = digest(part, file)
    if found != file.digest:
        part.unlink()
        raise ModelUnavailable(
            f"{repository.id}: {file.name}: expected the checksum {file.digest}, found {found}; "
            "what was fetched is deleted"
        )
    part.replace(folder / file.name)


def _continue(repository: Repository, file: RemoteFile, part: Path, progress: Progress) -> None:
    """Fetch what is missing of a file. Raises httpx.HTTPError when the transfer breaks off."""
    here = part.stat().st_size if part.exists() else 0
    asked = {**headers(), "Accept-Encoding": "identity"}
    if here:
        asked["Range"] = f"bytes={here}-"
    with httpx.stream(
        "GET", repository.url(file), headers=asked, timeout=TIMEOUT_S, follow_redirects=True
    ) as answer:
        answer.raise_for_status()
        continues = answer.status_code == httpx.codes.PARTIAL_CONTENT
        here = here if continues else 0
        with part.open("ab" if continues else "wb") as opened:
            for block in answer.iter_raw():
                opened.write(block)
                here += len(block)
                progress(file.name, here, file.size_bytes)


def _complete(model: str, folder: Path) -> Path:
    missing = [name for name in MODEL_FILES if not (folder / name).is_file()]
    if missing:
        raise ModelUnavailable(
            f"{model}: expected a Whisper model converted to CTranslate2, "
            f"found a folder without {' and '.join(missing)}"
        )
    return folder
