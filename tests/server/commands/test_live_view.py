import io
from datetime import UTC, date, datetime

from rich.console import Console

from scribe.encounter import Encounter
from scribe.events import Drafted, Heard
from scribe.messages import Acknowledged, Partial, Problem, Ready, Unspoken
from scribe.note import Flag, FlagKind, Note, Section, Severity, Statement
from scribe.transcript import Role, Utterance
from server.commands.live_view import LiveView, print_note

AT = datetime(2026, 11, 23, tzinfo=UTC)


def view():
    encounter = Encounter("e", "Visit", "en", "soap", date(2026, 11, 23), AT)
    return LiveView(encounter, Console(file=io.StringIO(), width=100))


def rendered(thing) -> str:
    console = Console(file=io.StringIO(), width=100)
    console.print(thing)
    return console.file.getvalue()


def test_it_shows_who_said_what_and_what_is_being_said():
    live = view()
    live.take(Ready("e"))
    live.take(Heard(AT, Utterance("u1", "S1", Role.CLINICIAN, 61_000, 62_000, "any fever")))
    live.take(Acknowledged(10))
    live.take(Partial(62_000, "no fe"))
    shown = rendered(live)
    assert "01:01 Clinician any fever" in shown
    assert "no fe" in shown


def test_a_final_takes_the_place_of_the_partial():
    live = view()
    live.take(Partial(0, "any fe"))
    live.take(Heard(AT, Utterance("u1", "S1", Role.UNKNOWN, 0, 900, "any fever")))
    assert rendered(live).count("any fe") == 1


def test_a_partial_of_which_no_words_came_is_taken_away():
    live = view()
    live.take(Partial(0, "any fe"))
    live.take(Unspoken(0, 900))
    assert "any fe" not in rendered(live)
    assert live.encounter.utterances == ()


def test_it_follows_the_encounter_to_its_note():
    live = view()
    note = Note("soap", "en", "test", (Section("Plan", (Statement("s1", "Rest.", ("u1",)),)),))
    live.take(Drafted(AT, note))
    assert live.encounter.note == note


def test_what_patients_say_is_not_taken_for_markup():
    live = view()
    live.take(Heard(AT, Utterance("u1", "S1", Role.UNKNOWN, 0, 900, "[bold]pain[/bold] [/x]")))
    assert "[bold]pain[/bold] [/x]" in rendered(live)


def test_a_problem_is_kept():
    live = view()
    live.take(Problem("bad_message", "expected a stop"))
    assert live.problem == "expected a stop"


def test_a_note_is_printed_with_evidence_and_flags():
    console = Console(file=io.StringIO(), width=100)
    flag = Flag(FlagKind.UNCITED, Severity.WARNING, "look again")
    statements = (Statement("s1", "Rest [x].", ("u1", "u2")),)
    note = Note("soap", "en", "test", (Section("Plan", statements),), flags=(flag,))
    print_note(console, note)
    printed = console.file.getvalue()
    assert "Rest [x].  [u1 u2]" in printed
    assert "look again" in printed
