"""The templates that there are."""

from pathlib import Path

import pytest

from notegen.extractive import ExtractiveWriter
from notegen.facts import Topic
from notegen.icd10.sections import Zone, zone_of
from notegen.templates.library import TemplateLibrary, read_file, shipped
from notegen.templates.reader import topics_missing
from scribe.errors import InputError
from scribe.note import Style
from scribe.wire import read_transcript

OWN = "name: {name}\nsections:\n  - heading: Decisions\n    topics: [treatment, follow-up]\n"
VISIT = """\
D: What can I do for you today?
P: I have had a cough and a sore throat for two weeks.
D: Any fever or chest pain?
P: No.
D: Do you take any medications?
P: I take lisinopril ten milligrams once a day.
D: Your blood pressure is one thirty over eighty. Your lungs are clear.
D: I think you have acute bronchitis.
D: I will prescribe benzonatate, one hundred milligrams, three times a day.
D: I would like to see you again in two weeks.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "knee.yaml").write_text(OWN.format(name="knee"), encoding="utf-8")
    return tmp_path


def test_ours_are_all_good_and_named_as_their_files() -> None:
    assert set(shipped()) >= {"soap", "hp", "consult", "psychiatric", "after_visit"}
    assert all(name == template.name for name, template in shipped().items())


@pytest.mark.parametrize("name", ["soap", "hp", "consult", "psychiatric"])
def test_a_full_note_has_exactly_one_place_for_every_topic(name: str) -> None:
    template = shipped()[name]
    assert list(topics_missing(template)) == []
    topics = [topic for part in template.parts for topic in part.topics]
    assert sorted(topics) == sorted(Topic)


def test_the_sections_of_soap_stand_in_the_order_of_the_name() -> None:
    names = [part.name for part in shipped()["soap"].parts]
    assert names == ["Subjective", "Objective", "Assessment", "Plan"]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_the_coder_knows_what_the_headings_of_ours_mean(name: str) -> None:
    zones = {topic: zone_of(part.name) for part in shipped()[name].parts for topic in part.topics}
    assert zones[Topic.PROBLEM] is Zone.ASSESSMENT
    assert zones[Topic.TREATMENT] in (Zone.PLAN, zones[Topic.PROBLEM])
    assert zones[Topic.SAFETY] is Zone.PLAN
    assert zones[Topic.COMPLAINT] is Zone.SUBJECTIVE


def test_a_template_of_the_clinic_is_found_beside_ours(folder: Path) -> None:
    library = TemplateLibrary(folder)
    assert library.find("knee").parts[0].name == "Decisions"
    assert library.find("soap") == shipped()["soap"]
    assert [entry.name for entry in library.all() if entry.own] == ["knee"]


def test_a_template_of_the_clinic_goes_before_ours_of_the_same_name(folder: Path) -> None:
    (folder / "soap.yaml").write_text(OWN.format(name="soap"), encoding="utf-8")
    assert [p.name for p in TemplateLibrary(folder).find("soap").parts] == ["Decisions"]


def test_a_template_that_is_not_there_is_refused_with_what_there_is(folder: Path) -> None:
    known = ", ".join(sorted({*shipped(), "knee"}))
    with pytest.raises(InputError, match=f"^template: expected one of {known}, found 'poem'$"):
        TemplateLibrary(folder).find("poem")


@pytest.mark.parametrize("name", ["", "../knee", "Knee", "kn ee", "a" * 65, "soap\n"])
def test_what_is_no_name_is_not_looked_up_nor_repeated(folder: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"found something else$"):
        TemplateLibrary(folder).find(name)


def test_a_clinic_need_not_have_a_folder(tmp_path: Path) -> None:
    assert len(TemplateLibrary(tmp_path / "none").all()) == len(shipped())
    assert len(TemplateLibrary().all()) == len(shipped())


def test_a_broken_template_is_listed_with_its_faults_and_refused_by_them(folder: Path) -> None:
    (folder / "bad.yaml").write_text("name: bad\nsections: 1\n", encoding="utf-8")
    (entry,) = (e for e in TemplateLibrary(folder).all() if e.name == "bad")
    assert entry.template is None
    assert entry.faults[0].line == 2
    with pytest.raises(InputError, match=r"^bad.yaml, line 2: sections: expected a list"):
        TemplateLibrary(folder).find("bad")


def test_a_file_of_another_name_than_its_template_has_a_fault(folder: Path) -> None:
    (folder / "hip.yaml").write_text(OWN.format(name="knee"), encoding="utf-8")
    (fault,) = read_file(folder / "hip.yaml").faults
    assert str(fault) == "line 1: name: expected 'hip', as the file is named, found 'knee'"


def test_a_file_that_cannot_be_read_has_a_fault(folder: Path) -> None:
    (folder / "raw.yaml").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in str(read_file(folder / "raw.yaml").faults[0])
    assert "readable" in str(read_file(folder / "none.yaml").faults[0])


def test_a_change_of_a_file_counts_at_once(folder: Path) -> None:
    library = TemplateLibrary(folder)
    library.find("knee")
    (folder / "knee.yaml").write_text(
        OWN.format(name="knee").replace("Decisions", "Plan"), encoding="utf-8"
    )
    assert library.find("knee").parts[0].name == "Plan"


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_note_is_written_in_every_form_of_ours(name: str) -> None:
    note = ExtractiveWriter()(read_transcript(VISIT), name)
    template = shipped()[name]
    headings = [part.name for part in template.parts]
    assert note.template == name
    assert [s.name for s in note.sections] == [h for h in headings if f"{h.upper()}\n" in note.text]
    assert {p.name for p in template.parts if p.required} <= {s.name for s in note.sections}
    for section in note.sections:
        (part,) = (p for p in template.parts if p.name == section.name)
        assert section.style is part.style
        assert all(s.evidence for s in section.statements)


def test_sentences_run_on_and_a_list_does_not() -> None:
    note = ExtractiveWriter()(read_transcript(VISIT), "hp")
    story = next(s for s in note.sections if s.name == "History of Present Illness")
    assert story.style is Style.SENTENCES
    assert story.statements
    assert " ".join(s.text for s in story.statements) in note.text


def test_a_required_section_of_which_nothing_was_said_is_shown() -> None:
    assert "ALLERGIES\nNot recorded." in ExtractiveWriter()(read_transcript(VISIT), "hp").text


def test_a_template_of_the_clinic_is_written(folder: Path) -> None:
    note = ExtractiveWriter(TemplateLibrary(folder))(read_transcript(VISIT), "knee")
    assert note.template == "knee"
    assert [s.name for s in note.sections] == ["Decisions"]
    assert "LISINOPRIL" not in note.text.upper()
