"""Sentences of typed and of recognised speech."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from notegen.sentence_ends import SentenceEnds
from notegen.sentences import lowered, pieces, read_sentences, without_fillers
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


_EAGER = SentenceEnds(np.zeros(1 << 17, np.float32), 9.0, frozenset())
"""Weights that would end a sentence at every word."""


def _cut(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[p.first : p.end]) for p in pieces(words, _EAGER)]


def test_whatever_the_weights_a_negation_keeps_what_it_negates() -> None:
    assert "do n't have" in " | ".join(_cut("i do n't have any fever"))


def test_whatever_the_weights_an_amount_keeps_its_measure() -> None:
    assert "good at" in " | ".join(_cut("looks good at sixty two"))


def test_whatever_the_weights_a_condition_keeps_its_beginning() -> None:
    assert "if it" in " | ".join(_cut("call me if it hurts"))


def test_typed_ends_are_sure_and_those_of_speech_have_a_margin() -> None:
    (typed,) = read_sentences([_said("I feel tired.")])
    assert typed.margin == math.inf
    spoken = read_sentences([_said("i feel tired during the day and i can't catch my breath")])
    assert all(0 < sentence.margin < math.inf for sentence in spoken)


def test_the_next_part_of_an_examination_begins_a_sentence() -> None:
    said = "your lungs are clear on your heart exam i hear a murmur"
    assert "your lungs are clear" in _split(said, Role.CLINICIAN)
