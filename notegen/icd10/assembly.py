"""An official ICD-10-CM release put together from its files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from notegen.icd10.alphabetic import IndexTerm, read_index
from notegen.icd10.index_phrases import (
    drug_phrases,
    index_phrases,
    known_phrases,
    neoplasm_phrases,
)
from notegen.icd10.installed import read_installed
from notegen.icd10.official import Part, PartKind
from notegen.icd10.orderfile import read_order
from notegen.icd10.release import IndexPhrase, Release, ReleaseCode
from notegen.icd10.tabular import read_tabular


@dataclass(frozen=True, slots=True)
class Assembled:
    """A release and the number of index phrases left out, whose codes it does not have."""

    release: Release
    dropped: int


def has_codes(parts: tuple[Part, ...]) -> bool:
    """True when the files hold codes, not the index or its tables alone."""
    return any(part.kind in (PartKind.ORDER, PartKind.TABULAR) for part in parts)


def assemble(parts: tuple[Part, ...], year: int) -> Assembled:
    """The release of a year; without codes among the files, the installed one with their phrases.

    The order file says which codes there are, the tabular list what is printed under them; where
    the first is missing the second says both. Raises InputError for a file that is not what its
    name says.
    """
    own = has_codes(parts)
    by_kind = {part.kind: part for part in parts}
    codes = _codes(by_kind) if own else read_installed()
    phrases = known_phrases(_phrases(by_kind), {code.code for code in codes})
    return Assembled(Release(year if own else 0, codes, phrases.kept), phrases.dropped)


def _codes(parts: dict[PartKind, Part]) -> tuple[ReleaseCode, ...]:
    order, tabular = parts.get(PartKind.ORDER), parts.get(PartKind.TABULAR)
    printed = read_tabular(tabular.data, tabular.name) if tabular else ()
    if order is None:
        return printed
    notes = {code.code: code.notes for code in printed}
    listed = read_order(order.data, order.name)
    return tuple(replace(code, notes=notes.get(code.code, ())) for code in listed)


def _phrases(parts: dict[PartKind, Part]) -> Iterator[IndexPhrase]:
    neoplasms = _terms(parts.get(PartKind.NEOPLASM))
    yield from index_phrases(_terms(parts.get(PartKind.INDEX)), neoplasms)
    yield from index_phrases(_terms(parts.get(PartKind.EXTERNAL)))
    yield from neoplasm_phrases(neoplasms)
    yield from drug_phrases(_terms(parts.get(PartKind.DRUG)))


def _terms(part: Part | None) -> tuple[IndexTerm, ...]:
    return read_index(part.data, part.name) if part else ()
