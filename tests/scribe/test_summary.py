"""What the patient takes home, as a value."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scribe.note import Note, Statement
from scribe.summary import NO_SUMMARY, GlossaryEntry, PatientSummary, SummaryLine, SummarySection

PAIN = SummaryLine("You came in because of knee pain.", ("u1", "u2"))
REST = SummaryLine("Rest for a week.", ("u3",))
BACK = SummaryLine("Come back in 2 weeks.", ("u4",))
SUMMARY = PatientSummary(
    (SummarySection("Why you came", (PAIN,)), SummarySection("What happens next", (REST, BACK))),
    (GlossaryEntry("sprain", "A band that holds a joint is pulled or torn."),),
)


def test_the_text_has_headings_lines_and_words_to_know() -> None:
    assert SUMMARY.text == (
        "WHY YOU CAME\nYou came in because of knee pain.\n\n"
        "WHAT HAPPENS NEXT\nRest for a week.\nCome back in 2 weeks.\n\n"
        "WORDS TO KNOW\nsprain: A band that holds a joint is pulled or torn."
    )


def test_nothing_to_take_home_has_no_text() -> None:
    assert NO_SUMMARY.is_empty
    assert NO_SUMMARY.text == ""
    assert not SUMMARY.is_empty


def test_lines_that_rest_on_an_utterance_can_be_taken_out() -> None:
    left = SUMMARY.without(frozenset(("u2", "u4")))
    assert left.lines == (REST,)
    assert [s.heading for s in left.sections] == ["What happens next"]


def test_without_any_line_nothing_is_left_not_even_words() -> None:
    assert SUMMARY.without(frozenset(("u1", "u3", "u4"))) == NO_SUMMARY


@given(st.sets(st.sampled_from(("u1", "u2", "u3", "u4", "u5"))))
def test_what_is_left_rests_on_other_utterances_and_no_section_is_empty(outdated: set[str]) -> None:
    left = SUMMARY.without(frozenset(outdated))
    assert all(not outdated & {*line.evidence} for line in left.lines)
    assert all(section.lines for section in left.sections)
    assert {x for x in SUMMARY.lines if not outdated & {*x.evidence}} == set(left.lines)


def test_a_changed_statement_takes_the_lines_on_the_same_utterances_with_it(note: Note) -> None:
    told = replace(note, patient_summary=SUMMARY)
    changed = told.with_statement(Statement("s1", "No knee pain.", ("u1", "u2"), edited=True))
    assert changed.patient_summary.lines == (REST, BACK)
    removed = told.with_statement(Statement("s1", "", ()))
    assert removed.patient_summary.lines == (REST, BACK)


def test_a_statement_that_says_the_same_changes_nothing(note: Note) -> None:
    told = replace(note, patient_summary=SUMMARY)
    same = Statement("s1", "Knee pain.", ("u1", "u2"), edited=True)
    assert told.with_statement(same).patient_summary == SUMMARY
