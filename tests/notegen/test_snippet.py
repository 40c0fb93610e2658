import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notegen.assertion import read_dialogue
from notegen.clauses import Clause
from notegen.headers import Header
from notegen.snippet import chosen_by, supported_clauses, write_section
from notegen.verify import doubts
from notegen.word_worth import TIMES, tokens
from notegen.wording import Form
from scribe.transcript import Role, Transcript, Utterance

ROLES = {"D": Role.CLINICIAN, "P": Role.PATIENT}
TURNS = st.lists(st.tuples(st.sampled_from("DP"), st.text(max_size=40)), max_size=4)


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


def clause(text, form=Form.TOLD, place=0.0):
    return Clause(text, ("u1",), form, "", place)


def chosen(found, shares, length):
    promises = [
        np.full((len(tokens(c.text)), TIMES), s) for c, s in zip(found, shares, strict=True)
    ]
    return chosen_by(found, np.array(shares), promises, length)


@pytest.mark.parametrize(
    ("lines", "header", "word"),
    [
        (("D: Any drug allergies?", "P: No."), Header.ALLERGY, "allergies"),
        (("D: Any allergies?", "P: Yes, penicillin."), Header.ALLERGY, "enicillin"),
        (
            ("D: What medications do you take?", "P: I take metformin and Lipitor."),
            Header.MEDICATIONS,
            "etformin",
        ),
    ],
)
def test_a_short_dialogue_becomes_its_section(lines, header, word):
    found = write_section(spoken(*lines))
    assert found.header is header
    assert 0 < found.probability <= 1
    assert word in found.text


def test_a_header_that_is_known_is_kept():
    found = write_section(spoken("D: Any allergies?", "P: No."), Header.REVIEW_OF_SYSTEMS)
    assert (found.header, found.probability) == (Header.REVIEW_OF_SYSTEMS, 1)


def test_nothing_said_is_nothing_written():
    assert write_section(spoken("D: Hello.", "P: Hello.")).text == ""


@settings(max_examples=25, deadline=None)
@given(TURNS)
def test_no_statement_is_doubtful(turns):
    said = spoken(*(f"{role}: {text}" for role, text in turns))
    dialogue = read_dialogue(said.utterances)
    ids = {u.id for u in said.utterances}
    for statement in write_section(said).statements:
        assert statement.evidence
        assert set(statement.evidence) <= ids
        assert not doubts(dialogue, statement.text, statement.evidence)


def test_a_denied_symptom_is_never_reported():
    said = spoken("D: Any chest pain?", "P: No, no chest pain.", "D: Cough?", "P: Yes.")
    texts = [c.text.lower() for c in supported_clauses(said)]
    assert "no chest pain." in texts
    assert not [t for t in texts if "reports chest pain" in t or t.startswith("chest pain")]


def test_the_better_clauses_are_chosen_in_spoken_order():
    found = (clause("Takes insulin."), clause("Likes weather talk."), clause("Denies fever."))
    kept = chosen(found, [0.9, 0.1, 0.8], 4)
    assert [c.text for c in kept] == ["Takes insulin.", "Denies fever."]


def test_the_same_is_not_said_twice():
    found = (clause("The patient takes insulin."), clause("She takes insulin."))
    assert len(chosen(found, [0.9, 0.8], 8)) == 1


def test_none_stands_alone():
    found = (clause("None.", Form.NONE), clause("Takes insulin."))
    assert [c.text for c in chosen(found, [0.9, 0.5], 3)] == ["None."]


def test_a_word_that_is_seldom_there_twice_is_not_repeated():
    found = (clause("Takes insulin."), clause("Takes aspirin."), clause("Has asthma."))
    once = np.tile([0.9, 0.1, 0.1], (2, 1))
    kept = chosen_by(found, np.zeros(3), [once, once, once], 2)
    assert [c.text for c in kept][:1] == ["Takes insulin."]
    assert "Takes aspirin." not in [c.text for c in kept]


def test_age_alone_is_a_statement():
    said = spoken("D: How old are you?", "P: I am fifty four.")
    assert "The patient is a 54-year-old patient." in {c.text for c in supported_clauses(said)}


def test_a_longer_section_has_more_clauses():
    found = tuple(clause(f"Takes {drug}.") for drug in ("insulin", "aspirin", "digoxin", "iron"))
    counts = [len(chosen(found, [0.9, 0.6, 0.5, 0.4], length)) for length in (1, 4, 12)]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
