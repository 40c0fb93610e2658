"""`scribe note`, `scribe code`, `scribe export`: words to documents."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from notegen.icd10.dated import DatedCoder
from scribe.code import Coding
from scribe.errors import InputError
from scribe.export import EncounterFormat, appointment, order_line
from scribe.export import export as export_encounter
from scribe.note import Note
from scribe.ports import Writer
from scribe.session import draft as draft_note
from scribe.transcript import Transcript
from scribe.wire import document, is_labelled, note_document, read_note, read_transcript
from server.commands.each import for_each
from server.commands.options import (
    DateOption,
    HomeOption,
    JsonOption,
    LanguageOption,
    TemplateOption,
    day,
    settings_with,
    text_of,
)
from server.wiring import load_coder, load_writer, open_records


def note(
    transcripts: Annotated[
        list[Path], typer.Argument(help="Transcripts: our JSON, or lines labelled D: and P:.")
    ],
    writer: Annotated[
        str, typer.Option("--writer", help="What writes: extractive.")
    ] = "extractive",
    template: TemplateOption = None,
    language: LanguageOption = None,
    date_of_service: DateOption = None,
    home: HomeOption = None,
    summary: Annotated[
        bool,
        typer.Option("--summary", help="Print what the patient takes home, in plain language."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Draft the note of a visit, with codes. Several transcripts give one JSON object per line."""
    settings = settings_with(home, template=template, language=language)
    write, code = load_writer(writer, settings), load_coder(settings)
    as_lines = as_json or len(transcripts) > 1

    def draft(path: Path) -> None:
        transcript = read_transcript(text_of(path))
        if language:
            transcript = replace(transcript, language=language)
        drafted = draft_note(transcript, settings.template, day(date_of_service), write, code)
        if as_lines:
            typer.echo(json.dumps(note_document(drafted), ensure_ascii=False))
        else:
            typer.echo(_for_patient(drafted) if summary else _readable(drafted))

    for_each(transcripts, draft)


def code(
    inputs: Annotated[
        list[str], typer.Argument(help="Notes, transcripts, or the words themselves.")
    ],
    date_of_service: DateOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Suggest ICD-10-CM codes with the words that support them."""
    settings = settings_with(home)
    coder, writer = load_coder(settings), load_writer("extractive", settings)
    on = day(date_of_service)
    as_lines = as_json or len(inputs) > 1

    def suggest(given: str) -> None:
        coding = _coding(given, coder, writer, settings.template, on)
        if as_lines:
            typer.echo(json.dumps(document(coding), ensure_ascii=False))
        else:
            typer.echo(_readable_codes(coding))

    for_each(inputs, suggest)


def export(
    encounter: Annotated[str, typer.Argument(help="Id of the encounter.")],
    to: Annotated[
        EncounterFormat, typer.Option("--format", help="Format of the document.")
    ] = EncounterFormat.MD,
    home: HomeOption = None,
) -> None:
    """Write an encounter as a document."""
    typer.echo(export_encounter(open_records(settings_with(home)).read(encounter), to), nl=False)


def _coding(given: str, coder: DatedCoder, writer: Writer, template: str, on: date) -> Coding:
    """A file if one of that name exists, else the words themselves."""
    path = Path(given)
    if not _is_file(path):
        if not given.strip():
            raise InputError("expected words or a file, found an empty argument")
        return coder.code_text(given, on)
    text = text_of(path)
    if text.lstrip().startswith("{"):
        fields = json.loads(text) if _is_json(text) else {}
        if "sections" in fields:
            return coder(read_note(text), Transcript("en", "typed", 0, 0, ()), on)
    elif not is_labelled(text):
        return coder.code_text(text, on)
    transcript = read_transcript(text)
    return coder(writer(transcript, template), transcript, on)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a sentence can be too long for a file name
        return False


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _for_patient(drafted: Note) -> str:
    if drafted.is_empty:
        return _nothing(drafted)
    return drafted.patient_summary.text or "Nothing was said that a summary could tell."


def _nothing(drafted: Note) -> str:
    return "\n".join(f"Nothing to document: {flag.message}" for flag in drafted.flags)


def _readable(drafted: Note) -> str:
    if drafted.is_empty:
        return _nothing(drafted)
    coding = Coding(drafted.codes, drafted.not_coded)
    lists = (
        ("ORDERS", [order_line(order) for order in drafted.orders]),
        ("FOLLOW-UP", [appointment(one) for one in drafted.follow_up]),
    )
    parts = [drafted.text, *("\n".join((name, *lines)) for name, lines in lists if lines)]
    flags = [f"! {flag.message}" for flag in drafted.flags]
    return "\n\n".join(part for part in (*parts, _readable_codes(coding), "\n".join(flags)) if part)


def _readable_codes(coding: Coding) -> str:
    lines = []
    for suggested in coding.codes:
        quotes = "; ".join(f"“{evidence.quote}”" for evidence in suggested.evidence[:2])
        lines.append(f"{suggested.code:9}{suggested.display} ({suggested.score:.2f}) {quotes}")
        lines += [f"{'':9}{rule}" for rule in suggested.rules]
    lines += [f"not coded: {left.mention} ({left.reason})" for left in coding.not_coded]
    return "\n".join(lines) or "No codes."
