"""What one running server is made of."""

from dataclasses import dataclass

from scribe.settings import Settings
from server.access import Access, Key, secret_of
from server.live import Live
from server.recording import Parts
from server.records import Records


@dataclass(frozen=True, slots=True)
class Clinic:
    """The parts that the protocols serve from."""

    settings: Settings
    records: Records
    live: Live
    parts: Parts
    access: Access

    def authorise(self, authorization: str) -> Key:
        """The key in an Authorization header. Raises AccessDenied."""
        return self.access.check(secret_of(authorization))
