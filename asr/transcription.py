"""Recognises a whole recording."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from scribe.ports import (
    NOT_LIVE_MS,
    SAMPLE_RATE_HZ,
    Attribution,
    Attributor,
    Hypothesis,
    Recognized,
    Recognizer,
    Samples,
    Unspoken,
)
from scribe.transcript import Role, Speaker, Transcript, Utterance


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


def reconsidered(
    transcript: Transcript, attribute: Attributor, chunks: Iterable[Samples]
) -> Transcript:
    """The transcript with a second opinion on who said what; `chunks` are the recording again."""
    began_s = time.monotonic()
    heard = Hearing(transcript.utterances)
    attribution = attribute(transcript.utterances, transcript.language, chunks)
    if attribution is not None:
        heard.take(attribution)
    elapsed_ms = transcript.elapsed_ms + round((time.monotonic() - began_s) * 1000)
    return replace(transcript, utterances=heard.utterances, elapsed_ms=elapsed_ms)


class Hearing:
    """The utterances so far, each with the speaker and role that is the opinion now."""

    def __init__(self, utterances: Iterable[Utterance] = ()) -> None:
        self._utterances = list(utterances)

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
                self._attribute(dict(event.utterances), event.speakers)

    def _attribute(self, moved: dict[str, str], speakers: tuple[Speaker, ...]) -> None:
        """An utterance gets the role of its new speaker, also where that is told by no one now."""
        roles = {u.speaker: u.role for u in self._utterances}
        roles |= {speaker.id: speaker.role for speaker in speakers}
        told = (replace(u, speaker=moved.get(u.id, u.speaker)) for u in self._utterances)
        self._utterances = [replace(u, role=roles.get(u.speaker, Role.UNKNOWN)) for u in told]
