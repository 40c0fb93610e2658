"""Plain objects fit the ports."""

from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from datetime import date
from typing import get_args

import numpy as np
import pytest

from scribe.code import Coding
from scribe.note import Note, nothing_to_document
from scribe.ports import (
    SAMPLE_RATE_HZ,
    Attribution,
    Coder,
    Hypothesis,
    Recognized,
    Recognizer,
    Samples,
    Unspoken,
    Writer,
)
from scribe.transcript import Transcript, Utterance


class Counter:
    """Says how many samples it has taken, unless too many wait."""

    engine = "counter"
    language = "en"

    def __init__(self) -> None:
        self.samples = 0

    def push(self, samples: Samples, behind_ms: int = 0) -> Iterator[Recognized]:
        self.samples += len(samples)
        if behind_ms < 1000:
            yield Hypothesis(0, str(self.samples))

    def flush(self) -> Iterator[Recognized]:
        yield from ()


def test_a_recognizer_needs_no_base_class() -> None:
    recognizer: Recognizer = Counter()
    heard = [*recognizer.push(np.zeros((SAMPLE_RATE_HZ, 2), np.int16)), *recognizer.flush()]
    assert heard == [Hypothesis(0, "16000")]
    assert list(recognizer.push(np.zeros((1, 2), np.int16), 5000)) == []


def test_plain_functions_are_a_writer_or_a_coder() -> None:
    def write(transcript: Transcript, template: str) -> Note:
        return nothing_to_document(template, transcript.language, "none", "nothing was said")

    def suggest(note: Note, transcript: Transcript, date_of_service: date) -> Coding:
        return Coding()

    writer: Writer = write
    coder: Coder = suggest
    transcript = Transcript("en", "typed", 0, 0, ())
    note = writer(transcript, "soap")
    assert note.is_empty
    assert coder(note, transcript, date(2026, 11, 23)) == Coding()


def test_a_recognizer_says_guesses_finals_that_may_be_empty_or_who_spoke() -> None:
    assert set(get_args(Recognized)) == {Hypothesis, Utterance, Unspoken, Attribution}


def test_what_was_recognised_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Hypothesis(0, "a").text = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Unspoken(0, 900).end_ms = 1  # type: ignore[misc]
