"""The event log of all encounters, in a SQL database.

One row an event, in the order in which it happened; a row a encounter with what a list of them
shows, written in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy import (
    event as listen_for,
)
from sqlalchemy.sql.functions import count

from scribe.encounter import Encounter, Status
from scribe.events import Event
from scribe.wire import decode_event, encode

METADATA = MetaData()

EVENTS = Table(
    "events",
    METADATA,
    Column("encounter_id", String(32), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(32), nullable=False),
    Column("body", Text, nullable=False),
)

ENCOUNTERS = Table(
    "encounters",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("title", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("opened_at", String(32), nullable=False, index=True),
    Column("date_of_service", String(10), nullable=False),
    Column("audio_ms", Integer, nullable=False),
    Column("utterances", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list of encounters shows of each."""

    id: str
    title: str
    status: Status
    opened_at: datetime
    date_of_service: date
    audio_ms: int
    utterances: int


class Store:
    """The log on disk. Thread-safe; who appends to an encounter must be its only writer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        METADATA.create_all(engine, tables=[EVENTS, ENCOUNTERS])

    def append(self, encounter: Encounter, number: int, event: Event) -> None:
        """Write event `number` (from 0) of an encounter; `encounter` is its state afterwards."""
        with self._engine.begin() as connection:
            connection.execute(
                insert(EVENTS).values(
                    encounter_id=encounter.id, number=number, kind=event.kind, body=encode(event)
                )
            )
            _summarise(connection, encounter, is_new=number == 0)

    def events(self, encounter_id: str) -> tuple[Event, ...]:
        """The encounter's log in order; empty when there is no such encounter."""
        query = (
            select(EVENTS.c.body)
            .where(EVENTS.c.encounter_id == encounter_id)
            .order_by(EVENTS.c.number)
        )
        with self._engine.connect() as connection:
            return tuple(decode_event(body) for body in connection.scalars(query))

    def event_count(self, encounter_id: str) -> int:
        """Length of the encounter's log; 0 when there is no such encounter."""
        query = select(count()).where(EVENTS.c.encounter_id == encounter_id)
        with self._engine.connect() as connection:
            return connection.scalar(query) or 0

    def summaries(self) -> tuple[Summary, ...]:
        """All encounters, the latest first."""
        query = select(ENCOUNTERS).order_by(ENCOUNTERS.c.opened_at.desc(), ENCOUNTERS.c.id)
        with self._engine.connect() as connection:
            return tuple(
                Summary(
                    row.id,
                    row.title,
                    Status(row.status),
                    datetime.fromisoformat(row.opened_at),
                    date.fromisoformat(row.date_of_service),
                    row.audio_ms,
                    row.utterances,
                )
                for row in connection.execute(query)
            )

    def with_status(self, status: Status) -> tuple[str, ...]:
        """Ids of the encounters that have this status."""
        query = select(ENCOUNTERS.c.id).where(ENCOUNTERS.c.status == status.value)
        with self._engine.connect() as connection:
            return tuple(connection.scalars(query))

    def purge(self, encounter_ids: Sequence[str]) -> None:
        """Erase these encounters with all their events, also from the file's bytes."""
        with self._engine.begin() as connection:
            connection.execute(delete(EVENTS).where(EVENTS.c.encounter_id.in_(encounter_ids)))
            connection.execute(delete(ENCOUNTERS).where(ENCOUNTERS.c.id.in_(encounter_ids)))
        if self._engine.dialect.name == "sqlite":
            # The write-ahead log holds the rows as they were until it is emptied.
            with self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def open_database(path: Path) -> Engine:
    """A SQLite database that survives a crash and is read while it is written (WAL).

    Erased rows are overwritten (`secure_delete`), so that a purge really is one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}")

    @listen_for.listens_for(engine, "connect")
    def _configure(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=5000",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _summarise(connection: Connection, encounter: Encounter, *, is_new: bool) -> None:
    values = {
        "title": encounter.title,
        "status": encounter.status.value,
        "opened_at": encounter.opened_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "date_of_service": encounter.date_of_service.isoformat(),
        "audio_ms": encounter.audio_ms,
        "utterances": len(encounter.utterances),
    }
    if is_new:
        connection.execute(insert(ENCOUNTERS).values(id=encounter.id, **values))
    else:
        connection.execute(
            update(ENCOUNTERS).where(ENCOUNTERS.c.id == encounter.id).values(**values)
        )
