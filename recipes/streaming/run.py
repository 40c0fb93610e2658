"""Holds our streaming Whisper against LocalAgreement-2 over stock faster-whisper, in one run.

Both hear the same synthetic consultation on the same machine, as if it were live. What is measured,
README.md tells. A table is printed; the last line of standard output is one JSON object.

    python recipes/streaming/run.py --minutes 10
"""

import argparse
import json
import sys
from itertools import zip_longest

from rich.console import Console

from asr.card import this_machine
from asr.download import BUNDLED
from asr.embedding import VoiceSpace
from asr.recognizer import StreamingRecognizer
from asr.roles import RoleClassifier
from asr.transcription import transcribe
from asr.vad import Vad
from asr.whisper import WhisperEngine
from recipes.streaming.baseline import PlainRecognizer, StockWhisper
from recipes.streaming.consultation import PER_MS, Consultation, consult
from recipes.streaming.replay import Replay, play
from recipes.streaming.row import Row, live_row, offline_row, table
from recipes.train_micro_whisper.flite_voice import FliteVoice
from recipes.train_micro_whisper.grammar import read_grammar
from scribe.ports import Recognizer
from scribe.transcript import Transcript, Utterance

LANGUAGE = "en"
LIVE_SAMPLES = 20 * PER_MS
OTHER_CHUNKS = (("1_s", 1000 * PER_MS), ("591_samples", 591))
"""The second is an odd number of samples, 36.9 ms, that fits no frame."""
WARM_UP_MS = 5000
TABLE_WIDTH = 110
PROMPT_CHARACTERS = 200
"""The baseline hears it all with this long a prompt, as published, then without."""


class Bench:
    """The recognisers that are compared, with one model loaded for each design."""

    def __init__(self, model: str, threads: int) -> None:
        self.engine = WhisperEngine(model, threads=threads)
        self._stock = StockWhisper(model, LANGUAGE, threads)
        self._vad, self._space, self._roles = Vad(), VoiceSpace(), RoleClassifier()

    def ours(self) -> StreamingRecognizer:
        """As the server makes one, for a session in English."""
        return StreamingRecognizer(
            self.engine, self._vad, self._space, self._roles, language=LANGUAGE
        )

    def plain(self, prompt_characters: int) -> PlainRecognizer:
        return PlainRecognizer(self._stock.read, self._vad, LANGUAGE, prompt_characters)

    def ours_offline(self, said: Consultation) -> Transcript:
        return transcribe(self.ours(), [said.audio[:, None]])

    def stock_offline(self, said: Consultation) -> str:
        return self._stock.transcribe(said.audio)

    def warm_up(self, said: Consultation) -> None:
        """What is done only once is not to be measured."""
        for recognizer in (self.ours(), self.plain(0)):
            play(recognizer, said.audio[: WARM_UP_MS * PER_MS], LIVE_SAMPLES)


def main() -> None:
    arguments = parsed()
    grammar = read_grammar(LANGUAGE)
    doctor, patient, unheard = (
        FliteVoice(name) for name in (arguments.doctor, arguments.patient, arguments.unheard)
    )
    seed, minutes = arguments.seed, arguments.minutes
    said = consult(grammar, doctor, patient, minutes, seed)
    bench = Bench(arguments.model, arguments.threads)
    bench.warm_up(said)
    streamed, ours = live("ours", bench.ours(), said)
    _, prompted = live("LocalAgreement-2, prompt", bench.plain(PROMPT_CHARACTERS), said)
    _, unprompted = live("LocalAgreement-2, no prompt", bench.plain(0), said)
    offline = offline_row("ours, whole recording", said, lambda: bench.ours_offline(said).text)
    stock = offline_row("faster-whisper, whole", said, lambda: bench.stock_offline(said))
    stranger = consult(grammar, unheard, unheard, minutes, seed + 1)
    _, strange = live(f"ours, {arguments.unheard} alone", bench.ours(), stranger)
    others = {
        **{name: heard(name, bench.ours(), said, size).finals for name, size in OTHER_CHUNKS},
        "whole_recording": bench.ours_offline(said).utterances,
    }
    bench.engine.close()
    baseline = min(prompted, unprompted, key=lambda row: row.wer_percent)
    ids = [final.id for final in streamed.finals]
    figures = {
        "machine": this_machine(),
        "model": bench.engine.name,
        "audio_s": said.audio_ms // 1000,
        "seed": seed,
        "ours": ours.figures,
        "baseline": prompted.figures,
        "baseline_without_prompt": unprompted.figures,
        "ours_offline": offline.figures,
        "faster_whisper_offline": stock.figures,
        "ours_unheard_voice": strange.figures,
        "finals": len(ids),
        "finals_said_twice": len(ids) - len(set(ids)),
        "finals_unlike_20_ms": {name: unlike(streamed.finals, o) for name, o in others.items()},
        "compared_with": baseline.name,
        "cpu_ratio": round(baseline.cpu_s_per_audio_s / ours.cpu_s_per_audio_s, 2),
        "wer_points_above_offline": round(ours.wer_percent - offline.wer_percent, 2),
    }
    Console(width=TABLE_WIDTH).print(table((ours, prompted, unprompted, offline, stock, strange)))
    print(json.dumps(figures))


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default=str(BUNDLED), help="folder (default: the bundled model)")
    parser.add_argument("--minutes", type=float, default=10, help="length of each consultation")
    parser.add_argument("--seed", type=int, default=2_000_001, help="decides what is said")
    parser.add_argument("--doctor", default="rms", help="a voice of Flite (default: rms)")
    parser.add_argument("--patient", default="slt", help="a voice of Flite (default: slt)")
    parser.add_argument(
        "--unheard", default="awb", help="a voice that was not trained on (default: awb)"
    )
    parser.add_argument(
        "--threads", type=int, default=0, help="of either model (default: the library's choice)"
    )
    return parser.parse_args()


def live(name: str, recognizer: Recognizer, said: Consultation) -> tuple[Replay, Row]:
    """Hear the consultation live, in chunks of 20 ms."""
    replay = heard(name, recognizer, said, LIVE_SAMPLES)
    return replay, live_row(name, said, replay)


def heard(name: str, recognizer: Recognizer, said: Consultation, chunk_samples: int) -> Replay:
    print(f"{name}: {said.audio_ms // 1000} s of audio", file=sys.stderr, flush=True)
    return play(recognizer, said.audio, chunk_samples)


def unlike(some: tuple[Utterance, ...], others: tuple[Utterance, ...]) -> int:
    """How many final results differ in id, text, times or words."""
    pairs = zip_longest(some, others)
    return sum(a is None or b is None or _content(a) != _content(b) for a, b in pairs)


def _content(final: Utterance) -> tuple[object, ...]:
    """All but who said it, of which there may be a later opinion."""
    return final.id, final.text, final.start_ms, final.end_ms, final.words


if __name__ == "__main__":
    main()
