"""When the patient comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.extract import extract
from notegen.facts import Facts, Remark, Topic
from notegen.follow_up import find_follow_up
from scribe.note import FollowUp
from scribe.wire import read_transcript


def of(*texts: str) -> list[tuple[str, str]]:
    remarks = tuple(Remark(Topic.FOLLOW_UP, t, (f"u{n}",)) for n, t in enumerate(texts))
    return [(f.when, f.with_whom) for f in find_follow_up(Facts(remarks=remarks))]


@pytest.mark.parametrize(
    ("text", "when", "whom"),
    [
        ("follow up in 2 weeks", "in 2 weeks", ""),
        ("follow up in about 6 to 8 weeks", "in about 6 to 8 weeks", ""),
        ("follow up in a month if not before", "in a month", ""),
        ("follow up next tuesday", "next tuesday", ""),
        ("follow up on march 3rd", "on march 3rd", ""),
        ("follow up with cardiology in 3 months", "in 3 months", "cardiology"),
        ("follow up with dr. hill", "", "Dr. Hill"),
        ("follow up with the patient's primary care doctor", "", "primary care doctor"),
        ("follow up after the mri is done", "after the mri is done", ""),
        ("follow up as needed", "as needed", ""),
    ],
)
def test_time_and_person_are_read(text: str, when: str, whom: str) -> None:
    assert of(text) == [(when, whom)]


@pytest.mark.parametrize("text", ["follow up with the results", "follow up", "come back to normal"])
def test_what_names_neither_is_no_appointment(text: str) -> None:
    assert of(text) == []


def test_the_same_appointment_is_told_once() -> None:
    assert of("follow up in 2 weeks", "return in 2 weeks") == [("in 2 weeks", "")]
    assert of("follow up in 2 weeks", "see dr. hill in 2 weeks") == [("in 2 weeks", "Dr. Hill")]


def test_an_appointment_points_at_what_was_said() -> None:
    visit = "D: Your lungs are clear.\nD: I would like to see you again in two weeks.\n"
    assert find_follow_up(extract(read_transcript(visit))) == (FollowUp("in 2 weeks", "", ("u2",)),)


def test_an_appointment_may_stand_behind_another_decision() -> None:
    text = "take tylenol 500 mg 3 times a day and come back in 2 weeks"
    remark = Remark(Topic.TREATMENT, text, ("u1",))
    assert find_follow_up(Facts(remarks=(remark,))) == (FollowUp("in 2 weeks", "", ("u1",)),)


def test_only_follow_up_counts() -> None:
    remark = Remark(Topic.TREATMENT, "take tylenol in 2 weeks", ("u1",))
    assert find_follow_up(Facts(remarks=(remark,))) == ()


@given(st.text("follow up in2with dr. weeksmonth,", max_size=60))
def test_any_text_gives_words_of_its_own_or_nothing(text: str) -> None:
    for when, whom in of(text):
        assert when in text.lower()
        assert whom.lower().removesuffix(".").split(". ")[-1] in text.lower()
