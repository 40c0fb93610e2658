import stat
from pathlib import Path

import numpy as np
import pytest

from asr.embedding import VoiceSpace
from asr.enrolment import Voiceprint, VoiceprintFolder, clinician_of, enrol
from asr.vad import Vad
from scribe.errors import InputError, NotFound
from scribe.ports import Samples
from scribe.transcript import Role, Transcript

VOICES = VoiceSpace()


def spoken(samples: Samples, said: Transcript, role: Role, first: int = 0) -> Samples:
    """What one of the two says, from an utterance on."""
    return np.concatenate(
        [
            samples[u.start_ms * 16 : u.end_ms * 16, 0]
            for u in said.utterances[first:]
            if u.role is role
        ]
    )


def test_a_voice_that_was_enrolled_is_told_from_another(
    vad: Vad, demo_samples: Samples, demo_reference: Transcript
) -> None:
    half = len(demo_reference.utterances) // 2
    enrolled = enrol(
        "Dr. Lee", spoken(demo_samples, demo_reference, Role.CLINICIAN, half), vad, VOICES
    )
    means = []
    for role in (Role.PATIENT, Role.CLINICIAN):
        voice = VOICES.embed(spoken(demo_samples, demo_reference, role)[: 20 * 16_000])
        assert voice is not None
        means.append(voice)
    both = np.array(means, np.float64)
    heard_s = np.array([20.0, 20.0])
    assert clinician_of(both, heard_s, (enrolled,)) == 1
    assert clinician_of(both[::-1], heard_s, (enrolled,)) == 0
    assert clinician_of(both, heard_s, ()) is None
    assert clinician_of(both, np.array([20.0, 1.0]), (enrolled,)) is None
    assert clinician_of(both[:1], heard_s[:1], (enrolled,)) is None


def test_voices_as_far_from_the_one_enrolled_are_not_told_apart() -> None:
    means = np.zeros((2, VOICES.axes))
    means[0, 0], means[1, 0] = 3.0, -3.0
    enrolled = Voiceprint("Dr. Lee", (0.0,) * VOICES.axes, 10.0)
    assert clinician_of(means, np.array([20.0, 20.0]), (enrolled,)) is None


def test_too_little_speech_is_refused(vad: Vad, demo_samples: Samples) -> None:
    with pytest.raises(InputError, match=r"at least 5 s of speech, found 0\.0 s"):
        enrol("Dr. Lee", np.zeros(160_000, np.int16), vad, VOICES)


@pytest.mark.parametrize("name", ["", "../x", "a" * 65, "x\ny"])
def test_a_name_must_be_one(vad: Vad, name: str) -> None:
    with pytest.raises(InputError, match="name: expected"):
        enrol(name, np.zeros(160_000, np.int16), vad, VOICES)


def test_voices_are_kept_for_their_owner_alone_and_can_be_deleted(tmp_path: Path) -> None:
    folder = VoiceprintFolder(tmp_path / "voices")
    assert folder.all() == ()
    lee, roy = (Voiceprint(name, (0.5, -1.25), 12.0) for name in ("Dr. Lee", "Dr. Roy"))
    folder.keep(lee)
    folder.keep(roy)
    assert set(folder.all()) == {lee, roy}
    for path in (tmp_path / "voices").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    folder.delete("Dr. Lee")
    assert folder.all() == (roy,)
    assert len(list((tmp_path / "voices").iterdir())) == 1
    with pytest.raises(NotFound, match="no enrolled voice of this name"):
        folder.delete("Dr. Lee")


@pytest.mark.parametrize("name", ["a" * 64, "\u00e9" * 64, "\u674e" * 64])
def test_a_name_in_any_script_may_be_as_long_as_any_other(tmp_path: Path, name: str) -> None:
    folder = VoiceprintFolder(tmp_path)
    folder.keep(Voiceprint(name, (0.5,), 12.0))
    assert [voice.name for voice in folder.all()] == [name]
    folder.delete(name)
    assert folder.all() == ()


def test_what_is_no_voice_is_reported(tmp_path: Path) -> None:
    (tmp_path / "00.json").write_text('{"name": 1}')
    with pytest.raises(InputError, match=r"00\.json: expected an enrolled voice"):
        VoiceprintFolder(tmp_path).all()
