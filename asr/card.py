"""What a model's folder says about itself in its `scribe.json`."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

CARD = "scribe.json"


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast the model was when it was timed on a machine."""

    times_real_time: float
    machine: str


@dataclass(frozen=True, slots=True)
class Card:
    """
    source: the hub id or the name of the checkpoint that it was made from.
    languages: BCP 47 tags; none when they are not known.
    cropped_window: it was trained on audio that is not filled up to 30 seconds.
    """

    source: str = ""
    languages: tuple[str, ...] = ()
    licence: str = ""
    cropped_window: bool = False
    speed: Speed | None = None


def read_card(folder: Path) -> Card:
    """The folder's card; what is missing, or is not what it should be, keeps its default."""
    try:
        told = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Card()
    if not isinstance(told, dict):
        return Card()
    languages, speed = told.get("languages"), told.get("speed")
    return Card(
        source=str(told.get("source", "")),
        languages=tuple(map(str, languages)) if isinstance(languages, list) else (),
        licence=str(told.get("licence", "")),
        cropped_window=told.get("cropped_window") is True,
        speed=_speed(speed) if isinstance(speed, dict) else None,
    )


def write_card(folder: Path, card: Card) -> None:
    """Write the folder's `scribe.json`, in one step."""
    draft = folder / f".{CARD}"
    draft.write_text(json.dumps(asdict(card), ensure_ascii=False, indent=2) + "\n", "utf-8")
    draft.replace(folder / CARD)


def this_machine() -> str:
    """By which to know whether a speed was measured here."""
    return f"{platform.node()}, {platform.machine()}, {os.cpu_count()} cores"


def _speed(told: dict[str, object]) -> Speed | None:
    times, machine = told.get("times_real_time"), told.get("machine")
    if isinstance(times, (int, float)) and isinstance(machine, str):
        return Speed(float(times), machine)
    return None
