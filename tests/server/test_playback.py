"""A kept recording as WAV."""

import io
import wave
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scribe.audio_format import AudioFormat, Encoding
from scribe.errors import AudioError
from scribe.ports import SAMPLE_RATE_HZ, Samples
from server.clinic import Clinic
from server.playback import wav_bytes, wav_stream
from server.recording import Parts

FILE = AudioFormat(Encoding.FILE)
MONO = AudioFormat(Encoding.PCM16, SAMPLE_RATE_HZ, 1)
SECOND = np.arange(SAMPLE_RATE_HZ, dtype="<i2")


@pytest.fixture(scope="module")
def parts(clinic: Clinic) -> Parts:
    """Real decoders."""
    return clinic.parts


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new path each time."""
    folder = tmp_path_factory.mktemp("spool")
    return (folder / f"e{number}.audio" for number in count())


def played(path: Path, audio: AudioFormat, audio_ms: int, parts: Parts) -> Samples:
    """The samples that a player gets; as many bytes were sent as announced."""
    sent = b"".join(wav_stream(path, audio, audio_ms, parts))
    assert len(sent) == wav_bytes(audio_ms)
    with wave.open(io.BytesIO(sent)) as file:
        assert file.getparams()[:3] == (1, 2, SAMPLE_RATE_HZ)
        assert file.getnframes() == audio_ms * SAMPLE_RATE_HZ // 1000
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def wav_file(path: Path, samples: Samples) -> bytes:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(samples.tobytes())
    return path.read_bytes()


def test_raw_samples_are_played_as_they_came(paths: Iterator[Path], parts: Parts) -> None:
    path = next(paths)
    path.write_bytes(SECOND.tobytes())
    np.testing.assert_array_equal(played(path, MONO, 1_000, parts), SECOND)


def test_a_whole_file_is_played(paths: Iterator[Path], parts: Parts) -> None:
    path = next(paths)
    wav_file(path, SECOND)
    np.testing.assert_array_equal(played(path, FILE, 1_000, parts), SECOND)


def test_both_channels_are_heard_in_one(paths: Iterator[Path], parts: Parts) -> None:
    def decode(_path: Path) -> Iterator[Samples]:
        yield np.array([[100, 300], [-32_768, -32_768], [32_767, 32_767]], np.int16)

    path = next(paths)
    path.touch()
    heard = played(path, FILE, 1, replace(parts, decode_file=decode))
    assert heard[:4].tolist() == [200, -32_768, 32_767, 0]


@settings(deadline=None, max_examples=40)
@given(kept=st.integers(0, 6_000), audio_ms=st.integers(0, 150))
def test_raw_audio_of_any_length_is_sent_with_the_length_announced(
    paths: Iterator[Path], parts: Parts, kept: int, audio_ms: int
) -> None:
    path = next(paths)
    path.write_bytes(SECOND.tobytes()[:kept])
    heard = played(path, MONO, audio_ms, parts)
    whole = min(kept // 2, len(heard))
    np.testing.assert_array_equal(heard[:whole], SECOND[:whole])
    assert not heard[whole:].any()


@settings(deadline=None, max_examples=40)
@given(share=st.floats(0, 1), encoding=st.sampled_from((Encoding.FILE, Encoding.CONTAINER)))
def test_a_truncated_file_is_silent_where_it_is_missing(
    paths: Iterator[Path], parts: Parts, share: float, encoding: Encoding
) -> None:
    path = next(paths)
    data = wav_file(path, SECOND)
    path.write_bytes(data[: int(len(data) * share)])
    heard = played(path, AudioFormat(encoding), 1_000, parts)
    whole = int(np.flatnonzero(heard).max(initial=0))
    np.testing.assert_array_equal(heard[: whole + 1], SECOND[: whole + 1])


@pytest.mark.parametrize("encoding", [Encoding.FILE, Encoding.CONTAINER])
def test_half_a_file_is_played(paths: Iterator[Path], parts: Parts, encoding: Encoding) -> None:
    path = next(paths)
    data = wav_file(path, np.tile(SECOND, 4))
    path.write_bytes(data[: len(data) // 2])
    heard = played(path, AudioFormat(encoding), 4_000, parts)
    np.testing.assert_array_equal(heard[:SAMPLE_RATE_HZ], SECOND)
    assert not heard[2 * SAMPLE_RATE_HZ :].any()


def test_what_is_no_audio_is_silent(paths: Iterator[Path], parts: Parts) -> None:
    path = next(paths)
    path.write_bytes(b"no audio at all" * 50)
    assert not played(path, FILE, 500, parts).any()
    assert not played(path, AudioFormat(Encoding.CONTAINER), 500, parts).any()


def test_damage_in_the_middle_keeps_what_came_before(paths: Iterator[Path], parts: Parts) -> None:
    def decode(path: Path) -> Iterator[Samples]:
        yield np.ones((160, 1), np.int16)
        raise AudioError(f"{path.name}: damaged")

    path = next(paths)
    path.touch()
    heard = played(path, FILE, 20, replace(parts, decode_file=decode))
    assert heard.tolist() == [1] * 160 + [0] * 160


def test_no_more_is_decoded_than_is_played(paths: Iterator[Path], parts: Parts) -> None:
    decoded = []

    def decode(path: Path) -> Iterator[Samples]:
        for number in range(100):
            decoded.append(number)
            yield np.ones((160, 1), np.int16)

    path = next(paths)
    path.touch()
    assert played(path, FILE, 20, replace(parts, decode_file=decode)).all()
    assert len(decoded) == 2
