"""Finds when each word of the three recorded interviews was said, with who said it.

Aligns the human transcripts of the OSCE recordings, which have no times, to the audio with
pocketsphinx's acoustic model. For each recording writes a JSON of its words with times, role,
whether they are sure, next to it an RTTM of its turns. Prints one JSON object of figures last.

    python recipes/align_interviews/run.py --data ../shared/data --out /tmp/interviews
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from asr.audio import decode_file
from asr.engine import Mono
from recipes.align_interviews.acoustics import Acoustics
from recipes.align_interviews.alignment import Aligner, levelled
from recipes.align_interviews.anchors import matches, stretches
from recipes.align_interviews.hearing import recognised, speech_probabilities
from recipes.align_interviews.labels import Label, labels
from recipes.align_interviews.measures import figures
from recipes.align_interviews.triphones import read_triphones
from recipes.align_interviews.viterbi import Costs
from recipes.align_interviews.voices import evidence
from recipes.align_interviews.words import said_words
from recipes.corpora import RECORDED_OSCE, Dialogue, osce
from scribe.errors import InputError
from scribe.ports import SAMPLE_RATE_HZ

FIRST_MS, SECOND_MS = 8_000, 15_000
"""The shortest stretch in either run: they cut the recording in different places."""
FIRST = Costs()
SECOND = Costs(pause=-4.0, filler=-4.0, skip=-30.0)


def main() -> None:
    arguments = parsed()
    interviews = {dialogue.id: dialogue for dialogue in osce(arguments.data, with_recorded=True)}
    missing = [name for name in arguments.only if name not in interviews]
    if missing:
        raise InputError(f"{missing[0]}: expected an interview of the corpus, found none")
    arguments.out.mkdir(parents=True, exist_ok=True)
    triphones = read_triphones()
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        aligner = Aligner(triphones, Acoustics(triphones.senones, Path(folder)))
        for name in arguments.only:
            began = time.perf_counter()
            audio = arguments.data / "osce" / "audio" / f"{name}.mp3"
            samples = np.concatenate(list(decode_file(audio)))[:, 0]
            said, figure = aligned(interviews[name], samples, aligner)
            write(said, name, arguments.out)
            found[name] = {**figure, "wall_s": round(time.perf_counter() - began, 1)}
            print(json.dumps({name: found[name]}), file=sys.stderr, flush=True)
    print(json.dumps(found))


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the public corpora")
    parser.add_argument("--out", type=Path, required=True, help="folder for the labels")
    parser.add_argument("--only", nargs="+", default=RECORDED_OSCE, help="some of the recordings")
    return parser.parse_args()


def aligned(
    dialogue: Dialogue, samples: Mono, aligner: Aligner
) -> tuple[tuple[Label, ...], dict[str, float]]:
    """The dialogue's words with their times in the samples; how far they can be trusted."""
    words = said_words(dialogue)
    speech = speech_probabilities(samples)
    hits = recognised(words, samples, speech)
    end_ms = len(samples) * 1000 // SAMPLE_RATE_HZ
    cepstra = aligner.acoustics.cepstra(samples)
    first = aligner.align(words, cepstra, stretches(words, hits, end_ms, FIRST_MS), FIRST)
    level = levelled(cepstra, words, first)
    parts = stretches(words, hits, end_ms, SECOND_MS)
    second = aligner.align(words, level, parts, SECOND, evidence(cepstra, words, first))
    heard = matches(words, hits)
    said = labels(words, first, second, heard)
    return said, figures(said, first, second, heard, speech)


def write(said: Sequence[Label], name: str, folder: Path) -> None:
    content = {
        "words": [
            {
                "text": word.text,
                "start_ms": word.start_ms,
                "end_ms": word.end_ms,
                "role": word.role.value,
                "sure": word.sure,
            }
            for word in said
        ]
    }
    (folder / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    (folder / f"{name}.rttm").write_text("".join(rttm_lines(said, name)), encoding="utf-8")


def rttm_lines(said: Sequence[Label], name: str) -> list[str]:
    """A line for every turn, from its first word to its last; neighbours never overlap."""
    turns: dict[int, list[Label]] = {}
    for word in said:
        turns.setdefault(word.turn, []).append(word)
    return [
        f"SPEAKER {name} 1 {words[0].start_ms / 1000:.3f} "
        f"{(words[-1].end_ms - words[0].start_ms) / 1000:.3f} <NA> <NA> {words[0].role} <NA> <NA>\n"
        for words in turns.values()
    ]


if __name__ == "__main__":
    main()
