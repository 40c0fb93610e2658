import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notegen.headers import HEADERS, Header, HeaderClassifier, Soap, header_classifier
from scribe.errors import ModelUnavailable
from scribe.transcript import Role, Utterance

ROLES = st.sampled_from((Role.CLINICIAN, Role.PATIENT, Role.OTHER, Role.UNKNOWN))
TURNS = st.lists(st.tuples(ROLES, st.text(max_size=30)), max_size=6)


def said(*turns):
    return tuple(
        Utterance(f"u{n}", role.value, role, 0, 0, text)
        for n, (role, text) in enumerate(turns, start=1)
    )


def asked_and_answered(question, answer):
    return said((Role.CLINICIAN, question), (Role.PATIENT, answer))


@pytest.mark.parametrize(
    ("question", "answer", "header"),
    [
        ("Are you allergic to any medicines?", "Yes, to penicillin.", Header.ALLERGY),
        ("Do you smoke or drink?", "No, and I live with my wife.", Header.FAMILY_SOCIAL),
        ("Which surgeries have you had?", "My appendix was removed.", Header.PAST_SURGICAL),
        ("What medications do you take?", "Lisinopril and metformin.", Header.MEDICATIONS),
    ],
)
def test_the_subject_of_a_short_exchange_tells_its_header(question, answer, header):
    found = header_classifier().likeliest(asked_and_answered(question, answer))
    assert found.header is header
    assert found.probability > 0.5


@settings(max_examples=25, deadline=None)
@given(TURNS)
def test_probabilities_add_up_to_one_whatever_is_said(turns):
    found = header_classifier().probabilities(said(*turns))
    assert found.shape == (len(HEADERS),)
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1)


@settings(max_examples=10, deadline=None)
@given(TURNS)
def test_every_turn_of_a_conversation_has_its_own_probabilities(turns):
    found = header_classifier().turns(said(*turns))
    assert found.shape == (len(turns), len(HEADERS))
    assert np.allclose(found.sum(axis=1), 1)


def test_the_subject_of_a_turn_follows_its_neighbours():
    conversation = (
        *asked_and_answered("Any allergies to medicines?", "Yes, I am allergic to penicillin."),
        *asked_and_answered("Do you know the reaction?", "It gives me hives."),
        *asked_and_answered("Do you smoke?", "No, never smoked."),
        *asked_and_answered("Do you drink alcohol?", "A beer at weekends. I live alone."),
    )
    found = [HEADERS[n] for n in header_classifier().turns(conversation, reach=1).argmax(axis=1)]
    assert found[0] is found[1] is Header.ALLERGY
    assert found[-1] is found[-2] is Header.FAMILY_SOCIAL


def test_the_headers_fall_under_all_four_parts():
    assert len(Header) == 20
    assert {header.soap for header in Header} == set(Soap)


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(ModelUnavailable, match="expected header weights"):
        HeaderClassifier(tmp_path / "gone.npz")
