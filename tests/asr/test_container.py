import io
import threading
import wave

import av
import numpy as np
import pytest

from asr.container import PIPE_BYTES, ContainerDecoder
from scribe.errors import AudioError
from scribe.ports import Samples


def encoded(form: str, codec: str, rate_hz: int = 48_000, seconds: int = 2) -> bytes:
    moments = np.arange(rate_hz * seconds) / rate_hz
    samples = (8000 * np.sin(2 * np.pi * 440 * moments)).astype(np.int16)
    out = io.BytesIO()
    with av.open(out, "w", format=form) as container:
        stream = container.add_stream(codec, rate=rate_hz, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="s16", layout="mono")
        frame.sample_rate = rate_hz
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return out.getvalue()


def decoded(data: bytes, chunk: int) -> Samples:
    decoder = ContainerDecoder()
    parts = [decoder.push(data[i : i + chunk]) for i in range(0, len(data), chunk)]
    return np.concatenate([*parts, decoder.flush()])


FORMS = [("webm", "libopus"), ("mp3", "libmp3lame"), ("wav", "pcm_s16le"), ("flac", "flac")]


@pytest.mark.parametrize(("form", "codec"), FORMS)
def test_samples_do_not_depend_on_how_bytes_are_cut(form: str, codec: str) -> None:
    data = encoded(form, codec)
    expected = decoded(data, len(data))
    assert abs(len(expected) - 32_000) < 3000
    for chunk in (97, 4096):
        assert np.array_equal(decoded(data, chunk), expected)


@pytest.mark.parametrize(("form", "codec"), FORMS)
def test_a_stream_that_is_cut_off_keeps_what_was_decoded(form: str, codec: str) -> None:
    data = encoded(form, codec)
    out = decoded(data[: len(data) * 2 // 3], 1000)
    assert 10_000 < len(out) < 24_000


def test_samples_come_out_while_the_stream_goes_on() -> None:
    data = encoded("wav", "pcm_s16le", seconds=20)
    decoder = ContainerDecoder()
    assert len(data) > 4 * PIPE_BYTES
    early = sum(len(decoder.push(data[i : i + 10_000])) for i in range(0, len(data) // 2, 10_000))
    decoder.close()
    assert early > 16_000


def test_a_stream_that_is_no_audio_is_refused() -> None:
    with pytest.raises(AudioError, match="audio stream: expected an audio file"):
        decoded(b"this is a text, not a recording\n" * 40, 100)


def test_a_stream_without_data_is_refused() -> None:
    with pytest.raises(AudioError, match="no data"):
        ContainerDecoder().flush()


def test_a_header_alone_is_no_recording() -> None:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
    with pytest.raises(AudioError, match="not a single sample"):
        decoded(out.getvalue(), 10)


def test_giving_up_ends_the_thread() -> None:
    before = threading.active_count()
    decoder = ContainerDecoder()
    decoder.push(b"RIFF")
    decoder.close()
    decoder.close()
    assert threading.active_count() == before
