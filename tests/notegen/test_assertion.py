"""In what sense conditions are mentioned."""

import pytest

from notegen.assertion import Answer, Judgement, answer_of, judge, judge_text, read_dialogue
from notegen.terms import find_terms
from scribe.code import Assertion
from scribe.transcript import Role, Utterance

_ROLES = {"d": Role.CLINICIAN, "p": Role.PATIENT}


def _judge(turns: list[tuple[str, str]], mention: str, index: int = 0) -> Judgement:
    utterances = [
        Utterance(f"u{n + 1}", who, _ROLES[who], 0, 0, text) for n, (who, text) in enumerate(turns)
    ]
    start = utterances[index].text.index(mention)
    return judge(read_dialogue(utterances), index, start, start + len(mention))


@pytest.mark.parametrize(
    ("text", "mention", "expected"),
    [
        ("i do n't have fever but i have a cough", "fever", Assertion.NEGATED),
        ("i do n't have fever but i have a cough", "cough", Assertion.PRESENT),
        ("Denies fever, chills, nausea or vomiting.", "vomiting", Assertion.NEGATED),
        ("my knee pain has not gotten better", "knee pain", Assertion.PRESENT),
        ("no i have chest pain", "chest pain", Assertion.PRESENT),
        ("i take nothing for the headache", "headache", Assertion.PRESENT),
        ("my mother had breast cancer and i have asthma", "breast cancer", Assertion.FAMILY),
        ("my mother had breast cancer and i have asthma", "asthma", Assertion.PRESENT),
        ("i used to have migraines", "migraines", Assertion.PAST),
        ("she has a history of hypertension", "hypertension", Assertion.PRESENT),
        ("she has a history of kidney stones", "kidney stones", Assertion.PAST),
        ("the rash went away", "rash", Assertion.PAST),
        ("this could be gout", "gout", Assertion.POSSIBLE),
        ("Consistent with sciatica.", "sciatica", Assertion.POSSIBLE),
        ("call me if you get a fever", "fever", Assertion.HYPOTHETICAL),
        ("smoking can cause lung cancer", "lung cancer", Assertion.HYPOTHETICAL),
        ("we will schedule a knee replacement", "knee replacement", Assertion.PLANNED),
        ("the strep test is negative", "strep", Assertion.NEGATED),
    ],
)
def test_cue_words_within_a_sentence_decide(text: str, mention: str, expected: Assertion) -> None:
    start = text.index(mention)
    assert judge_text(text, start, start + len(mention)) is expected


def test_a_question_is_settled_by_the_answer_and_both_are_evidence() -> None:
    judged = _judge([("d", "any fever or chills"), ("p", "no")], "chills")
    assert judged.assertion is Assertion.NEGATED
    assert judged.utterances == ("u1", "u2")
    assert judged.answered


def test_an_answer_that_names_one_symptom_settles_that_one_only() -> None:
    turns = [("d", "any fever chills or nausea"), ("p", "no fever but some chills")]
    assert _judge(turns, "fever").assertion is Assertion.NEGATED
    assert _judge(turns, "chills").assertion is Assertion.PRESENT
    assert _judge(turns, "nausea").assertion is Assertion.HYPOTHETICAL


def test_an_unanswered_question_says_nothing_about_the_patient() -> None:
    assert _judge([("d", "any fever?")], "fever").assertion is Assertion.HYPOTHETICAL


def test_one_answer_serves_several_questions_of_one_turn() -> None:
    turns = [("d", "Have you had a fever? Any chills?"), ("p", "No.")]
    assert _judge(turns, "fever").assertion is Assertion.NEGATED
    assert _judge(turns, "chills").assertion is Assertion.NEGATED


def test_answers_within_a_turn_that_ran_together_are_found() -> None:
    turns = [("d", "do you have chest pain no how about a cough yes at night")]
    assert _judge(turns, "chest pain").assertion is Assertion.NEGATED
    assert _judge(turns, "cough").assertion is Assertion.PRESENT


def test_a_negative_question_that_is_confirmed_stays_negative() -> None:
    assert _judge([("d", "no chest pain then"), ("p", "right")], "pain").assertion is (
        Assertion.NEGATED
    )


def test_a_statement_about_the_patient_that_is_contradicted_is_negated() -> None:
    turns = [("d", "So you have had a cough."), ("p", "No.")]
    assert _judge(turns, "cough").assertion is Assertion.NEGATED


def test_a_relatives_disease_is_of_the_family_also_when_negated() -> None:
    yes = _judge([("d", "any family history of diabetes"), ("p", "yes my father")], "diabetes")
    no = _judge([("d", "any family history of diabetes"), ("p", "no")], "diabetes")
    assert (yes.assertion, yes.of_family) == (Assertion.FAMILY, True)
    assert (no.assertion, no.of_family) == (Assertion.NEGATED, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("um, yeah, sometimes", Answer.YES),
        ("i do", Answer.YES),
        ("i do n't", Answer.NO),
        ("no not really", Answer.NO),
        ("i'm not sure", Answer.OTHER),
        ("about two weeks", Answer.OTHER),
    ],
)
def test_the_first_words_tell_yes_from_no(text: str, expected: Answer) -> None:
    assert answer_of(text) is expected


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="mention must lie in the text of 3 characters"):
        judge_text("abc", 2, 9)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("Uh, no, I'm not noticing any swelling.", Assertion.NEGATED),
        ("It is, yeah.", Assertion.PRESENT),
        ("No problem.", Assertion.HYPOTHETICAL),
        ("Okay.", Assertion.HYPOTHETICAL),
    ],
)
def test_what_the_patient_is_to_tell_is_settled_like_a_question(
    reply: str, expected: Assertion
) -> None:
    turns = [("d", "Stand up and let me know if you have swelling there."), ("p", reply)]
    assert _judge(turns, "swelling").assertion is expected


def test_a_statement_is_denied_by_the_answer_to_the_question_after_it() -> None:
    turns = [
        ("d", "It could be depression or mood disorders. Does anything like that ring a bell?"),
        ("p", "Oh, no, I don't have anything like that."),
    ]
    assert _judge(turns, "depression").assertion is Assertion.NEGATED


def test_a_hesitation_with_a_question_mark_is_no_reply() -> None:
    turns = [("d", "Any chest pain?"), ("p", "Uhm? Just when I am coughing.")]
    assert _judge(turns, "chest pain").assertion is Assertion.PRESENT


def test_a_question_of_the_patient_without_yes_or_no_says_nothing() -> None:
    turns = [("p", "will the asthma be okay with that?"), ("d", "it will be okay.")]
    assert _judge(turns, "asthma").assertion is Assertion.HYPOTHETICAL


def test_what_was_endorsed_is_not_denied_with_other_things() -> None:
    turns = [
        ("d", "You were endorsing some cough. Any other symptoms, nausea, anything like that?"),
        ("p", "No, nothing like that."),
    ]
    assert _judge(turns, "cough").assertion is Assertion.PRESENT
    assert _judge(turns, "nausea").assertion is Assertion.NEGATED


def test_a_bare_yes_after_two_questions_answers_the_last() -> None:
    turns = [("d", "Any fever? Any chills?"), ("p", "Yes.")]
    assert _judge(turns, "fever").assertion is Assertion.HYPOTHETICAL
    assert _judge(turns, "chills").assertion is Assertion.PRESENT


def test_what_a_relative_named_just_before_has_is_not_the_patients() -> None:
    assert _judge([("p", "I have a son also. He has asthma.")], "asthma").of_family
    assert not _judge([("p", "I saw the doctor. He found asthma.")], "asthma").of_family


def test_an_answer_that_ran_into_its_question_settles_it() -> None:
    turns = [("d", "any chills any fever i feel tired but no fever"), ("p", "okay")]
    assert _judge(turns, "fever").assertion is Assertion.NEGATED


def test_a_yes_answers_the_question_that_was_asked_last() -> None:
    turns = [("d", "any nausea or vomiting are you peeing a whole lot"), ("p", "yeah like crazy")]
    assert _judge(turns, "nausea").assertion is Assertion.HYPOTHETICAL


def test_what_goes_on_after_denying_one_thing_leaves_the_other_open() -> None:
    turns = [
        ("d", "are you coughing anything up any fever with this"),
        ("p", "no no fever it just feels like i am bringing a whole lot up"),
    ]
    assert _judge(turns, "coughing").assertion is Assertion.HYPOTHETICAL
    assert _judge(turns, "fever").assertion is Assertion.NEGATED


def _asked(*said: str) -> Assertion:
    """The sense of the first symptom in a question of the clinician, by the patient's answer."""
    roles = (Role.CLINICIAN, Role.PATIENT)
    dialogue = read_dialogue(
        [Utterance(f"u{n}", "S", roles[n % 2], 0, 0, text) for n, text in enumerate(said)]
    )
    first = find_terms(said[0])[0]
    return judge(dialogue, 0, first.start, first.end).assertion


def test_a_yes_to_the_alternative_asked_last_leaves_the_rest_open() -> None:
    said = "any weakness ? i know your knee was stiff , but that seems better or ?"
    assert _asked(said, "yes the knee is fine .") is Assertion.HYPOTHETICAL
    said = "does he have a sore throat or is he pulling on his ears ?"
    assert _asked(said, "well he has been pulling on his ears , yeah .") is Assertion.HYPOTHETICAL
    assert (
        _asked("any fever ?", "i felt a little warm but i was working .") is not Assertion.PRESENT
    )


def test_a_question_goes_on_from_one_about_the_family() -> None:
    said = "what conditions run in your family ? do you have diabetes ?"
    assert _asked(said, "yes .") is not Assertion.PRESENT
