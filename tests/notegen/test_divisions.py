"""Divisions of a note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.divisions import Division, divide, division_of

SUBJECTIVE, EXAM, RESULTS, PLAN = Division

LINES = st.sampled_from(
    (
        *("CHIEF COMPLAINT", "history:", "PHYSICAL EXAM", "RESULTS", "ASSESSMENT", "PLAN"),
        *("IMPRESSION", "", "  ", "Reports cough.", "a", "VITALS", "[doctor] hi", "\r", "\x0b"),
    )
)
NOTES = st.one_of(st.text(), st.lists(st.one_of(LINES, st.text())).map("\n".join))


@given(NOTES)
def test_the_divisions_tile_the_note(note: str) -> None:
    assert "".join(part.text for part in divide(note)) == note


@given(NOTES)
def test_no_division_occurs_twice_or_begins_without_its_header(note: str) -> None:
    parts = divide(note)
    assert len({part.division for part in parts}) == len(parts) > 0
    for part in parts[1:]:
        assert division_of(part.text.split("\n")[0]) is part.division


@given(NOTES, st.sampled_from(Division))
def test_a_note_behind_another_adds_only_divisions_that_were_not_there(
    note: str, division: Division
) -> None:
    before = [part.division for part in divide(note)]
    after = [part.division for part in divide(f"{note}\n{note}")]
    assert after[: len(before)] == before
    assert (division in after) <= (division in before)


@given(st.text())
def test_a_line_is_a_header_whatever_stands_before_or_between_its_words(rest: str) -> None:
    assert division_of(f"  Past  history{rest}") is SUBJECTIVE
    assert division_of(f"RESULTS{rest}") is RESULTS


@pytest.mark.parametrize(
    ("line", "division"),
    [
        ("CC:", SUBJECTIVE),
        ("cc", SUBJECTIVE),
        ("CC of knee", None),
        ("Chief complaint of knee pain", SUBJECTIVE),
        ("HPI", SUBJECTIVE),
        ("History", SUBJECTIVE),
        ("History of asthma", None),
        ("REVIEW OF SYSTEMS", SUBJECTIVE),
        ("Review of systems was done", None),
        ("SOCIAL HISTORY", SUBJECTIVE),
        ("MEDICAL HISTORY", None),
        ("PHYSICAL EXAMINATION", EXAM),
        ("physical exam : clear", EXAM),
        ("Exam", EXAM),
        ("Exam was normal", None),
        ("VITALS", None),
        ("Vitals reviewed, normal", EXAM),
        ("Results pending", RESULTS),
        ("Findings: none", RESULTS),
        ("Findings of note", None),
        ("A:", PLAN),
        ("A : b", None),
        ("A cough", None),
        ("ASSESSMENT", PLAN),
        ("Assessment was hard", None),
        ("ASSESSMENT AND PLAN", PLAN),
        ("assessment & plan:", PLAN),
        ("A/P", PLAN),
        ("Plan of care", PLAN),
        ("Plan to rest", None),
        ("Summary plan for the knee", PLAN),
        ("IMPRESSION of the scan", PLAN),
        ("Impression", None),
        ("INSTRUCTIONS", None),
    ],
)
def test_headers_are_those_of_the_official_scorer(line: str, division: Division | None) -> None:
    assert division_of(line) is division


def test_later_headers_of_a_division_do_not_end_another() -> None:
    note = "Knee pain.\nEXAM\nTender.\nSOCIAL HISTORY\nSmokes.\nPLAN\nRest.\nASSESSMENT\nSprain."
    assert [(part.division, part.text) for part in divide(note)] == [
        (SUBJECTIVE, "Knee pain.\n"),
        (EXAM, "EXAM\nTender.\nSOCIAL HISTORY\nSmokes.\n"),
        (PLAN, "PLAN\nRest.\nASSESSMENT\nSprain."),
    ]
