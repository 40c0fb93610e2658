"""Cuts the words of a segment into pieces that one speaker says, joins those of a speaker."""

import math
from dataclasses import dataclass
from enum import Enum

from scribe.transcript import Span, Word

PAUSE_MS = 150
"""Inside words there is no gap of this length; between speakers there nearly always is."""
LONG_PAUSE_MS = 400
PIECE_MS = 2000
"""Longer pieces are cut, so that a change of speaker without a pause is found too."""
QUESTION_MARKS = "?\uff1f\u061f"
STOPS = ".!\u2026\u3002\uff01"
COMMAS = ",;:\u3001\uff0c\uff1b\uff1a"
CLOSING = "\"')]\u00bb\u201d\u2019"


class Mark(Enum):
    """How a piece ends; the value is how likely another speaker goes on (the next piece).

    Shares of those marks in public dialogues that end a turn: OSCE .90, .58, .001, .001,
    PriMock57 .73, .36, 0, .003, ACI-BENCH train .78, .40, 0, .02 (recipes/train_roles). A
    recogniser's commas are less certain than a transcriber's. Where there are no marks at all it
    is the pause that ends a piece: half of those in PriMock57 stand between speakers.
    """

    QUESTION = 0.8
    STOP = 0.45
    COMMA = 0.02
    NONE = 0.01
    UNMARKED = 0.012


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are taken to be of one speaker, the smallest unit that a voice is taken from.

    `change` is how likely another speaker than of the piece before it begins here, by pause and
    punctuation alone, in (0, 1).
    """

    words: tuple[Word, ...]
    change: float

    @property
    def span(self) -> Span:
        return Span(self.words[0].start_ms, self.words[-1].end_ms)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Turn:
    """Neighbouring pieces of one speaker: numbers `first` to `last` (exclusive) of the segment."""

    speaker: int
    words: tuple[Word, ...]
    first: int
    last: int


def pieces(words: tuple[Word, ...], before: Word | None = None) -> tuple[Piece, ...]:
    """Cut at every pause, after every mark, and where a piece would become too long.

    `before` is the word that came before them, None at the start of the recording.
    """
    marked = any(mark_of(word) is not Mark.UNMARKED for word in words)
    found: list[Piece] = []
    current: list[Word] = []
    change = 0.5
    last = before
    for word in words:
        if last is not None:
            pause_ms = word.start_ms - last.end_ms
            mark = mark_of(last)
            if mark is Mark.UNMARKED and marked:
                mark = Mark.NONE
            is_long = bool(current) and word.end_ms - current[0].start_ms > PIECE_MS
            ends = pause_ms >= PAUSE_MS or mark not in (Mark.NONE, Mark.UNMARKED)
            if not current or ends or is_long:
                if current:
                    found.append(Piece(tuple(current), change))
                current, change = [], change_probability(mark, pause_ms)
        current.append(word)
        last = word
    if current:
        found.append(Piece(tuple(current), change))
    return tuple(found)


def mark_of(word: Word) -> Mark:
    """By the punctuation that the word ends with."""
    end = word.text.rstrip(CLOSING)[-1:]
    if end and end in QUESTION_MARKS:
        return Mark.QUESTION
    if end and end in STOPS:
        return Mark.STOP
    if end and end in COMMAS:
        return Mark.COMMA
    return Mark.UNMARKED


def change_probability(mark: Mark, pause_ms: int) -> float:
    """Of another speaker after this mark and a pause of this length.

    In nats: a pause gains 1 to 2 after a comma or no mark, 4.2 where there are no marks; speakers
    who follow each other without any pause lose 0.7.
    """
    gain = 0.0
    if pause_ms < PAUSE_MS / 3:
        gain = -0.7
    elif pause_ms >= PAUSE_MS:
        match mark:
            case Mark.QUESTION | Mark.STOP:
                gain = 0.3
            case Mark.COMMA | Mark.NONE:
                gain = 2.0 if pause_ms >= LONG_PAUSE_MS else 1.0
            case Mark.UNMARKED:
                gain = 4.2
    odds = math.log(mark.value / (1 - mark.value)) + gain
    return 1 / (1 + math.exp(-odds))


def turns(
    found: tuple[Piece, ...], speakers: tuple[int, ...], ends: tuple[bool, ...]
) -> tuple[Turn, ...]:
    """Neighbouring pieces of the same speaker as one turn.

    `ends` (between pieces, one less than there are): where a turn ends even if the speaker stays.
    """
    joined: list[Turn] = []
    for index, (piece, speaker) in enumerate(zip(found, speakers, strict=True)):
        if joined and joined[-1].speaker == speaker and not ends[index - 1]:
            before = joined.pop()
            joined.append(Turn(speaker, before.words + piece.words, before.first, index + 1))
        else:
            joined.append(Turn(speaker, piece.words, index, index + 1))
    return tuple(joined)
