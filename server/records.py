"""The encounters of this server: read them, or change them by one event at a time."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from scribe.encounter import Encounter, Status, apply, opened, replay
from scribe.errors import InputError, NotFound
from scribe.events import Event, Opened
from server.store import Store, Summary

KEPT_IN_MEMORY = 64


@dataclass(frozen=True, slots=True)
class _Record:
    encounter: Encounter
    event_count: int


class Records:
    """Owner of the store. Thread-safe: changes happen one after the other.

    The states of the encounters used last are kept in memory, so that an event costs one insert
    and not a replay.
    """

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._lock = threading.RLock()
        self._records: OrderedDict[str, _Record] = OrderedDict()

    def open(
        self, title: str, language: str, template: str, date_of_service: date | None
    ) -> Encounter:
        """A new encounter; without a date of service it is today's."""
        at = self._now()
        if not title.strip():
            raise InputError("an encounter needs a title, found none")
        event = Opened(
            at,
            secrets.token_hex(8),
            " ".join(title.split()),
            language,
            template,
            date_of_service or at.astimezone().date(),
        )
        encounter = opened(event)
        with self._lock:
            self._store.append(encounter, 0, event)
            self._keep(_Record(encounter, 1))
        return encounter

    def read(self, encounter_id: str) -> Encounter:
        """The encounter as it is now. Raises NotFound."""
        with self._lock:
            return self._record(encounter_id).encounter

    def change(self, encounter_id: str, command: Callable[[Encounter], Event]) -> Encounter:
        """Append the event that the command gives for the encounter as it is now.

        Raises NotFound, and whatever the command raises; then nothing has happened.
        """
        with self._lock:
            record = self._record(encounter_id)
            event = command(record.encounter)
            changed = apply(record.encounter, event)
            self._store.append(changed, record.event_count, event)
            self._keep(_Record(changed, record.event_count + 1))
            return changed

    def summaries(self) -> tuple[Summary, ...]:
        """All encounters, the latest first."""
        return self._store.summaries()

    def interrupted(self) -> tuple[str, ...]:
        """Ids of the encounters whose recording never ended."""
        return self._store.with_status(Status.RECORDING)

    def purge(self, encounter_id: str) -> None:
        """Erase an encounter. Raises NotFound."""
        with self._lock:
            self._record(encounter_id)
            self._store.purge([encounter_id])
            self._records.pop(encounter_id, None)

    def now(self) -> datetime:
        """The time that events carry, in UTC."""
        return self._now().astimezone(UTC)

    def _record(self, encounter_id: str) -> _Record:
        record = self._records.get(encounter_id)
        # Another process, such as `scribe encounters purge`, may have changed the log.
        if record is None or record.event_count != self._store.event_count(encounter_id):
            self._records.pop(encounter_id, None)
            events = self._store.events(encounter_id)
            if not events:
                raise NotFound(f"there is no encounter {encounter_id!r}")
            record = _Record(replay(events), len(events))
        self._keep(record)
        return record

    def _keep(self, record: _Record) -> None:
        self._records[record.encounter.id] = record
        self._records.move_to_end(record.encounter.id)
        while len(self._records) > KEPT_IN_MEMORY:
            self._records.popitem(last=False)
