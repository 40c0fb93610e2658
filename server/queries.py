"""What clients ask for, checked."""

import re
from collections.abc import Mapping
from datetime import date

from notegen.templates.library import TemplateLibrary
from scribe.encounter import Encounter
from scribe.errors import InputError
from server.bodies import NewEncounter
from server.clinic import Clinic

MAX_TITLE_CHARACTERS = 200
_LANGUAGE = re.compile(r"auto|[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def new_encounter(clinic: Clinic, asked: NewEncounter) -> Encounter:
    """Open an encounter as asked; the settings say what was not asked. Raises InputError."""
    title = asked.title.strip() or "Encounter"
    if len(title) > MAX_TITLE_CHARACTERS:
        raise InputError(
            f"title: expected at most {MAX_TITLE_CHARACTERS} characters, found {len(title)}"
        )
    return clinic.records.open(
        title,
        _matching(_LANGUAGE, "language", asked.language or clinic.settings.language),
        _template(clinic, asked.template or clinic.settings.template),
        _date(asked.date_of_service) if asked.date_of_service else None,
    )


def whole_number(query: Mapping[str, str], name: str, default: int) -> int:
    """A whole number of a query. Raises InputError."""
    text = query.get(name)
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise InputError(f"{name}: expected a whole number")
    return int(text)


def _template(clinic: Clinic, name: str) -> str:
    """Raises InputError, which names what there is, where there is none or it has faults."""
    return TemplateLibrary(clinic.settings.templates).find(name).name


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = "date_of_service: expected a date such as 2026-11-23"
    raise InputError(message)


def _matching(pattern: re.Pattern[str], name: str, text: str) -> str:
    if not pattern.fullmatch(text):
        raise InputError(f"{name}: expected the form {pattern.pattern}, found something else")
    return text
