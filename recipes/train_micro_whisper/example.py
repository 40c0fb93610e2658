"""One window of audio with what is to be learnt from it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asr.mel import Frames
from recipes.train_micro_whisper.symbols import Symbols, plain
from recipes.train_micro_whisper.tokens import STEP_MS, Timed, Vocabulary, units
from recipes.train_micro_whisper.window import Window, spelled

IGNORED = -100
"""A target that is not learnt."""
LONGEST_FRAMES = 3000
PROMPT_UNITS = 30
"""Words; with 50 tokens at most, Scribe's engine gives about so many."""
CLOSING_PAUSE_MS = 250
"""A comma or full stop at the end of a window is learnt if so much of the pause is heard."""


@dataclass(frozen=True, slots=True)
class Example:
    """
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


def example_of(
    window: Window, frames: Frames, timestamps: bool, vocabulary: Vocabulary, symbols: Symbols
) -> Example:
    """Of a window; `frames` are its frames normalised, perhaps with padding after them."""
    v = vocabulary
    answers = _answers(window, timestamps, v)
    prompt = [token for unit in window.prompt[-PROMPT_UNITS:] for token, _, _ in v.word(unit)]
    head = ([v.previous, *prompt] if prompt else []) + [v.start]
    task = [v.language(window.language), v.transcribe]
    task += [] if timestamps else [v.no_timestamps]
    tokens = head + task + [answer.token for answer in answers[:-1]]
    # Of what comes before the words only the language is a question, asked by start of transcript.
    unasked = Timed(IGNORED, -1, -1)
    targets = [
        *[unasked] * (len(head) - 1),
        Timed(v.language(window.language), -1, -1),
        *[unasked] * (len(task) - 1),
        *answers,
    ]
    size = -(-min(len(frames), LONGEST_FRAMES) // 2)
    return Example(
        frames[:LONGEST_FRAMES],
        np.array(tokens),
        np.array([answer.token for answer in targets]),
        np.array([_span(answer, size) for answer in targets]),
        _letters(window, symbols),
        _phones(window, symbols, size),
    )


def silent_example(frames: Frames, language: str, vocabulary: Vocabulary) -> Example:
    """Of normalised frames in which nobody speaks: no speech, then the end."""
    v = vocabulary
    return Example(
        frames,
        np.array([v.start, v.language(language), v.transcribe, v.no_timestamps]),
        np.array([v.no_speech, IGNORED, IGNORED, v.end]),
        np.full((4, 2), -1),
        np.zeros(0, dtype=np.int64),
        np.full(-(-len(frames) // 2), IGNORED),
    )


def _answers(window: Window, timestamps: bool, v: Vocabulary) -> list[Timed]:
    """The tokens of the words, each sentence between two times if they are wanted, then the end."""
    timed = v.timed(window.words)
    if window.is_cut and window.words:
        timed = _without_closing_sign(timed, window)
    last_ms = timed[-1].end_ms if timed else 0
    until_ms = min(window.length_ms, last_ms + 200)
    close = Timed(v.end, last_ms, max(last_ms + STEP_MS, until_ms))
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


def _without_closing_sign(timed: list[Timed], window: Window) -> list[Timed]:
    """Without the last word's comma or full stop unless the pause after it was heard."""
    last_ms = window.words[-1].end_ms
    found = list(timed)
    if window.length_ms - last_ms < CLOSING_PAUSE_MS:
        while found and found[-1].start_ms >= last_ms:
            found.pop()
    return found


def _letters(window: Window, symbols: Symbols) -> NDArray[np.int64]:
    text = plain("".join(spelled(window.words)).strip())
    return np.array([symbols.letters[c] for c in text if c in symbols.letters], dtype=np.int64)


def _phones(window: Window, symbols: Symbols, size: int) -> NDArray[np.int64]:
    found = np.full(size, IGNORED)
    for phone in window.phones:
        number = symbols.phones.get(phone.name)
        if number is not None and phone.start_ms >= 0:
            found[phone.start_ms // STEP_MS : -(-phone.end_ms // STEP_MS)] = number
    return found


def _span(timed: Timed, size: int) -> tuple[int, int]:
    """Encoder frames [first, last) of an answer, at least one; -1 where it is unknown."""
    if timed.start_ms < 0 or timed.start_ms // STEP_MS >= size:
        return -1, -1
    first = timed.start_ms // STEP_MS
    return first, min(max(first + 1, -(-timed.end_ms // STEP_MS)), size)
