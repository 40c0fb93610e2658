"""Recognises a whole recording."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from scribe.ports import (
    NOT_LIVE_MS,
    SAMPLE_RATE_HZ,
    Attribution,
    Hypothesis,
    Recognized,
    Recognizer,
    Samples,
    Unspoken,
)
from scribe.transcript import Transcript, Utterance, with_roles


def transcribe(
    recognizer: Recognizer,
    chunks: Iterable[Samples],
    progress: Callable[[int], None] = lambda heard_ms: None,
) -> Transcript:
    """The transcript of `chunks`; `progress` is told after each how many ms were heard."""
    began_s = time.monotonic()
    heard = Hearing()
    samples = 0
    for chunk in chunks:
        for event in recognizer.push(chunk, NOT_LIVE_MS):
            heard.take(event)
        samples += len(chunk)
        progress(samples * 1000 // SAMPLE_RATE_HZ)
    for event in recognizer.flush():
        heard.take(event)
    return Transcript(
        language=recognizer.language,
        engine=recognizer.engine,
        audio_ms=samples * 1000 // SAMPLE_RATE_HZ,
        elapsed_ms=round((time.monotonic() - began_s) * 1000),
        utterances=heard.utterances,
    )


class Hearing:
    """The utterances so far, each with the speaker and role that is the opinion now."""

    def __init__(self) -> None:
        self._utterances: list[Utterance] = []

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        return tuple(self._utterances)

    def take(self, event: Recognized) -> None:
        match event:
            case Hypothesis() | Unspoken():
                pass
            case Utterance():
                self._utterances.append(event)
            case Attribution():
                moved = dict(event.utterances)
                self._utterances = list(
                    with_roles(
                        (replace(u, speaker=moved.get(u.id, u.speaker)) for u in self._utterances),
                        event.speakers,
                    )
                )
