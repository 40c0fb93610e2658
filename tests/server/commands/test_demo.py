import json
import subprocess
import sys

import pytest

from server.commands.demo import REFERENCE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shown(tmp_path_factory, icd_table):
    """What `scribe demo --headless --json` prints."""
    home = tmp_path_factory.mktemp("demo")
    (home / "demo").mkdir()
    (home / "demo" / "icd.sqlite").symlink_to(icd_table)
    command = ("demo", "--headless", "--json", "--speed", "30", "--home", str(home))
    done = subprocess.run(
        (sys.executable, "-m", "server.cli", *command), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_sample_is_heard_well_enough(shown):
    assert shown["scores"]["wer"] <= 0.08
    assert shown["scores"]["role_accuracy"] >= 0.95
    utterances = shown["transcript"]["utterances"]
    assert len(utterances) >= 20
    assert {u["role"] for u in utterances} == {"clinician", "patient"}


def test_its_note_has_four_sections_with_evidence(shown):
    sections = {s["name"]: s["statements"] for s in shown["note"]["sections"]}
    assert list(sections) == ["Subjective", "Objective", "Assessment", "Plan"]
    ids = {u["id"] for u in shown["transcript"]["utterances"]}
    for statements in sections.values():
        assert statements
        assert all(s["evidence"] and set(s["evidence"]) <= ids for s in statements)


def test_what_matters_of_the_visit_is_in_the_note(shown):
    text = shown["note"]["text"]
    for fact in ("142/88", "penicillin", "8.2%", "1000 mg", "physical therapy", "6 weeks"):
        assert fact in text
    medications = {m["name"]: m["status"] for m in shown["note"]["medications"]}
    assert medications["metformin"] == "changed"
    assert medications["ibuprofen"] == "stopped"


def test_its_codes_are_right(shown):
    codes = {code["code"] for code in shown["note"]["codes"]}
    assert {"E11.65", "S46.911A", "Z88.0"} <= codes


def test_every_quote_of_a_code_is_verbatim(shown):
    utterances = {u["id"]: u["text"] for u in shown["transcript"]["utterances"]}
    sections = {
        s["name"]: "\n".join(x["text"] for x in s["statements"]) for s in shown["note"]["sections"]
    }
    for code in shown["note"]["codes"]:
        for quote in code["evidence"]:
            source = utterances.get(quote["utterance"]) or sections[quote["section"]]
            assert source[quote["start"] : quote["end"]] == quote["quote"]


def test_the_reference_is_what_the_sample_says():
    reference = json.loads(REFERENCE.read_text(encoding="utf-8"))
    assert len(reference["utterances"]) >= 30
