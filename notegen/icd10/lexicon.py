"""Our own phrases for conditions, with the code each stands for."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from scribe.errors import InputError

FOLDER = "lexicon"
NO_CODE = "-"
"""Stands for the code of a phrase that names no condition."""
_PAIN = (
    "{} pain", "{} ache", "{} hurt", "pain in {}", "ache in {}", "sore {}", "{} tenderness",
    "painful {}", "{} discomfort", "{} soreness",
)  # fmt: skip


class Kind(StrEnum):
    """What a phrase names; the values are those of the lexicon file."""

    DIAGNOSIS = "D"
    CHRONIC = "C"
    SYMPTOM = "S"
    STATUS = "Z"
    MEDICATION = "M"
    CAUSE = "X"
    NOTHING = "N"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in lower case and the code it stands for (`-` for none)."""

    text: str
    code: str
    kind: Kind


def lexicon_text() -> str:
    """The lexicon as it is installed: its files, one for each area, in the order of their names."""
    folder = files(__package__).joinpath("data", FOLDER)
    areas = sorted((f for f in folder.iterdir() if f.name.endswith(".tsv")), key=lambda f: f.name)
    return "".join(area.read_text(encoding="utf-8") for area in areas)


def read_lexicon(text: str) -> tuple[Phrase, ...]:
    """The phrases of lexicon files, with `{pain}` written out.

    Raises InputError for a line that is not code, kind and phrases separated by tabs.
    """
    return tuple(_phrases(text))


def _phrases(text: str) -> Iterator[Phrase]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 3 or fields[1] not in set(Kind):
            raise InputError(
                f"lexicon line {number}: expected code, kind and phrases separated by tabs,"
                f" found {len(fields)} fields"
            )
        code, kind, phrases = fields
        for phrase in phrases.split("|"):
            if "{pain}" in phrase:
                site = phrase.replace("{pain}", "").strip()
                for pattern in _PAIN:
                    yield Phrase(pattern.format(site), code, Kind(kind))
            else:
                yield Phrase(phrase.strip(), code, Kind(kind))
