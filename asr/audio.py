"""Audio of any kind as 16 kHz samples."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import av
import av.container
import av.error
import numpy as np
import soxr
from numpy.typing import NDArray

from asr.channels import ChannelFold
from scribe.errors import AudioError
from scribe.ports import SAMPLE_RATE_HZ, Samples

MIN_RATE_HZ, MAX_RATE_HZ = 8_000, 192_000
CHUNK_SAMPLES = SAMPLE_RATE_HZ
"""Files are read about one second at a time."""
MISSING_MS = 300
"""A file may end this much before the length that its header gives: encoders pad."""

Floats = NDArray[np.float32]


class StreamDecoder(Protocol):
    """Turns bytes into samples as they arrive; results do not depend on how they are cut."""

    def push(self, data: bytes) -> Samples:
        """Take the next bytes; return what is decoded so far, shape (samples, 1 or 2)."""
        ...

    def flush(self) -> Samples:
        """The stream has ended: return the rest."""
        ...

    def close(self) -> None:
        """Give up the stream without its rest. Safe to call twice."""
        ...


class Resampler:
    """Brings float audio in [-1, 1], shape (samples, channels), to 16 kHz int16 without seams."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        if not MIN_RATE_HZ <= rate_hz <= MAX_RATE_HZ:
            raise AudioError(
                f"sample rate: expected {MIN_RATE_HZ} to {MAX_RATE_HZ} Hz, found {rate_hz} Hz"
            )
        self._soxr = (
            None
            if rate_hz == SAMPLE_RATE_HZ
            else soxr.ResampleStream(rate_hz, SAMPLE_RATE_HZ, channels, "float32", "HQ")
        )
        self._channels = channels

    def push(self, signal: Floats) -> Samples:
        return _to_int16(signal if self._soxr is None else self._soxr.resample_chunk(signal))

    def flush(self) -> Samples:
        if self._soxr is None:
            return np.empty((0, self._channels), np.int16)
        rest = np.empty((0, self._channels), np.float32)
        return _to_int16(self._soxr.resample_chunk(rest, last=True))


def _to_int16(signal: Floats) -> Samples:
    return np.clip(np.rint(signal * 32768), -32768, 32767).astype(np.int16)


def _to_float(samples: NDArray[np.int16]) -> Floats:
    return samples.astype(np.float32) / np.float32(32768)


def _at_most_two(signal: Floats) -> Floats:
    """Mono and stereo as they are, more channels mixed to one."""
    if signal.shape[1] <= 2:
        return signal
    return np.asarray(signal.mean(axis=1, keepdims=True), np.float32)


class PcmDecoder:
    """Decodes raw PCM, 16 bits little-endian, interleaved. An odd rest of bytes is carried over."""

    def __init__(self, rate_hz: int, channels: int = 1) -> None:
        if channels < 1:
            raise AudioError(f"number of channels: expected 1 or more, found {channels}")
        self._channels = channels
        self._resampler = Resampler(rate_hz, min(channels, 2) if channels <= 2 else 1)
        self._rest = b""

    def push(self, data: bytes) -> Samples:
        data = self._rest + data
        frame_bytes = 2 * self._channels
        whole = len(data) // frame_bytes * frame_bytes
        self._rest = data[whole:]
        samples = np.frombuffer(data[:whole], "<i2").astype(np.int16)
        return self._resampler.push(_at_most_two(_to_float(samples.reshape(-1, self._channels))))

    def flush(self) -> Samples:
        """A sample that arrived only in part is left out."""
        return self._resampler.flush()

    def close(self) -> None:
        self._rest = b""


class _FrameConverter:
    """Takes the decoded frames of one audio stream, returns 16 kHz samples."""

    def __init__(self) -> None:
        self._packed = av.AudioResampler(format="flt")
        self._resampler: Resampler | None = None
        self._source = (0, 0)

    def push(self, frame: av.AudioFrame) -> Iterator[Samples]:
        source = (frame.sample_rate, frame.layout.nb_channels)
        if self._resampler is None:
            self._source = source
            self._resampler = Resampler(source[0], source[1] if source[1] <= 2 else 1)
        elif source != self._source:
            raise AudioError(
                f"audio: expected {self._source[0]} Hz and {self._source[1]} channels to the end, "
                f"found a change to {source[0]} Hz and {source[1]} channels"
            )
        for packed in self._packed.resample(frame):
            signal = packed.to_ndarray().reshape(-1, source[1]).astype(np.float32, copy=False)
            yield self._resampler.push(_at_most_two(signal))

    def flush(self) -> Iterator[Samples]:
        if self._resampler is not None:
            yield self._resampler.flush()


def decode_container(container: av.container.InputContainer, name: str) -> Iterator[Samples]:
    """Samples of the first audio stream, packet by packet; packets that are damaged are skipped."""
    if not container.streams.audio:
        kinds = ", ".join(sorted({stream.type for stream in container.streams})) or "nothing"
        raise AudioError(f"{name}: expected an audio stream, found {kinds}")
    converter = _FrameConverter()
    for packet in container.demux(container.streams.audio[0]):
        try:
            frames = packet.decode()
        except (av.error.InvalidDataError, av.error.EOFError):
            continue
        for frame in frames:
            yield from converter.push(frame)
    yield from converter.flush()


def decode_file(path: Path) -> Iterator[Samples]:
    """The recording in chunks of about a second, all of shape (samples, 1) or all (samples, 2).

    Two channels come out only if each holds its own voice. Raises AudioError, possibly after
    some chunks, if the file is missing, empty, no audio, or shorter than its header says.
    """
    if not path.is_file():
        raise AudioError(f"{path.name}: expected an audio file, found no such file")
    if path.stat().st_size == 0:
        raise AudioError(f"{path.name}: expected an audio file, found an empty file")
    try:
        container = av.open(str(path), metadata_errors="ignore")
    except av.error.FFmpegError as error:
        raise unreadable(path.name, error) from error
    with container:
        yield from _folded_chunks(_checked(container, path))


def _checked(container: av.container.InputContainer, path: Path) -> Iterator[Samples]:
    decoded = 0
    try:
        for samples in decode_container(container, path.name):
            decoded += len(samples)
            yield samples
    except av.error.FFmpegError as error:
        raise unreadable(path.name, error) from error
    if decoded == 0:
        raise AudioError(f"{path.name}: expected audio, found a file without a single sample")
    decoded_ms = decoded * 1000 // SAMPLE_RATE_HZ
    promised_ms = _promised_ms(container, path)
    if decoded_ms < promised_ms - MISSING_MS:
        raise AudioError(
            f"{path.name}: expected {promised_ms} ms of audio as its header says, "
            f"found {decoded_ms} ms (a truncated file?)"
        )


def _folded_chunks(parts: Iterator[Samples]) -> Iterator[Samples]:
    fold = ChannelFold()
    waiting: list[Samples] = []
    damage: AudioError | None = None
    try:
        for part in parts:
            out = fold.push(part)
            if len(out):
                waiting.append(out)
            if sum(map(len, waiting)) >= CHUNK_SAMPLES:
                yield np.concatenate(waiting)
                waiting = []
    except AudioError as error:
        damage = error
    rest = fold.flush()
    if len(rest):
        waiting.append(rest)
    if waiting:
        yield np.concatenate(waiting)
    if damage is not None:
        raise damage


def _promised_ms(container: av.container.InputContainer, path: Path) -> int:
    """Length that the header states, in ms; 0 where there is none that can be relied on."""
    kind = container.format.name
    with path.open("rb") as file:
        head = file.read(8192)
    if kind == "wav":
        return _promised_wav_ms(container, head)
    stated = "flac" in kind or "mp4" in kind or "matroska" in kind
    # Without a Xing or Info header the length of an MP3 is only guessed from its bit rate.
    if stated or (kind == "mp3" and (b"Xing" in head or b"Info" in head)):
        stream = container.streams.audio[0]
        if stream.duration is not None and stream.time_base is not None:
            return int(stream.duration * stream.time_base * 1000)
        return (container.duration or 0) // 1000 if len(container.streams) == 1 else 0
    return 0


def _promised_wav_ms(container: av.container.InputContainer, head: bytes) -> int:
    """From the size of the RIFF `data` chunk; 0 and 0xFFFFFFFF are what live encoders write."""
    position, byte_rate = 12, 0
    while position + 8 <= len(head):
        name = head[position : position + 4]
        size = int.from_bytes(head[position + 4 : position + 8], "little")
        if name == b"fmt ":
            byte_rate = int.from_bytes(head[position + 16 : position + 20], "little")
        if name == b"data":
            unknown = size in (0, 0xFFFFFFFF) or byte_rate == 0
            return 0 if unknown else size * 1000 // byte_rate
        position += 8 + size + size % 2
    return 0


def unreadable(name: str, error: av.error.FFmpegError) -> AudioError:
    """What to raise for an error of FFmpeg; its own message would quote the whole path."""
    return AudioError(f"{name}: expected an audio file, found something else ({error.strerror})")
