import wave
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from asr.audio import PcmDecoder, Resampler, decode_file
from scribe.errors import AudioError
from scribe.ports import Samples


def tone(rate_hz: int, seconds: float = 2.0, pitch_hz: float = 440) -> NDArray[np.int16]:
    moments = np.arange(int(rate_hz * seconds)) / rate_hz
    return (8000 * np.sin(2 * np.pi * pitch_hz * moments)).astype(np.int16)


def write_wav(path: Path, samples: NDArray[np.int16], rate_hz: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(samples.astype("<i2").tobytes())
    return path


def encode(path: Path, codec: str, samples: NDArray[np.int16], rate_hz: int) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate_hz, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="s16", layout="mono")
        frame.sample_rate = rate_hz
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return path


def whole(path: Path) -> Samples:
    return np.concatenate(list(decode_file(path)))


def pushed(decoder: PcmDecoder, data: bytes, chunk: int) -> Samples:
    parts = [decoder.push(data[i : i + chunk]) for i in range(0, len(data), chunk)]
    return np.concatenate([*parts, decoder.flush()])


@settings(deadline=None, max_examples=40)
@given(rate_hz=st.sampled_from([8000, 16_000, 44_100, 192_000]), chunk=st.integers(1, 5000))
def test_pcm_does_not_depend_on_how_bytes_are_cut(rate_hz: int, chunk: int) -> None:
    data = tone(rate_hz, 0.05).tobytes()
    expected = pushed(PcmDecoder(rate_hz), data, len(data))
    assert np.array_equal(pushed(PcmDecoder(rate_hz), data, chunk), expected)
    assert abs(len(expected) - 800) <= 1


def test_pcm_at_16_khz_is_passed_as_it_is() -> None:
    samples = np.arange(-32768, 32768, dtype=np.int16)
    assert np.array_equal(PcmDecoder(16_000).push(samples.tobytes())[:, 0], samples)


def test_a_sample_that_arrives_in_part_is_left_out_at_the_end() -> None:
    decoder = PcmDecoder(16_000)
    assert len(decoder.push(b"\1\2\3")) == 1
    assert len(decoder.flush()) == 0


def test_two_channels_stay_two_and_more_are_mixed_to_one() -> None:
    loud, quiet = tone(16_000, 0.1), tone(16_000, 0.1) // 2
    two = PcmDecoder(16_000, 2).push(np.stack((loud, quiet), axis=1).tobytes())
    assert np.array_equal(two, np.stack((loud, quiet), axis=1))
    three = PcmDecoder(16_000, 3).push(np.stack((loud, loud, loud), axis=1).tobytes())
    assert np.array_equal(three[:, 0], loud)


@pytest.mark.parametrize("rate_hz", [7999, 192_001, 0])
def test_a_rate_that_nobody_records_at_is_refused(rate_hz: int) -> None:
    with pytest.raises(AudioError, match=f"expected 8000 to 192000 Hz, found {rate_hz} Hz"):
        PcmDecoder(rate_hz)


def test_no_channels_are_refused() -> None:
    with pytest.raises(AudioError, match="number of channels"):
        PcmDecoder(16_000, 0)


def test_resampling_keeps_the_pitch_and_the_level() -> None:
    resampler = Resampler(48_000, 1)
    signal = (tone(48_000) / 32768).astype(np.float32).reshape(-1, 1)
    out = np.concatenate((resampler.push(signal), resampler.flush()))[:, 0]
    # Away from the ends, where a filter has nothing to lean on.
    assert np.abs(out - tone(16_000))[500:-500].max() < 60


@pytest.mark.parametrize(
    ("suffix", "codec", "rate_hz"),
    [
        ("mp3", "libmp3lame", 44_100),
        ("flac", "flac", 8000),
        ("ogg", "libopus", 48_000),
        ("webm", "libopus", 48_000),
        ("m4a", "aac", 22_050),
        ("wav", "pcm_s16le", 96_000),
    ],
)
def test_any_usual_container_gives_16_khz(
    tmp_path: Path, suffix: str, codec: str, rate_hz: int
) -> None:
    out = whole(encode(tmp_path / f"a.{suffix}", codec, tone(rate_hz), rate_hz))
    assert out.dtype == np.int16
    assert out.shape[1] == 1
    assert abs(len(out) - 32_000) < 3000
    spectrum = np.abs(np.fft.rfft(out[8000:24_000, 0]))
    assert abs(int(spectrum.argmax()) - 440) <= 1


def test_a_mono_recording_kept_as_stereo_is_mono(tmp_path: Path) -> None:
    sound = tone(16_000)
    path = write_wav(tmp_path / "a.wav", np.stack((sound, sound), axis=1), 16_000)
    assert np.array_equal(whole(path)[:, 0], sound)


def test_chunks_are_about_a_second(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", tone(16_000, 5), 16_000)
    lengths = [len(chunk) for chunk in decode_file(path)]
    assert sum(lengths) == 80_000
    assert max(lengths) < 32_000


def test_the_sound_of_a_film_is_read(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=10)
        video.width = video.height = 64
        audio = container.add_stream("aac", rate=16_000, layout="mono")
        sound = av.AudioFrame.from_ndarray(tone(16_000)[np.newaxis], format="s16", layout="mono")
        sound.sample_rate = 16_000
        picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        for packet in (*video.encode(picture), *video.encode(None)):
            container.mux(packet)
        for packet in (*audio.encode(sound), *audio.encode(None)):
            container.mux(packet)
    assert abs(len(whole(path)) - 32_000) < 3000


def test_a_film_without_sound_says_so(tmp_path: Path) -> None:
    path = tmp_path / "silent.mp4"
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=10)
        video.width = video.height = 64
        picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        for packet in (*video.encode(picture), *video.encode(None)):
            container.mux(packet)
    with pytest.raises(AudioError, match=r"silent\.mp4: expected an audio stream, found video"):
        whole(path)


def test_no_file_an_empty_file_and_a_text_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="no such file"):
        whole(tmp_path / "absent.wav")
    (tmp_path / "empty.wav").touch()
    with pytest.raises(AudioError, match="empty file"):
        whole(tmp_path / "empty.wav")
    (tmp_path / "text.wav").write_text("this is a text\n" * 20)
    with pytest.raises(AudioError, match=r"text\.wav: expected an audio file, found something"):
        whole(tmp_path / "text.wav")


def test_a_header_alone_is_no_recording(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", tone(16_000, 0), 16_000)
    with pytest.raises(AudioError, match="without a single sample"):
        whole(path)


@pytest.mark.parametrize(
    ("suffix", "codec"),
    [("wav", "pcm_s16le"), ("flac", "flac"), ("mp3", "libmp3lame"), ("webm", "libopus")],
)
def test_a_file_that_was_cut_off_is_an_error(tmp_path: Path, suffix: str, codec: str) -> None:
    rate_hz = 48_000
    path = encode(tmp_path / f"a.{suffix}", codec, tone(rate_hz), rate_hz)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(AudioError, match=r"as its header says, found \d+ ms"):
        whole(path)


def test_what_a_cut_off_file_holds_comes_before_the_error(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", tone(16_000), 16_000)
    path.write_bytes(path.read_bytes()[:-40_000])
    heard = []
    with pytest.raises(AudioError):
        heard.extend(decode_file(path))
    assert sum(map(len, heard)) == len(tone(16_000)) - 20_000


def test_a_hundred_bytes_of_mp3_are_no_recording(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp3", "libmp3lame", tone(44_100), 44_100)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(AudioError, match=r"a\.mp3"):
        whole(path)


def test_a_wav_that_was_written_live_has_no_length_to_hold_it_to(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", tone(16_000), 16_000)
    data = bytearray(path.read_bytes())
    data[4:8] = data[40:44] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    assert len(whole(path)) == 32_000
