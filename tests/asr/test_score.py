import pytest
from hypothesis import given
from hypothesis import strategies as st

from asr.score import compare, normalize, role_accuracy, wer
from scribe.transcript import Role, Transcript, Utterance


def transcript(*lines: str) -> Transcript:
    """From lines such as `S1 clinician: good morning`."""
    utterances = []
    for number, line in enumerate(lines, 1):
        head, text = line.split(": ", 1)
        speaker, role = head.split()
        utterances.append(Utterance(f"u{number}", speaker, Role(role), 0, 0, text))
    return Transcript("en", "scripted", 0, 0, tuple(utterances))


REFERENCE = transcript(
    "S1 clinician: Good morning. What brings you in?",
    "S2 patient: I have a cough.",
    "S1 clinician: Any fever?",
)


def test_the_same_words_have_no_errors() -> None:
    assert wer("Take 20 milligrams, Mr. Smith.", "take twenty milligrams mister smith") == 0


def test_every_kind_of_error_counts_by_reference_words() -> None:
    assert wer("a cough and a fever", "a cold and fever now") == pytest.approx(3 / 5)


def test_oh_is_a_word_and_not_zero() -> None:
    assert normalize("Oh, zero") == "oh 0"
    assert normalize("one forty two over eighty eight") == "142 over 88"


def test_an_empty_reference_has_no_words_to_miss() -> None:
    assert wer("", "") == 0
    assert wer("", "two words") == 2
    assert wer("two words", "") == 1


def test_a_perfect_transcript_has_all_roles_right() -> None:
    found = compare(REFERENCE, REFERENCE)
    assert (found.wer, found.role_accuracy, found.wder) == (0, 1, 0)


def test_words_given_to_the_wrong_role_are_counted_by_word() -> None:
    ours = transcript(
        "S1 clinician: good morning what brings you",
        "S2 patient: in i have a cough",
        "S1 clinician: any fever",
    )
    assert role_accuracy(REFERENCE, ours) == pytest.approx(11 / 12)


def test_speaker_names_do_not_matter_to_wder_and_roles_do_not_either() -> None:
    ours = transcript(
        "S7 unknown: good morning what brings you in",
        "S3 unknown: i have a cough any fever",
    )
    found = compare(REFERENCE, ours)
    assert found.wder == pytest.approx(2 / 12)
    assert found.role_accuracy == 0


def test_one_voice_for_all_is_right_for_the_one_who_speaks_most() -> None:
    ours = transcript("S1 clinician: good morning what brings you in i have a cough any fever")
    assert compare(REFERENCE, ours).wder == pytest.approx(4 / 12)


def test_words_that_were_not_recognised_have_no_role() -> None:
    ours = transcript("S1 clinician: good morning what brings you in")
    found = compare(REFERENCE, ours)
    assert found.role_accuracy == 1
    assert found.deletions == 6


def test_an_empty_hypothesis_misses_everything() -> None:
    found = compare(REFERENCE, transcript())
    assert found.wer == 1
    assert found.wder == 0


@given(st.text(alphabet="abco .,h1'-", max_size=60))
def test_normalising_twice_changes_no_score(text: str) -> None:
    assert wer(text, text) == 0
    assert wer("a b c", text) >= 0
