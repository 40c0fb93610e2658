"""What the patient tells."""

from notegen.assertion import read_dialogue
from notegen.facts import Remark, Topic
from notegen.history import has_substance, patient_remarks
from notegen.rewrite import THEY
from scribe.transcript import Role, Utterance


def _remarks(*turns: str) -> list[Remark]:
    roles = (Role.CLINICIAN, Role.PATIENT)
    dialogue = read_dialogue(
        [Utterance(f"u{n + 1}", "S", roles[n % 2], 0, 0, text) for n, text in enumerate(turns)]
    )
    return list(patient_remarks(dialogue, [s.role for s in dialogue.sentences], THEY))


def test_onset_takes_its_subject_from_the_question_and_cites_both() -> None:
    (remark,) = _remarks("When did the shoulder pain start?", "About three weeks ago.")
    assert remark.text == "the shoulder pain started about 3 weeks ago"
    assert remark.utterances == ("u1", "u2")


def test_an_onset_is_a_time_and_not_the_story_that_follows() -> None:
    (remark, *_) = _remarks(
        "when did the shoulder pain start", "about three weeks ago i was working in the garden"
    )
    assert remark.text == "the shoulder pain started about 3 weeks ago"


def test_a_habit_that_was_given_up_is_named_by_the_question() -> None:
    (remark,) = _remarks("Do you smoke?", "I quit five years ago.")
    assert (remark.topic, remark.text) == (Topic.SOCIAL, "quit smoking 5 years ago")
    assert remark.utterances == ("u1", "u2")
    (remark,) = _remarks("Any alcohol?", "No, I gave it up in 2019.")
    assert remark.text == "quit drinking in 2019"
    (remark,) = _remarks("Do you smoke?", "I stopped smoking ten years ago.")
    assert remark.text == "quit smoking 10 years ago"


def test_severity_is_given_on_its_scale() -> None:
    (remark,) = _remarks("How bad is the pain from zero to ten?", "It is about seven at night.")
    assert remark.text == "pain severity on a scale of 0 to 10: 7 at night"


def test_when_something_was_last_done_is_not_an_onset() -> None:
    assert _remarks("When did you last see the neurologist?", "About six months ago.") == []


def test_what_is_told_is_put_in_the_third_person() -> None:
    (remark,) = _remarks("okay", "I was working in the garden and my shoulder started to hurt.")
    assert remark.text == "the patient was working in the garden and their shoulder started to hurt"


def test_topics_follow_the_words() -> None:
    topics = [
        _remarks("okay", text)[0].topic
        for text in (
            "My mother has diabetes.",
            "I work as a teacher in town.",
            "I had my appendix taken out years ago.",
        )
    ]
    assert topics == [Topic.FAMILY, Topic.SOCIAL, Topic.PAST_SURGICAL]


def test_a_short_answer_restates_its_question() -> None:
    (remark,) = _remarks("Do you smoke?", "No.")
    assert (remark.text, remark.utterances) == ("the patient does not smoke", ("u1", "u2"))


def test_small_talk_and_fragments_are_left_out() -> None:
    assert _remarks("okay", "thank you so much doctor") == []
    assert _remarks("okay", "the weather was lovely at the weekend") == []
    assert _remarks("okay", "because of the pain that") == []


def test_substance_is_a_term_a_medicine_or_a_habit() -> None:
    assert has_substance("i have a fever")
    assert has_substance("i smoke")
    assert not has_substance("the parking was full")
