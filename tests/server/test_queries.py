"""What clients ask for is checked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe.errors import InputError
from server.bodies import NewEncounter
from server.clinic import Clinic
from server.queries import MAX_TITLE_CHARACTERS, new_encounter, whole_number

MARKER = "Zebedee"


def test_what_is_asked_is_opened(clinic: Clinic) -> None:
    encounter = new_encounter(clinic, NewEncounter(" Knee ", "pt-BR", "hp", "2026-11-22"))
    assert (encounter.title, encounter.language, encounter.template) == ("Knee", "pt-BR", "hp")
    assert encounter.date_of_service == date(2026, 11, 22)
    assert clinic.records.read(encounter.id) == encounter


def test_a_template_of_the_clinic_may_be_asked_for(clinic: Clinic) -> None:
    clinic.settings.templates.mkdir(parents=True, exist_ok=True)
    own = clinic.settings.templates / "knee.yaml"
    own.write_text("name: knee\nsections: [{heading: Plan, topics: [treatment]}]", encoding="utf-8")
    assert new_encounter(clinic, NewEncounter(template="knee")).template == "knee"
    own.unlink()
    with pytest.raises(InputError, match=r"expected one of after_visit, consult, hp, .*'knee'"):
        new_encounter(clinic, NewEncounter(template="knee"))


def test_what_is_not_asked_is_as_the_settings_say(clinic: Clinic) -> None:
    encounter = new_encounter(clinic, NewEncounter())
    assert encounter.title == "Encounter"
    assert encounter.language == clinic.settings.language
    assert encounter.template == clinic.settings.template
    assert encounter.date_of_service == encounter.opened_at.astimezone().date()


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (NewEncounter(title=MARKER * MAX_TITLE_CHARACTERS), "title"),
        (NewEncounter(language=f"{MARKER}!"), "language"),
        (NewEncounter(language="e"), "language"),
        (NewEncounter(language="en\n"), "language"),
        (NewEncounter(template=f"../{MARKER}"), "template"),
        (NewEncounter(template="a" * 65), "template"),
        (NewEncounter(date_of_service=f"{MARKER}"), "date_of_service"),
        (NewEncounter(date_of_service="2026-02-30"), "date_of_service"),
        (NewEncounter(date_of_service="23.11.2026"), "date_of_service"),
    ],
)
def test_what_cannot_be_is_refused_by_name_without_a_quote(
    clinic: Clinic, asked: NewEncounter, named: str
) -> None:
    before = clinic.records.summaries()
    with pytest.raises(InputError, match=f"^{named}: expected") as refusal:
        new_encounter(clinic, asked)
    assert MARKER not in str(refusal.value)
    assert refusal.value.__context__ is None
    assert clinic.records.summaries() == before


def test_a_title_may_be_as_long_as_a_title_is(clinic: Clinic) -> None:
    title = "x" * MAX_TITLE_CHARACTERS
    assert new_encounter(clinic, NewEncounter(f"  {title}  ")).title == title


@given(st.integers(0, 999_999_999), st.integers())
def test_a_whole_number_is_read_or_has_its_default(number: int, default: int) -> None:
    assert whole_number({"sample_rate": str(number)}, "sample_rate", default) == number
    assert whole_number({"rate": str(number)}, "sample_rate", default) == default


@pytest.mark.parametrize("text", ["", "-1", "1.0", " 1", "1\n", "1_0", "٣", "9" * 10, MARKER])
def test_another_number_is_refused_by_name_without_a_quote(text: str) -> None:
    with pytest.raises(InputError, match=r"^channels: expected a whole number$"):
        whole_number({"channels": text}, "channels", 1)
