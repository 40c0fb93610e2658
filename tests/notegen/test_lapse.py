"""How long something has lasted, or since when."""

import pytest

from notegen.lapse import duration_in_reply, duration_of_it, onset_in_reply, onset_of_it


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("i've had it for a couple weeks", "for a couple of weeks"),
        ("it has been going on for 3 or 4 months", "for 3 to 4 months"),
        ("it's been bothering me for over a year", "for over a year"),
        ("i've had it over the past week", "for the past week"),
        ("i walked with it for 3 hours", ""),
        ("it has not hurt for 3 days", ""),
    ],
)
def test_a_duration_is_that_of_it_alone(said: str, expected: str) -> None:
    assert duration_of_it(said) == expected


def test_an_onset_is_a_date_or_a_time_ago() -> None:
    assert onset_of_it("it started last monday") == "onset last Monday"
    assert onset_of_it("it began about 2 weeks ago") == "onset about 2 weeks ago"
    assert onset_of_it("i started the pills 2 weeks ago") == ""


def test_a_reply_gives_one_or_the_other() -> None:
    assert (onset_in_reply("about 3 days ago"), duration_in_reply("about 3 days ago")) == (
        "onset about 3 days ago",
        "",
    )
    assert (onset_in_reply("2.5 weeks"), duration_in_reply("2.5 weeks")) == ("", "for 2.5 weeks")
    assert duration_in_reply("i took them for 2 weeks") == ""
