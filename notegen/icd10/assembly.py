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
    codes = _codes({part.kind: part for part in parts}) if own else read_installed()
    phrases = known_phrases(
        (phrase for part in parts for phrase in _phrases(part)), {code.code for code in codes}
    )
    return Assembled(Release(year if own else 0, codes, phrases.kept), phrases.dropped)


def _codes(parts: dict[PartKind, Part]) -> tuple[ReleaseCode, ...]:
    order, tabular = parts.get(PartKind.ORDER), parts.get(PartKind.TABULAR)
    printed = read_tabular(tabular.data, tabular.name) if tabular else ()
    if order is None:
        return printed
    notes = {code.code: code.notes for code in printed}
    listed = read_order(order.data, order.name)
    return tuple(replace(code, notes=notes.get(code.code, ())) for code in listed)


def _phrases(part: Part) -> Iterator[IndexPhrase]:
    match part.kind:
        case PartKind.INDEX | PartKind.EXTERNAL:
            yield from index_phrases(_terms(part))
        case PartKind.NEOPLASM:
            yield from neoplasm_phrases(_terms(part))
        case PartKind.DRUG:
            yield from drug_phrases(_terms(part))
        case PartKind.ORDER | PartKind.TABULAR:
            return


def _terms(part: Part) -> tuple[IndexTerm, ...]:
    return read_index(part.data, part.name)
