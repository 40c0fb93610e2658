from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asr.score import compare
from asr.speaker_score import cpwer, revisions, speaker_errors
from scribe.transcript import Role, Transcript, Utterance


def transcript(*lines: str) -> Transcript:
    """From lines such as `A: good morning`."""
    heads = [line.split(": ", 1) for line in lines]
    return Transcript(
        "en",
        "scripted",
        0,
        0,
        tuple(
            Utterance(f"u{number}", speaker, Role.UNKNOWN, 0, 0, text)
            for number, (speaker, text) in enumerate(heads, 1)
        ),
    )


def renamed(whole: Transcript, names: dict[str, str]) -> Transcript:
    utterances = tuple(replace(u, speaker=names[u.speaker]) for u in whole.utterances)
    return replace(whole, utterances=utterances)


REFERENCE = transcript("A: good morning", "B: my head hurts", "A: since when", "B: two days")

words = st.lists(st.sampled_from(("red", "green", "blue", "black", "white")), max_size=6)
lines = st.builds("{}: {}".format, st.sampled_from("ABC"), words.map(" ".join))
transcripts = st.lists(lines, max_size=6).map(lambda said: transcript(*said))


@given(transcripts)
def test_a_perfect_transcript_has_no_errors(whole: Transcript) -> None:
    assert cpwer(whole, whole) == 0


@given(transcripts, transcripts, st.permutations("ABC"))
@settings(max_examples=50)
def test_the_names_of_speakers_do_not_matter(
    reference: Transcript, found: Transcript, names: list[str]
) -> None:
    other = renamed(found, dict(zip("ABC", names, strict=True)))
    assert cpwer(reference, other) == cpwer(reference, found)


@given(transcripts, transcripts)
@settings(max_examples=50)
def test_it_is_the_best_of_all_permutations(reference: Transcript, found: Transcript) -> None:
    def errors(name: str, other: str) -> int:
        alone = [
            replace(whole, utterances=tuple(u for u in whole.utterances if u.speaker == speaker))
            for whole, speaker in ((reference, name), (found, other))
        ]
        aligned = compare(*alone)
        return aligned.substitutions + aligned.deletions + aligned.insertions

    best = min(
        sum(errors(name, other) for name, other in zip("ABC", order, strict=True))
        for order in permutations("ABC")
    )
    assert speaker_errors(reference, found).errors == best


@given(transcripts, transcripts)
@settings(max_examples=50)
def test_there_are_no_more_errors_than_words_nor_fewer_than_words_too_many(
    reference: Transcript, found: Transcript
) -> None:
    theirs, ours = len(reference.text.split()), len(found.text.split())
    assert abs(theirs - ours) <= speaker_errors(reference, found).errors <= theirs + ours


@given(transcripts, transcripts)
@settings(max_examples=50)
def test_with_one_speaker_it_is_the_word_error_rate(
    reference: Transcript, found: Transcript
) -> None:
    one = dict.fromkeys("ABC", "A")
    single = renamed(reference, one), renamed(found, one)
    assert cpwer(*single) == compare(*single).wer


def test_a_sentence_given_to_the_other_speaker_is_missed_there_and_added_here() -> None:
    found = transcript("S1: good morning since when two days", "S2: my head hurts")
    assert compare(REFERENCE, found).wer > 0
    errors = speaker_errors(REFERENCE, found)
    assert errors.speakers == (("A", "S1"), ("B", "S2"))
    assert errors.cpwer == pytest.approx((2 + 2) / 9)


def test_a_speaker_who_was_not_told_apart_is_lost_with_all_words() -> None:
    found = transcript("S1: good morning my head hurts since when two days")
    assert cpwer(REFERENCE, found) == pytest.approx((4 + 4) / 9)


def test_a_speaker_too_many_adds_all_words() -> None:
    found = transcript("S1: good morning", "S2: my head hurts two days", "S3: since when")
    assert cpwer(REFERENCE, found) == pytest.approx((2 + 2) / 9)


def test_words_where_nothing_was_said_count_by_one() -> None:
    assert cpwer(transcript(), transcript("S1: two words")) == 2
    assert cpwer(transcript(), transcript()) == 0


def test_utterances_that_changed_speaker_are_counted_with_their_words() -> None:
    final = renamed(REFERENCE, {"A": "A", "B": "A"})
    found = revisions(REFERENCE.utterances, final.utterances)
    assert (found.utterances, found.words) == (2, 5)
    assert found.of_utterances == 0.5
    assert found.of_words == pytest.approx(5 / 9)


def test_nothing_sent_is_nothing_revised() -> None:
    assert revisions((), REFERENCE.utterances).of_words == 0


def test_an_utterance_that_vanished_is_an_error() -> None:
    with pytest.raises(ValueError, match="u4"):
        revisions(REFERENCE.utterances, REFERENCE.utterances[:3])
