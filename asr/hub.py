"""What a repository of the Hugging Face hub holds, asked with little patience."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

import httpx
from huggingface_hub import constants, get_token

from scribe.errors import ModelUnavailable

PATIENCE_S = 4.0
"""How long to wait for the hub's first answer before saying that it is out of reach."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of the hub; the digest is of its bytes (SHA-256) or of its git blob (SHA-1)."""

    name: str
    size_bytes: int
    digest: str
    is_git_blob: bool


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository at one commit, and its files at the top level."""

    id: str
    commit: str
    licence: str
    files: tuple[RemoteFile, ...]

    def url(self, file: RemoteFile) -> str:
        return f"{constants.ENDPOINT}/{self.id}/resolve/{self.commit}/{quote(file.name)}"


def headers() -> dict[str, str]:
    """The person's access token, where there is one (`hf auth login`, or HF_TOKEN)."""
    token = get_token()
    return {"Authorization": f"Bearer {token}"} if token else {}


def look_up(repository: str) -> Repository:
    """The repository's files with their sizes and digests.

    Raises ModelUnavailable within seconds when the hub is out of reach, or has no such thing.
    """
    if constants.HF_HUB_OFFLINE:
        raise ModelUnavailable("HF_HUB_OFFLINE forbids asking the model hub")
    url = f"{constants.ENDPOINT}/api/models/{repository}"
    try:
        answer = _within(
            PATIENCE_S,
            lambda: httpx.get(
                url,
                params={"blobs": "true"},
                headers=headers(),
                timeout=PATIENCE_S,
                follow_redirects=True,
            ),
        )
        answer.raise_for_status()
        told = answer.json()
        files = tuple(map(_file, told["siblings"]))
        licence = (told.get("cardData") or {}).get("license", "")
        return Repository(repository, str(told["sha"]), str(licence), files)
    except httpx.HTTPStatusError as error:
        reason = f"answered {error.response.status_code} to the question for {repository}"
    except (httpx.HTTPError, OSError) as error:
        reason = f"is out of reach ({type(error).__name__})"
    except (ValueError, KeyError, TypeError):
        reason = "answered with something else than a list of files"
    raise ModelUnavailable(f"{constants.ENDPOINT} {reason}")


def _file(told: dict[str, object]) -> RemoteFile:
    """Raises KeyError, TypeError for what is no file."""
    name, large = str(told["rfilename"]), told.get("lfs")
    if isinstance(large, dict):
        return RemoteFile(name, int(large["size"]), str(large["sha256"]), False)
    return RemoteFile(name, int(str(told["size"])), str(told["blobId"]), True)


def _within(seconds: float, call: Callable[[], T]) -> T:
    """The call's result. Raises TimeoutError: looking up a name knows no time limit of its own."""
    results: list[T] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(call())
        except httpx.HTTPError as error:
            errors.append(error)

    # A daemon, so that a look-up that hangs does not keep the program from ending.
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError
    return results[0]
