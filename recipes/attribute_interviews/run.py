"""Measures who is said to have said what in the recorded interviews.

    python recipes/attribute_interviews/run.py --data ../shared/data --labels FOLDER
    python recipes/attribute_interviews/run.py --data ../shared/data --labels FOLDER --engine sphinx

FOLDER is what recipes/align_interviews wrote. Without `--engine` the words with their times are
known, which shows attribution apart from recognition; with one (`sphinx` or a Whisper model) they
are its own. Who said them is asked with several weights of what is said as evidence, 0 being voices
alone. Tables are printed; the last line of standard output is one JSON object.
"""

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from asr.attribution import SpeakerRules
from asr.audio import decode_file
from asr.embedding import VoiceSpace
from asr.engine import Engine
from asr.recognizer import StreamingRecognizer
from asr.roles import RoleClassifier
from asr.scripted import ScriptedEngine
from asr.speaker_hmm import WORD_WEIGHT
from asr.sphinx import SphinxEngine
from asr.vad import Vad
from asr.whisper import WhisperEngine
from recipes.attribute_interviews.labels import read_labels, words_of
from recipes.attribute_interviews.measures import Figures, Opinion, measured
from recipes.corpora import RECORDED_OSCE, osce
from recipes.train_speaker_embedding.channel import levelled, through_telephone, with_noise
from scribe.ports import Attribution, Hypothesis, Samples, Unspoken
from scribe.transcript import Utterance

SEED = 7


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with `osce`")
    parser.add_argument("--labels", type=Path, required=True, help="of recipes/align_interviews")
    parser.add_argument("--engine", help="sphinx, or a Whisper model; without it words are known")
    parser.add_argument("--plain", action="store_true", help="known words without case or marks")
    parser.add_argument(
        "--weights", nargs="+", type=float, default=[WORD_WEIGHT, 0.0], help="of what is said"
    )
    parser.add_argument(
        "--channel",
        choices=("telephone", "noise"),
        help="spoil the recordings: telephone band and mu-law, with noise 10 dB below or 0 dB",
    )
    arguments = parser.parse_args()
    vad, voices, roles = Vad(), VoiceSpace(), RoleClassifier()
    found: dict[str, dict[str, Figures]] = {}
    for name in RECORDED_OSCE:
        labels = read_labels(arguments.labels / f"{name}.json", arguments.plain)
        dialogue = next(d for d in osce(arguments.data, with_recorded=True) if d.id == name)
        own_words = arguments.engine is not None
        chunks = tuple(decode_file(arguments.data / "osce" / "audio" / f"{name}.mp3"))
        if arguments.channel:
            chunks = (spoiled(np.concatenate(chunks), arguments.channel),)
        words = words_of(labels)
        if own_words:
            ours = StreamingRecognizer(
                engine_of(arguments.engine), vad, voices, roles, language="en"
            )
            words = tuple(word for u in heard(ours, chunks).first for word in u.words)
        for weight in arguments.weights:
            engine = ScriptedEngine(words)
            recognizer = StreamingRecognizer(
                engine, vad, voices, roles, language="en", speakers=SpeakerRules(word_weight=weight)
            )
            opinion = heard(recognizer, chunks)
            found.setdefault(f"words weigh {weight}", {})[name] = measured(
                opinion, labels, dialogue, own_words
            )
    for way, figures in found.items():
        Console(width=120).print(table(way, figures))
    print(json.dumps({way: {n: asdict(f) for n, f in of.items()} for way, of in found.items()}))


def engine_of(name: str) -> Engine:
    return SphinxEngine() if name == "sphinx" else WhisperEngine(name)


def spoiled(samples: Samples, channel: str) -> Samples:
    """The recording as a bad line or a noisy place makes it."""
    rng = np.random.default_rng(SEED)
    sound = samples[:, 0].astype(np.float32) / np.float32(32768)
    if channel == "telephone":
        sound = through_telephone(with_noise(sound, rng, 10.0), rng)
    else:
        sound = levelled(with_noise(sound, rng, 0.0))
    return (np.clip(sound, -1, 1) * 32767).astype(np.int16)[:, np.newaxis]


def heard(recognizer: StreamingRecognizer, chunks: Iterable[Samples]) -> Opinion:
    """What was said of each utterance first, what in the end."""
    first: list[Utterance] = []
    speakers: dict[str, str] = {}
    roles = {}
    events = [event for chunk in chunks for event in recognizer.push(chunk)]
    for event in (*events, *recognizer.flush()):
        match event:
            case Hypothesis() | Unspoken():
                pass
            case Utterance():
                first.append(event)
                speakers[event.id] = event.speaker
            case Attribution():
                speakers |= dict(event.utterances)
                roles |= {speaker.id: speaker.role for speaker in event.speakers}
    last = (replace(u, speaker=speakers[u.id]) for u in first)
    known = tuple(replace(u, role=roles.get(u.speaker, u.role)) for u in last)
    return Opinion(tuple(first), known)


def table(way: str, figures: dict[str, Figures]) -> Table:
    found = Table(title=way)
    for column in ("interview", *next(iter(figures.values())).__slots__):
        found.add_column(column)
    for name, one in figures.items():
        found.add_row(name, *(str(value) for value in asdict(one).values()))
    return found


if __name__ == "__main__":
    main()
