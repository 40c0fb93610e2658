"""What replies make of the conditions that questions name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.sentences import Sentence, read_sentences
from notegen.settlement import presupposed, settled
from scribe.code import Assertion
from scribe.transcript import Role, Utterance


def _sentences(*turns: str) -> tuple[Sentence, ...]:
    roles = (Role.CLINICIAN, Role.PATIENT)
    return read_sentences(
        [Utterance(f"u{n}", "S", roles[n], 0, 0, text) for n, text in enumerate(turns)]
    )


def _settled(question: str, mention: str, reply: str) -> Assertion:
    (asked,) = _sentences(question)
    answers = _sentences("", reply)
    start = question.index(mention)
    return settled(asked, start, start + len(mention), answers, Assertion.PRESENT, family=False)


@pytest.mark.parametrize(
    ("question", "mention", "reply"),
    [
        ("Any change in, uh, taste?", "taste", "No, but smell was less. Taste has been fine."),
        ("How about smell?", "smell", "I feel like I've been able to smell."),
        ("Any blood in there?", "blood", "No, I mean notice any blood."),
        ("And a sore throat?", "sore throat", "No, no. No, sore throat."),
        (
            "Were you told you have high blood pressure?",
            "high blood pressure",
            "No, I've never been told I've had high blood pressure.",
        ),
        (
            "Any diabetes or high blood pressure?",
            "high blood pressure",
            "I have asthma, that's all.",
        ),
        ("Any swelling or rash?", "rash", "Some bruising, but I don't notice anything else."),
        ("Any bile or blood in the vomit?", "blood in the vomit", "No, it was just vomit."),
        (
            "How about your bowel movements, any constipation?",
            "constipation",
            "Um no bowel issues.",
        ),
        (
            "Are you having any pain with urination?",
            "pain with urination",
            "No. Just occasionally, when I am stressed, I have a headache.",
        ),
        ("Does it seem red?", "red", "It wasn't red or anything."),
        ("Any constipation?", "constipation", "All good."),
        ("Any diarrhea?", "diarrhea", "Same as always."),
    ],
)
def test_a_denial_in_other_words_denies(question: str, mention: str, reply: str) -> None:
    assert _settled(question, mention, reply) is Assertion.NEGATED


@pytest.mark.parametrize(
    ("question", "mention", "reply"),
    [
        ("Any chest pain?", "chest pain", "Only when I have those coughing fits."),
        ("Any chest pain?", "chest pain", "No fever, but I have chest pain."),
        ("Do you get headaches?", "headaches", "Not all the time."),
    ],
)
def test_an_affirmation_with_a_restriction_affirms(question: str, mention: str, reply: str) -> None:
    assert _settled(question, mention, reply) is Assertion.PRESENT


def test_a_denial_of_another_finding_leaves_the_rest_open() -> None:
    reply = "No breathing problems."
    question = "Any chest pain or breathing problems?"
    assert _settled(question, "chest pain", reply) is Assertion.HYPOTHETICAL


def test_an_open_question_takes_for_granted_what_it_names() -> None:
    (asked,) = _sentences("When did the cough start?")
    assert presupposed(asked, 13, _sentences("", "Two days ago."))
    assert not presupposed(asked, 13, _sentences("", "It went away."))


@given(st.text(max_size=80))
def test_any_reply_gives_a_sense(reply: str) -> None:
    assert isinstance(_settled("Any fever?", "fever", reply or "no"), Assertion)


@pytest.mark.parametrize(
    ("question", "mention", "reply"),
    [
        ("Any fever or chills?", "fever", "Yes."),
        ("Any sore throat, or cough?", "cough", "Yeah, yeah."),
        ("Any chest pain, cough, or nausea?", "nausea", "Chest pain. No cough though."),
        ("I know we had an issue with a hernia, is that okay?", "hernia", "It's good now."),
        ("Any family history of gout?", "gout", "No, not my parents, but my cousin does."),
        ("Any problems sleeping flat?", "problems sleeping", "I prefer to sleep on my side."),
    ],
)
def test_what_an_answer_does_not_settle_is_left_open(
    question: str, mention: str, reply: str
) -> None:
    (asked,) = _sentences(question)
    start = question.index(mention)
    family = "family" in question
    answers = _sentences("", reply)
    sense = settled(asked, start, start + len(mention), answers, Assertion.PRESENT, family=family)
    assert sense is Assertion.HYPOTHETICAL


@pytest.mark.parametrize("mention", ["fever", "chills"])
def test_a_no_denies_all_that_was_asked_for(mention: str) -> None:
    assert _settled("Any fever or chills?", mention, "No.") is Assertion.NEGATED


def test_a_yes_that_names_one_of_two_affirms_that_one() -> None:
    assert _settled("Any fever or chills?", "chills", "Yes, chills.") is Assertion.PRESENT


def test_trouble_is_denied_by_doing_well_what_was_asked_for() -> None:
    said = "No, I've been sleeping like a log."
    assert _settled("Any problems sleeping?", "problems sleeping", said) is Assertion.NEGATED


@pytest.mark.parametrize(
    ("question", "mention", "reply"),
    [
        ("Any cough, chills, or nausea?", "cough", "Sometimes I go for a run and it pounds."),
        ("Any other joint pain?", "joint pain", "Nothing other than my usual pain."),
    ],
)
def test_an_answer_on_something_else_or_with_an_exception_is_left_open(
    question: str, mention: str, reply: str
) -> None:
    assert _settled(question, mention, reply) is Assertion.HYPOTHETICAL


def test_that_is_it_affirms_what_is_guessed_but_ends_a_list() -> None:
    assert _settled("Was it shingles?", "shingles", "That's it.") is Assertion.PRESENT
    assert _settled("Any other rash?", "rash", "That's it.") is Assertion.NEGATED
