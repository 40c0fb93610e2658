"""Measures an exported model on unseen sentences, voice by voice.

    python recipes/train_micro_whisper/evaluate.py --model asr/data/micro-whisper --bank DIR/bank

Sentences that are held out by their checksum, and besides in no bank given, are said once by each
voice, at its own pace and pitch, without noise. Each is heard three ways: by Scribe's engine on
windows as long as the speech, by the same on windows padded to 30 s, by faster-whisper's
`transcribe` as it comes. Words are normalised as `asr.score` does it; in other languages than
English by Whisper's basic normaliser, which keeps accents and tones; Chinese is scored by letter.
The last line of standard output is one JSON object.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel
from whisper_normalizer.basic import BasicTextNormalizer

from asr.card import CARD, read_card, write_card
from asr.download import BUNDLED
from asr.engine import Mono
from asr.score import Token, align, tokens_of_text
from asr.whisper import WhisperEngine
from recipes.train_micro_whisper.bank import bank_texts
from recipes.train_micro_whisper.corpus import TRAINING, synthesizer
from recipes.train_micro_whisper.grammar import distinct, read_grammar
from recipes.train_micro_whisper.model_card import write_figures
from recipes.train_micro_whisper.scores import Cost, Evaluation, Score
from scribe.errors import ModelUnavailable
from scribe.ports import SAMPLE_RATE_HZ

SEED = 4242
SENTENCES = 200


@dataclass(frozen=True, slots=True)
class Speaker:
    """Voices that say the sentences of a language in turn, measured as one."""

    name: str
    language: str
    voices: tuple[str, ...]

    @property
    def is_heard(self) -> bool:
        """Whether they are in training."""
        return set(self.voices) <= {voice for part in TRAINING for voice in part.voices}


SPEAKERS = (
    *(Speaker(name, "en", (f"flite:{name}",)) for name in ("rms", "slt", "kal16")),
    Speaker("ked", "en", ("festival:ked_diphone",)),
    Speaker("hts", "en", ("festival:cmu_us_slt_arctic_hts",)),
    Speaker("espeak", "en", ("espeak:en-us+m1", "espeak:gmw/en-GB-x-rp+f2", "espeak:en+klatt")),
    Speaker("awb", "en", ("flite:awb",)),
    Speaker("kal", "en", ("festival:kal_diphone",)),
    Speaker(
        "espeak, other accents", "en", ("espeak:gmw/en-US-nyc+m2", "espeak:gmw/en-GB-x-gbcwmd+f3")
    ),
    *(
        Speaker(name, language, (f"espeak:{name}+m3", f"espeak:{name}+f2"))
        for language, name in (("de", "de"), ("fr", "fr"), ("vi", "vi"), ("zh", "cmn"))
    ),
)
"""Of those not in training, kal has the speaker of kal16; awb alone is a speaker never heard."""

Hearing = Callable[[Mono, str], str]
"""From audio and language to text."""


@dataclass(slots=True)
class _Tally:
    """Sums over the sentences of one way of hearing."""

    errors: int = 0
    total: int = 0
    cpu_s: float = 0.0

    @property
    def rate(self) -> float:
        return round(100 * self.errors / max(1, self.total), 2)


def evaluate(
    model: Path,
    seen: frozenset[str],
    sentences: int,
    threads: int,
    say: Callable[[str], None],
    speakers: tuple[Speaker, ...] = SPEAKERS,
) -> Evaluation:
    """Error rates of the model in a folder; up to so many sentences of each speaker.

    Sentences in `seen` are left out. Raises ModelUnavailable.
    """
    with tempfile.TemporaryDirectory() as scratch:
        cropped = WhisperEngine(str(model), threads=threads)
        padded = WhisperEngine(str(padding(model, Path(scratch))), threads=threads)
        stock = WhisperModel(str(model), cpu_threads=threads)
        ways = (by_engine(cropped), by_engine(padded), by_faster_whisper(stock))
        scores = []
        costs = [0.0, 0.0, 0.0]
        audio_s = 0.0
        for speaker in speakers:
            texts = unseen(speaker.language, sentences, seen)
            said = spoken(speaker, texts)
            audio_s += sum(map(len, said)) / SAMPLE_RATE_HZ
            tallies = [tally(way, speaker.language, texts, said) for way in ways]
            costs = [cost + t.cpu_s for cost, t in zip(costs, tallies, strict=True)]
            score = Score(
                speaker.name,
                speaker.language,
                speaker.is_heard,
                len(texts),
                *(t.rate for t in tallies),
            )
            scores.append(score)
            say(
                f"{score.voice}: {score.sentences} sentences, errors {score.cropped} % cropped, "
                f"{score.padded} % padded, {score.stock} % faster-whisper"
            )
        cropped.close()
        padded.close()
    return Evaluation(tuple(scores), Cost(*(round(cost / max(audio_s, 1e-9), 4) for cost in costs)))


def unseen(language: str, count: int, seen: frozenset[str]) -> tuple[str, ...]:
    """Up to `count` held-out sentences that are not in `seen`; the small grammars have fewer."""
    return distinct(read_grammar(language), count, SEED, seen, held_out=True)


def spoken(speaker: Speaker, texts: tuple[str, ...]) -> list[Mono]:
    voices = [synthesizer(voice) for voice in speaker.voices]
    found = []
    for index, text in enumerate(texts):
        audio = voices[index % len(voices)].say(text, 1.0, 1.0).audio
        found.append(np.clip(np.round(audio * 32767), -32768, 32767).astype(np.int16))
    return found


def tally(hear: Hearing, language: str, texts: tuple[str, ...], said: list[Mono]) -> _Tally:
    found = _Tally()
    for text, samples in zip(texts, said, strict=True):
        began_s = time.process_time()
        heard = hear(samples, language)
        found.cpu_s += time.process_time() - began_s
        alignment = align(scored(text, language), scored(heard, language))
        found.errors += alignment.substitutions + alignment.deletions + alignment.insertions
        found.total += alignment.reference_words
    return found


def scored(text: str, language: str) -> tuple[Token, ...]:
    """What is compared: words after normalisation, of Chinese the letters."""
    if language == "en":
        return tokens_of_text(text)
    plain = BasicTextNormalizer()(text)
    return tuple(map(Token, plain.replace(" ", "") if language == "zh" else plain.split()))


def by_engine(engine: WhisperEngine) -> Hearing:
    """Each recording as one segment, without partial results."""

    def hear(samples: Mono, language: str) -> str:
        listener = engine.listen(language)
        listener.begin(0)
        listener.feed(samples, hurry=True)
        return " ".join(word.text for word in listener.end())

    return hear


def by_faster_whisper(model: WhisperModel) -> Hearing:
    def hear(samples: Mono, language: str) -> str:
        audio = samples.astype(np.float32) / np.float32(32768)
        segments, _ = model.transcribe(audio, language=language)
        return " ".join(segment.text for segment in segments)

    return hear


def padding(model: Path, scratch: Path) -> Path:
    """The same model in a folder whose card says that it wants windows of 30 s."""
    folder = scratch / model.name
    folder.mkdir()
    for file in model.iterdir():
        if file.name != CARD:
            (folder / file.name).symlink_to(file.resolve())
    write_card(folder, replace(read_card(model), cropped_window=False))
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=BUNDLED, help="folder of the exported model")
    parser.add_argument("--bank", type=Path, help="bank that it was trained on: none of it is said")
    parser.add_argument("--sentences", type=int, default=SENTENCES, help="of each voice, at most")
    parser.add_argument("--threads", type=int, default=2, help="CPU threads")
    arguments = parser.parse_args()
    seen = frozenset(bank_texts(arguments.bank)) if arguments.bank else frozenset[str]()
    try:
        found = evaluate(
            arguments.model, seen, arguments.sentences, arguments.threads, say_on_stderr
        )
    except ModelUnavailable as error:
        sys.exit(str(error))
    write_figures(arguments.model, found)
    print(json.dumps(asdict(found)))


def say_on_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
