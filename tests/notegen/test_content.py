"""Content words of spoken and written text."""

import pytest

from notegen.content import content, content_f1, sides


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Reports shortness of breath.", "i get short of breath"),
        ("Takes furosemide 40 mg.", "i'm taking lasix forty milligrams"),
        ("Right knee pain.", "my right knee hurts"),
        ("Blood pressure 142/88.", "blood pressure one forty two over eighty eight"),
    ],
)
def test_what_a_note_writes_is_in_what_was_said(written: str, spoken: str) -> None:
    assert content(written) <= content(spoken)


def test_talk_has_no_content() -> None:
    assert content("Yes, okay. Uh-huh.") == content("mm-hmm , i do n't know") == frozenset()


def test_a_scale_is_no_content() -> None:
    assert content("7 on a scale of 0 to 10") == content("seven")


def test_a_side_is_one_only_of_the_body() -> None:
    assert sides("Left ankle, right shoulder") == {"left", "right"}
    assert sides("all right , right now i left the house") == frozenset()
    assert "left" not in content("he left my house")
    assert "left" in content("the left ankle")


def test_f1_of_content_is_in_percent() -> None:
    assert content_f1("Takes Lasix 40 mg.", "furosemide forty milligrams") == 100
    assert content_f1("Fever, cough.", "Fever.") == pytest.approx(200 / 3)
    assert content_f1("", "") == 0
