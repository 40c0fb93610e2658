"""A live encounter in the terminal."""

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.table import Table
from rich.text import Text

from scribe.encounter import Encounter, apply
from scribe.export import clock, speaker_label
from scribe.messages import Acknowledged, Partial, Problem, Ready, ServerMessage, Unspoken
from scribe.note import Note
from scribe.transcript import Role, Utterance

SHOWN_UTTERANCES = 12
STYLES = {Role.CLINICIAN: "cyan", Role.PATIENT: "green", Role.OTHER: "yellow", Role.UNKNOWN: ""}


class LiveView:
    """Follows an encounter through what the server says, and shows its last utterances."""

    def __init__(self, encounter: Encounter, console: Console) -> None:
        self.encounter = encounter
        self.problem: str | None = None
        self._partial = ""
        self._live = Live(self, console=console, refresh_per_second=8, transient=True)

    def __enter__(self) -> "LiveView":
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def take(self, message: ServerMessage) -> None:
        """Take the next message."""
        match message:
            case Ready() | Acknowledged():
                pass
            case Partial():
                self._partial = message.text
            case Unspoken():
                self._partial = ""
            case Problem():
                self.problem = message.message
            case _:
                self._partial = ""
                self.encounter = apply(self.encounter, message)

    def __rich_console__(self, _console: Console, _options: ConsoleOptions) -> RenderResult:
        table = transcript_table(self.encounter.utterances[-SHOWN_UTTERANCES:])
        table.add_row("", "", Text(self._partial, style="dim italic"))
        yield table


def transcript_table(utterances: tuple[Utterance, ...]) -> Table:
    """When, who, what."""
    table = Table.grid(padding=(0, 1))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for utterance in utterances:
        who = Text(speaker_label(utterance), style=STYLES[utterance.role])
        table.add_row(clock(utterance.start_ms), who, Text(utterance.text))
    return table


def print_note(console: Console, note: Note) -> None:
    """The note with the evidence of each statement, and the codes with theirs."""
    for flag in note.flags:
        console.print(Text(f"! {flag.message}", style="yellow"))
    for section in note.sections:
        console.print(Text(f"\n{section.name}", style="bold"))
        for statement in section.statements:
            evidence = Text(f"  [{' '.join(statement.evidence)}]", style="dim")
            console.print(Text.assemble("  ", statement.text, evidence))
    if note.codes:
        console.print(Text("\nICD-10-CM suggestions", style="bold"))
    for code in note.codes:
        quote = Text(f"  “{code.evidence[0].quote}”", style="dim")
        line = f"  {code.code:9}{code.display} ({code.score:.2f})"
        console.print(Text.assemble(line, quote))
