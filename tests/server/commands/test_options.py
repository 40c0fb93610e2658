from datetime import date, datetime
from pathlib import Path

import pytest

from scribe.errors import InputError
from scribe.transcript import Role
from server.commands.options import day, settings_with, text_of


def test_an_option_is_stronger_than_the_environment(monkeypatch):
    monkeypatch.setenv("SCRIBE_ENGINE", "whisper")
    monkeypatch.setenv("SCRIBE_PORT", "1234")
    assert settings_with().engine == "whisper"
    assert settings_with(engine="sphinx").engine == "sphinx"
    assert settings_with(port=0).port == 0
    assert settings_with(speakers="sortformer").speakers == "sortformer"
    assert settings_with(home=Path("x")).home == Path("x")
    monkeypatch.setenv("SCRIBE_CHANNEL_ROLES", "clinician,patient")
    monkeypatch.setenv("SCRIBE_MAX_SPEAKERS", "3")
    assert settings_with().channel_roles == (Role.CLINICIAN, Role.PATIENT)
    assert settings_with(roles="patient").channel_roles == (Role.PATIENT,)
    assert settings_with(roles="").channel_roles == ()
    assert settings_with().max_speakers == 3
    assert settings_with(max_speakers=1).max_speakers == 1


def test_an_option_that_cannot_be_is_refused():
    with pytest.raises(InputError, match="engine"):
        settings_with(engine="gramophone")
    with pytest.raises(InputError, match=r"channel_roles: expected .* found 'doctor'"):
        settings_with(roles="doctor")


def test_the_date_of_service_is_today_unless_given():
    assert day(datetime(2026, 3, 1)) == date(2026, 3, 1)
    assert day(None) == date.today()


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "empty"), (b" \n", "empty"), (b"\xff\xfe\xfa", "UTF-8")]
)
def test_a_text_file_that_cannot_be_used_is_told(tmp_path, content, reason):
    path = tmp_path / "visit.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=f"visit.txt.*{reason}"):
        text_of(path)


def test_a_missing_or_unreadable_file_is_told(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(InputError, match="readable"):
            text_of(path)


def test_a_byte_order_mark_is_no_text(tmp_path):
    path = tmp_path / "visit.txt"
    path.write_text("D: hello", encoding="utf-8-sig")
    assert text_of(path) == "D: hello"
