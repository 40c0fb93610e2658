import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.icd10.sections import Zone, head_of, read_lines, zone_of


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Assessment and plan", Zone.ASSESSMENT),
        ("A/P", Zone.ASSESSMENT),
        ("IMPRESSION", Zone.ASSESSMENT),
        ("Plan", Zone.PLAN),
        ("History of present illness", Zone.SUBJECTIVE),
        ("Past medical history", Zone.PAST),
        ("Family history", Zone.FAMILY),
        ("Past surgical history", Zone.SURGERY),
        ("Review of systems", Zone.REVIEW),
        ("Physical exam", Zone.OBJECTIVE),
        ("Poem", None),
    ],
)
def test_a_section_name_stands_for_a_zone(name, zone):
    assert zone_of(name) is zone


def test_a_heading_starts_its_zone():
    text = "CC\ncough\n\nFAMILY HISTORY:\nasthma\nASSESSMENT\n1. Bronchitis."
    lines = read_lines(text, Zone.SUBJECTIVE, headings=True)
    assert [(line.text, line.zone) for line in lines] == [
        ("cough", Zone.SUBJECTIVE),
        ("asthma", Zone.FAMILY),
        ("1. Bronchitis.", Zone.ASSESSMENT),
    ]


def test_a_sentence_is_no_heading():
    lines = read_lines("The plan is rest.", Zone.ASSESSMENT, headings=True)
    assert lines[0].zone is Zone.ASSESSMENT


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("1. Gout. Stable on allopurinol.", "Gout"),
        ("• Hypertension: well controlled", "Hypertension"),
        ("Acute bronchitis - viral", "Acute bronchitis"),
        ("Low back pain", "Low back pain"),
    ],
)
def test_the_head_of_a_problem_line_is_what_it_names(line, head):
    start, end = head_of(line)
    assert line[start:end] == head


@given(st.text(max_size=200), st.booleans())
def test_lines_are_slices_of_the_text(text, headings):
    for line in read_lines(text, Zone.PLAN, headings=headings):
        assert text[line.start : line.end] == line.text
