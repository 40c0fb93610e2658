import json
import wave

import numpy as np
import pytest

from asr.audio import decode_file
from server.commands.demo import RECORDING


@pytest.fixture(scope="module")
def visit():
    return np.concatenate(list(decode_file(RECORDING)))


@pytest.fixture(scope="module")
def excerpt(tmp_path_factory, visit):
    """The first twelve seconds of the sample consultation: a question, its answer."""
    path = tmp_path_factory.mktemp("audio") / "excerpt.wav"
    return write_wav(path, visit[: 12 * 16_000])


@pytest.fixture(scope="module")
def question(tmp_path_factory, visit):
    """The first sentence of the sample consultation."""
    path = tmp_path_factory.mktemp("audio") / "question.wav"
    return write_wav(path, visit[: 2 * 16_000])


def write_wav(path, samples):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1] if samples.ndim == 2 else 1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(samples.tobytes())
    return path


def test_a_recording_is_transcribed_with_speakers_and_words(scribe, excerpt):
    done = scribe("transcribe", excerpt, "--engine", "sphinx")
    transcript = json.loads(done.out)
    assert transcript["engine"] == "sphinx"
    assert transcript["audio_ms"] == 12_000
    assert {u["speaker"] for u in transcript["utterances"]} == {"S1", "S2"}
    assert any("parking" in u["text"] for u in transcript["utterances"] if u["speaker"] == "S2")
    assert all(u["words"] for u in transcript["utterances"])


@pytest.mark.parametrize(
    ("form", "start"), [("srt", "1\n00:00:00"), ("vtt", "WEBVTT"), ("rttm", "SPEAKER question 1 ")]
)
def test_a_transcript_is_written_in_other_formats(scribe, question, form, start):
    done = scribe("transcribe", question, "--engine", "sphinx", "--format", form)
    assert done.out.startswith(start)


def test_silence_has_no_words(scribe, tmp_path):
    silence = write_wav(tmp_path / "silence.wav", np.zeros(5 * 16_000, np.int16))
    transcript = json.loads(scribe("transcribe", silence, "--engine", "sphinx").out)
    assert transcript["utterances"] == []
    assert transcript["audio_ms"] == 5000


def test_of_several_files_the_good_ones_are_done(scribe, tmp_path):
    silence = write_wav(tmp_path / "silence.wav", np.zeros(16_000, np.int16))
    bad = tmp_path / "bad.wav"
    bad.write_bytes(b"no audio")
    done = scribe("transcribe", bad, silence, "--engine", "sphinx")
    assert done.exit_code == 2
    assert len(done.out.splitlines()) == 1
    assert "bad.wav" in done.err


@pytest.mark.parametrize("content", [b"", b"no audio", b"ID3\x04" + bytes(96)])
def test_what_is_no_recording_is_refused(scribe, tmp_path, content):
    path = tmp_path / "visit.mp3"
    path.write_bytes(content)
    done = scribe("transcribe", path, "--engine", "sphinx")
    assert (done.exit_code, done.out) == (2, "")
    assert "visit.mp3" in done.err


def test_a_language_that_the_engine_does_not_know_is_refused(scribe, excerpt):
    done = scribe("transcribe", excerpt, "--engine", "sphinx", "--language", "vi")
    assert (done.exit_code, "English only" in done.err) == (2, True)


@pytest.mark.parametrize("as_json", [True, False])
def test_a_recording_is_streamed_to_a_server(scribe, server, tmp_path, tone, as_json):
    path = write_wav(tmp_path / "tone.wav", np.frombuffer(tone(2), "<i2"))
    options = ("--key", server.key, "--url", server.ws_url, "--speed", "50")
    done = scribe("stream", path, *options, *(("--json",) if as_json else ()))
    assert done.exit_code == 0
    if as_json:
        kinds = [json.loads(line)["kind"] for line in done.out.splitlines()]
        assert kinds[0] == "ready"
        assert kinds.count("heard") == 2
    else:
        assert "Heard second 2." in done.out


def test_a_server_that_is_not_there_is_told(scribe, tmp_path, tone):
    path = write_wav(tmp_path / "tone.wav", np.frombuffer(tone(1), "<i2"))
    done = scribe("stream", path, "--key", "k", "--url", "ws://127.0.0.1:9")
    assert (done.exit_code, "127.0.0.1:9" in done.err) == (1, True)


@pytest.mark.shared
@pytest.mark.slow
def test_clips_without_a_voice_have_no_words(scribe, shared_data):
    for path in sorted((shared_data / "clips" / "no_voice" / "audios").glob("*.mp3")):
        transcript = json.loads(scribe("transcribe", path, "--engine", "sphinx").out)
        assert transcript["utterances"] == []


@pytest.mark.filterwarnings("ignore")  # of torch and pyannote, where they are installed
def test_a_diarizer_that_cannot_be_had_is_told_while_the_built_in_way_goes_on(
    scribe, excerpt, monkeypatch, tmp_path
):
    monkeypatch.setenv("SCRIBE_SPEAKER_MODEL", str(tmp_path))
    done = scribe("transcribe", excerpt, "--engine", "sphinx", "--speakers", "pyannote")
    assert "Speakers are told apart by the built-in way alone" in done.err
    assert {u["speaker"] for u in json.loads(done.out)["utterances"]} == {"S1", "S2"}


def test_speakers_by_a_way_that_is_none_are_refused(scribe, excerpt):
    done = scribe("transcribe", excerpt, "--speakers", "palmistry")
    assert done.exit_code == 2
    assert "builtin, pyannote, sortformer" in done.err


def test_no_more_speakers_are_found_than_may_be(scribe, excerpt):
    done = scribe("transcribe", excerpt, "--engine", "sphinx", "--max-speakers", "1")
    assert {u["speaker"] for u in json.loads(done.out)["utterances"]} == {"S1"}
    assert scribe("transcribe", excerpt, "--max-speakers", "0").exit_code == 2


def test_roles_of_channels_count_only_where_each_speaker_has_one(scribe, tmp_path, excerpt):
    apart = np.repeat(np.concatenate(list(decode_file(excerpt))), 2, axis=1)
    answer = slice(5400 * 16, 11_700 * 16)
    apart[answer, 0] = 0
    apart[: answer.start, 1] = apart[answer.stop :, 1] = 0
    options = ("--engine", "sphinx", "--channel-roles", "patient,clinician")
    for path, first in (
        (write_wav(tmp_path / "apart.wav", apart), "patient"),
        (excerpt, "clinician"),
    ):
        said = json.loads(scribe("transcribe", path, *options).out)["utterances"]
        assert (said[0]["speaker"], said[0]["role"]) == ("S1", first)


@pytest.mark.parametrize("roles", ["doctor", "clinician,patient,other"])
def test_roles_that_are_none_are_refused(scribe, excerpt, roles):
    done = scribe("transcribe", excerpt, "--channel-roles", roles)
    assert (done.exit_code, f"found '{roles}'" in done.err) == (2, True)
