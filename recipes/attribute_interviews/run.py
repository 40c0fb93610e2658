"""Measures who is said to have said what in the recorded interviews.

    python recipes/attribute_interviews/run.py --data ../shared/data --labels FOLDER
    python recipes/attribute_interviews/run.py --data ../shared/data --labels FOLDER --engine sphinx

FOLDER is what recipes/align_interviews wrote. Without `--engine` the words with their times are
known, which shows attribution apart from recognition; with one (`sphinx` or a Whisper model) they
are its own. Each recording is heard twice, with and without the evidence of what is said. Tables
are printed; the last line of standard output is one JSON object.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from asr.attribution import SpeakerRules
from asr.audio import decode_file
from asr.embedding import VoiceSpace
from asr.engine import Engine
from asr.recognizer import StreamingRecognizer
from asr.roles import RoleClassifier
from asr.scripted import ScriptedEngine
from asr.sphinx import SphinxEngine
from asr.vad import Vad
from asr.whisper import WhisperEngine
from recipes.attribute_interviews.labels import Label, read_labels, words_of
from recipes.attribute_interviews.measures import Figures, Opinion, measured
from recipes.corpora import RECORDED_OSCE, osce
from scribe.ports import Attribution, Hypothesis, Unspoken
from scribe.transcript import Utterance


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with `osce`")
    parser.add_argument("--labels", type=Path, required=True, help="of recipes/align_interviews")
    parser.add_argument("--engine", help="sphinx, or a Whisper model; without it words are known")
    arguments = parser.parse_args()
    vad, voices, roles = Vad(), VoiceSpace(), RoleClassifier()
    found: dict[str, dict[str, Figures]] = {}
    for name in RECORDED_OSCE:
        labels = read_labels(arguments.labels / f"{name}.json")
        for way, rules in ways():
            engine = engine_of(arguments.engine, labels)
            recognizer = StreamingRecognizer(
                engine, vad, voices, roles, language="en", speakers=rules
            )
            opinion = heard(recognizer, arguments.data / "osce" / "audio" / f"{name}.mp3")
            dialogue = next(d for d in osce(arguments.data, with_recorded=True) if d.id == name)
            reference = None if arguments.engine is None else dialogue
            found.setdefault(way, {})[name] = measured(opinion, labels, reference)
    for way, figures in found.items():
        Console(width=120).print(table(way, figures))
    print(json.dumps({way: {n: asdict(f) for n, f in of.items()} for way, of in found.items()}))


def ways() -> Iterator[tuple[str, SpeakerRules]]:
    """With the evidence of words, without."""
    yield "voices and words", SpeakerRules()
    yield "voices alone", SpeakerRules(by_words=False)


def engine_of(name: str | None, labels: tuple[Label, ...]) -> Engine:
    if name is None:
        return ScriptedEngine(words_of(labels))
    return SphinxEngine() if name == "sphinx" else WhisperEngine(name)


def heard(recognizer: StreamingRecognizer, recording: Path) -> Opinion:
    """What was said of each utterance first, what in the end."""
    first: list[Utterance] = []
    speakers: dict[str, str] = {}
    roles = {}
    revised = 0
    chunks = decode_file(recording)
    events = [event for chunk in chunks for event in recognizer.push(chunk)]
    for event in (*events, *recognizer.flush()):
        match event:
            case Hypothesis() | Unspoken():
                pass
            case Utterance():
                first.append(event)
                speakers[event.id] = event.speaker
            case Attribution():
                revised += len(event.utterances)
                speakers |= dict(event.utterances)
                roles |= {speaker.id: speaker.role for speaker in event.speakers}
    last = (replace(u, speaker=speakers[u.id]) for u in first)
    known = tuple(replace(u, role=roles.get(u.speaker, u.role)) for u in last)
    return Opinion(tuple(first), known, revised)


def table(way: str, figures: dict[str, Figures]) -> Table:
    found = Table(title=way)
    for column in ("interview", *next(iter(figures.values())).__slots__):
        found.add_column(column)
    for name, one in figures.items():
        found.add_row(name, *(str(value) for value in asdict(one).values()))
    return found


if __name__ == "__main__":
    main()
