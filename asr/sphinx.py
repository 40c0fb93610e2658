"""The pocketsphinx engine, for machines to which no model can be downloaded.

Its US-English acoustic model is in pocketsphinx's own package, the language model with its
dictionary in `asr/data`. It is of demonstration grade: see recipes/transcribe_benchmark/README.md.

A decoder subtracts a cepstral mean from its input, which removes the microphone and the room. Its
own running mean follows the last speaker, not the present one, so a listener sets the mean before
a segment is decoded: that of the segment's first seconds, drawn towards the means of the earlier
segments that sound like it. Until those seconds have been heard there is no hypothesis.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pocketsphinx import Decoder

from asr.engine import AUTO, Mono, primary
from asr.lexicon import DIALOGUE_DICTIONARY, DIALOGUE_MODEL, plain_word
from scribe.errors import InputError, ModelUnavailable
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Word

LANGUAGE = "en"
FRAME_MS = 10
BLOCK_SAMPLES = 1600
"""Audio reaches the decoder in blocks of this size, so that it does not matter how it was cut."""

SHORTEST_SAMPLES = SAMPLE_RATE_HZ // 10
"""What is shorter holds no word."""

HESITATIONS = frozenset(("um", "uh", "hmm", "mm", "er", "ah"))
"""Sounds that a transcript leaves out."""

DECODE, FEATURES = "_default", "features"
FEATURES_GRAMMAR = "#JSGF V1.0; grammar features; public <word> = ok;"

Cepstrum = NDArray[np.float64]
"""Shape (13,), float64."""


@dataclass(frozen=True, slots=True)
class SphinxOptions:
    """How the decoder searches. Tuned by recipes/transcribe_benchmark.

    `language_weight` is that of the first pass, from which hypotheses come, the final one that of
    the second pass with the choice of the best path. `head_ms` of a segment are heard before its
    cepstral mean is set. The mean of `memory_segments` earlier ones weighs `prior_frames` (of 10
    ms) against it; one of them counts e times less for each `likeness` of squared distance.
    """

    language_weight: float = 6.5
    final_language_weight: float = 10.5
    word_insertion: float = 0.65
    head_ms: int = 2000
    prior_frames: int = 60
    memory_segments: int = 60
    likeness: float = 300.0

    def __post_init__(self) -> None:
        if min(self.head_ms, self.prior_frames, self.memory_segments, self.likeness) <= 0:
            raise ValueError(
                "expected positive head_ms, prior_frames, memory_segments with likeness, "
                f"got {self}"
            )


class SphinxEngine:
    """The model files, checked; every stream gets a decoder of its own."""

    def __init__(self, options: SphinxOptions | None = None) -> None:
        self._options = options or SphinxOptions()
        for path in (DIALOGUE_MODEL, DIALOGUE_DICTIONARY):
            if not path.is_file():
                raise ModelUnavailable(f"{path.name}: expected in {path.parent}, found no file")

    @property
    def name(self) -> str:
        return "sphinx"

    def listen(self, language: str = AUTO) -> "SphinxListener":
        if language != AUTO and primary(language) != LANGUAGE:
            raise InputError(f"language: sphinx knows English only, found {language!r}")
        return SphinxListener(self._options)


class SphinxListener:
    """Hears one stream. Loading takes about a quarter of a second."""

    def __init__(self, options: SphinxOptions) -> None:
        self._options = options
        self._decoder = load_decoder(options)
        self._channel = Channel(options)
        self._start_ms = 0
        self._waiting: list[Mono] = []
        self._waiting_samples = 0
        self._decoding = False
        self._text = ""

    @property
    def language(self) -> str:
        return LANGUAGE

    def begin(self, start_ms: int) -> None:
        if self._decoding:
            self._decoder.end_utt()
        self._start_ms = start_ms
        self._waiting = []
        self._waiting_samples = 0
        self._decoding = False
        self._text = ""

    def feed(self, samples: Mono, hurry: bool = False) -> str:
        self._waiting.append(samples)
        self._waiting_samples += len(samples)
        if not self._decoding and self._waiting_samples < self._head_samples:
            return ""
        if not self._decoding:
            self._start_decoding()
        if self._decode_blocks() and not hurry:
            found = self._decoder.hyp()
            self._text = readable(found.hypstr.split()) if found else ""
        return self._text

    def end(self, peak: float = 1.0) -> tuple[Word, ...]:
        if not self._decoding:
            if self._waiting_samples < SHORTEST_SAMPLES:
                return ()
            self._start_decoding()
        self._decode_blocks()
        rest = self._take_waiting()
        if len(rest):
            self._decoder.process_raw(rest.tobytes())
        self._decoder.end_utt()
        self._decoding = False
        return tuple(self._words())

    @property
    def _head_samples(self) -> int:
        return self._options.head_ms * SAMPLE_RATE_HZ // 1000

    def _start_decoding(self) -> None:
        heard = self._take_waiting()
        self._put_back(heard)
        head = heard[: self._head_samples]
        mean = self._channel.mean_for(cepstral_mean(self._decoder, head), len(head))
        self._decoder.activate_search(DECODE)
        self._decoder.set_cmn(",".join(f"{value:.3f}" for value in mean))
        self._decoder.start_utt()
        self._decoding = True

    def _decode_blocks(self) -> bool:
        """Decode the whole blocks that wait; True if there was one."""
        if self._waiting_samples < BLOCK_SAMPLES:
            return False
        heard = self._take_waiting()
        whole = len(heard) - len(heard) % BLOCK_SAMPLES
        for start in range(0, whole, BLOCK_SAMPLES):
            self._decoder.process_raw(heard[start : start + BLOCK_SAMPLES].tobytes())
        self._put_back(heard[whole:])
        return True

    def _take_waiting(self) -> Mono:
        heard = np.concatenate(self._waiting) if self._waiting else np.zeros(0, np.int16)
        self._waiting = []
        self._waiting_samples = 0
        return heard

    def _put_back(self, samples: Mono) -> None:
        self._waiting = [samples]
        self._waiting_samples = len(samples)

    def _words(self) -> Iterator[Word]:
        if not self._decoder.hyp():
            return
        for piece in self._decoder.seg():
            text = plain_word(piece.word)
            if is_said(text):
                yield Word(
                    written(text),
                    self._start_ms + piece.start_frame * FRAME_MS,
                    self._start_ms + (piece.end_frame + 1) * FRAME_MS,
                    min(1.0, max(0.0, piece.prob)),
                )


class Channel:
    """What a stream sounds like: the mean cepstra of its last segments.

    Two people take turns at their own distance from the microphone, so that a segment learns from
    those that resemble it.
    """

    def __init__(self, options: SphinxOptions) -> None:
        self._options = options
        self._means: deque[Cepstrum] = deque(maxlen=options.memory_segments)
        self._frames: deque[int] = deque(maxlen=options.memory_segments)

    def mean_for(self, head: Cepstrum, head_samples: int) -> Cepstrum:
        """The mean to subtract from a segment with this head, which is then remembered."""
        frames = max(1, head_samples * 1000 // (SAMPLE_RATE_HZ * FRAME_MS))
        mean = head
        if self._means:
            weight = self._options.prior_frames
            mean = (head * frames + self._prior(head) * weight) / (frames + weight)
        self._means.append(head)
        self._frames.append(frames)
        return mean

    def _prior(self, head: Cepstrum) -> Cepstrum:
        means = np.array(self._means)
        distances = ((means - head) ** 2).sum(axis=1)
        likeness = np.exp((distances.min() - distances) / self._options.likeness)
        prior: Cepstrum = np.average(means, axis=0, weights=likeness * np.array(self._frames))
        return prior


def load_decoder(options: SphinxOptions) -> Decoder:
    """A decoder with two searches: for words, and one that only computes features."""
    decoder = Decoder(
        lm=str(DIALOGUE_MODEL),
        dict=str(DIALOGUE_DICTIONARY),
        loglevel="FATAL",
        cmn="batch",
        lw=options.language_weight,
        wip=options.word_insertion,
        fwdflatlw=options.final_language_weight,
        bestpathlw=options.final_language_weight,
    )
    decoder.add_jsgf_string(FEATURES, FEATURES_GRAMMAR)
    return decoder


def cepstral_mean(decoder: Decoder, samples: Mono) -> Cepstrum:
    """The mean cepstrum of the samples (`cmn=batch` takes it over a whole utterance)."""
    decoder.activate_search(FEATURES)
    decoder.start_utt()
    decoder.process_raw(samples.tobytes(), full_utt=True)
    decoder.end_utt()
    return np.array([float(value) for value in decoder.get_cmn().split(",")])


def is_said(word: str) -> bool:
    """False for what is no word: silence, noise, the ends of a sentence, hesitations."""
    return not word.startswith(("<", "[")) and word not in HESITATIONS


def readable(words: list[str]) -> str:
    return " ".join(written(word) for word in map(plain_word, words) if is_said(word))


def written(word: str) -> str:
    """A word of the dictionary as it is written in a transcript."""
    if word == "i" or word.startswith("i'"):
        return f"I{word[1:]}"
    return "OK" if word == "ok" else word
