"""API keys."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from scribe.errors import AccessDenied, InputError, NotFound
from server.access import PREFIX, Access, secret_of
from server.store import open_database

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(tmp_path / "scribe.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture
def access(engine: Engine) -> Access:
    ticks = iter(range(1_000))
    return Access(engine, lambda: AT + timedelta(minutes=next(ticks)))


def test_a_lent_key_is_good_until_it_is_given_back(access: Access) -> None:
    with access.lent("desk") as secret:
        assert access.check(secret).name == "desk"
    with pytest.raises(AccessDenied):
        access.check(secret)


def test_a_key_opens_under_its_name(access: Access) -> None:
    secret = access.create("  Dr Hill's\n laptop ")
    assert secret.startswith(PREFIX)
    key = access.check(secret)
    assert (key.name, key.created_at, key.revoked_at) == ("Dr Hill's laptop", AT, None)


@pytest.mark.parametrize("name", ["", " \n"])
def test_a_key_needs_a_name(access: Access, name: str) -> None:
    with pytest.raises(InputError, match="needs a name"):
        access.create(name)
    assert access.keys() == ()


def test_no_two_keys_are_the_same(access: Access) -> None:
    secrets = {access.create("app") for _ in range(20)}
    listed = access.keys()
    assert len(secrets) == len({key.id for key in listed}) == 20
    assert all(len(secret) >= len(PREFIX) + 43 for secret in secrets)


def test_the_disk_holds_no_key_that_opens(access: Access, engine: Engine, tmp_path: Path) -> None:
    secret = access.create("app").encode()
    engine.dispose()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"app" in kept
    assert secret not in kept
    assert secret.removeprefix(PREFIX.encode()) not in kept


def test_a_wrong_key_is_denied_without_being_repeated(access: Access) -> None:
    secret = access.create("app")
    for wrong in (secret[:-1], secret + "x", secret.upper(), "", "' OR 1=1 --"):
        with pytest.raises(AccessDenied) as denial:
            access.check(wrong)
        assert str(denial.value) == "the API key is not valid"


def test_the_hash_of_a_key_is_no_key(access: Access, engine: Engine) -> None:
    access.create("app")
    with engine.connect() as connection:
        digest = connection.exec_driver_sql("SELECT sha256 FROM keys").scalar_one()
    with pytest.raises(AccessDenied):
        access.check(digest)


def test_a_revoked_key_is_denied_but_stays_listed(access: Access) -> None:
    first, second = access.create("first"), access.create("second")
    access.revoke(access.check(first).id)
    with pytest.raises(AccessDenied):
        access.check(first)
    assert access.check(second).name == "second"
    listed = access.keys()
    assert [(k.name, k.revoked_at is None) for k in listed] == [
        ("first", False),
        ("second", True),
    ]


def test_a_key_is_revoked_once(access: Access) -> None:
    key_id = access.check(access.create("app")).id
    access.revoke(key_id)
    for unknown in (key_id, "nokey"):
        with pytest.raises(NotFound, match="no valid key"):
            access.revoke(unknown)


def test_keys_are_listed_from_the_oldest_on(access: Access) -> None:
    for name in ("one", "two", "three"):
        access.create(name)
    listed = access.keys()
    assert [key.name for key in listed] == ["one", "two", "three"]


def test_another_process_sees_keys_at_once(access: Access, tmp_path: Path) -> None:
    engine = open_database(tmp_path / "scribe.sqlite")
    try:
        secret = Access(engine, lambda: AT).create("from the command line")
        assert access.check(secret).name == "from the command line"
    finally:
        engine.dispose()


@pytest.mark.parametrize("header", ["Bearer abc", "bearer abc", "Token abc", "BEARER   abc "])
def test_the_secret_follows_bearer_or_token(header: str) -> None:
    assert secret_of(header) == "abc"


@pytest.mark.parametrize("header", ["", "abc", "Bearer", "Bearer ", "Basic abc", "Bearerabc"])
def test_another_header_is_denied_without_being_repeated(header: str) -> None:
    with pytest.raises(AccessDenied) as denial:
        secret_of(header)
    assert "Authorization: Bearer KEY" in str(denial.value)
    assert "abc" not in str(denial.value)
