import json
import stat
import wave

import numpy as np
import pytest

from asr.audio import decode_file
from server.commands.demo import RECORDING


def write_wav(path, samples):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(samples.tobytes())
    return path


@pytest.fixture(scope="module")
def speech():
    """Fourteen seconds in which one person speaks."""
    visit = np.concatenate(list(decode_file(RECORDING)))
    return visit[128 * 16_000 : 142 * 16_000]


@pytest.fixture
def spoken(tmp_path, speech):
    return write_wav(tmp_path / "voice.wav", speech)


def names(scribe):
    return [voice["name"] for voice in json.loads(scribe("voices", "list", "--json").out)["voices"]]


def test_a_voice_is_enrolled_listed_and_deleted(scribe, spoken):
    assert names(scribe) == []
    assert scribe("voices", "enrol", "Dr. Lee", spoken).exit_code == 0
    (listed,) = json.loads(scribe("voices", "list", "--json").out)["voices"]
    assert listed.keys() == {"name", "speech_s"}
    assert listed["name"] == "Dr. Lee"
    assert 8 < listed["speech_s"] <= 14
    shown = scribe("voices", "list").out
    assert "Dr. Lee" in shown
    assert f"{listed['speech_s']} s" in shown
    assert scribe("voices", "delete", "Dr. Lee").exit_code == 0
    assert names(scribe) == []


def test_who_is_enrolled_is_told_what_is_kept_and_how_to_erase_it(scribe, spoken, tmp_path):
    told = scribe("voices", "enrol", "Dr. Lee", spoken).err
    (path,) = (tmp_path / "home" / "voices").iterdir()
    kept = json.loads(path.read_text())
    assert f"{kept['speech_s']} s of speech heard" in told
    assert "biometric data" in told
    assert "only on this machine" in told
    assert "scribe voices delete 'Dr. Lee'" in told
    assert str(kept["point"][0]) not in told
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list((tmp_path / "home").rglob("*.wav")) == []


def test_who_is_enrolled_again_is_kept_once(scribe, spoken):
    for name in ("Dr. Roy", "Dr. Lee", "Dr. Roy"):
        scribe("voices", "enrol", name, spoken)
    assert names(scribe) == ["Dr. Lee", "Dr. Roy"]


def test_stereo_is_heard_as_one_channel_and_two_voices_are_warned_of(
    scribe, tmp_path, spoken, speech
):
    scribe("voices", "enrol", "mono", spoken)
    copied = write_wav(tmp_path / "copied.wav", np.repeat(speech, 2, axis=1))
    assert "Each channel" not in scribe("voices", "enrol", "stereo", copied).err
    in_turns = np.repeat(speech, 2, axis=1)
    in_turns[: 7 * 16_000, 0] = in_turns[7 * 16_000 :, 1] = 0
    apart = write_wav(tmp_path / "apart.wav", in_turns)
    assert "Each channel seems to hold a voice of its own" in (
        scribe("voices", "enrol", "apart", apart).err
    )
    listed = json.loads(scribe("voices", "list", "--json").out)["voices"]
    heard_s = {voice["name"]: voice["speech_s"] for voice in listed}
    assert heard_s["stereo"] == heard_s["mono"]
    assert heard_s["apart"] == pytest.approx(heard_s["mono"], abs=1)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("Dr. Lee", b"no audio", "voice.wav: expected an audio file"),
        ("Dr. Lee", b"", "voice.wav: expected an audio file, found an empty file"),
    ],
)
def test_what_is_no_recording_is_refused(scribe, tmp_path, name, content, reason):
    path = tmp_path / "voice.wav"
    path.write_bytes(content)
    done = scribe("voices", "enrol", name, path)
    assert (done.exit_code, reason in done.err) == (2, True)
    assert str(tmp_path) not in done.err


def test_too_little_speech_or_a_name_that_is_none_is_refused(scribe, tmp_path, spoken):
    silence = write_wav(tmp_path / "silence.wav", np.zeros((10 * 16_000, 1), np.int16))
    done = scribe("voices", "enrol", "Dr. Lee", silence)
    assert (done.exit_code, "at least 5 s of speech" in done.err) == (2, True)
    done = scribe("voices", "enrol", "../Dr. Lee", spoken)
    assert (done.exit_code, "name: expected" in done.err) == (2, True)
    assert names(scribe) == []


@pytest.mark.parametrize("name", ["nobody", "a" * 300, "\udcff", ""])
def test_a_voice_that_is_not_there_cannot_be_deleted(scribe, name):
    done = scribe("voices", "delete", name)
    assert (done.exit_code, "no enrolled voice of this name" in done.err) == (1, True)


def test_a_file_that_is_no_voice_is_told(scribe, tmp_path):
    folder = tmp_path / "home" / "voices"
    folder.mkdir()
    (folder / "00.json").write_text("[]")
    done = scribe("voices", "list")
    assert (done.exit_code, "00.json: expected an enrolled voice" in done.err) == (2, True)
