"""XML from outside, read piece by piece."""

import io
from collections.abc import Iterator
from xml.etree import ElementTree

from scribe.errors import InputError

_CHUNK = 1 << 16
_DEEPEST = 64
"""Levels of elements; the official files have 16."""


class _Builder(ElementTree.TreeBuilder):
    """Collects the outermost elements of the wanted names; forgets the rest as it goes."""

    def __init__(self, name: str, root: str, wanted: frozenset[str]) -> None:
        super().__init__()
        self._name = name
        self._root = root
        self._wanted = wanted
        self._open: list[ElementTree.Element] = []
        self._within = 0
        self.done: list[ElementTree.Element] = []

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise InputError(f"{self._name}: expected XML without a DOCTYPE, found one")

    def start(self, tag: str, attrs: dict[str, str], /) -> ElementTree.Element:
        if not self._open and tag != self._root:
            raise InputError(f"{self._name}: expected the element {self._root}, found {tag[:40]}")
        if len(self._open) >= _DEEPEST:
            raise InputError(f"{self._name}: expected at most {_DEEPEST} levels of elements")
        element = super().start(tag, attrs)
        self._open.append(element)
        self._within += tag in self._wanted
        return element

    def end(self, tag: str, /) -> ElementTree.Element:
        element = super().end(tag)
        self._open.pop()
        if tag in self._wanted:
            self._within -= 1
            if not self._within:
                self.done.append(element)
        if not self._within and self._open:
            self._open[-1].remove(element)
        return element


def read_elements(
    data: bytes, name: str, root: str, wanted: frozenset[str]
) -> Iterator[ElementTree.Element]:
    """The outermost elements of the wanted names in order; `name` is the file's, for messages.

    Nothing is expanded: a document type declaration is refused. Raises InputError for it, for
    what is no XML, for another root, for levels beyond all reason.
    """
    builder = _Builder(name, root, wanted)
    parser = ElementTree.XMLParser(target=builder)
    stream = io.BytesIO(data)
    while True:
        chunk = stream.read(_CHUNK)
        fault = ""
        try:
            if chunk:
                parser.feed(chunk)
            else:
                parser.close()
        except ElementTree.ParseError as error:
            line, column = error.position
            fault = f"line {line}, column {column}"
        except (ValueError, LookupError):
            fault = "an encoding that is unknown"
        if fault:
            raise InputError(f"{name}: expected well-formed XML, found a fault at {fault}")
        yield from builder.done
        builder.done.clear()
        if not chunk:
            return


def text_of(element: ElementTree.Element | None) -> str:
    """The text of an element itself with white space made single; of its children nothing."""
    if element is None:
        return ""
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    return " ".join(" ".join(pieces).split())
