"""What a sentence or an answer says of a symptom that it calls `it`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.description import said_in_reply, said_of_it
from notegen.qualities import NOTHING_SAID, Qualities


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("i've had it for three days", Qualities(duration="for 3 days")),
        ("it started suddenly", Qualities(onset="sudden onset")),
        ("it started two days ago", Qualities(onset="onset 2 days ago")),
        ("it's seven out of ten", Qualities(severity="7/10")),
        ("i have a severe it", Qualities(severity="severe")),
        ("it's getting worse", Qualities(course="worsening")),
        ("it comes and goes", Qualities(timing="intermittent")),
        ("it's behind my eyes", Qualities(site="behind the eyes")),
        ("it shoots down my left leg", Qualities(radiation="left leg")),
        ("it hurts when i walk", Qualities(worse_with="walking")),
        ("ice makes it better", Qualities(better_with="ice")),
    ],
)
def test_each_quality_is_told_in_clinical_form(said: str, expected: Qualities) -> None:
    assert said_of_it(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "it's not getting worse",
        "if it gets worse i call you",
        "it was constant at first",
        "i had it for three days and it went away",
        "i took it for three days",
        "the left side",
        "it's getting worse and then it's getting better",
    ],
)
def test_what_is_denied_over_or_another_things_is_left_out(said: str) -> None:
    assert said_of_it(said) == NOTHING_SAID


@pytest.mark.parametrize(
    ("question", "reply", "expected"),
    [
        ("how long ?", "about three days .", Qualities(duration="for about 3 days")),
        ("when did it start ?", "last night .", Qualities(onset="onset last night")),
        ("from one to ten , how would you rate it ?", "six or seven", Qualities(severity="6-7/10")),
        (
            "on a scale of 1 to 10 , 10 being the worst pain you've felt , how bad is it ?",
            "it's a seven",
            Qualities(severity="7/10"),
        ),
        ("has it been on and off ?", "i feel it's getting worse", NOTHING_SAID),
        ("is it worse or better ?", "worse", NOTHING_SAID),
        ("has it been getting better or worse ?", "the same", Qualities(course="unchanged")),
        ("is it getting worse ?", "yes .", Qualities(course="worsening")),
        ("is it getting worse ?", "no .", NOTHING_SAID),
        ("is it worse at night ?", "yeah .", Qualities(worse_with="at night")),
        ("does it go down your leg ?", "yes .", Qualities(radiation="leg")),
        ("does it come and go ?", "it's constant", Qualities(timing="constant")),
        ("which side is it ?", "both sides", Qualities(site="bilateral")),
        ("what makes it better ?", "i take tylenol", Qualities(better_with="Tylenol")),
        ("what makes it worse ?", "stairs . i rest then", Qualities(worse_with="stairs")),
        ("how bad is it after your medicine , one to ten ?", "two", NOTHING_SAID),
    ],
)
def test_an_answer_fills_what_its_question_asks_for(
    question: str, reply: str, expected: Qualities
) -> None:
    assert said_in_reply(question, reply) == expected


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_refused(question: str, reply: str) -> None:
    assert isinstance(said_in_reply(question, reply), Qualities)
    assert isinstance(said_of_it(f"it {reply}"), Qualities)
