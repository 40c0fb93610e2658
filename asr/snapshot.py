"""The folder of a model that libraries load from the Hugging Face hub's cache."""

from pathlib import Path

from huggingface_hub import constants, get_token, hf_hub_download, try_to_load_from_cache
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError

from asr.download import HUB_ID
from asr.hub import look_up
from scribe.errors import ModelUnavailable

TOKENS = "https://hf.co/settings/tokens"


def snapshot_folder(model: str, files: tuple[str, ...]) -> Path:
    """Where these files of a model are; `model` is a folder's name or a hub id.

    A hub id is looked up in the Hugging Face cache, then fetched into it, with the person's token
    (HF_TOKEN, or `hf auth login`) where there is one. In a folder only the first file must be
    there. Raises ModelUnavailable that says what to do, within seconds if the hub is out of reach.
    """
    if Path(model).is_dir():
        if not (Path(model) / files[0]).is_file():
            raise ModelUnavailable(f"{model}: expected a folder with {files[0]}, found none in it")
        return Path(model)
    if not HUB_ID.fullmatch(model):
        raise ModelUnavailable(f"{model}: expected a folder or a hub id, found no such folder")
    found = [try_to_load_from_cache(model, name) for name in files]
    if not all(isinstance(place, str) for place in found):
        found = _fetched(model, files)
    # A file in a sub-folder lies as deep below the model's folder as its name says.
    return Path(str(found[0])).parents[files[0].count("/")]


def _fetched(model: str, files: tuple[str, ...]) -> list[str | object | None]:
    try:
        look_up(model)
    except ModelUnavailable as error:
        reason = f"not on this machine, and {error}; give a folder, or run once with a way to it"
        raise ModelUnavailable(f"{model}: {reason}") from error
    try:
        return [
            hf_hub_download(model, name, token=get_token(), endpoint=constants.ENDPOINT)
            for name in files
        ]
    except GatedRepoError:
        reason = (
            f"only for those who accepted its conditions: accept them at https://hf.co/{model}, "
            f"set HF_TOKEN to a token of yours ({TOKENS}), or give a folder"
        )
    except HfHubHTTPError as error:
        reason = f"the hub answered {error.response.status_code}"
    except OSError as error:
        # The library hides an answer that it has no name for in the cause.
        reason = f"could not be fetched ({type(error.__cause__ or error).__name__})"
    raise ModelUnavailable(f"{model}: {reason}")
