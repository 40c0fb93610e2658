from hypothesis import given
from hypothesis import strategies as st

from asr.role_features import features, self_reference, words


def test_marks_case_and_fillers_do_not_matter() -> None:
    assert words("Um, any chest pain?") == words("any chest pain")
    assert words("I don\N{RIGHT SINGLE QUOTATION MARK}t know.") == ("i", "don't", "know")
    assert words("120 over 80") == ("over",)


def test_words_that_a_corpus_cuts_are_whole_as_recognisers_write_them() -> None:
    assert words("i do n't wan na go") == ("i", "don't", "wanna", "go")
    assert words("i'm gon na look, have you got ta run") == words(
        "I'm gonna look. Have you gotta run?"
    )


def test_features_are_words_and_pairs_with_beginning_and_end() -> None:
    found = features(("any", "pain"), whole=False)
    assert found == {"any", "pain", "<s> any", "any pain", "pain </s>"}


def test_a_short_turn_is_a_feature_as_a_whole() -> None:
    assert features(("okay",), whole=True) - features(("okay",), whole=False) == {"= okay"}
    long = words("and how long has this been going on")
    assert features(long, whole=True) == features(long, whole=False)
    assert features((), whole=True) == frozenset()


def test_a_patient_speaks_of_himself_and_a_companion_of_somebody_else() -> None:
    assert self_reference("I've had it since my birthday") == 2
    assert self_reference("She says her knee hurts, I think") == -1
    assert self_reference("") == 0


@given(st.text())
def test_any_text_has_words_without_surprises(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)
    assert all(name for name in features(words(text), whole=True))
