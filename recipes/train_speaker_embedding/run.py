"""Trains what tells voices apart: a small network beside a discriminant analysis.

    python recipes/train_speaker_embedding/run.py --data ../shared/data --work DIR [--minutes 60]
    python recipes/train_speaker_embedding/run.py --data ../shared/data --measure

Learns from LibriSpeech clips (CC BY 4.0), every twentieth speaker held out, each clip at three
speeds through random rooms, equalisers, noises, telephones. `--voices FOLDER` takes another
corpus: a folder for each speaker with recordings in it, as in LibriSpeech or VoxCeleb. Training
goes on where it stopped if DIR holds its checkpoint. The last line of standard output is one JSON
object with equal error rates on unheard speakers.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch

from asr.embedding import DATA, VoiceSpace
from asr.vad import Vad
from recipes.corpora import files
from recipes.train_speaker_embedding import bank, trials
from recipes.train_speaker_embedding.channel import Sound
from recipes.train_speaker_embedding.discriminant import discriminant, examples
from recipes.train_speaker_embedding.export import export
from recipes.train_speaker_embedding.network import Size
from recipes.train_speaker_embedding.training import Progress, train
from scribe.ports import SAMPLE_RATE_HZ

AXES = 40
CHANNELS = 8
LONGEST_S = 60
"""Of a speaker of another corpus."""
SUFFIXES = (".flac", ".wav", ".m4a", ".mp3", ".ogg")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with `librispeech`")
    parser.add_argument("--work", type=Path, help="folder for the bank with the checkpoint")
    parser.add_argument("--minutes", type=float, default=60.0, help="of training the network")
    parser.add_argument("--voices", type=Path, help="folder of speakers to learn from besides")
    parser.add_argument("--out", type=Path, default=DATA, help="folder for the two files")
    parser.add_argument("--width", type=int, default=Size().width, help="channels of the network")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measure", action="store_true", help="only measure what is in --out")
    arguments = parser.parse_args()
    if not arguments.measure:
        if arguments.work is None:
            parser.error("--work: expected a folder to train in")
        learn(arguments)
    print(json.dumps(measure(arguments.data, arguments.out)))


def learn(arguments: argparse.Namespace) -> None:
    arguments.work.mkdir(parents=True, exist_ok=True)
    kept = arguments.work / "bank.npz"
    if not kept.is_file():
        say("filling the bank of voices")
        sounds = clips(arguments.data, arguments.voices, Vad())
        bank.save(bank.fill(sounds, CHANNELS, np.random.default_rng(arguments.seed)), kept)
    voices = bank.load(kept)
    say(f"{voices.voice_count} voices, {len(voices.frames) / 360_000:.1f} h")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = train(
        voices,
        Size(width=arguments.width),
        arguments.minutes,
        arguments.work / "checkpoint.pt",
        device,
        arguments.seed,
        report,
    )
    vectors, owners = examples(voices, np.random.default_rng(arguments.seed))
    export(network, discriminant(vectors, owners, AXES), arguments.out)


def clips(data: Path, more: Path | None, vad: Vad) -> tuple[Sound, ...]:
    """One sound for each speaker."""
    everything = tuple(files(data / "librispeech" / "speakers", "*.flac"))
    kept_back = bank.held_out(everything)
    found = [bank.spoken(path, vad) for path in everything if path not in kept_back]
    for folder in sorted(more.iterdir()) if more else ():
        paths = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)
        sound: list[Sound] = []
        while paths and sum(map(len, sound)) < LONGEST_S * SAMPLE_RATE_HZ:
            sound.append(bank.spoken(paths.pop(0), vad))
        if sound:
            found.append(np.concatenate(sound)[: LONGEST_S * SAMPLE_RATE_HZ])
    return tuple(found)


def measure(data: Path, folder: Path) -> dict[str, object]:
    """Equal error rates in percent, cost in ms for a second of speech on one core."""
    space = VoiceSpace(folder / "voices.npz", folder / "voices.onnx")
    found = trials.pieces(data, Vad())
    sounds = [(one.sound * 32767).astype(np.int16) for one in found]
    began_s = time.process_time()
    for sound in sounds:
        space.embed(sound)
    seconds = sum(map(len, sounds)) / SAMPLE_RATE_HZ
    cost_ms = 1000 * (time.process_time() - began_s) / seconds
    return {
        "speakers": len({one.speaker for one in found}),
        "pieces": len(found),
        "as_recorded": trials.error_rates(found, space),
        "random_channel": trials.error_rates(trials.through_channels(found, seed=5), space),
        "network_bytes": (folder / "voices.onnx").stat().st_size,
        "ms_for_a_second": round(cost_ms, 1),
    }


def report(progress: Progress) -> None:
    say(f"{progress.elapsed_s:.0f} s, step {progress.steps}, loss {progress.loss:.3f}")


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
