"""The alphabetic index of ICD-10-CM, in the XML form of the official release."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from notegen.icd10.safexml import read_elements, text_of
from scribe.errors import InputError

ROOT = "ICD10CM.index"
_CODES = ("code", "subcat", "seecat")
_COLUMNS = tuple("234567")


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """A line of the index: its terms from the main term down, and what stands beside it.

    `code` is as printed (`H60.1-`), or the subcategory or category that the line sends to; empty
    where there is none. `modifiers` are the nonessential ones of the line itself. `cells` are the
    columns 2 to 7 of the neoplasm or drug table; empty in an index.
    """

    path: tuple[str, ...]
    modifiers: str = ""
    code: str = ""
    see: str = ""
    see_also: str = ""
    cells: tuple[str, ...] = ()


def read_index(data: bytes, name: str) -> tuple[IndexTerm, ...]:
    """All lines of an index, or of the neoplasm or drug table, in order.

    Raises InputError for what is not the official file `name` says.
    """
    terms: list[IndexTerm] = []
    for main in read_elements(data, name, ROOT, frozenset(("mainTerm",))):
        terms += _terms(main, (), name)
    if not terms:
        raise InputError(f"{name}: expected main terms (mainTerm), found none")
    return tuple(terms)


def _terms(element: Element, above: tuple[str, ...], name: str) -> Iterator[IndexTerm]:
    heading = element.find("title")
    title = text_of(heading)
    modifiers = text_of(heading.find("nemod")) if heading is not None else ""
    if not title and not modifiers:
        raise InputError(f"{name}: expected a title in each term, found none in {above[:1]}")
    path = (*above, title)
    cells = {cell.get("col", ""): text_of(cell) for cell in element.findall("cell")}
    yield IndexTerm(
        path=path,
        modifiers=modifiers,
        code=next((text for tag in _CODES if (text := text_of(element.find(tag)))), ""),
        see=text_of(element.find("see")),
        see_also=text_of(element.find("seeAlso")),
        cells=tuple(cells.get(column, "") for column in _COLUMNS) if cells else (),
    )
    for below in element.findall("term"):
        yield from _terms(below, path, name)
