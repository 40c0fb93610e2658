"""`scribe encounters`, `scribe keys`: what Scribe keeps."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from scribe.errors import Refused
from scribe.export import clock
from scribe.wire import document, encounter_document
from server.commands.options import HomeOption, JsonOption, say, settings_with
from server.wiring import open_access, open_records

encounters = typer.Typer(help="The encounters on this machine.", no_args_is_help=True)
keys = typer.Typer(help="API keys of the server.", no_args_is_help=True)


@encounters.command("list")
def list_encounters(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """All encounters, the latest first."""
    summaries = open_records(settings_with(home)).summaries()
    if as_json:
        typer.echo(json.dumps({"encounters": [document(summary) for summary in summaries]}))
        return
    table = Table(_id_column(), "date", "title", "status", "length", "utterances")
    for summary in summaries:
        table.add_row(
            summary.id,
            summary.date_of_service.isoformat(),
            summary.title,
            summary.status,
            clock(summary.audio_ms),
            str(summary.utterances),
        )
    Console().print(table)


@encounters.command("show")
def show_encounter(
    encounter: Annotated[str, typer.Argument(help="Id of the encounter.")],
    home: HomeOption = None,
) -> None:
    """One encounter as JSON: its transcript, note, decisions."""
    found = open_records(settings_with(home)).read(encounter)
    typer.echo(json.dumps(encounter_document(found), ensure_ascii=False))


@encounters.command("purge")
def purge_encounter(
    encounter: Annotated[str, typer.Argument(help="Id of the encounter.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    home: HomeOption = None,
) -> None:
    """Erase an encounter for good: transcript, note and recording."""
    settings = settings_with(home)
    records = open_records(settings)
    records.read(encounter)
    if not yes and not typer.confirm("Erase this encounter and its recording for good?"):
        raise Refused("nothing was erased")
    records.purge(encounter)
    (settings.spool / f"{encounter}.audio").unlink(missing_ok=True)
    say(f"erased {encounter}")


@keys.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="Who will use it.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make an API key. It is shown this once."""
    secret = open_access(settings_with(home)).create(name)
    typer.echo(json.dumps({"key": secret}) if as_json else secret)


@keys.command("list")
def list_keys(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """All keys, without what they open with."""
    known = open_access(settings_with(home)).keys()
    if as_json:
        typer.echo(json.dumps({"keys": [document(key) for key in known]}))
        return
    table = Table(_id_column(), "name", "created", "revoked")
    for key in known:
        revoked = f"{key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else ""
        table.add_row(key.id, key.name, f"{key.created_at:%Y-%m-%d %H:%M}", revoked)
    Console().print(table)


@keys.command("revoke")
def revoke_key(
    key: Annotated[str, typer.Argument(help="Id of the key.")], home: HomeOption = None
) -> None:
    """Let a key in no more."""
    open_access(settings_with(home)).revoke(key)
    say(f"revoked {key}")


def _id_column() -> Column:
    """Never shortened: the other commands ask for it."""
    return Column("id", no_wrap=True, min_width=16)
