import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notegen.assertion import read_dialogue
from notegen.clauses import clauses, pronouns_of
from notegen.rewrite import HE, SHE, THEY
from notegen.wording import Form
from scribe.transcript import Role, Transcript, Utterance

ROLES = {"D": Role.CLINICIAN, "P": Role.PATIENT, "G": Role.OTHER}
TURNS = st.lists(st.tuples(st.sampled_from("DPG"), st.text(max_size=40)), max_size=5)


def spoken(*lines):
    return Transcript(
        "en",
        "typed",
        0,
        0,
        tuple(
            Utterance(f"u{n}", line[0], ROLES[line[0]], 0, 0, line[3:])
            for n, line in enumerate(lines, start=1)
        ),
    )


def made(*lines):
    said = spoken(*lines)
    return {c.text: c for c in clauses(said, read_dialogue(said.utterances))}


def test_a_sentence_is_told_with_its_subject_a_pronoun_or_none():
    found = made("D: Hello, ma'am.", "P: I am married to a farmer.")
    for text in (
        "The patient is married to a farmer.",
        "She is married to a farmer.",
        "Married to a farmer.",
    ):
        assert found[text].evidence == ("u2",)


def test_age_with_sex_begins_a_history():
    found = made("D: How old are you, sir?", "P: I am sixty five.")
    assert found["The patient is a 65-year-old male."].form is Form.PERSON
    assert set(found["The patient is a 65-year-old male."].evidence) == {"u1", "u2"}


@pytest.mark.parametrize("line", ["My mom is ninety three.", "It was eight years ago."])
def test_the_age_of_others_is_not_the_patients(line):
    assert not any(c.form is Form.PERSON for c in made("D: I see.", f"P: {line}").values())


def test_an_age_in_another_sentence_than_a_duration_is_told():
    found = made("D: Hello, ma'am.", "P: I'm forty now. I have been here for two hours.")
    assert "The patient is a 40-year-old female." in found


def test_who_is_pregnant_is_she():
    assert pronouns_of(spoken("D: Are you pregnant?", "P: No.")) == SHE


def test_owners_and_subjects_are_left_out_as_in_a_list():
    found = made("D: Who is at home?", "P: My mother lives with my brother.")
    assert {"The patient's mother lives with their brother.", "Mother lives with brother."} <= set(
        found
    )


def test_what_was_said_is_also_told_by_its_name_in_a_note():
    found = made("D: What happened?", "P: My father had high blood pressure.")
    assert any("hypertension" in text for text in found)


def test_main_clauses_are_also_told_apart():
    found = made("D: Your family?", "P: My mother died of cancer, and my brother has diabetes.")
    assert {"The patient's mother died of cancer.", "The patient's brother has diabetes."} <= set(
        found
    )


def test_a_clause_that_leans_on_another_person_is_not_told_apart():
    found = made("D: Who is at home?", "P: I live with my husband and he works nights.")
    assert not {"He works nights.", "They work nights."} & set(found)


def test_a_condition_is_not_cut_from_what_depends_on_it():
    found = made("D: Pain?", "P: If I walk it gets worse, and I have to rest for a while.")
    assert "The patient has to rest for a while." not in found


def test_talk_is_not_told():
    assert not made("D: Good morning. How are you?", "P: Thank you, good morning.")


def test_what_the_clinician_gives_as_an_example_is_no_finding():
    found = made("D: It could be anything from asthma to depression.", "P: Oh, no.")
    assert not any(c.form in (Form.LISTED, Form.FACT) for c in found.values())


def test_the_patient_is_spoken_of_as_addressed():
    assert pronouns_of(spoken("D: Hello, sir.")) is HE
    assert pronouns_of(spoken("D: Hello, ma'am.")) is SHE
    assert pronouns_of(spoken("D: Hello.")) is THEY


@settings(max_examples=30, deadline=None)
@given(TURNS)
def test_every_clause_is_a_sentence_that_cites_what_was_said(turns):
    said = spoken(*(f"{role}: {text}" for role, text in turns))
    ids = {u.id for u in said.utterances}
    for clause in clauses(said, read_dialogue(said.utterances)):
        assert clause.text
        assert clause.evidence
        assert set(clause.evidence) <= ids
        assert 0 <= clause.place <= 1
