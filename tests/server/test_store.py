"""The event log in the database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from scribe.audio_format import AudioFormat, Encoding
from scribe.encounter import Encounter, Status, replay
from scribe.events import Event, Heard, Opened, RecordingEnded, RecordingStarted
from scribe.transcript import Role, Utterance
from server.store import Store, Summary, open_database

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MARKER = "Zebedee"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(tmp_path / "kept" / "scribe.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine)


def consultation(encounter_id: str, text: str = "my knee hurts", at: datetime = AT) -> list[Event]:
    return [
        Opened(at, encounter_id, f"Visit {text}", "en", "soap", date(2026, 11, 22)),
        RecordingStarted(at, "scripted", AudioFormat(Encoding.FILE)),
        Heard(at, Utterance("u1", "S1", Role.PATIENT, 0, 900, text)),
        RecordingEnded(at, "en", 1_000, 10),
    ]


def keep(store: Store, log: list[Event]) -> Encounter:
    for number in range(len(log)):
        store.append(replay(log[: number + 1]), number, log[number])
    return replay(log)


def raw_bytes(tmp_path: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (tmp_path / "kept").iterdir())


def test_a_log_comes_back_as_it_was(store: Store) -> None:
    log = consultation("e1")
    encounter = keep(store, log)
    assert store.events("e1") == tuple(log)
    assert replay(store.events("e1")) == encounter


def test_a_log_survives_the_end_of_the_process(store: Store, engine: Engine) -> None:
    keep(store, consultation("e1"))
    engine.dispose()
    again = open_database(Path(str(engine.url.database)))
    try:
        assert Store(again).events("e1") == tuple(consultation("e1"))
    finally:
        again.dispose()


def test_logs_of_encounters_are_apart(store: Store) -> None:
    one, other = consultation("e1", "one"), consultation("e2", "other")
    for number in range(4):
        store.append(replay(one[: number + 1]), number, one[number])
        store.append(replay(other[: number + 1]), number, other[number])
    assert store.events("e1") == tuple(one)
    assert store.events("e2") == tuple(other)
    assert store.events("e3") == ()


def test_more_than_ten_events_stay_in_the_order_of_their_numbers(store: Store) -> None:
    log = consultation("e1")[:2]
    for number in range(30):
        log.append(Heard(AT, Utterance(f"u{number}", "S1", Role.PATIENT, 0, 0, "yes")))
    keep(store, log)
    assert store.events("e1") == tuple(log)


def test_a_number_is_given_to_one_event_only(store: Store) -> None:
    log = consultation("e1")
    encounter = keep(store, log)
    with pytest.raises(IntegrityError):
        store.append(encounter, 3, log[3])
    assert store.events("e1") == tuple(log)


def test_a_summary_follows_its_encounter(store: Store) -> None:
    log = consultation("e1")
    store.append(replay(log[:1]), 0, log[0])
    expected = Summary("e1", "Visit my knee hurts", Status.OPEN, AT, date(2026, 11, 22), 0, 0)
    assert store.summaries() == (expected,)
    for number in (1, 2, 3):
        store.append(replay(log[: number + 1]), number, log[number])
    (summary,) = store.summaries()
    assert (summary.status, summary.audio_ms, summary.utterances) == (Status.TRANSCRIBED, 1_000, 1)


def test_the_latest_encounter_is_listed_first_in_whatever_time_zone(store: Store) -> None:
    hanoi = timezone(timedelta(hours=7))
    times = {
        "early": datetime(2026, 11, 23, 10, 0, tzinfo=hanoi),
        "middle": AT,
        "late": AT + timedelta(microseconds=1),
        "latest": datetime(2026, 11, 23, 16, 31, tzinfo=hanoi),
    }
    for encounter_id in ("middle", "latest", "early", "late"):
        keep(store, consultation(encounter_id, at=times[encounter_id])[:1])
    summaries = store.summaries()
    assert [s.id for s in summaries] == ["latest", "late", "middle", "early"]
    assert [s.opened_at for s in summaries] == sorted(times.values(), reverse=True)


def test_encounters_are_found_by_status(store: Store) -> None:
    keep(store, consultation("e1"))
    keep(store, consultation("e2")[:2])
    assert store.with_status(Status.RECORDING) == ("e2",)
    assert store.with_status(Status.TRANSCRIBED) == ("e1",)
    assert store.with_status(Status.SIGNED) == ()


def test_a_purged_encounter_is_gone_but_the_others_stay(store: Store) -> None:
    for encounter_id in ("e1", "e2", "e3"):
        keep(store, consultation(encounter_id))
    store.purge(["e1", "e3", "e9"])
    assert [s.id for s in store.summaries()] == ["e2"]
    assert store.events("e1") == ()
    assert store.events("e2") == tuple(consultation("e2"))


def test_purged_words_are_not_in_the_files_while_the_server_runs_on(
    store: Store, tmp_path: Path
) -> None:
    keep(store, consultation("e2"))
    keep(store, consultation("e1", f"{MARKER} " * 5_000))
    assert MARKER.encode() in raw_bytes(tmp_path)
    store.purge(["e1"])
    assert MARKER.encode() not in raw_bytes(tmp_path)


def test_purged_words_are_not_in_the_files_after_the_server_has_ended(
    store: Store, engine: Engine, tmp_path: Path
) -> None:
    keep(store, consultation("e1", MARKER))
    store.purge(["e1"])
    keep(store, consultation("e2"))
    engine.dispose()
    assert b"my knee hurts" in raw_bytes(tmp_path)
    assert MARKER.encode() not in raw_bytes(tmp_path)


def test_readers_do_not_wait_for_a_writer(store: Store, engine: Engine) -> None:
    keep(store, consultation("e1"))
    with engine.begin() as writer:
        writer.exec_driver_sql("UPDATE encounters SET title = 'unfinished'")
        assert [s.title for s in store.summaries()] == ["Visit my knee hurts"]
        writer.rollback()
