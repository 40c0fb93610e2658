"""Numbers of the letters and phones that the encoder is taught by."""

import json
from collections.abc import Iterable
from pathlib import Path

from recipes.train_micro_whisper.bank import Entry
from recipes.train_micro_whisper.spoken import Sound


class Symbols:
    """Numbers of letters from 1 on (0 is CTC's blank), of phones from 0 on; in order of names."""

    def __init__(self, letters: Iterable[str], phones: Iterable[str]) -> None:
        self.letters = {letter: index + 1 for index, letter in enumerate(sorted(letters))}
        self.phones = {name: index for index, name in enumerate(sorted(phones))}

    def save(self, path: Path) -> None:
        """A bank that grows later must not number them anew."""
        kept = {"letters": list(self.letters), "phones": list(self.phones)}
        path.write_text(json.dumps(kept, ensure_ascii=False) + "\n", encoding="utf-8")


def symbols_of(entries: Iterable[Entry]) -> Symbols:
    """All that occur in sentences whose words are timed."""
    letters: set[str] = set()
    phones: set[str] = set()
    for entry in entries:
        if entry.words:
            letters.update(plain(entry.text))
            phones.update(phone_name(entry, phone) for phone in entry.phones)
    return Symbols(letters, phones)


def read_symbols(path: Path) -> Symbols:
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Symbols(kept["letters"], kept["phones"])


def plain(text: str) -> str:
    """Letters and spaces only, lower case."""
    return "".join(c for c in text.lower() if c.isalpha() or c in " '")


def phone_name(entry: Entry, phone: Sound) -> str:
    """Flite and Festival share a set of phones; eSpeak has one per language."""
    family = f"espeak {entry.language}" if entry.voice.startswith("espeak") else "radio"
    return f"{family} {phone.name}"
