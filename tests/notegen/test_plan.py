"""Decisions of the clinician."""

import pytest

from notegen.facts import Topic
from notegen.plan import decision
from notegen.rewrite import HE, THEY


@pytest.mark.parametrize(
    ("spoken", "topic", "text"),
    [
        (
            "so i wan na go ahead and increase your lasix to 80 mg once a day .",
            Topic.TREATMENT,
            "increase lasix to 80 mg once a day",
        ),
        ("hey , dragon , order an echocardiogram .", Topic.TEST, "order an echocardiogram"),
        ("I will refer you to physical therapy.", Topic.REFERRAL, "refer to physical therapy"),
        (
            "i want you to weigh yourself every day",
            Topic.ADVICE,
            "advised to weigh himself every day",
        ),
        ("I would like to see you again in six weeks.", Topic.FOLLOW_UP, "follow up in 6 weeks"),
        (
            "call me if you get a fever",
            Topic.SAFETY,
            "call the clinic if the patient gets a fever",
        ),
        ("let's get an x-ray of your knee", Topic.TEST, "obtain an x-ray of the patient's knee"),
    ],
)
def test_a_decision_becomes_a_clause_of_its_topic(spoken: str, topic: Topic, text: str) -> None:
    made = decision(spoken, HE)
    assert made is not None
    assert (made.topic, made.text) == (topic, text)


@pytest.mark.parametrize(
    "spoken",
    [
        "i'm going to listen to your heart",
        "let me take a look at you",
        "let's talk about your weekend",
        "please come in and have a seat",
        "your lungs are clear",
    ],
)
def test_talk_about_the_visit_is_no_decision(spoken: str) -> None:
    assert decision(spoken, THEY) is None


def test_a_dose_of_a_misheard_medicine_says_that_the_name_was_not_understood() -> None:
    made = decision("i want to increase demand for men to one thousand milligrams", THEY)
    assert made is not None
    assert made.text == "increase a medicine (name not understood) to 1000 mg"
