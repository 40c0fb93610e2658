"""Sentences of typed and of recognised speech."""

from hypothesis import given
from hypothesis import strategies as st

from notegen.sentences import lowered, read_sentences, without_fillers
from scribe.transcript import Role, Utterance


def _said(text: str, role: Role = Role.PATIENT) -> Utterance:
    return Utterance("u1", "S1", role, 0, 0, text)


def _split(text: str, role: Role = Role.PATIENT) -> list[str]:
    return [s.text for s in read_sentences([_said(text, role)])]


def test_a_typed_utterance_is_split_at_full_stops_but_not_at_titles_or_decimals() -> None:
    assert _split("I saw Dr. Hill. My sugar was 7.2 today.") == [
        "I saw Dr. Hill.",
        "My sugar was 7.2 today.",
    ]


def test_speech_without_punctuation_is_split_where_a_new_subject_begins() -> None:
    assert _split("i feel tired during the day and i can't catch my breath") == [
        "i feel tired during the day",
        "and i can't catch my breath",
    ]


def test_questions_and_answers_that_run_together_are_taken_apart() -> None:
    sentences = read_sentences(
        [_said("do you have any chest pain no how about shortness of breath", Role.CLINICIAN)]
    )
    assert [s.text for s in sentences] == [
        "do you have any chest pain",
        "no",
        "how about shortness of breath",
    ]
    assert [s.question for s in sentences] == [True, False, True]


def test_a_subordinate_clause_is_not_torn_off() -> None:
    assert len(_split("it hurts when i walk up the stairs")) == 1


def test_a_patients_when_clause_is_not_a_question() -> None:
    (sentence,) = read_sentences([_said("when i walk it hurts")])
    assert not sentence.question


def test_fillers_are_taken_from_the_front_only() -> None:
    assert without_fillers("okay , so um i feel well") == "i feel well"


@given(st.text(max_size=200))
def test_lowering_keeps_every_character_in_its_place(text: str) -> None:
    assert len(lowered(text)) == len(text)


_SPOKEN = "i have pain no yes okay do you . ? , any fever and"


@given(st.lists(st.sampled_from(_SPOKEN.split())))
def test_no_word_is_lost_and_spans_are_exact(words: list[str]) -> None:
    text = " ".join(words)
    sentences = read_sentences([_said(text)])
    assert all(text[s.start : s.end] == s.text for s in sentences)
    kept = " ".join(s.text for s in sentences).split()
    assert [w for w in kept if w.isalpha()] == [w for w in words if w.isalpha()]


def test_a_question_that_goes_on_with_anything_is_one_question() -> None:
    (question,) = read_sentences([_said("have you taken anything for the pain", Role.CLINICIAN)])
    assert question.question


def test_a_request_begins_a_sentence_of_its_own() -> None:
    assert _split("i think you have a cold please drink a lot of water", Role.CLINICIAN) == [
        "i think you have a cold",
        "please drink a lot of water",
    ]


def test_how_strong_something_is_is_a_question() -> None:
    (question,) = read_sentences([_said("how strong is the pain", Role.CLINICIAN)])
    assert question.question


def test_a_negation_is_not_cut_from_what_it_negates() -> None:
    said = "so you do n't have any history of seasonal allergies i do n't appreciate any murmur"
    texts = [s.text for s in read_sentences([_said(said, Role.CLINICIAN)])]
    assert not any(text.startswith(("have any", "any murmur")) for text in texts)
