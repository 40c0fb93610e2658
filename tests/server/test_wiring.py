import json
import logging
import sys
from dataclasses import replace

import numpy as np
import pytest

from asr.audio import decode_file
from asr.embedding import VoiceSpace
from asr.enrolment import Voiceprint, VoiceprintFolder
from asr.scripted import ScriptedEngine
from asr.transcription import transcribe
from scribe.audio_format import AudioFormat, Encoding
from scribe.errors import AudioError, InputError, ModelUnavailable
from scribe.settings import Settings
from scribe.transcript import Role, Transcript
from scribe.wire import decode
from server.commands.demo import RECORDING, REFERENCE
from server.wiring import (
    decode_stream,
    enrol_voice,
    enrolled_voices,
    load_attributor,
    load_diarizer,
    load_engine,
    load_recognizers,
    load_writer,
    open_clinic,
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


def test_a_writer_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="extractive"):
        load_writer("goose", Settings(tmp_path))


def test_a_server_does_not_start_with_a_template_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match=r"expected one of .*soap.*, found 'poem'"):
        open_clinic(Settings(tmp_path, template="poem"), ScriptedEngine(()))


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


MINUTE_MS = 60_000


@pytest.fixture(scope="module")
def visit():
    return np.concatenate(list(decode_file(RECORDING)))


@pytest.fixture(scope="module")
def script():
    return decode(Transcript, REFERENCE.read_bytes())


@pytest.fixture(scope="module")
def meaningless(script):
    """An engine that hears when something is said, never what."""
    words = (replace(word, text="ja") for u in script.utterances for word in u.words)
    return ScriptedEngine(tuple(words))


def turns(visit, script, role):
    """The recording with nothing but what this one of the two says, the rest silence."""
    kept = np.zeros_like(visit)
    for said in script.utterances:
        if said.role is role:
            part = slice(said.start_ms * 16, said.end_ms * 16)
            kept[part] = visit[part]
    return kept


def roles(recognize, samples):
    """Role by speaker."""
    heard = transcribe(recognize("en"), [samples])
    return {u.speaker: u.role for u in heard.utterances}


def test_a_clinician_is_known_by_the_voice_alone_from_enrolment_to_deletion(
    tmp_path, visit, script, meaningless
):
    settings = Settings(tmp_path)
    recognize, first_minute = load_recognizers(meaningless, settings), visit[: MINUTE_MS * 16]
    assert script.utterances[0].role is Role.CLINICIAN
    nobody = {"S1": Role.UNKNOWN, "S2": Role.UNKNOWN}
    assert roles(recognize, first_minute) == nobody

    second_half = turns(visit, script, Role.CLINICIAN)[len(visit) // 2 :, 0]
    voices = VoiceprintFolder(settings.voices)
    voices.keep(enrol_voice("Dr. Lee", second_half))
    assert roles(recognize, first_minute) == {"S1": Role.CLINICIAN, "S2": Role.PATIENT}

    voices.delete("Dr. Lee")
    assert roles(recognize, first_minute) == nobody


def test_roles_of_channels_count_where_each_speaker_has_one(tmp_path, visit, script, meaningless):
    settings = Settings(tmp_path, channel_roles=(Role.PATIENT, Role.CLINICIAN))
    recognize = load_recognizers(meaningless, settings)
    both = np.hstack([turns(visit, script, role) for role in (Role.PATIENT, Role.CLINICIAN)])
    # The clinician speaks first, on the second channel.
    assert roles(recognize, both[: MINUTE_MS * 8]) == {"S1": Role.CLINICIAN, "S2": Role.PATIENT}
    mono = visit[: MINUTE_MS * 8]
    assert set(roles(recognize, mono).values()) == {Role.UNKNOWN}


def test_as_many_speakers_are_found_as_the_settings_allow(tmp_path, visit, meaningless):
    recognize = load_recognizers(meaningless, Settings(tmp_path, max_speakers=1))
    assert set(roles(recognize, visit[: MINUTE_MS * 8])) == {"S1"}


def test_voices_that_cannot_be_used_are_passed_over_with_a_warning(tmp_path, caplog):
    space, settings = VoiceSpace(), Settings(tmp_path)
    assert enrolled_voices(settings, space) == ()
    assert caplog.text == ""
    usable = Voiceprint("Dr. Lee", (0.5,) * space.axes, 12.0)
    folder = VoiceprintFolder(settings.voices)
    folder.keep(usable)
    folder.keep(Voiceprint("Dr. Roy", (0.5, 1.0), 12.0))
    with caplog.at_level(logging.WARNING):
        assert enrolled_voices(settings, space) == (usable,)
    assert "1 voices must be enrolled again" in caplog.text
    (settings.voices / "broken.json").write_text(json.dumps({"name": "Dr. Roy"}))
    with caplog.at_level(logging.WARNING):
        assert enrolled_voices(settings, space) == ()
    assert "no enrolled voice is recognised: InputError" in caplog.text
    assert "Roy" not in caplog.text
