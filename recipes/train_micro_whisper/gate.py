"""What a run of training is judged by on its way: held-out sentences, heard by the model so far."""

from pathlib import Path

import numpy as np

from recipes.train_micro_whisper.bank import read_shard, speak
from recipes.train_micro_whisper.corpus import Part, synthesizer
from recipes.train_micro_whisper.decoding import error_rate, hear, spell
from recipes.train_micro_whisper.examples import Examples
from recipes.train_micro_whisper.grammar import distinct, read_grammar
from recipes.train_micro_whisper.mel import BINS
from recipes.train_micro_whisper.model import MicroWhisper
from recipes.train_micro_whisper.symbols import Symbols
from recipes.train_micro_whisper.tokens import Vocabulary

SEED = 777
GATES = (
    Part("rms", "en", 30, ("flite:rms",)),
    Part("awb", "en", 30, ("flite:awb",)),
    Part("espeak", "en", 30, ("espeak:en-us+m1", "espeak:gmw/en-GB-x-rp+f2", "espeak:en+klatt")),
    Part("cmn", "zh", 30, ("espeak:cmn+m3",)),
)


def speak_gates(folder: Path, seen: frozenset[str], gates: tuple[Part, ...] = GATES) -> None:
    """Say sentences that are held out and not in `seen`, unless that was done."""
    for gate in gates:
        path = folder / gate.name
        if not path.with_suffix(".json").exists():
            grammar = read_grammar(gate.language)
            texts = distinct(grammar, gate.sentences, SEED, seen, held_out=True)
            voices = tuple(synthesizer(voice) for voice in gate.voices)
            speak(texts, gate.language, voices, SEED, path)


class Gates:
    """The error rates of a model on the sentences that `speak_gates` has said."""

    def __init__(
        self,
        folder: Path,
        vocabulary: Vocabulary,
        symbols: Symbols,
        gates: tuple[Part, ...] = GATES,
    ) -> None:
        self._vocabulary, self._symbols, self._gates = vocabulary, symbols, gates
        no_noise = np.zeros((0, 0, BINS), np.float16)
        shards = [read_shard(folder / gate.name) for gate in gates]
        self._said = [[e.text for e in shard.entries if e.words] for shard in shards]
        self._heard = []
        for shard in shards:
            examples = Examples((shard,), no_noise, vocabulary, symbols)
            self._heard.append([examples.entry(index) for index in range(len(examples))])

    def report(self, model: MicroWhisper, decodes: bool) -> str:
        """Letter errors by the encoder alone, then word errors (Chinese: letters) of both."""
        found = []
        for gate, said, examples in zip(self._gates, self._said, self._heard, strict=True):
            letters = spell(model, examples, self._symbols.letters)
            line = f"{gate.name} letters {error_rate(said, letters, by_words=False):.1f} %"
            if decodes:
                words = hear(model, examples, self._vocabulary, gate.language)
                rate = error_rate(said, words, by_words=gate.language != "zh")
                line += f" words {rate:.1f} %"
            found.append(line)
        return "; ".join(found)
