"""One recording being heard: its worker reads its audio and writes what it hears to the log."""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scribe.audio_format import AudioFormat, Encoding
from scribe.encounter import Encounter
from scribe.errors import AudioError, InputError, Refused
from scribe.events import Drafted, Event, Failed, Heard
from scribe.messages import Partial, Unspoken
from scribe.ports import (
    NOT_LIVE_MS,
    SAMPLE_RATE_HZ,
    Attribution,
    Attributor,
    Coder,
    Recognizer,
    Samples,
    Writer,
)
from scribe.review import check_may_draft
from scribe.session import News, Session, draft
from scribe.transcript import Utterance
from server.records import Records
from server.speakers import Judge, nothing_judged
from server.spool import Spool, spooled_blocks

LOGGER = logging.getLogger(__name__)


Listener = Callable[[News | None], None]
"""Is called from the worker's thread with all that happens, last with None."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What hearing and writing is done with; loaded once, shared by all recordings.

    The decoders give chunks of 16 kHz samples, all with the same number of channels; `recognize`
    takes the language, `auto` or a BCP 47 tag. `attribute` has a second opinion on the speakers of
    a recording that has ended, if anything does. `judge` says how sure roles are.
    """

    decode_stream: Callable[[Iterator[bytes], AudioFormat], Iterator[Samples]]
    decode_file: Callable[[Path], Iterator[Samples]]
    recognize: Callable[[str], Recognizer]
    writer: Writer
    coder: Coder
    attribute: Attributor | None = None
    judge: Judge = nothing_judged


def draft_note(
    records: Records, parts: Parts, encounter_id: str, *, replace_edits: bool = False
) -> Drafted:
    """Write the note of an encounter (again). Raises Refused and NotFound."""
    encounter = records.read(encounter_id)
    check_may_draft(encounter, replace_edits=replace_edits)
    note = draft(
        encounter.transcript,
        encounter.template,
        encounter.date_of_service,
        parts.writer,
        parts.coder,
    )
    drafted = Drafted(records.now(), note)

    def unless_changed_meanwhile(current: Encounter) -> Event:
        check_may_draft(current, replace_edits=replace_edits)
        return drafted

    records.change(encounter_id, unless_changed_meanwhile)
    return drafted


class Recording:
    """Hears the audio at `path` in a thread of its own.

    `spool` is what fills the file meanwhile, or None when the file is whole. With `known`
    utterances the audio was heard before, up to a crash: it is heard again from its first sample,
    which gives the same utterances, and only those not yet known are added to the log.
    """

    def __init__(
        self,
        session: Session,
        records: Records,
        parts: Parts,
        path: Path,
        audio: AudioFormat,
        spool: Spool | None = None,
        known: frozenset[str] = frozenset(),
        listener: Listener = lambda _: None,
    ) -> None:
        self.spool = spool
        self.finished = threading.Event()
        self._id = session.encounter.id
        self._session = session
        self._records = records
        self._parts = parts
        self._path = path
        self._audio = audio
        self._known = known
        self._draft_wanted = True
        self._read_bytes = 0
        self._tell = listener
        self._thread = threading.Thread(target=self._run, name=f"recording {self._id}", daemon=True)

    @property
    def heard_ms(self) -> int:
        """How much of the audio has been heard."""
        return self._session.heard_ms

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, draft_wanted: bool) -> None:
        """No more audio will come. Hearing goes on until the last sample."""
        self._draft_wanted = draft_wanted
        if self.spool is not None:
            self.spool.close()

    def _run(self) -> None:
        stage = "recognition"
        try:
            self._hear()
            stage = "note"
            if self._draft_wanted:
                self._tell(draft_note(self._records, self._parts, self._id))
        except (InputError, Refused) as error:
            self._failed(stage, str(error))
        except Exception as error:
            # The last resort of a thread. The message may quote what was said, so only the kind
            # of the error is told; the audio stays in the spool.
            LOGGER.error("recording %s failed: %s", self._id, type(error).__name__)
            self._failed(stage, f"internal error ({type(error).__name__})")
        finally:
            self.finished.set()
            self._tell(None)

    def _hear(self) -> None:
        failure = None
        try:
            for samples in self._samples():
                self._happened(self._session.push(samples, self._behind_ms(len(samples))))
        except AudioError as error:
            failure = str(error)
        self._happened(self._session.finish(self._reconsidered))
        if failure is not None:
            self._failed("recognition", failure)

    def _reconsidered(self, utterances: tuple[Utterance, ...], language: str) -> Attribution | None:
        attribute = self._parts.attribute
        return attribute(utterances, language, self._samples_again()) if attribute else None

    def _samples_again(self) -> Iterator[Samples]:
        if self._audio.encoding is Encoding.FILE:
            return self._parts.decode_file(self._path)
        return self._parts.decode_stream(spooled_blocks(self._path), self._audio)

    def _samples(self) -> Iterator[Samples]:
        if self._audio.encoding is Encoding.FILE:
            return self._parts.decode_file(self._path)
        blocks = self.spool.blocks() if self.spool else spooled_blocks(self._path)
        return self._parts.decode_stream(self._counted(blocks), self._audio)

    def _counted(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        for block in blocks:
            self._read_bytes += len(block)
            yield block

    def _behind_ms(self, fresh_samples: int) -> int:
        """How much audio waits: all of it in a file, else what the spool holds, at its bit rate."""
        if self.spool is None:
            return NOT_LIVE_MS
        waiting_bytes = self.spool.written_bytes - self._read_bytes
        read_ms = self.heard_ms + fresh_samples * 1000 // SAMPLE_RATE_HZ
        return waiting_bytes * read_ms // max(self._read_bytes, 1)

    def _happened(self, all_news: Iterator[News]) -> None:
        for news in all_news:
            if isinstance(news, Heard) and news.utterance.id in self._known:
                continue
            if not isinstance(news, Partial | Unspoken):
                self._append(news)
            self._tell(news)

    def _append(self, event: Event) -> None:
        self._records.change(self._id, lambda _: event)

    def _failed(self, stage: str, message: str) -> None:
        event = Failed(self._records.now(), stage, message)
        self._append(event)
        self._tell(event)
