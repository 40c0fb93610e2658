"""Encounters change one event at a time."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine

from scribe.audio_format import AudioFormat, Encoding
from scribe.encounter import Encounter, Status, replay
from scribe.errors import InputError, NotFound, Refused
from scribe.events import Event, Failed, Heard, RecordingStarted
from scribe.transcript import Role, Utterance
from server.records import KEPT_IN_MEMORY, Records
from server.store import Store, open_database

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(tmp_path / "scribe.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine)


@pytest.fixture
def records(store: Store) -> Records:
    return Records(store, lambda: AT)


def open_one(records: Records, title: str = "Knee") -> str:
    return records.open(title, "en", "soap", date(2026, 11, 22)).id


def heard(encounter: Encounter) -> Event:
    """The next utterance, numbered after those that the encounter has."""
    number = len(encounter.utterances) + 1
    return Heard(AT, Utterance(f"u{number}", "S1", Role.PATIENT, 0, 0, "yes"))


def start(encounter: Encounter) -> Event:
    return RecordingStarted(AT, "scripted", AudioFormat(Encoding.FILE))


def refuse(encounter: Encounter) -> Event:
    raise Refused("by rule")


def test_an_opened_encounter_is_kept(records: Records, store: Store) -> None:
    encounter = records.open("  Knee\n pain ", "vi", "brief", date(2026, 11, 22))
    assert (encounter.title, encounter.language, encounter.template) == ("Knee pain", "vi", "brief")
    assert (encounter.date_of_service, encounter.status) == (date(2026, 11, 22), Status.OPEN)
    assert records.read(encounter.id) == replay(store.events(encounter.id)) == encounter


def test_without_a_date_of_service_it_is_the_day_on_which_it_is_opened(records: Records) -> None:
    encounter = records.open("Knee", "en", "soap", None)
    assert encounter.date_of_service == AT.astimezone().date()


@pytest.mark.parametrize("title", ["", " \n"])
def test_an_encounter_needs_a_title(records: Records, title: str) -> None:
    with pytest.raises(InputError, match="needs a title"):
        open_one(records, title)
    assert records.summaries() == ()


def test_encounters_have_ids_of_their_own(records: Records) -> None:
    assert len({open_one(records) for _ in range(50)}) == 50


def test_what_changes_in_memory_is_what_the_log_says(records: Records, store: Store) -> None:
    encounter_id = open_one(records)
    commands: tuple[Callable[[Encounter], Event], ...] = (start, heard, heard)
    for command in commands:
        changed = records.change(encounter_id, command)
        assert changed == records.read(encounter_id) == replay(store.events(encounter_id))
        assert changed == Records(store, lambda: AT).read(encounter_id)


def test_a_refused_change_leaves_nothing_behind(records: Records, store: Store) -> None:
    encounter_id = open_one(records)
    before, log = records.read(encounter_id), store.events(encounter_id)
    with pytest.raises(Refused, match="by rule"):
        records.change(encounter_id, refuse)
    with pytest.raises(InputError, match="only once"):
        records.change(encounter_id, lambda _: log[0])
    assert (records.read(encounter_id), store.events(encounter_id)) == (before, log)
    assert records.change(encounter_id, heard).utterances[0].id == "u1"


def test_an_unknown_encounter_is_not_found(records: Records) -> None:
    for ask in (records.read, records.purge, lambda name: records.change(name, heard)):
        with pytest.raises(NotFound, match="no encounter 'e9'"):
            ask("e9")


def test_changes_from_many_threads_are_numbered_without_gaps(
    records: Records, store: Store, engine: Engine
) -> None:
    ids = [open_one(records) for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        changes = [pool.submit(records.change, ids[n % 2], heard) for n in range(60)]
        sizes = sorted(len(change.result(60).utterances) for change in changes)
    assert sizes == sorted([*range(1, 31)] * 2)
    for encounter_id in ids:
        assert [u.id for u in records.read(encounter_id).utterances] == [
            f"u{n}" for n in range(1, 31)
        ]
        assert replay(store.events(encounter_id)) == records.read(encounter_id)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT COUNT(*), MIN(number), MAX(number) FROM events GROUP BY encounter_id"
        )
        assert {tuple(row) for row in rows} == {(31, 0, 30)}


def test_encounters_that_memory_has_no_room_for_are_read_again(records: Records) -> None:
    ids = [open_one(records, f"Visit {n}") for n in range(KEPT_IN_MEMORY + 6)]
    for encounter_id in (*ids, *ids):
        records.change(encounter_id, heard)
    assert [records.read(i).title for i in ids] == [f"Visit {n}" for n in range(len(ids))]
    assert {len(records.read(i).utterances) for i in ids} == {2}


def test_what_another_process_erases_or_adds_is_seen(records: Records, engine: Engine) -> None:
    erased, longer = open_one(records), open_one(records)
    other = Records(Store(engine), lambda: AT)
    other.purge(erased)
    other.change(longer, start)
    with pytest.raises(NotFound):
        records.read(erased)
    assert records.read(longer) == other.read(longer)


def test_encounters_not_used_for_long_are_read_from_the_log(records: Records) -> None:
    ids = [open_one(records) for _ in range(KEPT_IN_MEMORY + 1)]
    assert [records.read(encounter_id).id for encounter_id in ids] == ids


def test_the_list_has_the_latest_first(store: Store) -> None:
    ticks = iter(range(10))
    records = Records(store, lambda: AT + timedelta(minutes=next(ticks)))
    ids = [open_one(records) for _ in range(3)]
    assert [summary.id for summary in records.summaries()] == ids[::-1]


def test_a_recording_that_never_ended_is_interrupted(records: Records) -> None:
    ended, interrupted, _ = (open_one(records) for _ in range(3))
    records.change(ended, start)
    records.change(interrupted, start)
    records.change(ended, lambda _: Failed(AT, "recognition", "audio: truncated"))
    assert records.interrupted() == (interrupted,)


def test_a_purged_encounter_is_forgotten(records: Records, store: Store) -> None:
    encounter_id, other = open_one(records), open_one(records)
    records.purge(encounter_id)
    with pytest.raises(NotFound):
        records.read(encounter_id)
    with pytest.raises(NotFound):
        records.purge(encounter_id)
    assert store.events(encounter_id) == ()
    assert [summary.id for summary in records.summaries()] == [other]


def test_events_carry_utc(store: Store) -> None:
    hanoi = timezone(timedelta(hours=7))
    now = Records(store, lambda: AT.astimezone(hanoi)).now()
    assert (now, now.tzinfo) == (AT, UTC)
