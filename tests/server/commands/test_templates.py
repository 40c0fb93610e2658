import json

import pytest

OWN = "name: knee\nsections:\n  - heading: Decisions\n    topics: [treatment, follow-up]\n"


@pytest.fixture
def own(tmp_path):
    """The folder of the clinic's own templates, with one in it."""
    folder = tmp_path / "home" / "templates"
    folder.mkdir(parents=True)
    (folder / "knee.yaml").write_text(OWN, encoding="utf-8")
    return folder


def listed(scribe):
    templates = json.loads(scribe("templates", "list", "--json").out)["templates"]
    return {template["name"]: template for template in templates}


def test_ours_are_listed(scribe):
    ours = listed(scribe)
    assert set(ours) >= {"soap", "hp", "consult", "psychiatric", "after_visit"}
    assert not any(template["own"] for template in ours.values())
    assert ours["soap"]["sections"] == ["Subjective", "Objective", "Assessment", "Plan"]
    assert "History and physical" in scribe("templates", "list").out


def test_the_clinics_own_are_listed_broken_ones_too(scribe, own):
    (own / "bad.yaml").write_text("name: bad\nsections: 1\n", encoding="utf-8")
    assert listed(scribe)["knee"]["own"]
    (fault,) = listed(scribe)["bad"]["faults"]
    assert fault.startswith("line 2: sections: expected a list")
    assert "cannot be used" in scribe("templates", "list").out


def test_a_template_is_shown(scribe):
    shown = json.loads(scribe("templates", "show", "after_visit", "--json").out)
    assert shown["parts"][0] == {
        "name": "Reason for Visit",
        "topics": ["chief complaint"],
        "style": "sentences",
        "instructions": "",
        "max_words": 40,
        "required": True,
    }
    assert "family history" in shown["left_out"]
    printed = scribe("templates", "show", "after_visit").out
    assert "Reason for Visit (sentences, at most 40 words, shown when empty)" in printed
    assert "left out of the note: history of present illness" in printed


def test_a_template_that_is_not_there_is_told_with_what_there_is(scribe, own):
    done = scribe("templates", "show", "poem")
    assert done.exit_code == 2
    assert "after_visit, consult, hp, knee, psychiatric, soap" in done.err


def test_good_templates_pass(scribe, own):
    done = scribe("templates", "check", own / "knee.yaml")
    assert (done.exit_code, done.err) == (0, "")
    assert "good, 1 sections" in done.out


def test_every_fault_of_every_file_is_told(scribe, own):
    bad = own / "bad.yaml"
    bad.write_text(OWN.replace("knee", "Bad").replace("treatment", "therapy"), encoding="utf-8")
    done = scribe("templates", "check", own / "knee.yaml", bad, own / "none.yaml")
    assert done.exit_code == 2
    assert "2 of 3 templates cannot be used" in done.err
    assert "bad.yaml: line 1: name: expected" in done.out
    assert "bad.yaml: line 4: sections[1].topics: expected one of chief complaint" in done.out
    assert "none.yaml: line 1: expected a readable file" in done.out
    lines = scribe("templates", "check", "--json", own / "knee.yaml", bad).out.splitlines()
    first, second = (json.loads(line)["faults"] for line in lines)
    assert first == []
    assert [fault["line"] for fault in second] == [1, 4]


def test_a_note_is_written_in_the_form_that_is_asked_for(scribe, typed_visit, own):
    note = json.loads(scribe("note", typed_visit, "--template", "knee", "--json").out)
    assert note["template"] == "knee"
    assert [section["name"] for section in note["sections"]] == ["Decisions"]


def test_the_environment_says_which_form_is_usual(scribe, typed_visit, monkeypatch):
    monkeypatch.setenv("SCRIBE_TEMPLATE", "hp")
    assert "CHIEF COMPLAINT" in scribe("note", typed_visit).out
    monkeypatch.setenv("SCRIBE_TEMPLATE", "poem")
    done = scribe("note", typed_visit)
    assert done.exit_code == 2
    assert "expected one of after_visit, consult, hp, psychiatric, soap" in done.err
