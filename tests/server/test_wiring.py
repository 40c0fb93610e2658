import sys

import numpy as np
import pytest

from scribe.audio_format import AudioFormat, Encoding
from scribe.errors import AudioError, InputError, ModelUnavailable
from scribe.settings import Settings
from server.wiring import (
    decode_stream,
    load_attributor,
    load_diarizer,
    load_engine,
    load_writer,
)


@pytest.fixture
def said():
    return []


def test_an_engine_that_cannot_be_had_is_replaced_with_one_plain_line(tmp_path, said):
    settings = Settings(tmp_path, engine="auto", model=str(tmp_path / "no-model"))
    assert load_engine(settings, said.append).name == "sphinx"
    (line,) = said
    assert "no-model" in line
    assert "demo grade" in line
    assert "--engine whisper --model DIR" in line


def test_an_engine_that_was_named_is_not_replaced(tmp_path, said):
    settings = Settings(tmp_path, engine="whisper", model=str(tmp_path / "no-model"))
    with pytest.raises(ModelUnavailable):
        load_engine(settings, said.append)
    assert said == []


def test_a_writer_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="extractive"):
        load_writer("goose")


@pytest.mark.parametrize("piece_bytes", [3, 1000, 1 << 20])
def test_raw_audio_is_decoded_however_it_is_cut(piece_bytes):
    samples = np.arange(8000, dtype="<i2")
    data = samples.tobytes()
    pieces = (data[i : i + piece_bytes] for i in range(0, len(data), piece_bytes))
    decoded = np.concatenate(list(decode_stream(pieces, AudioFormat(Encoding.PCM16, 16_000, 1))))
    assert np.array_equal(decoded[:, 0], samples)


def test_a_container_that_is_none_is_told(wav_of, tone):
    container = AudioFormat(Encoding.CONTAINER)
    assert sum(map(len, decode_stream(iter([wav_of(tone(1))]), container))) == 16_000
    with pytest.raises(AudioError):
        list(decode_stream(iter([b"no audio" * 100]), container))


def test_the_built_in_way_needs_no_diarizer(tmp_path, said):
    assert load_diarizer(Settings(tmp_path), said.append) is None
    assert load_attributor(Settings(tmp_path), said.append) is None
    assert said == []


@pytest.mark.parametrize(
    ("speakers", "library", "extra"),
    [("pyannote", "pyannote.audio", "pyannote"), ("sortformer", "nemo", "nemo")],
)
def test_a_diarizer_without_its_library_is_told_in_one_line(
    monkeypatch, tmp_path, said, speakers, library, extra
):
    # So that the import fails where the library is installed, too.
    for name in ("torch", library):
        monkeypatch.setitem(sys.modules, name, None)
    for backend in ("asr.pyannote_offline", "asr.sortformer"):
        monkeypatch.delitem(sys.modules, backend, raising=False)
    assert load_attributor(Settings(tmp_path, speakers=speakers), said.append) is None
    (line,) = said
    assert f"pip install 'scribe-medical[{extra}]'" in line
    assert "built-in way alone" in line


@pytest.mark.torch
@pytest.mark.pyannote
@pytest.mark.filterwarnings("ignore")
def test_a_diarizer_without_weights_is_told_in_one_line(tmp_path, said):
    settings = Settings(tmp_path, speakers="pyannote", speaker_model=str(tmp_path))
    assert load_diarizer(settings, said.append) is None
    (line,) = said
    assert "config.yaml" in line
    assert "built-in way alone" in line


@pytest.mark.torch
@pytest.mark.nemo
@pytest.mark.filterwarnings("ignore")
def test_a_sortformer_without_weights_is_told_in_one_line(tmp_path, said):
    settings = Settings(tmp_path, speakers="sortformer", speaker_model=str(tmp_path))
    assert load_diarizer(settings, said.append) is None
    (line,) = said
    assert ".nemo" in line
