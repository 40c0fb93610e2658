"""The note as a value."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scribe.note import FlagKind, Note, Section, Statement, Style, nothing_to_document, section_text


def test_the_text_names_sections_in_capitals_but_no_empty_ones(note: Note) -> None:
    assert note.text == "SUBJECTIVE\nKnee pain.\n\nPLAN\nRest.\nIce."


def test_a_statement_is_replaced_in_its_place(note: Note) -> None:
    changed = note.with_statement(Statement("s2", "Rest a week.", ("u2",), edited=True))
    assert [s.text for s in changed.statements] == ["Knee pain.", "Rest a week.", "Ice."]
    assert [s.text for s in note.statements] == ["Knee pain.", "Rest.", "Ice."]


def test_a_statement_without_text_is_removed(note: Note) -> None:
    removed = note.with_statement(Statement("s2", "", ()))
    assert [s.id for s in removed.statements] == ["s1", "s3"]
    assert removed.statement("s2") is None


def test_an_unknown_statement_or_section_changes_nothing(note: Note) -> None:
    stranger = Statement("s9", "Text.", ())
    assert note.with_statement(stranger) == note
    assert note.with_added("Allergies", stranger) == note


def test_an_added_statement_stands_last_in_its_section(note: Note) -> None:
    added = note.with_added("Plan", Statement("a4", "Return in a week.", (), edited=True))
    assert [s.id for s in added.sections[1].statements] == ["s2", "s3", "a4"]
    assert added.sections[0] is note.sections[0]


@given(st.lists(st.text(st.characters(exclude_characters="\n")), min_size=1))
def test_the_text_of_a_section_has_a_line_for_each_statement(lines: list[str]) -> None:
    statements = tuple(Statement(f"s{n}", line, ()) for n, line in enumerate(lines))
    assert section_text(Section("Plan", statements)).split("\n") == lines


def test_sections_without_statements_make_an_empty_note(note: Note) -> None:
    assert not note.is_empty
    assert replace(note, sections=(Section("Plan", ()),)).is_empty
    assert replace(note, sections=(Section("Plan", ()),)).text == ""


def test_sentences_run_on_where_the_section_has_that_style(note: Note) -> None:
    plan = replace(note.sections[1], style=Style.SENTENCES)
    told = replace(note, sections=(note.sections[0], plan))
    assert told.text == "SUBJECTIVE\nKnee pain.\n\nPLAN\nRest. Ice."
    assert len(section_text(plan)) == len("Rest. Ice.")  # so that spans of evidence fit both


def test_a_required_section_is_shown_when_nothing_was_said(note: Note) -> None:
    told = replace(note, sections=(note.sections[0], Section("Exam", (), required=True)))
    assert told.text == "SUBJECTIVE\nKnee pain.\n\nEXAM\nNot recorded."


def test_a_note_of_required_sections_alone_is_empty(note: Note) -> None:
    told = replace(note, sections=(Section("Exam", (), required=True),))
    assert told.is_empty
    assert told.text == ""


def test_nothing_to_document_is_an_empty_note_that_says_why() -> None:
    note = nothing_to_document("soap", "en", "extractive", "fewer than 20 words were said")
    assert note.is_empty
    assert [flag.kind for flag in note.flags] == [FlagKind.NOTHING_TO_DOCUMENT]
    assert note.flags[0].message == "fewer than 20 words were said"
