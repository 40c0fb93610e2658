"""What one stream needs of a Whisper model: partial results, final words, its language."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

import numpy as np
from faster_whisper.tokenizer import Tokenizer
from numpy.typing import NDArray

from asr.decoding import GRID_FRAMES, PADDED_FRAMES, Kind, Pass, Reading, Window
from asr.dispatch import Urgency
from asr.engine import Mono
from asr.guard import Claim, Verdict, is_loop, judge
from asr.language import SPEECH_MS, SpokenLanguage
from asr.mel import Frames, MelStream, loud, normalised
from asr.spelling import Spelling, in_sound, in_time, words_of
from asr.stabilize import Piece, Stabilizer, normal
from scribe.errors import Overloaded
from scribe.transcript import Word

SHORTEST_MS, LONGEST_MS = 600, 3000
"""So much new audio is waited for between partial passes; twice the time of a pass in between."""
CONTINUES_MS = 300
"""A segment that begins so soon after the last one is the same breath, cut by its length."""
PROMPT_TOKENS = 50
TOKENS_PER_S = 16
"""Nobody says more, in letters or pieces of words; a loop does."""
MARGIN_FRAMES = 8
"""A partial window begins 80 ms before its first word, so that the word is heard whole."""
MOST_REPEATED = 2
"""In that margin the word before may be heard again."""

Submit = Callable[[Pass, Urgency], "Future[Reading]"]


@dataclass(slots=True)
class _Segment:
    """What is known of the segment that is being heard.

    Partial passes read it from `cut_frames` on; the last one was made at `read_ms` and made it be
    `shown` as this text. `guess`: how partial results are written while no language is settled.
    """

    start_ms: int
    mel: MelStream
    stable: Stabilizer = field(default_factory=Stabilizer)
    guess: Spelling | None = None
    heard_samples: int = 0
    read_ms: int = 0
    cut_frames: int = 0
    shown: str = ""

    @property
    def heard_ms(self) -> int:
        return self.heard_samples // 16

    def push(self, samples: Mono) -> None:
        self.mel.push(samples)
        self.heard_samples += len(samples)

    def cut(self, reading: Reading, heard: tuple[Piece, ...]) -> None:
        """Let the next partial window begin where the first word does that is not settled."""
        gone = heard[: len(heard) - len(self.stable.tail)]
        first = sum(len(piece.tokens) for piece in gone)
        if gone:
            self.cut_frames += max(0, 2 * reading.frames[first] - MARGIN_FRAMES)


class WhisperListener:
    """Hears the segments of one stream; see `asr.engine.Listener`.

    Final words are a function of the segment's audio, of the language settled before it and of the
    segment that it continues, never of the clock or of partial results.
    """

    def __init__(
        self,
        submit: Submit,
        tokenizer: Callable[[str], Tokenizer],
        filters: NDArray[np.float32],
        spoken: SpokenLanguage,
        detects: bool,
        crops: bool,
    ) -> None:
        self._submit = submit
        self._make_tokenizer = tokenizer
        self._filters = filters
        self._spoken = spoken
        self._detects = detects
        self._crops = crops
        self._spelling = Spelling(tokenizer(spoken.current))
        self._unsettled: Frames | None = None
        self._has_spoken = False
        self._prompt: tuple[int, ...] = ()
        self._end_ms = -CONTINUES_MS
        self._pass_ms = 0.0
        self._segment = _Segment(0, MelStream(filters))

    @property
    def language(self) -> str:
        """BCP 47 tag; `und` before anything was heard."""
        return self._spoken.current if self._has_spoken or not self._detects else "und"

    def begin(self, start_ms: int) -> None:
        if start_ms - self._end_ms >= CONTINUES_MS:
            self._prompt = ()
        self._segment = _Segment(start_ms, MelStream(self._filters))

    def feed(self, samples: Mono, hurry: bool = False) -> str:
        segment = self._segment
        segment.push(samples)
        wait_ms = min(max(2 * self._pass_ms, SHORTEST_MS), LONGEST_MS)
        if not hurry and segment.heard_ms - segment.read_ms >= wait_ms:
            segment.read_ms = segment.heard_ms
            self._read_partly(segment)
        return segment.shown

    def end(self, peak: float = 1.0) -> tuple[Word, ...]:
        segment = self._segment
        segment.mel.flush()
        frames = segment.mel.frames()[: segment.heard_ms // 10]
        self._end_ms = segment.start_ms + segment.heard_ms
        if len(frames) < 2:
            return ()
        if self._detects:
            self._settle(frames)
        words = self._read_fully(frames, peak)
        self._has_spoken = self._has_spoken or bool(words)
        return words

    def _read_partly(self, segment: _Segment) -> None:
        began_s = time.monotonic()
        frames = segment.mel.frames()[segment.cut_frames :]
        settled = segment.stable.settled
        said = (*self._prompt, *(token for piece in settled for token in piece.tokens))
        try:
            spelling = self._guessed(segment, frames)
            asked = self._pass(Kind.PARTIAL, frames, spelling, said)
            reading = self._submit(asked, Urgency.PARTIAL).result()
        except Overloaded:
            return
        self._pass_ms = (time.monotonic() - began_s) * 1000
        heard = spelling.pieces(reading.tokens)
        tail = heard[repeated(settled, heard) :]
        text = "".join(piece.text for piece in (*settled, *tail))
        if is_loop(text):
            return
        segment.stable.accept(tail)
        segment.shown = text.strip()
        segment.cut(reading, heard)

    def _guessed(self, segment: _Segment, frames: Frames) -> Spelling:
        """How partial results are written: until a language is settled, as this segment sounds."""
        if not self._detects or self._spoken.is_settled:
            return self._spelling
        if segment.guess is None:
            asked = Pass(Kind.DETECT, self._window(frames))
            opinion = self._submit(asked, Urgency.PARTIAL).result().opinion
            language = opinion.language if opinion else self._spoken.current
            segment.guess = Spelling(self._make_tokenizer(language))
        return segment.guess

    def _settle(self, frames: Frames) -> None:
        """Ask which language is spoken: in this segment, or in all of them until that is clear."""
        if self._spoken.is_settled:
            if len(frames) * 10 < SPEECH_MS:
                return
            asked = frames
        else:
            before = self._unsettled
            asked = frames if before is None else np.concatenate((before, frames))
            self._unsettled = asked = asked[-PADDED_FRAMES:]
        to_read = Pass(Kind.DETECT, self._window(asked))
        reading = self._submit(to_read, Urgency.FINAL).result()
        if reading.opinion is None:
            return
        before_language = self._spoken.current
        language = self._spoken.hear(reading.opinion)
        if self._spoken.is_settled:
            self._unsettled = None
        if language != before_language:
            self._spelling = Spelling(self._make_tokenizer(language))
            self._prompt = ()

    def _read_fully(self, frames: Frames, peak: float) -> tuple[Word, ...]:
        asked = self._pass(Kind.FINAL, frames, self._spelling, self._prompt)
        reading = self._submit(asked, Urgency.FINAL).result()
        verdict = self._judged(reading, len(frames), peak)
        is_plain = not self._crops and not asked.prompt
        if verdict in (Verdict.LOOP, Verdict.UNSURE) and not is_plain:
            # What fails in a window of its own length, or after a prompt, may not in a full one.
            again = replace(asked, window=_padded(frames), prompt=())
            reading = self._submit(again, Urgency.FINAL).result()
            verdict = self._judged(reading, len(frames), peak)
        if verdict is not Verdict.GOOD:
            self._prompt = ()
            return ()
        self._prompt = reading.tokens[-PROMPT_TOKENS:]
        start_ms = self._segment.start_ms
        words = words_of(self._spelling, reading, start_ms)
        words = in_time(words, start_ms, self._end_ms)
        return in_sound(words, loud(frames), start_ms)

    def _judged(self, reading: Reading, frames: int, peak: float) -> Verdict:
        text = self._spelling.text(reading.tokens)
        return judge(Claim(text, frames * 10, reading.no_speech, reading.log_prob, peak))

    def _window(self, frames: Frames) -> Window:
        return _cropped(frames) if self._crops else _padded(frames)

    def _pass(self, kind: Kind, frames: Frames, spelling: Spelling, said: tuple[int, ...]) -> Pass:
        """A pass over the frames, after what has been said just before them."""
        prompt = (spelling.previous, *said[-PROMPT_TOKENS:]) if said else ()
        most_tokens = len(frames) * TOKENS_PER_S // 100
        return Pass(kind, self._window(frames), spelling.start, most_tokens, prompt)


def repeated(settled: tuple[Piece, ...], heard: tuple[Piece, ...]) -> int:
    """How many words at the start of what was heard are the last settled ones once more."""
    for count in range(min(MOST_REPEATED, len(settled), len(heard)), 0, -1):
        before, now = settled[-count:], heard[:count]
        if all(normal(a.text) == normal(b.text) for a, b in zip(before, now, strict=True)):
            return count
    return 0


def _cropped(frames: Frames) -> Window:
    size = -(-len(frames) // GRID_FRAMES) * GRID_FRAMES
    return _filled(frames, min(size, PADDED_FRAMES))


def _padded(frames: Frames) -> Window:
    return _filled(frames, PADDED_FRAMES)


def _filled(frames: Frames, size: int) -> Window:
    heard = min(len(frames), size)
    filled = np.zeros((size, frames.shape[1]), dtype=np.float32)
    filled[:heard] = normalised(frames)[:heard]
    return Window(filled, heard)
