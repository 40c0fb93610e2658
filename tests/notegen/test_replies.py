"""What replies say to questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.replies import (
    Answer,
    answer_of,
    answer_of_all,
    is_bare_yes,
    plain,
    restricted,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("um, yeah, sometimes", Answer.YES),
        ("i do", Answer.YES),
        ("Maybe a little bit, now that I think of it.", Answer.YES),
        ("I've got a bit of a dry one.", Answer.YES),
        ("It's a bit warm, yes.", Answer.YES),
        ("Just when I climb stairs.", Answer.YES),
        ("i do n't", Answer.NO),
        ("no not really", Answer.NO),
        ("Mmm, no.", Answer.NO),
        ("Ah no.", Answer.NO),
        ("I , I don't think so, but I wear glasses.", Answer.NO),
        ("Yep. Um no, it's fine", Answer.NO),
        ("Not those sort of symptoms, really.", Answer.NO),
        ("i'm not sure", Answer.OTHER),
        ("I don't know, I don't think so.", Answer.NO),
        ("about two weeks", Answer.OTHER),
    ],
)
def test_yes_and_no_are_told_through_hesitation(text: str, expected: Answer) -> None:
    assert answer_of(text) is expected


@pytest.mark.parametrize(
    "sentences",
    [("Yeah.", "No, nothing."), ("Yes , absolutely.", "No, not, no."), ("Mm-hmm.", "Not really.")],
)
def test_a_yes_to_something_else_is_taken_back_by_the_no_after_it(
    sentences: tuple[str, ...],
) -> None:
    assert answer_of_all(sentences) is Answer.NO


@pytest.mark.parametrize(
    "text",
    [
        "we haven't",
        "Thankfully none of that.",
        "I have none of that so far.",
        "eh no",
        "Absolutely not.",
        "as far as i know , no",
        "that has n't been a problem",
        "I've had nothing like that.",
        "I can't say that I have.",
        "I can't recall any.",
        "hardly ever",
        "nuh uh",
        "he never did",
        "Not that I know of.",
    ],
)
def test_denials_need_no_leading_no(text: str) -> None:
    assert answer_of(text) is Answer.NO


@pytest.mark.parametrize(
    "text",
    [
        "Ummm, only at night time.",
        "only when i cough",
        "mostly in the morning",
        "on and off",
        "Not all the time.",
        "There's been some.",
        "I would say so.",
        "we have",
        "uh huh",
    ],
)
def test_a_qualified_yes_affirms(text: str) -> None:
    assert answer_of(text) is Answer.YES


@pytest.mark.parametrize("text", ["I can't say.", "i have no energy", "I was walking upstairs."])
def test_what_neither_affirms_nor_denies_stays_open(text: str) -> None:
    assert answer_of(text) is Answer.OTHER


def test_no_answer_is_neither() -> None:
    assert answer_of_all(()) is Answer.OTHER


@pytest.mark.parametrize(
    "text",
    [
        "Not really, just at night.",
        "no, only when i run",
        "Not usually. Sometimes.",
        "No. Just a bit.",
    ],
)
def test_a_denial_with_an_occasion_affirms(text: str) -> None:
    assert restricted(text)
    assert answer_of_all((text,)) is Answer.YES


@pytest.mark.parametrize("text", ["No, just fatigue.", "Not really.", "No, I was only tired."])
def test_a_denial_that_names_something_else_stays_one(text: str) -> None:
    assert answer_of_all((text,)) is Answer.NO


@given(st.text(alphabet="abno ',.?yesiI'vet", max_size=60))
def test_what_is_left_of_a_reply_begins_with_no_filler(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert answer_of(text) in Answer


@pytest.mark.parametrize("text", ["I can't breathe at night.", "I can't sleep."])
def test_what_the_patient_cannot_do_is_no_denial(text: str) -> None:
    assert answer_of(text) is Answer.OTHER


@pytest.mark.parametrize("text", ["Now and then.", "Maybe once or twice.", "Not often, but yes."])
def test_what_is_rare_is_affirmed(text: str) -> None:
    assert answer_of(text) is Answer.YES


def test_a_bare_yes_says_nothing_more() -> None:
    assert is_bare_yes(["Yeah, yeah."])
    assert not is_bare_yes(["Yes, for a week."])
    assert not is_bare_yes(["Yeah,"])
    assert not is_bare_yes([])
