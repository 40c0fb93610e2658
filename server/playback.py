"""A kept recording as WAV, decoded while it is sent."""

import io
import wave
from collections.abc import Iterator
from pathlib import Path

from scribe.audio_format import AudioFormat, Encoding
from scribe.errors import AudioError
from scribe.ports import SAMPLE_RATE_HZ, Samples
from server.recording import Parts
from server.spool import spooled_blocks

BYTES_PER_SAMPLE = 2


def wav_bytes(audio_ms: int) -> int:
    """Size of what `wav_stream` gives."""
    return len(_header(audio_ms)) + _data_bytes(audio_ms)


def wav_stream(path: Path, audio: AudioFormat, audio_ms: int, parts: Parts) -> Iterator[bytes]:
    """The first `audio_ms` of the recording as 16 kHz mono PCM16 WAV in pieces.

    Where less can be decoded the rest is silent, so that the length always is as announced and a
    player can seek.
    """
    yield _header(audio_ms)
    missing_bytes = _data_bytes(audio_ms)
    for samples in _kept_samples(path, audio, parts):
        mono = samples.mean(axis=1).astype("<i2") if samples.shape[1] > 1 else samples
        piece = mono.tobytes()[:missing_bytes]
        missing_bytes -= len(piece)
        yield piece
        if not missing_bytes:
            return
    yield bytes(missing_bytes)


def _kept_samples(path: Path, audio: AudioFormat, parts: Parts) -> Iterator[Samples]:
    """What can be decoded of a recording that may be damaged or not yet whole."""
    try:
        if audio.encoding is Encoding.FILE:
            yield from parts.decode_file(path)
        else:
            yield from parts.decode_stream(spooled_blocks(path), audio)
    except AudioError:
        return


def _data_bytes(audio_ms: int) -> int:
    return audio_ms * SAMPLE_RATE_HZ // 1000 * BYTES_PER_SAMPLE


def _header(audio_ms: int) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(BYTES_PER_SAMPLE)
        file.setframerate(SAMPLE_RATE_HZ)
        file.setnframes(audio_ms * SAMPLE_RATE_HZ // 1000)
        file.writeframesraw(b"")
        header = buffer.getvalue()
    return header
