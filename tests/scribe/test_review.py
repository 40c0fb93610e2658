"""The rules of review."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from scribe.encounter import Encounter, apply
from scribe.errors import InputError, NotFound, Refused
from scribe.events import Event
from scribe.review import (
    add,
    amend,
    check_may_draft,
    check_may_record,
    correct_role,
    decide_code,
    edit,
    sign,
)
from scribe.transcript import Role

AUTHOR = "Dr Hill"
STATUSES = ("open_encounter", "recording", "transcribed", "drafted", "signed")
Command = Callable[[Encounter, datetime], object]
COMMANDS: dict[str, Command] = {
    "edit": lambda e, at: edit(e, "s2", "Rest a week.", AUTHOR, at),
    "add": lambda e, at: add(e, "Plan", "Return in a week.", AUTHOR, at),
    "decide_code": lambda e, at: decide_code(e, "M25.569", True, AUTHOR, at),
    "correct_role": lambda e, at: correct_role(e, "S1", Role.OTHER, AUTHOR, at),
    "sign": lambda e, at: sign(e, AUTHOR, at),
    "amend": lambda e, at: amend(e, "s2", "Rest a week.", "length", AUTHOR, at),
    "record": lambda e, at: check_may_record(e),
    "draft": lambda e, at: check_may_draft(e),
}
ALLOWED = {
    "edit": ("drafted",),
    "add": ("drafted",),
    "decide_code": ("drafted",),
    "correct_role": ("recording", "transcribed", "drafted"),
    "sign": ("drafted",),
    "amend": ("signed",),
    "record": ("open_encounter",),
    "draft": ("transcribed", "drafted"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("status", STATUSES)
def test_a_command_is_allowed_in_its_statuses_only(
    request: pytest.FixtureRequest, command: str, status: str, at: datetime
) -> None:
    encounter: Encounter = request.getfixturevalue(status)
    if status in ALLOWED[command]:
        COMMANDS[command](encounter, at)
        return
    with pytest.raises((Refused, NotFound)):
        COMMANDS[command](encounter, at)


@pytest.mark.parametrize("command", ["edit", "add", "decide_code", "correct_role", "sign", "draft"])
def test_a_signed_encounter_is_refused_by_rule(
    command: str, signed: Encounter, at: datetime
) -> None:
    with pytest.raises(Refused, match="signed; it changes by amendment only"):
        COMMANDS[command](signed, at)


@pytest.mark.parametrize("by", ["", "  \n"])
@pytest.mark.parametrize(
    "command",
    [
        lambda e, by, at: edit(e, "s2", "Text.", by, at),
        lambda e, by, at: add(e, "Plan", "Text.", by, at),
        lambda e, by, at: decide_code(e, "M25.569", None, by, at),
        lambda e, by, at: correct_role(e, "S1", Role.OTHER, by, at),
        lambda e, by, at: sign(e, by, at),
    ],
)
def test_every_change_has_an_author(
    command: Callable[[Encounter, str, datetime], Event],
    by: str,
    drafted: Encounter,
    at: datetime,
) -> None:
    with pytest.raises(InputError, match="name of its author"):
        command(drafted, by, at)


def test_what_is_not_there_is_not_found(
    drafted: Encounter, signed: Encounter, at: datetime
) -> None:
    with pytest.raises(NotFound, match="no statement 's9'"):
        edit(drafted, "s9", "Text.", AUTHOR, at)
    with pytest.raises(NotFound, match="no section named 'Allergies'"):
        add(drafted, "Allergies", "Text.", AUTHOR, at)
    with pytest.raises(NotFound, match="no code 'I10'"):
        decide_code(drafted, "I10", True, AUTHOR, at)
    with pytest.raises(NotFound, match="no speaker 'S9'"):
        correct_role(drafted, "S9", Role.PATIENT, AUTHOR, at)
    with pytest.raises(NotFound, match="no statement 's9'"):
        amend(signed, "s9", "Text.", "reason", AUTHOR, at)


def test_a_removed_statement_cannot_be_edited_again(drafted: Encounter, at: datetime) -> None:
    removed = apply(drafted, edit(drafted, "s2", " \n", AUTHOR, at))
    with pytest.raises(NotFound, match="no statement 's2'"):
        edit(removed, "s2", "Back.", AUTHOR, at)


def test_text_is_kept_as_one_line(drafted: Encounter, at: datetime) -> None:
    assert edit(drafted, "s2", " Rest\r\n a  week. ", AUTHOR, at).text == "Rest a week."


def test_added_statements_need_text_but_get_an_id_of_their_own(
    drafted: Encounter, at: datetime
) -> None:
    with pytest.raises(InputError, match="needs text"):
        add(drafted, "Plan", " \n", AUTHOR, at)
    encounter = drafted
    for number in range(5):
        encounter = apply(encounter, add(encounter, "Plan", f"Step {number}.", AUTHOR, at))
        encounter = (
            apply(encounter, edit(encounter, "s1", "", AUTHOR, at)) if not number else encounter
        )
    assert encounter.note is not None
    ids = [statement.id for statement in encounter.note.statements]
    assert len(ids) == len(set(ids)) == 7


def test_a_decision_about_a_code_can_be_changed_or_taken_back(
    drafted: Encounter, at: datetime
) -> None:
    encounter = drafted
    for accepted, kept in ((True, [True]), (False, [False]), (None, []), (None, [])):
        encounter = apply(encounter, decide_code(encounter, "M25.569", accepted, AUTHOR, at))
        assert [decision.accepted for decision in encounter.decisions] == kept


def test_an_empty_note_cannot_be_signed(drafted: Encounter, at: datetime) -> None:
    assert drafted.note is not None
    empty = replace(drafted, note=replace(drafted.note, sections=()))
    with pytest.raises(Refused, match="empty note"):
        sign(empty, AUTHOR, at)


def test_an_amendment_needs_a_reason(signed: Encounter, at: datetime) -> None:
    with pytest.raises(InputError, match="needs a reason"):
        amend(signed, "s2", "Rest a week.", " ", AUTHOR, at)


def test_a_draft_over_edits_must_be_asked_for(drafted: Encounter, at: datetime) -> None:
    edited = apply(drafted, edit(drafted, "s2", "Rest a week.", AUTHOR, at))
    with pytest.raises(Refused, match="replace_edits"):
        check_may_draft(edited)
    check_may_draft(edited, replace_edits=True)


def test_what_a_person_writes_is_in_no_message(drafted: Encounter, at: datetime) -> None:
    with pytest.raises(NotFound) as missing:
        edit(drafted, "s9", "Mrs Miller is pregnant.", AUTHOR, at)
    assert "Miller" not in str(missing.value)
