"""ICD-10-CM suggestions from the table in force on the date of service."""

import threading
from datetime import date

from notegen.icd10.shelf import Shelf
from notegen.icd10.suggest import IcdCoder
from notegen.icd10.table import IcdTable
from scribe.code import Coding
from scribe.note import Note
from scribe.transcript import Transcript


class DatedCoder:
    """A coder for each table, made when a date of service first asks for it."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._lock = threading.Lock()
        self._coders: dict[IcdTable, IcdCoder] = {}

    def __call__(self, note: Note, transcript: Transcript, date_of_service: date) -> Coding:
        """Codes for a note and what was said; raises InputError for a day before all tables."""
        return self._of(date_of_service)(note, transcript, date_of_service)

    def code_text(self, text: str, date_of_service: date) -> Coding:
        """Codes for a phrase or a note as plain text; evidence names the section `text`.

        Raises InputError for a day before all tables.
        """
        return self._of(date_of_service).code_text(text, date_of_service)

    def prepare(self, day: date) -> None:
        """Have the table of that day ready, so that the first note need not wait for it."""
        self._of(day)

    def _of(self, day: date) -> IcdCoder:
        table = self._shelf.of(day)
        with self._lock:
            coder = self._coders.get(table)
            if coder is None:
                coder = self._coders[table] = IcdCoder(table)
            return coder
