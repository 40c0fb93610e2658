"""Measures word error rate with real-time factor of a speech engine through the whole recogniser.

The parts: `interviews`, three recorded medical interviews (osce); `librispeech`, 50 read sentences;
`clips`, two short recordings with known words; `spoken`, the consultations of `scripts/`, read by
the voices of Flite, which must be installed for it. Audio goes through voice activity detection,
segmentation, engine, speakers and roles, as in `scribe transcribe`. Prints one JSON object.

    python recipes/transcribe_benchmark/run.py --data ../shared/data --engine sphinx
"""

import argparse
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from asr.audio import decode_file
from asr.embedding import VoiceSpace
from asr.engine import Engine
from asr.recognizer import StreamingRecognizer
from asr.roles import RoleClassifier
from asr.score import align, tokens_of_text
from asr.transcription import transcribe
from asr.vad import Vad
from recipes.corpora import RECORDED_OSCE, osce
from scribe.errors import InputError
from scribe.ports import SAMPLE_RATE_HZ, Samples

PARTS = ("interviews", "librispeech", "clips", "spoken")
SCRIPTS = Path(__file__).parent / "scripts"
VOICES = (("rms", "slt"), ("awb", "rms"), ("slt", "awb"))
PAUSE = np.zeros((SAMPLE_RATE_HZ * 6 // 10, 1), np.int16)


@dataclass(frozen=True, slots=True)
class Recording:
    """Audio, with the words that are said in it. `group` is what it is averaged in."""

    group: str
    chunks: tuple[Samples, ...]
    reference: str


@dataclass(frozen=True, slots=True)
class Score:
    """What a recording gave; times in seconds, `cpu_s` by the processor's clock."""

    group: str
    words: int
    substitutions: int
    deletions: int
    insertions: int
    audio_s: float
    wall_s: float
    cpu_s: float


def main() -> None:
    arguments = parsed()
    engine = load_engine(arguments.engine, arguments.model)
    vad, voices, roles = Vad(), VoiceSpace(), RoleClassifier()
    scores: list[Score] = []
    for part in arguments.parts:
        for recording in recordings(part, arguments.data):
            recognizer = StreamingRecognizer(engine, vad, voices, roles)
            scores.append(scored(recording, recognizer))
            print(json.dumps({recording.group: figures(scores[-1:])}), flush=True)
    groups = dict.fromkeys(score.group for score in scores)
    totals = {
        part: [score for score in scores if score.group.startswith(part)]
        for part in arguments.parts
    }
    print(
        json.dumps(
            {
                "engine": engine.name,
                **{part: figures(found) for part, found in totals.items()},
                "recordings": {
                    group: figures([score for score in scores if score.group == group])
                    for group in groups
                },
            }
        )
    )


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the public corpora")
    parser.add_argument("--engine", choices=("sphinx", "whisper"), default="sphinx")
    parser.add_argument(
        "--model", default="small", help="folder or size of the Whisper model (default: small)"
    )
    parser.add_argument(
        "--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure (default: all)"
    )
    return parser.parse_args()


def load_engine(name: str, model: str) -> Engine:
    if name == "sphinx":
        from asr.sphinx import SphinxEngine

        return SphinxEngine()
    from asr.whisper import WhisperEngine

    return WhisperEngine(model)


def scored(recording: Recording, recognizer: StreamingRecognizer) -> Score:
    wall_s, cpu_s = time.monotonic(), time.process_time()
    transcript = transcribe(recognizer, recording.chunks)
    wall_s, cpu_s = time.monotonic() - wall_s, time.process_time() - cpu_s
    found = align(tokens_of_text(recording.reference), tokens_of_text(transcript.text))
    return Score(
        recording.group,
        found.reference_words,
        found.substitutions,
        found.deletions,
        found.insertions,
        transcript.audio_ms / 1000,
        wall_s,
        cpu_s,
    )


def figures(scores: list[Score]) -> dict[str, float]:
    words = sum(score.words for score in scores)
    errors = sum(score.substitutions + score.deletions + score.insertions for score in scores)
    audio_s = sum(score.audio_s for score in scores)
    return {
        "words": words,
        "wer_percent": round(100 * errors / max(1, words), 1),
        "substitutions": sum(score.substitutions for score in scores),
        "deletions": sum(score.deletions for score in scores),
        "insertions": sum(score.insertions for score in scores),
        "audio_s": round(audio_s),
        "rtf_wall": round(sum(score.wall_s for score in scores) / audio_s, 3),
        "rtf_cpu": round(sum(score.cpu_s for score in scores) / audio_s, 3),
    }


def recordings(part: str, data: Path) -> Iterator[Recording]:
    if part == "interviews":
        yield from interviews(data)
    elif part == "librispeech":
        yield from librispeech(data)
    elif part == "clips":
        yield from clips(data)
    else:
        yield from spoken_scripts()


def interviews(data: Path) -> Iterator[Recording]:
    for dialogue in osce(data, with_recorded=True):
        if dialogue.id in RECORDED_OSCE:
            audio = data / "osce" / "audio" / f"{dialogue.id}.mp3"
            yield Recording(f"interviews {dialogue.id}", decoded(audio), dialogue.text)


def librispeech(data: Path) -> Iterator[Recording]:
    folder = data / "librispeech" / "test-other"
    for line in (folder / "refs.tsv").read_text(encoding="utf-8").splitlines():
        name, _, text = line.split("\t")
        yield Recording("librispeech", decoded(folder / name), text)


def clips(data: Path) -> Iterator[Recording]:
    folder = data / "clips"
    consultation = folder / "lab_order_hypertension"
    turns = json.loads((consultation / "audio2transcript.json").read_text(encoding="utf-8"))
    for name, said in turns.items():
        audio = consultation / "audios" / f"{name}_00.mp3"
        text = " ".join(turn["text"] for turn in said)
        yield Recording("clips lab_order_hypertension", decoded(audio), text)
    dictated = folder / "medical_with_silence"
    expected = json.loads((dictated / "expected.json").read_text(encoding="utf-8"))
    parts = tuple(chunk for file in sorted(dictated.glob("*.mp3")) for chunk in decoded(file))
    text = " ".join(turn["text"] for said in expected.values() for turn in said)
    yield Recording("clips medical_with_silence", parts, text)


def spoken_scripts() -> Iterator[Recording]:
    """The scripts, each `D: ...` line in one voice of Flite, each `P: ...` line in another."""
    if shutil.which("flite") is None:
        raise InputError("--parts spoken: expected the program flite, found none")
    for path, voices in zip(sorted(SCRIPTS.glob("*.txt")), VOICES, strict=True):
        lines = [line.split(": ", 1) for line in path.read_text(encoding="utf-8").splitlines()]
        yield Recording(
            f"spoken {path.stem}",
            tuple(
                chunk
                for label, text in lines
                for chunk in (*read_aloud(text, voices[label == "P"]), PAUSE)
            ),
            " ".join(text for _, text in lines),
        )


def read_aloud(text: str, voice: str) -> tuple[Samples, ...]:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "said.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", target], check=True)
        return decoded(target)


def decoded(path: Path) -> tuple[Samples, ...]:
    return tuple(decode_file(path))


if __name__ == "__main__":
    main()
