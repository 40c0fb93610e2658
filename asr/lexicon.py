"""How words are said: pronunciation dictionaries in ARPABET."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scribe.errors import InputError

DATA = Path(__file__).parent / "data"
MEDICAL_TERMS = DATA / "medical_terms.dict"
"""Our own words, with how they are said."""
DIALOGUE_DICTIONARY = DATA / "dialogue.dict"
"""Every word that the dialogue language model knows."""
DIALOGUE_MODEL = DATA / "dialogue.lm.bin"

PHONE_NAMES = (
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W "
    "Y Z ZH"
)
PHONES = frozenset(PHONE_NAMES.split())
"""The 39 phones of CMUdict, without stress marks."""

VARIANT = re.compile(r"\(\d+\)$")


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """A word in lower case with one way to say it."""

    word: str
    phones: tuple[str, ...]


def parse_pronunciations(lines: Iterable[str], name: str) -> tuple[Pronunciation, ...]:
    """The lines of a dictionary, `word PHONE PHONE ...`; `#` begins a comment line.

    A second way to say a word is written as `word(2)`. Raises InputError, with the line's number,
    for a word without phones, an unknown phone, or a pronunciation given twice.
    """
    found: dict[Pronunciation, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, *phones = line.split()
        unknown = sorted(set(phones) - PHONES)
        if unknown or not phones:
            raise InputError(
                f"{name}, line {number}: expected a word with ARPABET phones, "
                f"found {', '.join(unknown) if unknown else 'no phones'}"
            )
        said = Pronunciation(VARIANT.sub("", word), tuple(phones))
        if said in found:
            raise InputError(
                f"{name}, line {number}: expected every pronunciation once, "
                f"found that of line {found[said]} again"
            )
        found[said] = number
    return tuple(found)


def read_pronunciations(path: Path) -> tuple[Pronunciation, ...]:
    """The dictionary at `path`. Raises InputError if it is absent or malformed."""
    if not path.is_file():
        raise InputError(f"{path}: expected a pronunciation dictionary, found no file")
    with path.open(encoding="utf-8") as lines:
        return parse_pronunciations(lines, path.name)


def dictionary_lines(pronunciations: Iterable[Pronunciation]) -> Iterator[str]:
    """The pronunciations in pocketsphinx's form, sorted, variants numbered from `(2)`.

    The first pronunciation given for a word stays its first.
    """
    ways: Counter[str] = Counter()
    for said in sorted(dict.fromkeys(pronunciations), key=lambda said: said.word):
        ways[said.word] += 1
        suffix = f"({ways[said.word]})" if ways[said.word] > 1 else ""
        yield f"{said.word}{suffix} {' '.join(said.phones)}"


def plain_word(word: str) -> str:
    """A word as a decoder names it, without the number of its variant."""
    return VARIANT.sub("", word)
