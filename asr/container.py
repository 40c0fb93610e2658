"""Decodes audio in a container, such as WebM or MP3, as its bytes arrive."""

import threading

import av
import av.error
import numpy as np

from asr.audio import decode_container, unreadable
from scribe.errors import AudioError
from scribe.ports import Samples

PIPE_BYTES = 1 << 18
"""How much undecoded audio may wait before `push` waits for the decoder."""


class _Pipe:
    """A file that blocks the reader until the writer has more."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._data = bytearray()
        self._ended = False
        self._reading = True

    def write(self, data: bytes) -> None:
        with self._changed:
            self._data += data
            self._changed.notify_all()
            self._changed.wait_for(lambda: len(self._data) <= PIPE_BYTES or not self._reading)

    def end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def stop_reading(self) -> None:
        with self._changed:
            self._reading = False
            self._changed.notify_all()

    @property
    def ended(self) -> bool:
        return self._ended

    def read(self, size: int) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: self._data or self._ended)
            data = bytes(self._data[:size])
            del self._data[:size]
            self._changed.notify_all()
            return data


class ContainerDecoder:
    """Decodes WAV, MP3, FLAC, Ogg, WebM or M4A as it arrives; rate and channels are in its header.

    A stream that is cut off keeps what was decoded. Raises AudioError from `push` or `flush` if
    it is no audio. FFmpeg pulls its input, hence the thread; `close` or `flush` ends it.
    """

    def __init__(self) -> None:
        self._pipe = _Pipe()
        self._ready: list[Samples] = []
        self._lock = threading.Lock()
        self._decoded = False
        self._received = False
        self._error: AudioError | None = None
        self._thread = threading.Thread(target=self._run, name="audio decoder", daemon=True)
        self._thread.start()

    def push(self, data: bytes) -> Samples:
        self._received = self._received or bool(data)
        self._pipe.write(data)
        if self._error is not None:
            raise self._error
        return self._take()

    def flush(self) -> Samples:
        self.close()
        if not self._received:
            raise AudioError("audio stream: expected audio, found no data")
        if self._error is not None:
            raise self._error
        if not self._decoded:
            raise AudioError("audio stream: expected audio, found not a single sample")
        return self._take()

    def close(self) -> None:
        self._pipe.end()
        self._thread.join()

    def _take(self) -> Samples:
        with self._lock:
            ready, self._ready = self._ready, []
        return np.concatenate(ready) if ready else np.empty((0, 1), np.int16)

    def _run(self) -> None:
        try:
            with av.open(self._pipe, mode="r", metadata_errors="ignore") as container:
                for samples in decode_container(container, "audio stream"):
                    with self._lock:
                        self._ready.append(samples)
                    self._decoded = self._decoded or len(samples) > 0
            if not self._pipe.ended:
                self._error = AudioError(
                    "audio stream: expected one recording, found data after its end"
                )
        except AudioError as error:
            self._error = error
        except av.error.FFmpegError as error:
            if not (self._decoded and self._pipe.ended):
                self._error = unreadable("audio stream", error)
        finally:
            self._pipe.stop_reading()
