import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.register import clinical, joined_initials, named


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("I have C O P D and G E R D.", "I have COPD and GERD."),
        ("I had U T Is before.", "I had UTIs before."),
        ("fusion of C 3 through C 7", "fusion of C3 through C7"),
        ("I am fine.", "I am fine."),
        ("I have a D and C.", "I have a D and C."),
    ],
)
def test_abbreviations_spelled_letter_by_letter_are_one_word(spoken, written):
    assert joined_initials(spoken) == written


@given(st.text(max_size=60))
def test_joining_initials_changes_nothing_but_spaces(text):
    assert joined_initials(text).replace(" ", "").replace("'", "") == text.replace(" ", "").replace(
        "'", ""
    )


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("his mom passed away", "his mother died"),
        ("her dad's mom had diabetes", "her paternal grandmother had diabetes"),
        ("grandmother on his mom's side", "maternal grandmother"),
        ("Doctor Murphy sent him", "Dr. Murphy sent him"),
        ("the doctor sent him", "the doctor sent him"),
    ],
)
def test_relatives_and_deaths_are_named_as_in_a_note(spoken, written):
    assert clinical(spoken) == written


def test_findings_in_a_noun_phrase_have_their_names():
    assert named("high temperature or trouble breathing") == "fever or shortness of breath"
    assert named("a high temperature") == "fever"
    assert named("changes in the weather") == "changes in the weather"


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("She doesn't smoke.", "She does not smoke."),
        ("Can't walk, won't eat.", "Cannot walk, will not eat."),
        ("It's been a week and that's all.", "It has been a week and that is all."),
        ("The patient's mother", "The patient's mother"),
    ],
)
def test_a_note_has_no_contractions(spoken, written):
    assert clinical(spoken) == written
