"""The main path: audio in, events out.

    session = Session(encounter, recognizer, writer, coder, now)
    for news in session.start(audio_format): ...
    for samples in audio:
        for news in session.push(samples): ...
    for news in session.finish(): ...
    for news in session.draft(): ...

What is yielded is either an `Event`, already applied to `session.encounter`, or a `Partial`, which
is never stored. `replay` of the events yielded gives `session.encounter` again.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from scribe.audio_format import AudioFormat
from scribe.encounter import Encounter, apply
from scribe.events import Attributed, Drafted, Event, Heard, RecordingEnded, RecordingStarted
from scribe.messages import Partial
from scribe.note import Note
from scribe.ports import (
    SAMPLE_RATE_HZ,
    Attribution,
    Coder,
    Hypothesis,
    Recognized,
    Recognizer,
    Samples,
    Writer,
)
from scribe.transcript import Utterance

Now = Callable[[], datetime]


class Session:
    """One encounter being recorded. Not thread-safe; one owner at a time."""

    def __init__(
        self,
        encounter: Encounter,
        recognizer: Recognizer,
        writer: Writer,
        coder: Coder,
        now: Now,
    ) -> None:
        self.encounter = encounter
        self._recognizer = recognizer
        self._writer = writer
        self._coder = coder
        self._now = now
        self._samples_heard = 0
        self._started_at = now()

    @property
    def heard_ms(self) -> int:
        """How much audio has been taken."""
        return self._samples_heard * 1000 // SAMPLE_RATE_HZ

    def start(self, audio: AudioFormat) -> Iterator[Event]:
        """Begin to record; the bytes that were or will be decoded are of this format."""
        self._started_at = self._now()
        yield self._happened(RecordingStarted(self._started_at, self._recognizer.engine, audio))

    def push(self, samples: Samples) -> Iterator[Event | Partial]:
        """Hear the next samples."""
        self._samples_heard += len(samples)
        yield from self._told(self._recognizer.push(samples))

    def finish(self) -> Iterator[Event | Partial]:
        """Say what is left; the recording has ended."""
        yield from self._told(self._recognizer.flush())
        ended_at = self._now()
        elapsed_ms = int((ended_at - self._started_at).total_seconds() * 1000)
        language = self._recognizer.language
        yield self._happened(RecordingEnded(ended_at, language, self.heard_ms, elapsed_ms))

    def draft(self) -> Iterator[Event]:
        """Write the note with its codes."""
        note = draft(self.encounter, self._writer, self._coder)
        yield self._happened(Drafted(self._now(), note))

    def _told(self, results: Iterator[Recognized]) -> Iterator[Event | Partial]:
        for result in results:
            match result:
                case Hypothesis():
                    yield Partial(result.start_ms, result.text)
                case Utterance():
                    yield self._happened(Heard(self._now(), result))
                case Attribution():
                    yield self._happened(
                        Attributed(self._now(), result.utterances, result.speakers)
                    )

    def _happened(self, event: Event) -> Event:
        self.encounter = apply(self.encounter, event)
        return event


def draft(encounter: Encounter, writer: Writer, coder: Coder) -> Note:
    """A note of the encounter as it is now, with codes valid on its date of service."""
    transcript = encounter.transcript
    note = writer(transcript, encounter.template)
    if note.is_empty:
        return note
    coding = coder(note, transcript, encounter.date_of_service)
    return replace(note, codes=coding.codes, not_coded=coding.not_coded)
