"""Stretches of a recording, cut to the millisecond."""

import io
import wave
from collections.abc import Iterable

import av

from scribe.errors import AudioError
from scribe.transcript import Span


def stretch(wav: bytes, spans: Iterable[Span]) -> bytes:
    """The named parts of a WAV, one after the other, as a WAV of the same format.

    What lies behind the end of the recording is left out. Raises AudioError.
    """
    out = io.BytesIO()
    try:
        with wave.open(io.BytesIO(wav)) as source, wave.open(out, "wb") as target:
            target.setparams(source.getparams())
            rate_hz, frames = source.getframerate(), source.getnframes()
            for span in spans:
                first = min(frames, span.start_ms * rate_hz // 1000)
                last = min(frames, span.end_ms * rate_hz // 1000)
                source.setpos(first)
                target.writeframes(source.readframes(last - first))
    except (wave.Error, EOFError):
        out = io.BytesIO()
    if not out.getbuffer().nbytes:
        raise AudioError("recording: expected a WAV file, found something else")
    return out.getvalue()


def length_ms(file: io.IOBase) -> int:
    """Length of an audio file of any format as its header states it; 0 where it states none.

    The file is read from its start, where it is left again. Raises AudioError.
    """
    file.seek(0)
    try:
        with av.open(file, "r") as container:
            has_audio = bool(container.streams.audio)
            duration_us = container.duration or 0
    except av.FFmpegError:
        has_audio = False
    file.seek(0)
    if not has_audio:
        raise AudioError("this file holds no audio that can be read")
    return max(0, duration_us // 1000)
