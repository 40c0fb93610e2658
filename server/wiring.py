"""The choice of parts: the only place that names backends."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from asr.attribution import SpeakerRules
from asr.audio import PcmDecoder, StreamDecoder, decode_file
from asr.checkpoint import Checkpoint
from asr.container import ContainerDecoder
from asr.diarization import Diarizer
from asr.embedding import VoiceSpace
from asr.engine import Engine, Mono
from asr.enrolment import Voiceprint, VoiceprintFolder, enrol
from asr.evidence import judged
from asr.models import Throughput
from asr.recognizer import StreamingRecognizer
from asr.roles import RoleClassifier
from asr.second_opinion import SecondOpinion
from asr.vad import Vad
from notegen.icd10.dated import DatedCoder
from notegen.icd10.intake import Intake, take_in
from notegen.icd10.kept import Kept
from notegen.icd10.search import search
from notegen.icd10.shelf import Shelf
from notegen.templates.library import TemplateLibrary
from scribe.audio_format import AudioFormat, Encoding
from scribe.code import Alternative
from scribe.errors import InputError, ModelUnavailable
from scribe.ports import Attributor, Recognizer, Samples, Writer
from scribe.settings import Settings
from server.access import Access
from server.clinic import Clinic
from server.live import Live
from server.recording import Parts
from server.records import Records
from server.store import Store, open_database

LOGGER = logging.getLogger(__name__)

Say = Callable[[str], None]
"""Tells the person at the terminal one line."""

Recognize = Callable[[str], Recognizer]
"""Makes the recogniser of one recording in this language, `auto` or a BCP 47 tag."""

DEMO_GRADE = (
    "Using pocketsphinx, which is demo grade: it misreads most words of a real consultation. "
    "For a real model run once with internet access, or give a folder: "
    "--engine whisper --model DIR."
)

BUILTIN_SPEAKERS = "Speakers are told apart by the built-in way alone."
DIARIZER_EXTRAS = {"pyannote": "pyannote", "sortformer": "nemo"}


def load_engine(settings: Settings, say: Say) -> Engine:
    """The speech engine that the settings ask for.

    `auto` is the configured Whisper model if it is on this machine or can be fetched, otherwise
    pocketsphinx. Raises ModelUnavailable.
    """
    # Backends are imported where they are chosen: each loads a heavy library.
    if settings.engine != "sphinx":
        from asr.whisper import WhisperEngine

        try:
            return WhisperEngine(settings.model, settings.models)
        except ModelUnavailable as error:
            if settings.engine == "whisper":
                raise
            say(f"{error}. {DEMO_GRADE}")
    from asr.sphinx import SphinxEngine

    return SphinxEngine()


def load_recognizers(engine: Engine, settings: Settings) -> Recognize:
    """Recognisers that share this engine, the voice activity detector, the role classifier.

    The enrolled voices are read anew for each recording: one that was enrolled or deleted
    meanwhile counts at once.
    """
    vad, voices, roles = Vad(), VoiceSpace(), RoleClassifier()

    def recognize(language: str) -> Recognizer:
        speakers = SpeakerRules(
            settings.max_speakers, settings.channel_roles, enrolled_voices(settings, voices)
        )
        return StreamingRecognizer(engine, vad, voices, roles, language=language, speakers=speakers)

    return recognize


def enrolled_voices(settings: Settings, voices: VoiceSpace) -> tuple[Voiceprint, ...]:
    """The clinicians' voices that can be recognised; no recording fails for want of them."""
    try:
        kept = VoiceprintFolder(settings.voices).all()
    except (InputError, OSError) as error:
        LOGGER.warning("no enrolled voice is recognised: %s", type(error).__name__)
        return ()
    usable = tuple(voice for voice in kept if len(voice.point) == voices.axes)
    if len(usable) < len(kept):
        LOGGER.warning("%d voices must be enrolled again", len(kept) - len(usable))
    return usable


def enrol_voice(name: str, samples: Mono) -> Voiceprint:
    """The voice in a recording in which only this person speaks. Raises InputError."""
    return enrol(name, samples, Vad(), VoiceSpace())


def load_diarizer(settings: Settings, say: Say) -> Diarizer | None:
    """What tells the speakers of a whole recording apart, as the settings ask; None: nothing.

    One line is said when it cannot be had: its library, its weights or a token are missing.
    """
    if settings.speakers == "builtin":
        return None
    try:
        return _diarizer(settings.speakers, settings.speaker_model)
    except ModelUnavailable as error:
        reason = str(error)
    except ImportError:
        extra = DIARIZER_EXTRAS[settings.speakers]
        reason = f"speakers: this needs the extra: pip install 'scribe-medical[{extra}]'"
    say(f"{reason}. {BUILTIN_SPEAKERS}")
    return None


def load_attributor(settings: Settings, say: Say) -> Attributor | None:
    """The second opinion on who said what, if the settings ask for one that can be had."""
    diarizer = load_diarizer(settings, say)
    if diarizer is None:
        return None
    return SecondOpinion(diarizer, RoleClassifier(), settings.max_speakers)


def _diarizer(name: str, model: str) -> Diarizer:
    """Raises ModelUnavailable, and ImportError when the extra is not installed."""
    if name == "pyannote":
        from asr.pyannote_offline import COMMUNITY_1, PyannoteDiarizer

        return PyannoteDiarizer(model or COMMUNITY_1)
    from asr.sortformer import STREAMING_V2_1, SortformerDiarizer

    return SortformerDiarizer(model or STREAMING_V2_1)


def measure_throughput() -> Throughput:
    """How fast this machine runs Whisper; takes seconds."""
    from asr.speed import measure_throughput as measure

    return measure()


def convert_checkpoint(checkpoint: Checkpoint, folder: Path, quantization: str) -> None:
    """Make a checkpoint a model that the Whisper engine loads.

    Needs the extras for training. Raises InputError.
    """
    from asr.conversion import convert

    convert(checkpoint, folder, quantization)


def load_templates(settings: Settings) -> TemplateLibrary:
    """Our templates and the clinic's own."""
    return TemplateLibrary(settings.templates)


def load_writer(name: str, settings: Settings) -> Writer:
    """The writer of this name. Raises InputError when there is none."""
    if name != "extractive":
        raise InputError(f"writer: expected 'extractive', found {name!r}")
    from notegen.extractive import ExtractiveWriter

    return ExtractiveWriter(load_templates(settings))


def load_coder(settings: Settings) -> DatedCoder:
    """The ICD-10-CM coder; a table is compiled on first use, which takes seconds."""
    return DatedCoder(open_shelf(settings))


def open_shelf(settings: Settings) -> Shelf:
    """The ICD-10-CM tables: the one of what is installed, and those of imported releases."""
    return Shelf(settings.icd_table, Kept(settings.icd_releases))


def import_icd_release(settings: Settings, paths: Iterable[Path], year: int | None) -> Intake:
    """Import an official release from files as they are downloaded. Raises InputError."""
    return take_in(paths, Kept(settings.icd_releases), settings.icd_table, year)


def search_icd_table(settings: Settings, words: str, day: date) -> tuple[Alternative, ...]:
    """Codes whose names fit the words, the best first; only what may be billed on that day."""
    with open_shelf(settings) as shelf:
        return tuple(
            Alternative(found.resolved.entry.code, found.resolved.entry.description, found.chance)
            for found in search(shelf.of(day), words, day)
        )


def open_records(settings: Settings) -> Records:
    """The encounters kept under the settings' home."""
    return Records(Store(open_database(settings.database)), now)


def open_access(settings: Settings) -> Access:
    """The API keys kept under the settings' home."""
    return Access(open_database(settings.database), now)


def open_clinic(settings: Settings, engine: Engine, attribute: Attributor | None = None) -> Clinic:
    """All that a server is made of. Raises InputError when its template is not there."""
    load_templates(settings).find(settings.template)
    coder = load_coder(settings)
    coder.prepare(now().date())
    parts = Parts(
        decode_stream,
        decode_file,
        load_recognizers(engine, settings),
        load_writer("extractive", settings),
        coder,
        attribute,
        partial(judged, roles=RoleClassifier()),
    )
    records = open_records(settings)
    live = Live(records, parts, settings.spool, settings.max_sessions)
    return Clinic(settings, records, live, parts, open_access(settings))


def decode_stream(blocks: Iterator[bytes], audio: AudioFormat) -> Iterator[Samples]:
    """The samples of audio that arrives in pieces, as it becomes known. Raises AudioError."""
    decoder: StreamDecoder = (
        PcmDecoder(audio.sample_rate_hz, audio.channels)
        if audio.encoding is Encoding.PCM16
        else ContainerDecoder()
    )
    try:
        for block in blocks:
            yield decoder.push(block)
        yield decoder.flush()
    finally:
        decoder.close()


def now() -> datetime:
    """The time that events carry."""
    return datetime.now(UTC)
