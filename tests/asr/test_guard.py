"""What a model says about silence, noise and in loops is refused; what people say is not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asr.guard import Claim, Verdict, is_loop, judge, letters_per_s

SURE = Claim("I have had a headache since Monday.", 2500, 0.1, -0.3, 0.95)


@pytest.mark.parametrize(
    "text",
    [
        "no, no, no",
        "No.",
        "Yes, yes. I know, I know.",
        "I take one in the morning, one at noon, one in the evening, and one at night.",
        "five hundred milligrams three times a day for ten days, then two times a day",
        "Hmm.",
        "10000",
        "ha ha ha",
        "我从昨天开始头痛\uff0c还有发烧。",
        "不\uff0c不\uff0c不。",
        "Tôi bị đau đầu từ hôm qua và sốt nhẹ.",
        "Die Schmerzen sind seit gestern schlimmer geworden, vor allem nachts.",
    ],
)
def test_real_sentences_are_no_loops(text: str) -> None:
    assert not is_loop(text)
    assert judge(replace(SURE, text=text, speech_ms=5000)) is Verdict.GOOD


@pytest.mark.parametrize(
    "text",
    [
        "no no no no",
        "Thank you. Thank you. Thank you. Thank you.",
        "and the pain is in the knee and the pain is in the knee " * 2,
        "aaaaaaaaaaaa",
        "好的好的好的好的",
        "Well, " + "I think that it is " * 5,
        "la" * 60,
    ],
)
def test_what_goes_round_in_circles_is_a_loop(text: str) -> None:
    assert is_loop(text)
    assert judge(replace(SURE, text=text, speech_ms=60_000)) is Verdict.LOOP


@given(st.text(min_size=1), st.integers(4, 8))
def test_any_text_said_four_times_is_a_loop(text: str, times: int) -> None:
    words = text.split()[:8]
    repeated = " ".join(words * times)
    assert not words or is_loop(repeated)


@pytest.mark.parametrize(
    ("text", "speech_ms", "verdict"),
    [
        ("I have had a headache since Monday, and a fever.", 1000, Verdict.TOO_FAST),
        ("I have had a headache since Monday, and a fever.", 3000, Verdict.GOOD),
        ("我从昨天开始头痛\uff0c还有发烧。", 700, Verdict.TOO_FAST),
        ("我从昨天开始头痛\uff0c还有发烧。", 2000, Verdict.GOOD),
        ("Yes.", 100, Verdict.GOOD),
    ],
)
def test_more_than_anybody_can_say_in_the_time_is_refused(
    text: str, speech_ms: int, verdict: Verdict
) -> None:
    assert judge(replace(SURE, text=text, speech_ms=speech_ms)) is verdict


def test_how_fast_is_a_share_of_what_is_possible() -> None:
    assert letters_per_s(replace(SURE, text="x" * 40, speech_ms=1000)) == 1.0
    assert letters_per_s(replace(SURE, text="烧" * 15, speech_ms=1000)) == 1.0


@pytest.mark.parametrize(
    ("no_speech", "log_prob", "peak", "verdict"),
    [
        (0.1, -0.3, 0.9, Verdict.GOOD),
        (0.9, -0.3, 0.9, Verdict.GOOD),
        (0.1, -0.3, 0.3, Verdict.GOOD),
        (0.1, -1.2, 0.9, Verdict.GOOD),
        (0.9, -1.2, 0.9, Verdict.NO_SPEECH),
        (0.1, -1.2, 0.5, Verdict.NO_SPEECH),
        (0.1, -1.6, 0.9, Verdict.UNSURE),
    ],
)
def test_an_unsure_model_is_believed_only_where_there_is_speech(
    no_speech: float, log_prob: float, peak: float, verdict: Verdict
) -> None:
    claim = replace(SURE, no_speech=no_speech, log_prob=log_prob, peak=peak)
    assert judge(claim) is verdict


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_no_text_is_no_speech(text: str) -> None:
    assert judge(replace(SURE, text=text)) is Verdict.NO_SPEECH
