"""Training examples put together from the bank: joined, cut, noisy, louder, faster."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor
from numpy.typing import NDArray

from recipes.train_micro_whisper.bank import Entry, Shard, read_shard
from asr.mel import Frames, normalised
from recipes.train_micro_whisper.mel import BINS, FLOOR, mixed
from recipes.train_micro_whisper.spoken import Sound
from recipes.train_micro_whisper.tokens import STEP_MS, Timed, Vocabulary, units

IGNORED = -100
"""A target that is not learnt."""
FRAME_MS = 10


@dataclass(frozen=True, slots=True)
class Mix:
    """How often (0 to 1) an example is what; lengths in seconds."""

    noise_only: float = 0.03
    joined: float = 0.35
    cut: float = 0.2
    headless: float = 0.12
    timestamps: float = 0.2
    prompted: float = 0.3
    augmented: float = 0.7
    longest_s: float = 16.0


EASY = Mix(0.01, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 16.0)
"""What an untrained model begins with: single sentences, most of them clean."""


@dataclass(frozen=True, slots=True)
class Example:
    """One window of audio and what is to be learnt from it.

    `features` (frames, 80) float32, normalised. `tokens` is what the decoder reads, `targets` what
    it answers at each place (IGNORED where nothing is learnt), `spans` (tokens, 2) the encoder
    frames that the answer is heard in (-1: unknown). `letters` for CTC. `phones` one per encoder
    frame, IGNORED where unknown.
    """

    features: Frames
    tokens: NDArray[np.int64]
    targets: NDArray[np.int64]
    spans: NDArray[np.int64]
    letters: NDArray[np.int64]
    phones: NDArray[np.int64]


class Symbols:
    """Numbers of the letters and phones; 0 is CTC's blank."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        letters = sorted({letter for entry in entries for letter in plain(entry.text)})
        self.letters = {letter: index + 1 for index, letter in enumerate(letters)}
        names = sorted({phone_name(e, phone) for e in entries for phone in e.phones})
        self.phones = {name: index for index, name in enumerate(names)}


def plain(text: str) -> str:
    """Letters and spaces only, lower case."""
    return "".join(c for c in text.lower() if c.isalpha() or c in " '")


def phone_name(entry: Entry, phone: Sound) -> str:
    """Flite and Festival share a set of phones; eSpeak has one per language."""
    family = f"espeak {entry.language}" if entry.voice.startswith("espeak") else "radio"
    return f"{family} {phone.name}"


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences laid out in time, before they become an example."""

    language: str
    frames: Frames
    words: tuple[Sound, ...]
    phones: tuple[Sound, ...]
    sentence_ends: tuple[int, ...]
    prompt: tuple[str, ...]
    is_cut: bool


class Examples:
    """An endless stream of examples from a bank."""

    def __init__(
        self, shards: tuple[Shard, ...], noises: NDArray[np.float16], vocabulary: Vocabulary
    ) -> None:
        self.vocabulary = vocabulary
        self._shards = shards
        self._noises = noises
        self._where = [(shard, entry) for shard in shards for entry in shard.entries if entry.words]
        self._starts = np.cumsum([0] + [sum(bool(e.words) for e in s.entries) for s in shards])
        self.symbols = Symbols(tuple(entry for _, entry in self._where))
        self._mel_hz = _mel_hz()

    def __len__(self) -> int:
        return len(self._where)

    def one(self, rng: np.random.Generator, mix: Mix) -> Example:
        """A random example."""
        if rng.random() < mix.noise_only:
            return self._nothing(rng)
        window = self._window(rng, mix)
        if rng.random() < mix.augmented:
            window = self._augmented(rng, window)
        return self._finished(rng, mix, window)

    def entry(self, index: int, lead_s: float = 0.1, tail_s: float = 0.2) -> Example:
        """The sentence of this number alone, as it was spoken."""
        shard, entry = self._where[index]
        pieces = (_silence(lead_s), _frames(shard, entry), _silence(tail_s))
        offset = round(lead_s * 1000)
        window = Window(
            entry.language,
            np.concatenate(pieces),
            _moved(entry.words, offset),
            (),
            (len(entry.words),),
            (),
            False,
        )
        return self._example(window, timestamps=False, frames=normalised(window.frames))

    def _window(self, rng: np.random.Generator, mix: Mix) -> Window:
        index = int(rng.integers(len(self._where)))
        shard, first = self._where[index]
        chosen = [(shard, first)]
        if rng.random() < mix.joined:
            wanted = 1 + int(rng.integers(1, 5))
            length = first.frames
            same_voice = rng.random() < 0.7
            while len(chosen) < wanted:
                shard, entry = self._another(rng, index, first.language, same_voice)
                length += entry.frames + 40
                if length * FRAME_MS > mix.longest_s * 1000:
                    break
                chosen.append((shard, entry))
        prompt: tuple[str, ...] = ()
        if len(chosen) > 1 and rng.random() < mix.prompted:
            prompt = units(chosen.pop(0)[1].text)
        return self._laid_out(rng, mix, chosen, prompt)

    def _another(
        self, rng: np.random.Generator, index: int, language: str, same_voice: bool
    ) -> tuple[Shard, Entry]:
        if same_voice:
            shard_index = int(np.searchsorted(self._starts, index, side="right")) - 1
            low, high = self._starts[shard_index], self._starts[shard_index + 1]
            return self._where[int(rng.integers(low, high))]
        while True:
            shard, entry = self._where[int(rng.integers(len(self._where)))]
            if entry.language == language:
                return shard, entry

    def _laid_out(
        self,
        rng: np.random.Generator,
        mix: Mix,
        chosen: list[tuple[Shard, Entry]],
        prompt: tuple[str, ...],
    ) -> Window:
        pieces: list[Frames] = [_silence(float(rng.uniform(0, 0.4)))]
        words: list[Sound] = []
        phones: list[Sound] = []
        ends = []
        at = len(pieces[0])
        for shard, entry in chosen:
            frames = _frames(shard, entry)
            pieces += [frames, _silence(float(rng.uniform(0, 0.6)))]
            words += _moved(entry.words, at * FRAME_MS)
            phones += [
                replace(phone, name=phone_name(entry, phone))
                for phone in _moved(entry.phones, at * FRAME_MS)
            ]
            ends.append(len(words))
            at += len(frames) + len(pieces[-1])
        window = Window(
            chosen[0][1].language,
            np.concatenate(pieces),
            tuple(words),
            tuple(phones),
            tuple(ends),
            prompt,
            False,
        )
        if rng.random() < mix.headless and len(words) > 3:
            window = _without_head(rng, window)
        if rng.random() < mix.cut and len(window.words) > 2:
            window = _without_tail(rng, window)
        return window

    def _augmented(self, rng: np.random.Generator, window: Window) -> Window:
        frames = window.frames
        words, phones = window.words, window.phones
        if rng.random() < 0.5:
            factor = float(rng.uniform(0.9, 1.1))
            frames = _stretched(frames, factor)
            words, phones = _scaled(words, factor), _scaled(phones, factor)
        if rng.random() < 0.7:
            frames = _warped(frames, self._mel_hz, float(rng.uniform(0.86, 1.16)))
        if rng.random() < 0.3:
            # Microphones and rooms colour the sound: a slow curve over the spectrum.
            curve = np.interp(np.linspace(0, 5, BINS), np.arange(6), rng.uniform(-0.6, 0.6, 6))
            frames = frames + curve.astype(np.float32)
        snr_db = float(rng.uniform(6, 40))
        frames = mixed(frames, self._noise(rng, len(frames)) - np.float32(snr_db / 10))
        frames = np.maximum(frames + np.float32(rng.uniform(-2.5, 0.8)), np.float32(FLOOR))
        if rng.random() < 0.3:
            frames = _masked(rng, frames)
        return replace(window, frames=frames, words=words, phones=phones)

    def _noise(self, rng: np.random.Generator, length: int) -> Frames:
        noise = self._noises[int(rng.integers(len(self._noises)))].astype(np.float32)
        start = int(rng.integers(len(noise)))
        found: Frames = np.take(noise, np.arange(start, start + length), axis=0, mode="wrap")
        return found

    def _nothing(self, rng: np.random.Generator) -> Example:
        length = int(rng.integers(60, 800))
        frames = self._noise(rng, length) - np.float32(rng.uniform(0, 6))
        if rng.random() < 0.25:
            frames = np.full((length, BINS), FLOOR, dtype=np.float32)
        v = self.vocabulary
        languages = ("en", "de", "fr", "vi", "zh")
        start = [v.start, v.language(languages[int(rng.integers(5))]), v.transcribe]
        tokens = [*start, v.no_timestamps]
        targets = [v.no_speech, IGNORED, IGNORED, v.end]
        empty = np.zeros(0, dtype=np.int64)
        silent = np.full(-(-length // 2), IGNORED)
        return Example(
            normalised(np.maximum(frames, np.float32(FLOOR))),
            np.array(tokens),
            np.array(targets),
            np.full((4, 2), -1),
            empty,
            silent,
        )

    def _finished(self, rng: np.random.Generator, mix: Mix, window: Window) -> Example:
        frames = normalised(window.frames)
        chance = rng.random()
        if not window.is_cut and chance < 0.2:
            # faster-whisper pads a window with 0.0, transformers pads the audio with silence.
            value = 0.0 if chance < 0.1 else float(frames.min())
            extra = int(rng.integers(10, 300))
            frames = np.pad(frames, ((0, extra), (0, 0)), constant_values=value)
        return self._example(window, rng.random() < mix.timestamps, frames)

    def _example(self, window: Window, timestamps: bool, frames: Frames) -> Example:
        v = self.vocabulary
        timed = v.timed(window.words)
        if window.is_cut and timed and timed[-1].end_ms >= window.words[-1].end_ms:
            timed = _without_closing_sign(timed, window)
        end_ms = len(window.frames) * FRAME_MS
        answers = self._answers(window, timed, timestamps, end_ms)
        prompt = [token for unit in window.prompt[-12:] for token, _, _ in v.word(unit)]
        head = ([v.previous, *prompt] if prompt else []) + [v.start]
        tail = [v.language(window.language), v.transcribe]
        tail += [] if timestamps else [v.no_timestamps]
        tokens = head + tail + [answer.token for answer in answers[:-1]]
        heard = [
            Timed(v.language(window.language), -1, -1),
            *[Timed(IGNORED, -1, -1)] * (len(tail) - 1),
            *answers,
        ]
        silent = [Timed(IGNORED, -1, -1)] * (len(head) - 1)
        # Only the first of the words after start of transcript is a question: the language.
        targets = silent + heard
        count = min(len(frames), 3000)
        size = -(-count // 2)
        spans = np.array([_span(timed_answer, size) for timed_answer in targets])
        return Example(
            frames[:3000],
            np.array(tokens),
            np.array([answer.token for answer in targets]),
            spans,
            self._letters(window),
            self._phones(window, size),
        )

    def _answers(
        self, window: Window, timed: list[Timed], timestamps: bool, end_ms: int
    ) -> list[Timed]:
        v = self.vocabulary
        last_ms = timed[-1].end_ms if timed else 0
        close = Timed(v.end, last_ms, max(last_ms + STEP_MS, min(end_ms, last_ms + 200)))
        if not timestamps or not window.words:
            return [*timed, close]
        found: list[Timed] = []
        counts = [len(v.word(units(word.name)[0])) for word in window.words]
        begun = 0
        start = 0
        for end in window.sentence_ends:
            if end <= start:
                continue
            size = sum(counts[start:end])
            start_ms, stop_ms = window.words[start].start_ms, window.words[end - 1].end_ms
            found.append(Timed(v.timestamp(start_ms), -1, -1))
            found += timed[begun : begun + size]
            found.append(Timed(v.timestamp(stop_ms), -1, -1))
            begun, start = begun + size, end
        return [*found, close]

    def _letters(self, window: Window) -> NDArray[np.int64]:
        text = plain("".join(_spelled(window)).strip())
        return np.array([self.symbols.letters[c] for c in text if c in self.symbols.letters])

    def _phones(self, window: Window, size: int) -> NDArray[np.int64]:
        found = np.full(size, IGNORED)
        for phone in window.phones:
            number = self.symbols.phones.get(phone.name)
            if number is not None and phone.start_ms >= 0:
                found[phone.start_ms // STEP_MS : -(-phone.end_ms // STEP_MS)] = number
        return found


def read_bank(folder: Path, vocabulary: Vocabulary) -> Examples:
    """All shards of a bank that are finished."""
    shards = tuple(read_shard(path) for path in sorted(folder.glob("*-*.json")))
    return Examples(shards, np.load(folder / "noises.npy"), vocabulary)


def batches(
    examples: Examples, rng: np.random.Generator, mix: Mix, batch_s: float
) -> Iterator[list[Example]]:
    """Examples of like length together, each batch at most `batch_s` seconds after padding."""
    limit = round(batch_s * 1000 / FRAME_MS)
    while True:
        pool = sorted((examples.one(rng, mix) for _ in range(400)), key=lambda e: len(e.features))
        found: list[list[Example]] = [[]]
        for example in pool:
            if (len(found[-1]) + 1) * len(example.features) > limit and found[-1]:
                found.append([])
            found[-1].append(example)
        for index in rng.permutation(len(found)):
            yield found[int(index)]


def _frames(shard: Shard, entry: Entry) -> Frames:
    return np.asarray(shard.features[entry.first : entry.first + entry.frames], dtype=np.float32)


def _silence(seconds: float) -> Frames:
    return np.full((round(seconds * 1000 / FRAME_MS), BINS), FLOOR, dtype=np.float32)


def _moved(sounds: tuple[Sound, ...], by_ms: int) -> tuple[Sound, ...]:
    return tuple(Sound(s.name, s.start_ms + by_ms, s.end_ms + by_ms) for s in sounds)


def _scaled(sounds: tuple[Sound, ...], factor: float) -> tuple[Sound, ...]:
    return tuple(
        Sound(s.name, round(s.start_ms * factor), round(s.end_ms * factor)) for s in sounds
    )


def _without_head(rng: np.random.Generator, window: Window) -> Window:
    """The window from one of its words on; what came before becomes the prompt, or is unknown."""
    first = int(rng.integers(1, min(len(window.words) - 1, 6)))
    start_ms = window.words[first].start_ms - int(rng.integers(0, 40))
    start_ms = max(start_ms, window.words[first - 1].end_ms - 20) // FRAME_MS * FRAME_MS
    before = tuple(_spelled(replace(window, words=window.words[:first], is_cut=False)))
    return replace(
        window,
        frames=window.frames[start_ms // FRAME_MS :],
        words=_moved(window.words[first:], -start_ms),
        phones=tuple(p for p in _moved(window.phones, -start_ms) if p.start_ms >= 0),
        sentence_ends=tuple(end - first for end in window.sentence_ends if end > first),
        prompt=(*window.prompt, *before) if rng.random() < 0.7 else (),
    )


def _without_tail(rng: np.random.Generator, window: Window) -> Window:
    """The window up to some moment; a word that is not over by then is not in the text."""
    start_ms, end_ms = window.words[1].start_ms, len(window.frames) * FRAME_MS
    cut_ms = int(rng.integers(start_ms, end_ms)) // (2 * FRAME_MS) * (2 * FRAME_MS)
    kept = sum(word.end_ms <= cut_ms - 20 for word in window.words)
    return replace(
        window,
        frames=window.frames[: cut_ms // FRAME_MS],
        words=window.words[:kept],
        phones=tuple(p for p in window.phones if p.end_ms <= cut_ms),
        sentence_ends=tuple(min(end, kept) for end in window.sentence_ends),
        is_cut=True,
    )


def _without_closing_sign(timed: list[Timed], window: Window) -> list[Timed]:
    """Without the last word's comma or full stop unless the pause after it was heard."""
    heard_ms = len(window.frames) * FRAME_MS - window.words[-1].end_ms
    if heard_ms >= 250:
        return timed
    found = list(timed)
    while found and found[-1].start_ms >= window.words[-1].end_ms:
        found.pop()
    return found


def _spelled(window: Window) -> Iterator[str]:
    for word in window.words:
        yield from units(word.name)


def _stretched(frames: Frames, factor: float) -> Frames:
    """Slower by the factor: frames in between are interpolated."""
    size = max(2, round(len(frames) * factor))
    at = np.linspace(0, len(frames) - 1, size)
    low = np.minimum(at.astype(np.int64), len(frames) - 2)
    share = (at - low).astype(np.float32)[:, None]
    found: Frames = frames[low] * (1 - share) + frames[low + 1] * share
    return found


def _mel_hz() -> NDArray[np.float64]:
    """The frequency that each Mel band is loudest at."""
    bins = FeatureExtractor().mel_filters.argmax(axis=1)
    return np.maximum.accumulate(bins * 40.0 + np.arange(BINS) * 1e-3)


def _warped(frames: Frames, hz: NDArray[np.float64], factor: float) -> Frames:
    """Another length of vocal tract: what was at f is now at factor x f."""
    at = np.interp(np.minimum(hz / factor, hz[-1]), hz, np.arange(BINS))
    low = np.minimum(at.astype(np.int64), BINS - 2)
    share = (at - low).astype(np.float32)
    found: Frames = frames[:, low] * (1 - share) + frames[:, low + 1] * share
    return found


def _masked(rng: np.random.Generator, frames: Frames) -> Frames:
    """Without one band of frequencies and one moment of at most 80 ms (Park et al. 2019)."""
    found = frames.copy()
    band, width = int(rng.integers(BINS)), int(rng.integers(2, 12))
    found[:, band : band + width] = found.mean()
    moment = int(rng.integers(len(frames)))
    found[moment : moment + int(rng.integers(2, 8))] = found.mean()
    return found


def _span(timed: Timed, size: int) -> tuple[int, int]:
    if timed.start_ms < 0 or timed.start_ms // STEP_MS >= size:
        return -1, -1
    first = timed.start_ms // STEP_MS
    return first, min(max(first + 1, -(-timed.end_ms // STEP_MS)), size)
