"""A script becomes a recording whose reference says when each word is spoken."""

import json
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import av
import pytest

from scribe.transcript import Role, Transcript
from scribe.wire import decode

ROOT = Path(__file__).parents[2]
RUN = ROOT / "recipes/synthesize_encounter/run.py"
DEMO = ROOT / "server/data/demo"
needs_flite = pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed")


def synthesize(script: Path, out: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(RUN), "--script", str(script), "--out", str(out)],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )


@needs_flite
def test_a_script_becomes_audio_with_a_timed_reference(tmp_path: Path) -> None:
    script = tmp_path / "visit.txt"
    script.write_text("# a short visit\nD: Hello. How are you?\n\nP: My arm hurts.\n")
    done = synthesize(script, tmp_path)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    transcript = decode(Transcript, (tmp_path / "reference.json").read_text())
    assert [u.text for u in transcript.utterances] == ["Hello. How are you?", "My arm hurts."]
    assert [u.role for u in transcript.utterances] == [Role.CLINICIAN, Role.PATIENT]
    assert figures["audio_ms"] == transcript.audio_ms
    with av.open(str(tmp_path / "encounter.flac")) as container:
        stream = container.streams.audio[0]
        assert (stream.rate, stream.channels) == (16_000, 1)


@needs_flite
def test_the_same_seed_gives_the_same_recording(tmp_path: Path) -> None:
    script = tmp_path / "visit.txt"
    script.write_text("D: Good morning.\nP: Good morning, doctor.\n")
    for name in ("a", "b"):
        assert synthesize(script, tmp_path / name).returncode == 0
    first, second = (tmp_path / name / "encounter.flac" for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()


def test_a_line_without_a_speaker_is_refused_by_its_number(tmp_path: Path) -> None:
    script = tmp_path / "visit.txt"
    script.write_text("D: Hello.\nGood morning.\n")
    done = synthesize(script, tmp_path)
    assert done.returncode == 2
    assert "line 2" in done.stderr
    assert "Good morning" not in done.stderr


def test_the_demo_reference_is_in_order_and_inside_the_recording() -> None:
    transcript = decode(Transcript, (DEMO / "reference.json").read_text())
    words = [word for utterance in transcript.utterances for word in utterance.words]
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(words))
    assert words[-1].end_ms < transcript.audio_ms
    assert {u.role for u in transcript.utterances} == {Role.CLINICIAN, Role.PATIENT}
    with av.open(str(DEMO / "encounter.flac")) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert samples * 1000 // 16_000 == transcript.audio_ms
