import io
import wave

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scribe.errors import AudioError
from scribe.transcript import Span
from ui.recording import length_ms, stretch

RATE_HZ = 16_000


def ramp(audio_ms: int) -> bytes:
    """A WAV whose samples count up, so that each says where it comes from."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((np.arange(audio_ms * 16) % 32_000).astype("<i2").tobytes())
    return buffer.getvalue()


def samples(wav: bytes) -> np.ndarray:
    with wave.open(io.BytesIO(wav)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


SPANS = st.lists(
    st.tuples(st.integers(0, 900), st.integers(0, 400)).map(lambda s: Span(s[0], s[0] + s[1])),
    max_size=4,
)


@settings(max_examples=50)
@given(SPANS)
def test_a_stretch_is_exactly_the_samples_between_its_times(spans):
    whole = ramp(1000)
    wanted = [samples(whole)[s.start_ms * 16 : s.end_ms * 16] for s in spans]
    expected = np.concatenate([np.empty(0, "<i2"), *wanted])
    assert np.array_equal(samples(stretch(whole, spans)), expected)


def test_bytes_that_are_no_wav_are_refused():
    for data in (b"", b"RIFF", b"no audio at all"):
        with pytest.raises(AudioError):
            stretch(data, [Span(0, 10)])


def test_the_length_is_read_from_the_header_and_the_file_stays_at_its_start():
    file = io.BytesIO(ramp(1500))
    assert length_ms(file) == 1500
    assert file.tell() == 0


def test_a_file_without_audio_is_refused():
    with pytest.raises(AudioError):
        length_ms(io.BytesIO(b"a letter, not a recording"))
