"""Settings from the environment."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe.errors import InputError
from scribe.settings import Settings, channel_roles
from scribe.transcript import Role


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = Settings.from_environment({})
    assert settings == Settings(settings.home)
    assert settings.home.name == "scribe"
    assert settings.host == "127.0.0.1"


def test_every_variable_is_read() -> None:
    settings = Settings.from_environment(
        {
            "SCRIBE_HOME": "/srv/scribe",
            "SCRIBE_HOST": "0.0.0.0",
            "SCRIBE_PORT": "80",
            "SCRIBE_DESK_PORT": "81",
            "SCRIBE_ENGINE": "sphinx",
            "SCRIBE_MODEL": "/models/one",
            "SCRIBE_LANGUAGE": "vi",
            "SCRIBE_TEMPLATE": "brief",
            "SCRIBE_MAX_UPLOAD_BYTES": "1000",
            "SCRIBE_MAX_SESSIONS": "2",
            "SCRIBE_SPEAKERS": "pyannote",
            "SCRIBE_SPEAKER_MODEL": "/models/voices",
            "SCRIBE_MAX_SPEAKERS": "3",
            "SCRIBE_CHANNEL_ROLES": "clinician,patient",
        }
    )
    home = Path("/srv/scribe")
    assert settings == Settings(
        *(home, "0.0.0.0", 80, 81, "sphinx", "/models/one", "vi", "brief", 1000, 2),
        *("pyannote", "/models/voices", 3, (Role.CLINICIAN, Role.PATIENT)),
    )


def test_other_or_empty_variables_are_passed_over() -> None:
    environment = {"SCRIBE_PORT": "", "PORT": "1", "SCRIBE_UNKNOWN": "x", "PATH": "/bin"}
    assert Settings.from_environment(environment) == Settings.from_environment({})


def test_all_that_is_kept_lies_under_home(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    kept = (settings.database, settings.spool, settings.icd_table, settings.voices)
    kept = (*kept, settings.templates)
    assert len(set(kept)) == 5
    assert all(tmp_path in path.parents for path in kept)


def test_a_tilde_is_the_home_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings.from_environment({"SCRIBE_HOME": "~/kept"}).home == tmp_path / "kept"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SCRIBE_PORT", "http"),
        ("SCRIBE_PORT", "1.5"),
        ("SCRIBE_PORT", "65536"),
        ("SCRIBE_DESK_PORT", "-1"),
        ("SCRIBE_ENGINE", "Whisper"),
        ("SCRIBE_MAX_UPLOAD_BYTES", "1 GiB"),
        ("SCRIBE_MAX_UPLOAD_BYTES", "0"),
        ("SCRIBE_MAX_SESSIONS", "0"),
        ("SCRIBE_MAX_SESSIONS", "-3"),
        ("SCRIBE_SPEAKERS", "nemo"),
        ("SCRIBE_MAX_SPEAKERS", "0"),
        ("SCRIBE_CHANNEL_ROLES", "clinician,nurse"),
        ("SCRIBE_CHANNEL_ROLES", "clinician,"),
        ("SCRIBE_CHANNEL_ROLES", "clinician,patient,other"),
    ],
)
def test_a_bad_value_is_refused_with_its_name_and_what_was_found(variable: str, value: str) -> None:
    with pytest.raises(InputError) as refusal:
        Settings.from_environment({variable: value})
    message = str(refusal.value)
    assert variable.removeprefix("SCRIBE_").lower() in message.lower()
    assert "expected" in message
    assert value in message


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("", ()),
        (" ", ()),
        ("patient", (Role.PATIENT,)),
        ("Patient, CLINICIAN", (Role.PATIENT, Role.CLINICIAN)),
        ("unknown,clinician", (Role.UNKNOWN, Role.CLINICIAN)),
    ],
)
def test_roles_of_channels_are_words_with_a_comma_between_them(
    text: str, roles: tuple[Role, ...]
) -> None:
    assert channel_roles(text) == roles


@given(st.dictionaries(st.sampled_from(("SCRIBE_PORT", "SCRIBE_MAX_SESSIONS")), st.text()))
def test_any_text_gives_settings_or_an_error_of_ours(environment: dict[str, str]) -> None:
    try:
        settings = Settings.from_environment(environment)
    except InputError:
        return
    assert 0 <= settings.port <= 65_535
    assert settings.max_sessions >= 1
