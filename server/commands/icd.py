"""`scribe icd`: the ICD-10-CM tables."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from scribe.wire import document
from server.commands.options import DateOption, HomeOption, JsonOption, day, say, settings_with
from server.wiring import import_icd_release, open_shelf, search_icd_table

icd = typer.Typer(help="The ICD-10-CM tables.", no_args_is_help=True)


@icd.command("build")
def build_icd(home: HomeOption = None) -> None:
    """Compile the ICD-10-CM tables anew: of what is installed, and of each imported release."""
    for path in open_shelf(settings_with(home)).rebuild():
        say(f"built {path}")


@icd.command("import")
def import_icd(
    paths: Annotated[
        list[Path], typer.Argument(help="Zip files as downloaded, files of them, or folders.")
    ],
    year: Annotated[
        int | None,
        typer.Option(
            "--year",
            min=2016,
            max=2099,
            help="Fiscal year of the release, which begins on 1 October of the year before.",
            show_default="as the files say",
        ),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import an official release of ICD-10-CM, for dates of service in its fiscal year."""
    with Console(stderr=True).status("reading the release, building its table"):
        intake = import_icd_release(settings_with(home), paths, year)
    if as_json:
        typer.echo(json.dumps(document(intake)))
        return
    counts = intake.counts
    typer.echo(
        f"{intake.year}: {', '.join(intake.parts)}; {counts.codes} codes, {counts.billable} of"
        f" them billable, {counts.index_phrases} index phrases,"
        f" {counts.dropped} dropped (their codes are not in the release)"
    )
    if intake.added_to_installed:
        typer.echo("There were no codes: the index was added to the release that is installed.")


@icd.command("list")
def list_icd(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """The releases there are, with the dates of service that each is for."""
    years = open_shelf(settings_with(home)).years()
    if as_json:
        typer.echo(json.dumps({"releases": [document(year) for year in years]}))
        return
    shown = Table("release", "from", "to, exclusive", "source", "files")
    for one in years:
        shown.add_row(
            str(one.year),
            one.valid_from.isoformat(),
            one.valid_to.isoformat(),
            one.source,
            ", ".join(one.parts),
        )
    Console().print(shown)


@icd.command("search")
def search_icd(
    words: Annotated[str, typer.Argument(help="What to look for.")],
    date_of_service: DateOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Codes whose names fit the words best, of the release in force on the date of service."""
    found = search_icd_table(settings_with(home), words, day(date_of_service))
    if as_json:
        typer.echo(json.dumps({"codes": [document(code) for code in found]}))
        return
    for code in found:
        typer.echo(f"{code.code:9}{code.display} ({code.score:.2f})")
