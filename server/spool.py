"""A recording's bytes on disk, written as they arrive, read while they are written."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

BLOCK_BYTES = 1 << 16


class Spool:
    """One recording: one writer appends, any number of readers follow. Thread-safe.

    `append` hands bytes to the operating system, so that they survive the death of this process;
    `sync` makes them survive a power cut, and says how many bytes are safe.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._file = path.open("xb", buffering=0)
        self._grown = threading.Condition()
        self._syncing = threading.Lock()
        self._written_bytes = 0
        self._synced_bytes = 0
        self._closed = False

    @property
    def written_bytes(self) -> int:
        return self._written_bytes

    def append(self, data: bytes) -> None:
        """Write at the end."""
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]
        with self._grown:
            self._written_bytes += len(data)
            self._grown.notify_all()

    def sync(self) -> int:
        """Wait until all that was appended so far is safe; returns the number of safe bytes."""
        with self._syncing:
            written_bytes = self._written_bytes
            if written_bytes > self._synced_bytes and not self._file.closed:
                os.fsync(self._file.fileno())
                self._synced_bytes = written_bytes
            return self._synced_bytes

    def close(self) -> None:
        """Nothing more will come: safe all of it, let the readers finish."""
        with self._grown:
            if self._closed:
                return
            self._closed = True
        self.sync()
        with self._syncing:
            self._file.close()
        with self._grown:
            self._grown.notify_all()

    def blocks(self) -> Iterator[bytes]:
        """The bytes from the first on, waiting for more until the spool is closed."""
        with self._path.open("rb") as file:
            while True:
                block = file.read(BLOCK_BYTES)
                if block:
                    yield block
                elif not self._wait_for_more(file.tell()):
                    return

    def _wait_for_more(self, read_bytes: int) -> bool:
        with self._grown:
            self._grown.wait_for(lambda: self._written_bytes > read_bytes or self._closed)
            return self._written_bytes > read_bytes


def spooled_blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a recording that nobody writes any more."""
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block
