"""API keys: made once, shown once, kept only as hashes."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Engine, String, Table, insert, select, update

from scribe.errors import AccessDenied, InputError, NotFound
from server.store import METADATA

PREFIX = "sk-scribe-"

KEYS = Table(
    "keys",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("created_at", String(32), nullable=False),
    Column("revoked_at", String(32)),
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is listed; what it opens with is not in it."""

    id: str
    name: str
    created_at: datetime
    revoked_at: datetime | None


class Access:
    """Who may come in.

    A key has 256 random bits, so one round of SHA-256 is enough to keep it: there is nothing to
    guess (NIST SP 800-63B 5.1.2 asks for a salted slow hash of secrets under 112 bits only).
    """

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now
        METADATA.create_all(engine, tables=[KEYS])

    def create(self, name: str) -> str:
        """A new key, which nobody can show again."""
        if not name.strip():
            raise InputError("a key needs a name that says who uses it, found none")
        secret = PREFIX + secrets.token_urlsafe(32)
        row = {
            "id": secrets.token_hex(4),
            "name": " ".join(name.split())[:200],
            "sha256": _hash(secret),
            "created_at": self._now().isoformat(),
        }
        with self._engine.begin() as connection:
            connection.execute(insert(KEYS).values(row))
        return secret

    def check(self, secret: str) -> Key:
        """The key that this is. Raises AccessDenied when there is none or it was revoked."""
        digest = _hash(secret)
        with self._engine.connect() as connection:
            row = connection.execute(select(KEYS).where(KEYS.c.sha256 == digest)).one_or_none()
        if row is None or row.revoked_at or not hmac.compare_digest(row.sha256, digest):
            raise AccessDenied("the API key is not valid")
        return Key(row.id, row.name, datetime.fromisoformat(row.created_at), None)

    @contextmanager
    def lent(self, name: str) -> Iterator[str]:
        """A new key that is revoked at the end."""
        secret = self.create(name)
        try:
            yield secret
        finally:
            self.revoke(self.check(secret).id)

    def keys(self) -> tuple[Key, ...]:
        """All keys, the oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(KEYS).order_by(KEYS.c.created_at)).all()
        return tuple(
            Key(
                row.id,
                row.name,
                datetime.fromisoformat(row.created_at),
                datetime.fromisoformat(row.revoked_at) if row.revoked_at else None,
            )
            for row in rows
        )

    def revoke(self, key_id: str) -> None:
        """Let a key in no more. Raises NotFound."""
        with self._engine.begin() as connection:
            changed = connection.execute(
                update(KEYS)
                .where(KEYS.c.id == key_id, KEYS.c.revoked_at.is_(None))
                .values(revoked_at=self._now().isoformat())
            )
        if changed.rowcount == 0:
            raise NotFound(f"there is no valid key with the id {key_id!r}")


def secret_of(authorization: str) -> str:
    """What follows `Bearer` or `Token` in an Authorization header. Raises AccessDenied."""
    scheme, _, secret = authorization.partition(" ")
    if scheme.lower() not in ("bearer", "token") or not secret.strip():
        raise AccessDenied("send the API key in the header 'Authorization: Bearer KEY'")
    return secret.strip()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
