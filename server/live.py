"""All recordings that this server is hearing."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from scribe.audio_format import AudioFormat, Encoding
from scribe.encounter import Encounter, opened
from scribe.errors import Overloaded
from scribe.events import Event, Failed, Opened
from scribe.review import check_may_record
from scribe.session import Session
from server.recording import Listener, Parts, Recording
from server.records import Records
from server.spool import Spool

LOGGER = logging.getLogger(__name__)


class Live:
    """Starts recordings, finds them, and finishes those that a crash interrupted. Thread-safe."""

    def __init__(
        self, records: Records, parts: Parts, spool_folder: Path, max_recordings: int
    ) -> None:
        self._records = records
        self._parts = parts
        self._spool_folder = spool_folder
        self._max_recordings = max_recordings
        self._lock = threading.Lock()
        self._recordings: dict[str, Recording] = {}

    def find(self, encounter_id: str) -> Recording | None:
        """The recording of this encounter, if it is being heard."""
        recording = self._recordings.get(encounter_id)
        return None if recording is None or recording.finished.is_set() else recording

    def audio_path(self, encounter_id: str) -> Path:
        """Where the encounter's audio lies."""
        return self._spool_folder / f"{encounter_id}.audio"

    def check_capacity(self) -> None:
        """Raises Overloaded when as many recordings are being heard as may be."""
        with self._lock:
            self._check_capacity()

    def start(
        self, encounter_id: str, audio: AudioFormat, listener: Listener = lambda _: None
    ) -> Recording:
        """Begin to hear a recording; with Encoding.FILE its audio is there already.

        Raises NotFound, Overloaded, and Refused when the encounter has a recording already.
        """
        with self._lock:
            self._check_capacity()
            encounter = self._records.read(encounter_id)
            check_may_record(encounter)
            session = self._session(encounter)
            path = self.audio_path(encounter_id)
            spool = None
            if audio.encoding is not Encoding.FILE:
                # Left by a crash in this very place: nothing of it was ever acknowledged.
                path.unlink(missing_ok=True)
                spool = Spool(path)
            for event in session.start(audio):
                self._records.change(encounter_id, _if_it_may_record(event))
            recording = Recording(
                session, self._records, self._parts, path, audio, spool, listener=listener
            )
            self._recordings[encounter_id] = recording
        recording.start()
        return recording

    def recover(self) -> tuple[Recording, ...]:
        """Finish the recordings that an earlier run of the server was hearing when it died."""
        recordings = []
        for encounter_id in self._records.interrupted():
            encounter = self._records.read(encounter_id)
            if encounter.audio is None or self.find(encounter_id):
                continue
            session = self._session(_without_recording(encounter))
            for event in session.start(encounter.audio):
                LOGGER.info("encounter %s: %s again, from its spool", encounter_id, event.kind)
            if session.encounter.engine != encounter.engine:
                self._abandon(encounter_id)
                continue
            recording = Recording(
                session,
                self._records,
                self._parts,
                self.audio_path(encounter_id),
                encounter.audio,
                known=frozenset(u.id for u in encounter.utterances),
            )
            self._recordings[encounter_id] = recording
            recording.start()
            recordings.append(recording)
        return tuple(recordings)

    def close(self, timeout_s: float) -> None:
        """Hear what has arrived to its end; what is not done by then is recovered at next start."""
        recordings = tuple(self._recordings.values())
        for recording in recordings:
            recording.stop(draft_wanted=False)
        for recording in recordings:
            recording.finished.wait(timeout_s)

    def erase_audio(self, encounter_id: str) -> None:
        """Erase the encounter's audio, if there is any."""
        self.audio_path(encounter_id).unlink(missing_ok=True)

    def _session(self, encounter: Encounter) -> Session:
        parts = self._parts
        recognizer = parts.recognize(encounter.language)
        return Session(encounter, recognizer, parts.writer, parts.coder, self._records.now)

    def _abandon(self, encounter_id: str) -> None:
        event = Failed(
            self._records.now(),
            "recognition",
            "the server stopped while it was recording and came back with another engine; "
            "what was heard and the audio are kept",
        )
        self._records.change(encounter_id, lambda _: event)

    def _check_capacity(self) -> None:
        for encounter_id, recording in tuple(self._recordings.items()):
            if recording.finished.is_set():
                del self._recordings[encounter_id]
        if len(self._recordings) >= self._max_recordings:
            raise Overloaded(
                f"{len(self._recordings)} recordings are being heard, which is the limit; "
                "try again later"
            )


def _if_it_may_record(event: Event) -> Callable[[Encounter], Event]:
    """Gives the event unless the encounter has got a recording in the meantime."""

    def command(encounter: Encounter) -> Event:
        check_may_record(encounter)
        return event

    return command


def _without_recording(encounter: Encounter) -> Encounter:
    return opened(
        Opened(
            encounter.opened_at,
            encounter.id,
            encounter.title,
            encounter.language,
            encounter.template,
            encounter.date_of_service,
        )
    )
