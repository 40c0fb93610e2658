"""`scribe templates`: the forms that a note can take, ours and the clinic's own."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from notegen.templates.library import Entry, read_file
from notegen.templates.reader import topics_missing
from scribe.wire import document
from server.commands.options import HomeOption, JsonOption, say, settings_with
from server.wiring import load_templates

templates = typer.Typer(
    help="The templates of notes: ours, and the clinic's own in SCRIBE_HOME/templates.",
    no_args_is_help=True,
)


@templates.command("list")
def list_templates(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """All templates by name, also those of the clinic that have faults."""
    entries = load_templates(settings_with(home)).all()
    if as_json:
        listed = [_entry_document(entry) for entry in entries]
        typer.echo(json.dumps({"templates": listed}, ensure_ascii=False))
        return
    table = Table("name", "title", "language", "whose", "sections")
    for entry in entries:
        whose = "own" if entry.own else "Scribe's"
        if entry.template is None:
            table.add_row(entry.name, escape(f"cannot be used: {entry.faults[0]}"), "", whose, "")
        else:
            cells = (entry.template.title, entry.template.language, whose)
            table.add_row(entry.name, *map(escape, cells), str(len(entry.template.parts)))
    Console().print(table)


@templates.command("show")
def show_template(
    name: Annotated[str, typer.Argument(help="Name of the template.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """What a note of this template holds, section by section."""
    template = load_templates(settings_with(home)).find(name)
    missing = [topic.value for topic in topics_missing(template)]
    if as_json:
        shown = document(template) | {"left_out": missing}
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    typer.echo(f"{template.name}: {template.title} ({template.language})")
    for part in template.parts:
        rules = [part.style.value]
        rules += [f"at most {part.max_words} words"] if part.max_words else []
        rules += ["shown when empty"] if part.required else []
        typer.echo(f"\n{part.name} ({', '.join(rules)})")
        typer.echo(f"  {', '.join(part.topics) or 'for a language model alone'}")
        if part.instructions:
            typer.echo(f"  to a language model: {part.instructions}")
    if missing:
        typer.echo(f"\nleft out of the note: {', '.join(missing)}")


@templates.command("check")
def check_templates(
    files: Annotated[list[Path], typer.Argument(help="Templates as YAML files.")],
    as_json: JsonOption = False,
) -> None:
    """Tell every fault in these files; exit with 2 when there is one."""
    bad = 0
    for path in files:
        read = read_file(path)
        bad += bool(read.faults)
        if as_json:
            found = {"file": str(path), "faults": [document(fault) for fault in read.faults]}
            typer.echo(json.dumps(found, ensure_ascii=False))
            continue
        for fault in read.faults:
            typer.echo(f"{path}: {fault}")
        if read.template is not None:
            typer.echo(f"{path}: good, {len(read.template.parts)} sections")
    if bad:
        say(f"scribe: {bad} of {len(files)} templates cannot be used")
        raise typer.Exit(2)


def _entry_document(entry: Entry) -> dict[str, Any]:
    title = entry.template.title if entry.template else ""
    language = entry.template.language if entry.template else ""
    headings = [part.name for part in entry.template.parts] if entry.template else []
    return {
        "name": entry.name,
        "title": title,
        "language": language,
        "own": entry.own,
        "sections": headings,
        "faults": [str(fault) for fault in entry.faults],
    }
