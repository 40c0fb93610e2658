"""Turn a written consultation into a recording with its exact transcript.

Two voices of the free synthesiser Flite speak the lines of a script; pauses, levels and a faint
room noise make the recording less clean than a synthesiser's. The words of the script, timed by the
synthesiser's own phones, are the reference that a recogniser can be scored against.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from scribe.errors import InputError, ScribeError
from scribe.export import TranscriptFormat, export_transcript
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Role, Transcript, Utterance, Word

HERE = Path(__file__).parent
PRONUNCIATIONS = HERE / "pronunciations.lex"

PAUSE_BETWEEN_TURNS_MS = (350, 900)
PAUSE_BETWEEN_SENTENCES_MS = (150, 300)
LEAD_MS = 600
NOISE_DBFS = -76.0
STRETCH = (0.99, 1.04)
"""Flite speaks quickly; one is its own pace, more is slower."""

Audio = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: Flite's voice, the level in dB relative to full scale (RMS), the speaker's id."""

    flite: str
    level_dbfs: float
    speaker: str
    role: Role


VOICES = {
    "D": Voice("rms", -28.0, "S1", Role.CLINICIAN),
    "P": Voice("slt", -30.0, "S2", Role.PATIENT),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of the script."""

    voice: Voice
    text: str


@dataclass(frozen=True, slots=True)
class Phone:
    """A sound and its time in seconds from the start of the sentence."""

    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """A spoken sentence without the silence around it: mono float audio, words timed from 0."""

    audio: Audio
    words: tuple[Word, ...]


def read_script(path: Path) -> tuple[Turn, ...]:
    """The turns of a script: lines `D: ...` or `P: ...`; blank lines and `#` lines are skipped.

    Raises InputError naming the line that is neither.
    """
    turns = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, text = line.partition(":")
        if not colon or name.strip() not in VOICES or not text.strip():
            raise InputError(f"{path}, line {number}: expected 'D: words' or 'P: words'")
        turns.append(Turn(VOICES[name.strip()], text.strip()))
    if not turns:
        raise InputError(f"{path}: expected lines 'D: words' or 'P: words', found none")
    return tuple(turns)


def pronounce(text: str, voice: str, stretch: float, out: Path | None = None) -> tuple[Phone, ...]:
    """What Flite says for the text; the audio goes to `out`. Raises InputError without Flite."""
    command = ["flite", "-voice", voice, "-add_lex", str(PRONUNCIATIONS), "-psdur"]
    command += ["--setf", f"duration_stretch={stretch:.3f}"]
    command += ["-t", text, "-o", "none" if out is None else str(out)]
    try:
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except FileNotFoundError:
        raise InputError("flite: not found; on Debian or Ubuntu: apt install flite") from None
    phones, start_s = [], 0.0
    for item in said.split():
        name, _, end = item.rpartition(":")
        phones.append(Phone(name, start_s, float(end)))
        start_s = float(end)
    return tuple(phones)


def time_words(texts: list[str], phones: tuple[Phone, ...], voice: str) -> tuple[Word, ...]:
    """The words timed by aligning each one's own pronunciation with the sentence's phones."""
    spoken = [phone for phone in phones if phone.name != "pau"]
    alone: list[str] = []
    first: list[int] = []
    for text in texts:
        first.append(len(alone))
        alone += [p.name for p in pronounce(text, voice, 1.0) if p.name != "pau"]
    operations = Levenshtein.opcodes(alone, [phone.name for phone in spoken])
    where = {}
    for op in operations:
        for offset in range(op.src_end - op.src_start):
            where[op.src_start + offset] = min(op.dest_start + offset, len(spoken) - 1)
    starts = [spoken[where[i]] for i in first]
    ends = [spoken[max(0, where[i] - 1)] for i in first[1:]] + [spoken[-1]]
    return tuple(
        Word(
            text, round(a.start_s * 1000), max(round(a.start_s * 1000), round(b.end_s * 1000)), 1.0
        )
        for text, a, b in zip(texts, starts, ends, strict=True)
    )


def speak(text: str, voice: Voice, stretch: float, folder: Path) -> Sentence:
    """One sentence in one voice, at the voice's level."""
    path = folder / "sentence.wav"
    phones = pronounce(text, voice.flite, stretch, path)
    with wave.open(str(path)) as file:
        if file.getframerate() != SAMPLE_RATE_HZ:
            raise InputError(f"flite voice {voice.flite}: expected 16000 Hz audio")
        pcm16 = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    words = time_words(text.split(), phones, voice.flite)
    start_ms, end_ms = words[0].start_ms, words[-1].end_ms
    cut = pcm16[start_ms * SAMPLE_RATE_HZ // 1000 : end_ms * SAMPLE_RATE_HZ // 1000]
    spoken: Audio = cut.astype(np.float32)
    gain = np.float32(10 ** (voice.level_dbfs / 20) / np.sqrt(np.mean(spoken**2)))
    moved = tuple(
        Word(w.text, w.start_ms - start_ms, w.end_ms - start_ms, w.confidence) for w in words
    )
    return Sentence((spoken * gain).astype(np.float32), moved)


def room_noise(length: int, rng: np.random.Generator) -> Audio:
    """Noise whose power falls by 3 dB an octave, as that of a quiet room, at NOISE_DBFS."""
    spectrum = np.fft.rfft(rng.standard_normal(length))
    spectrum /= np.sqrt(np.maximum(np.arange(spectrum.size), 20))
    noise: Audio = np.fft.irfft(spectrum, length).astype(np.float32)
    return noise * np.float32(10 ** (NOISE_DBFS / 20) / np.sqrt(np.mean(noise**2)))


def perform(turns: tuple[Turn, ...], seed: int) -> tuple[Audio, Transcript]:
    """The whole consultation: audio in [-1, 1] at 16 kHz, and who said what when."""
    rng = np.random.default_rng(seed)
    pieces: list[Audio] = []
    utterances = []
    position = LEAD_MS * SAMPLE_RATE_HZ // 1000

    def silence(ms: float) -> Audio:
        return np.zeros(round(ms * SAMPLE_RATE_HZ / 1000), dtype=np.float32)

    pieces.append(silence(LEAD_MS))
    with tempfile.TemporaryDirectory() as folder:
        for number, turn in enumerate(turns, start=1):
            words: list[Word] = []
            for index, text in enumerate(re.split(r"(?<=[.?!])\s+", turn.text)):
                if index:
                    pieces.append(silence(rng.uniform(*PAUSE_BETWEEN_SENTENCES_MS)))
                    position += pieces[-1].size
                sentence = speak(text, turn.voice, rng.uniform(*STRETCH), Path(folder))
                at_ms = round(position * 1000 / SAMPLE_RATE_HZ)
                words += [
                    Word(w.text, at_ms + w.start_ms, at_ms + w.end_ms, w.confidence)
                    for w in sentence.words
                ]
                pieces.append(sentence.audio)
                position += sentence.audio.size
            utterances.append(
                Utterance(
                    f"u{number}",
                    turn.voice.speaker,
                    turn.voice.role,
                    words[0].start_ms,
                    words[-1].end_ms,
                    turn.text,
                    tuple(words),
                )
            )
            pieces.append(silence(rng.uniform(*PAUSE_BETWEEN_TURNS_MS)))
            position += pieces[-1].size
    audio = np.concatenate(pieces)
    audio = np.clip(audio + room_noise(audio.size, rng), -1, 1)
    audio_ms = audio.size * 1000 // SAMPLE_RATE_HZ
    return audio, Transcript("en-US", "reference", audio_ms, 0, tuple(utterances))


def write_flac(audio: Audio, path: Path) -> None:
    """Write mono audio in [-1, 1] as 16-bit FLAC at 16 kHz."""
    samples = np.round(audio * 32767).astype(np.int16).reshape(1, -1)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("flac", rate=SAMPLE_RATE_HZ, layout="mono", format="s16")
        stream.options = {"compression_level": "12"}
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--script", type=Path, required=True, help="lines 'D: ...' and 'P: ...'")
    parser.add_argument("--out", type=Path, required=True, help="folder to write into")
    parser.add_argument("--seed", type=int, default=1, help="of pauses, pace and noise (1)")
    options = parser.parse_args()
    try:
        audio, transcript = perform(read_script(options.script), options.seed)
    except (ScribeError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    flac = options.out / "encounter.flac"
    write_flac(audio, flac)
    for written in (TranscriptFormat.JSON, TranscriptFormat.RTTM):
        text = export_transcript(transcript, written, "encounter")
        (options.out / f"reference.{written}").write_text(text, encoding="utf-8")
    figures = {
        "audio_ms": transcript.audio_ms,
        "turns": len(transcript.utterances),
        "words": sum(len(u.words) for u in transcript.utterances),
        "flac_bytes": flac.stat().st_size,
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
