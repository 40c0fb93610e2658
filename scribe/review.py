"""The rules of review: each command gives the event that it causes or is refused.

Commands raise `Refused` when a rule forbids them and `NotFound` when what they name is not there.
"""

from datetime import datetime

from scribe.encounter import Encounter, Status
from scribe.errors import InputError, NotFound, Refused
from scribe.events import Added, Amended, CodeDecided, Edited, RoleCorrected, Signed
from scribe.note import Note
from scribe.transcript import Role


def edit(encounter: Encounter, statement: str, text: str, by: str, at: datetime) -> Edited:
    """Change a statement's text; an empty text removes the statement."""
    _statement(_draft(encounter), statement)
    return Edited(at, statement, _one_line(text), _author(by))


def add(encounter: Encounter, section: str, text: str, by: str, at: datetime) -> Added:
    """Add a statement of one's own to a section."""
    note = _draft(encounter)
    if section not in {s.name for s in note.sections}:
        raise NotFound(f"the note has no section named {section!r}")
    line = _one_line(text)
    if not line:
        raise InputError("a new statement needs text, found none")
    # Counted, not the first free one: the id of a removed statement is never given again.
    return Added(at, section, f"a{encounter.added_statements + 1}", line, _author(by))


def decide_code(
    encounter: Encounter, code: str, accepted: bool | None, by: str, at: datetime
) -> CodeDecided:
    """Accept or reject a suggested code, or take the decision back (None)."""
    note = _draft(encounter)
    if code not in {c.code for c in note.codes}:
        raise NotFound(f"the note suggests no code {code!r}")
    return CodeDecided(at, code, accepted, _author(by))


def correct_role(
    encounter: Encounter, speaker: str, role: Role, by: str, at: datetime
) -> RoleCorrected:
    """Say what a speaker's role is."""
    _unsigned(encounter)
    if speaker not in {u.speaker for u in encounter.utterances}:
        raise NotFound(f"the transcript has no speaker {speaker!r}")
    return RoleCorrected(at, speaker, role, _author(by))


def sign(encounter: Encounter, by: str, at: datetime) -> Signed:
    """Sign the note."""
    if _draft(encounter).is_empty:
        raise Refused("an empty note cannot be signed")
    return Signed(at, _author(by))


def amend(
    encounter: Encounter, statement: str, text: str, reason: str, by: str, at: datetime
) -> Amended:
    """Change a statement of a signed note; the reason is kept with it."""
    if encounter.status is not Status.SIGNED or encounter.note is None:
        raise Refused("only a signed note is amended; an unsigned one is edited")
    _statement(encounter.note, statement)
    if not reason.strip():
        raise InputError("an amendment needs a reason, found none")
    return Amended(at, statement, _one_line(text), _one_line(reason), _author(by))


def check_may_record(encounter: Encounter) -> None:
    """One recording makes one transcript: refuse a second."""
    if encounter.status is not Status.OPEN:
        raise Refused(f"a recording can be added to an open encounter, this is {encounter.status}")


def check_may_draft(encounter: Encounter, *, replace_edits: bool = False) -> None:
    """A note is drafted from a finished transcript, never over a signature.

    What a person wrote is replaced only when that was asked for.
    """
    _unsigned(encounter)
    edited = encounter.note is not None and any(s.edited for s in encounter.note.statements)
    if edited and not replace_edits:
        raise Refused("the note was edited; a new draft would replace the edits (replace_edits)")
    if encounter.status not in (Status.TRANSCRIBED, Status.DRAFTED):
        raise Refused(f"a note is drafted from a finished transcript, this is {encounter.status}")


def _unsigned(encounter: Encounter) -> None:
    if encounter.status is Status.SIGNED:
        raise Refused("the note is signed; it changes by amendment only")


def _draft(encounter: Encounter) -> Note:
    _unsigned(encounter)
    if encounter.note is None:
        raise Refused("there is no note yet")
    return encounter.note


def _statement(note: Note, statement_id: str) -> None:
    if note.statement(statement_id) is None:
        raise NotFound(f"the note has no statement {statement_id!r}")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _author(by: str) -> str:
    name = _one_line(by)
    if not name:
        raise InputError("a change needs the name of its author, found none")
    return name
