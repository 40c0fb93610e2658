"""The words of a recording with who said them when, as recipes/align_interviews wrote them."""

import json
from dataclasses import dataclass
from pathlib import Path

from asr.track import in_order
from scribe.errors import InputError
from scribe.transcript import Role, Word

LATEST_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Label:
    """A word; `sure` if its place in the recording is trusted."""

    word: Word
    role: Role
    sure: bool


MARKS = '.,;:!?"()'


def read_labels(path: Path, plain: bool = False) -> tuple[Label, ...]:
    """In the order of time; `plain` without case or marks. Raises InputError if there are none."""
    if not path.is_file():
        raise InputError(f"{path}: expected labels of recipes/align_interviews, found no file")
    rows = json.loads(path.read_text(encoding="utf-8"))["words"]
    rows.sort(key=lambda row: row["start_ms"])
    words = in_order(
        tuple(
            Word(
                written(row["text"], plain),
                row["start_ms"],
                max(row["start_ms"], row["end_ms"]),
                1.0,
            )
            for row in rows
        ),
        0,
        LATEST_MS,
    )
    return tuple(
        Label(word, Role(row["role"]), row["sure"]) for word, row in zip(words, rows, strict=True)
    )


def written(text: str, plain: bool) -> str:
    """As a recogniser without punctuation would write it."""
    return text.strip(MARKS).lower() or text if plain else text


def words_of(labels: tuple[Label, ...]) -> tuple[Word, ...]:
    return tuple(label.word for label in labels)
