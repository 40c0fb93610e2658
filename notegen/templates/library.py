"""The templates that there are: ours, and a clinic's own in its folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from notegen.templates.fault import Fault
from notegen.templates.reader import Read, is_template_name, read_form, required
from notegen.templates.template import Template
from scribe.errors import InputError

SUFFIX = ".yaml"


@dataclass(frozen=True, slots=True)
class Entry:
    """A template of the library; `own` when the clinic wrote it. With faults it has no template."""

    name: str
    own: bool
    template: Template | None
    faults: tuple[Fault, ...] = ()


class TemplateLibrary:
    """Our templates and those of a folder, which is read anew each time; there need be none.

    A clinic's template goes before ours of the same name.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def find(self, name: str) -> Template:
        """Raises InputError, naming what there is, where there is none or it has a fault."""
        path = self._own().get(name) if is_template_name(name) else None
        if path is not None:
            return required(read_file(path), path.name)
        if name in shipped():
            return shipped()[name]
        known = ", ".join(sorted({*shipped(), *self._own()}))
        found = repr(name) if is_template_name(name) else "something else"
        raise InputError(f"template: expected one of {known}, found {found}")

    def all(self) -> tuple[Entry, ...]:
        """By name; of a clinic's own also those with faults."""
        read = {name: read_file(path) for name, path in self._own().items()}
        own = {name: Entry(name, True, r.template, r.faults) for name, r in read.items()}
        ours = {name: Entry(name, False, template) for name, template in shipped().items()}
        return tuple(entry for _, entry in sorted((ours | own).items()))

    def _own(self) -> dict[str, Path]:
        return dict(_yaml_files(self._folder)) if self._folder else {}


@cache
def shipped() -> dict[str, Template]:
    """Our own templates by name."""
    folder = files("notegen.templates").joinpath("data")
    texts = [(f.name, f.read_text("utf-8")) for f in folder.iterdir() if f.name.endswith(SUFFIX)]
    templates = (required(read_form(text), name) for name, text in sorted(texts))
    return {template.name: template for template in templates}


def read_file(path: Path) -> Read:
    """A template's file with every fault in it; in a file of another name it is never found."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        return Read(None, (Fault(1, "", "a readable file", error.strerror or "none"),))
    except UnicodeDecodeError:
        return Read(None, (Fault(1, "", "text in UTF-8", "other bytes"),))
    read = read_form(text)
    if read.template is None or read.template.name == path.stem:
        return read
    expected = f"'{path.stem}', as the file is named"
    return Read(None, (Fault(1, "name", expected, f"'{read.template.name}'"),))


def _yaml_files(folder: Path) -> Iterator[tuple[str, Path]]:
    if folder.is_dir():
        yield from (
            (path.stem, path) for path in sorted(folder.glob(f"*{SUFFIX}")) if path.is_file()
        )
