"""The main path: audio in, events out.

    session = Session(encounter, recognizer, writer, coder, now)
    for news in session.start(audio_format): ...
    for samples in audio:
        for news in session.push(samples): ...
    for news in session.finish(): ...
    for news in session.draft(): ...

What is yielded is either an `Event`, already applied to `session.encounter`, or a `Partial` or
`Unspoken`, which are never stored. `replay` of the events yielded gives `session.encounter` again.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

from scribe.audio_format import AudioFormat
from scribe.encounter import Encounter, apply
from scribe.events import Attributed, Drafted, Event, Heard, RecordingEnded, RecordingStarted
from scribe.messages import Partial
from scribe.messages import Unspoken as NothingSaid
from scribe.note import Flag, FlagKind, Note, Severity
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

DOUBTFUL_CONFIDENCE = 0.5
DOUBTFUL_SHARE = 0.3
"""A transcript with a larger share of words below that confidence is not to be relied on. With
pocketsphinx the share is 0.11 for the sample visit (3 to 5 % of its words are wrong) and 0.52 to
0.66 for three recorded interviews (57 to 71 % wrong; recipes/transcribe_benchmark).
"""

Now = Callable[[], datetime]

Reconsider = Callable[[tuple[Utterance, ...], str], Attribution | None]
"""Says who said what of all that was heard, better than before; None when nothing changes.

Takes the BCP 47 tag of the language that was heard besides.
"""

News = Event | Partial | NothingSaid
"""What happened, or what may have been said."""


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

    def push(self, samples: Samples, behind_ms: int = 0) -> Iterator[News]:
        """Hear the next samples; `behind_ms` of audio wait after them."""
        self._samples_heard += len(samples)
        yield from self._told(self._recognizer.push(samples, behind_ms))

    def finish(self, reconsider: Reconsider = lambda utterances, language: None) -> Iterator[News]:
        """Say what is left, then once more whose it was; the recording has ended."""
        yield from self._told(self._recognizer.flush())
        attribution = reconsider(self.encounter.utterances, self._recognizer.language)
        if attribution is not None:
            yield from self._told(iter((attribution,)))
        ended_at = self._now()
        elapsed_ms = int((ended_at - self._started_at).total_seconds() * 1000)
        language = self._recognizer.language
        yield self._happened(RecordingEnded(ended_at, language, self.heard_ms, elapsed_ms))

    def draft(self) -> Iterator[Event]:
        """Write the note with its codes."""
        encounter = self.encounter
        note = draft(
            encounter.transcript,
            encounter.template,
            encounter.date_of_service,
            self._writer,
            self._coder,
        )
        yield self._happened(Drafted(self._now(), note))

    def _told(self, results: Iterator[Recognized]) -> Iterator[News]:
        for result in results:
            match result:
                case Hypothesis():
                    yield Partial(result.start_ms, result.text)
                case Unspoken():
                    yield NothingSaid(result.start_ms, result.end_ms)
                case Utterance():
                    yield self._happened(Heard(self._now(), result))
                case Attribution():
                    yield self._happened(
                        Attributed(self._now(), result.utterances, result.speakers)
                    )

    def _happened(self, event: Event) -> Event:
        self.encounter = apply(self.encounter, event)
        return event


def draft(
    transcript: Transcript, template: str, date_of_service: date, writer: Writer, coder: Coder
) -> Note:
    """A note of what was said, with codes valid on the date of service.

    It carries a flag where too much was recognised with too little confidence to rely on it.
    """
    note = writer(transcript, template)
    if note.is_empty:
        return note
    coding = coder(note, transcript, date_of_service)
    return replace(
        note,
        codes=coding.codes,
        not_coded=coding.not_coded,
        flags=(*_doubts(transcript), *note.flags),
    )


def _doubts(transcript: Transcript) -> Iterator[Flag]:
    confidences = [word.confidence for u in transcript.utterances for word in u.words]
    doubtful = sum(confidence < DOUBTFUL_CONFIDENCE for confidence in confidences)
    if confidences and doubtful / len(confidences) > DOUBTFUL_SHARE:
        yield Flag(
            FlagKind.LOW_CONFIDENCE,
            Severity.CRITICAL,
            f"{doubtful / len(confidences):.0%} of the words were recognised with low confidence: "
            "check every statement against the recording",
        )
