"""Every setting of Scribe in one frozen value, read from the environment once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from scribe.errors import InputError
from scribe.transcript import Role

ENGINES = ("auto", "whisper", "sphinx")
SPEAKERS = ("builtin", "pyannote", "sortformer")
MOST_CHANNELS = 2


@dataclass(frozen=True, slots=True)
class Settings:
    """
    home: folder under which everything that Scribe keeps lies (SCRIBE_HOME).
    host, port: where the server listens (SCRIBE_HOST, SCRIBE_PORT).
    desk_port: where the review desk listens, on the same host (SCRIBE_DESK_PORT).
    engine: auto, whisper or sphinx (SCRIBE_ENGINE).
    model: Whisper model, an id of the Hugging Face hub or a folder (SCRIBE_MODEL).
    language: auto, or a BCP 47 tag (SCRIBE_LANGUAGE).
    template: the note's template, ours or the clinic's own (SCRIBE_TEMPLATE).
    max_upload_bytes: largest recording accepted by upload (SCRIBE_MAX_UPLOAD_BYTES).
    max_sessions: recordings heard at the same time before more are refused (SCRIBE_MAX_SESSIONS).
    speakers: who tells the speakers apart: builtin alone, or pyannote or sortformer once more when
        a recording has ended (SCRIBE_SPEAKERS).
    speaker_model: model of pyannote or sortformer, a hub id, folder or file; empty for the
        published one (SCRIBE_SPEAKER_MODEL).
    max_speakers: most speakers that may be found on one channel (SCRIBE_MAX_SPEAKERS).
    channel_roles: what the speaker of the first channel is, then of the second one, for recordings
        with one speaker on each; of others it says nothing (SCRIBE_CHANNEL_ROLES, such as
        `clinician,patient`).
    """

    home: Path
    host: str = "127.0.0.1"
    port: int = 8765
    desk_port: int = 8501
    engine: str = "auto"
    model: str = "small"
    language: str = "auto"
    template: str = "soap"
    max_upload_bytes: int = 1 << 30
    max_sessions: int = 8
    speakers: str = "builtin"
    speaker_model: str = ""
    max_speakers: int = 2
    channel_roles: tuple[Role, ...] = ()

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise InputError(f"engine: expected one of {', '.join(ENGINES)}, found {self.engine!r}")
        if self.speakers not in SPEAKERS:
            raise InputError(
                f"speakers: expected one of {', '.join(SPEAKERS)}, found {self.speakers!r}"
            )
        for name, port in (("port", self.port), ("desk_port", self.desk_port)):
            if not 0 <= port <= 65_535:
                raise InputError(f"{name}: expected 0 to 65535, found {port}")
        for name, limit in (
            ("max_upload_bytes", self.max_upload_bytes),
            ("max_sessions", self.max_sessions),
            ("max_speakers", self.max_speakers),
        ):
            if limit < 1:
                raise InputError(f"{name}: expected 1 or more, found {limit}")
        if len(self.channel_roles) > MOST_CHANNELS:
            found = ",".join(self.channel_roles)
            raise InputError(f"channel_roles: expected {MOST_CHANNELS} at most, found {found!r}")

    @property
    def database(self) -> Path:
        """The SQLite file of the event log."""
        return self.home / "scribe.sqlite"

    @property
    def spool(self) -> Path:
        """Folder of the recordings, one file each."""
        return self.home / "spool"

    @property
    def models(self) -> Path:
        """The speech models that were pulled or converted."""
        return self.home / "models"

    @property
    def voices(self) -> Path:
        """Folder of the clinicians' voices that were enrolled, one file each."""
        return self.home / "voices"

    @property
    def templates(self) -> Path:
        """Folder of the clinic's own templates, a YAML file each; need not be there."""
        return self.home / "templates"

    @property
    def icd_table(self) -> Path:
        """The compiled ICD-10-CM table."""
        return self.home / "icd.sqlite"

    @property
    def icd_releases(self) -> Path:
        """Folder of the official ICD-10-CM releases that were imported; need not be there."""
        return self.home / "icd"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Settings from SCRIBE_* variables; what is not set keeps its default.

        Raises InputError naming the variable that is not what it should be.
        """
        given = {
            name.removeprefix("SCRIBE_").lower(): value
            for name, value in environment.items()
            if name.startswith("SCRIBE_") and value
        }
        home = given.get("home")
        defaults = cls(
            Path(home).expanduser() if home else user_data_path("scribe", appauthor=False)
        )
        return cls(
            home=defaults.home,
            host=given.get("host", defaults.host),
            port=_number(given, "port", defaults.port),
            desk_port=_number(given, "desk_port", defaults.desk_port),
            engine=given.get("engine", defaults.engine),
            model=given.get("model", defaults.model),
            language=given.get("language", defaults.language),
            template=given.get("template", defaults.template),
            max_upload_bytes=_number(given, "max_upload_bytes", defaults.max_upload_bytes),
            max_sessions=_number(given, "max_sessions", defaults.max_sessions),
            speakers=given.get("speakers", defaults.speakers),
            speaker_model=given.get("speaker_model", defaults.speaker_model),
            max_speakers=_number(given, "max_speakers", defaults.max_speakers),
            channel_roles=channel_roles(given.get("channel_roles", "")),
        )


def channel_roles(text: str) -> tuple[Role, ...]:
    """The roles in text such as `clinician,patient`. Raises InputError for a word that is none."""
    words = [word.strip().lower() for word in text.split(",")] if text.strip() else []
    if not set(words) <= set(Role):
        raise InputError(
            f"channel_roles: expected words of {', '.join(Role)} with a comma between them, "
            f"found {text!r}"
        )
    return tuple(map(Role, words))


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name)
    if text is None:
        return default
    try:
        return int(text)
    except ValueError:
        message = f"SCRIBE_{name.upper()}: expected a whole number, found {text!r}"
    raise InputError(message)
