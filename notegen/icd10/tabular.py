"""The tabular list of ICD-10-CM, in the XML form of the official release."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from notegen.icd10.release import ReleaseCode, is_code
from notegen.icd10.safexml import read_elements, text_of
from scribe.errors import InputError

ROOT = "ICD10CM.tabular"
_LISTED = {
    "inclusionTerm": "inclusion",
    "includes": "includes",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
}
_JOINED = {
    "useAdditionalCode": "use_additional",
    "codeFirst": "code_first",
    "codeAlso": "code_also",
}
_BEFORE_SEVENTH = 7
"""Characters of a code before its seventh, the dot among them."""
_DEATH = re.compile(r"\bwith death\b")
"""No later encounter follows: the order file lists these injuries of S06 with A alone."""

Extensions = tuple[tuple[str, str], ...]
"""Seventh characters with what each means."""


@dataclass(slots=True)
class _Reading:
    name: str
    codes: dict[str, ReleaseCode] = field(default_factory=dict)


def read_tabular(data: bytes, name: str) -> tuple[ReleaseCode, ...]:
    """All categories, subcategories and codes in the order of the list.

    Codes that need a seventh character are listed with each that they may have, filled with the
    placeholder X as in the official order file. A code that is printed twice is listed once.
    Raises InputError for what is not the official file `name` says.
    """
    reading = _Reading(name)
    for diag in read_elements(data, name, ROOT, frozenset(("diag",))):
        _read(diag, "", (), reading)
    if not reading.codes:
        raise InputError(f"{name}: expected categories (diag), found none")
    return tuple(reading.codes.values())


def _read(diag: Element, parent: str, extensions: Extensions, reading: _Reading) -> None:
    code, description = text_of(diag.find("name")), text_of(diag.find("desc"))
    if not is_code(code) or not description:
        raise InputError(
            f"{reading.name}: expected a code with its description in each diag, found"
            f" {code[:20]!r} below {parent or 'a section'}"
        )
    extensions = tuple(_extensions(diag)) or extensions
    below = diag.findall("diag")
    extended = bool(extensions) and not below and len(code) <= _BEFORE_SEVENTH
    notes = tuple(_notes(diag))
    reading.codes.setdefault(
        code, ReleaseCode(code, description, not below and not extended, parent, False, notes)
    )
    for child in below:
        _read(child, code, extensions, reading)
    if extended:
        stem = (code if "." in code else f"{code}.").ljust(_BEFORE_SEVENTH, "X")
        if _DEATH.search(description):
            extensions = extensions[:1]
        for character, meaning in extensions:
            full = f"{stem}{character}"
            reading.codes.setdefault(
                full, ReleaseCode(full, f"{description}, {meaning}", True, code, True, ())
            )


def _extensions(diag: Element) -> Iterator[tuple[str, str]]:
    for extension in diag.iterfind("sevenChrDef/extension"):
        character = extension.get("char", "")
        if len(character) == 1:
            yield character, text_of(extension)


def _notes(diag: Element) -> Iterator[tuple[str, str]]:
    for tag, kind in _LISTED.items():
        for note in diag.iterfind(f"{tag}/note"):
            yield kind, text_of(note)
    for tag, kind in _JOINED.items():
        text = "\n".join(text_of(note) for note in diag.iterfind(f"{tag}/note"))
        if text:
            yield kind, text
