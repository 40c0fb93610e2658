"""Qualities of a symptom, from a dialogue to the statement of the note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.assertion import read_dialogue
from notegen.extract import extract
from notegen.numbers import numbers_in
from notegen.prose import drafts
from notegen.qualities import NOTHING_SAID, Qualities, agreed
from notegen.verify import doubts
from scribe.transcript import Role, Transcript, Utterance


def _transcript(*turns: str) -> Transcript:
    """Turns of clinician and patient, the clinician first."""
    roles = (Role.CLINICIAN, Role.PATIENT)
    return Transcript(
        "en",
        "typed",
        0,
        0,
        tuple(
            Utterance(f"u{n}", f"S{n % 2}", roles[n % 2], 0, 0, turn)
            for n, turn in enumerate(turns)
        ),
    )


def _statements(*turns: str) -> list[tuple[str, tuple[str, ...]]]:
    found = drafts(extract(_transcript(*turns)))
    return [(d.text, d.evidence) for d in found if d.text.startswith("Reports") and ":" in d.text]


def test_answers_to_the_questions_of_a_history_make_one_statement_that_cites_them() -> None:
    assert _statements(
        "What brings you in today?",
        "I have this chest pain.",
        "How long have you had it?",
        "About three days.",
        "How bad is it on a scale of one to ten?",
        "Seven.",
        "Where is it?",
        "On the left side.",
        "Does anything make it worse?",
        "Walking.",
        "Anything that makes it better?",
        "Resting.",
    ) == [
        (
            "Reports chest pain: left-sided, for about 3 days, 7/10, worse with walking,"
            " better with rest.",
            tuple(f"u{n}" for n in range(1, 12)),
        )
    ]


def test_the_sentence_that_names_the_symptom_may_tell_all() -> None:
    assert _statements(
        "Tell me what is going on.",
        "I have had a headache for the past two weeks and it comes and goes.",
    ) == [("Reports headache: for 2 weeks, intermittent.", ("u1",))]
    assert _statements(
        "Tell me what is going on.",
        "I have had a headache for two weeks, it's getting worse, and it's worse in the morning.",
    ) == [("Reports headache: for 2 weeks, worsening, worse in the morning.", ("u1",))]


def test_a_single_quality_is_no_statement() -> None:
    assert _statements("What is it?", "I have had a cough for three days.") == []


def test_another_symptom_becomes_the_subject() -> None:
    (statement,) = _statements(
        "What is it?",
        "I have knee pain.",
        "Do you have a cough?",
        "Yes, I do.",
        "How long has that been going on?",
        "Two weeks.",
        "Is it constant or does it come and go?",
        "It comes and goes.",
    )
    assert statement[0] == "Reports cough: for 2 weeks, intermittent."


def test_a_symptom_that_is_denied_does_not_become_the_subject() -> None:
    (statement,) = _statements(
        "What is it?",
        "I have knee pain.",
        "Any fever?",
        "No.",
        "How long has it been going on?",
        "Two weeks.",
        "Is it constant or does it come and go?",
        "It's constant.",
    )
    assert statement[0] == "Reports knee pain: for 2 weeks, constant."


@pytest.mark.parametrize(
    "turns",
    [
        ("How long have you been taking ibuprofen?", "Three years."),
        ("When was your last visit?", "Two years ago."),
        ("Has it been getting worse?", "No, not really."),
        ("How long?", "I could not say."),
        ("Does anything make it better?", "I take ibuprofen but nothing helps."),
        ("How are you sleeping?", "I went to bed and lay there for three hours."),
    ],
)
def test_what_is_not_of_the_symptom_or_denied_is_left_out(turns: tuple[str, ...]) -> None:
    facts = extract(_transcript("What is it?", "I have back pain.", *turns))
    assert all(not f.qualities for f in facts.findings)


def test_tellings_that_differ_cancel_each_other_save_what_may_be_several() -> None:
    first = Qualities(duration="for 3 days", worse_with="walking", utterances=("u1",))
    second = Qualities(duration="for 2 weeks", worse_with="stairs", utterances=("u2",))
    assert agreed((first, second)) == Qualities(worse_with="walking", utterances=("u1",))
    assert agreed((Qualities(duration="for about 3 days", utterances=("u3",)), first)).duration
    assert agreed(()) == NOTHING_SAID


def test_a_duration_makes_an_onset_so_long_ago_redundant() -> None:
    lasting = Qualities(duration="for 3 days", utterances=("u1",))
    begun = Qualities(onset="onset 3 days ago", utterances=("u2",))
    assert agreed((lasting, begun)) == lasting


def test_the_site_comes_first_then_where_it_goes() -> None:
    told = Qualities(onset="onset yesterday", radiation="left arm", site="left-sided")
    assert told.phrases == ("left-sided", "radiating to the left arm", "onset yesterday")


_PIECES = st.sampled_from(
    (
        "how long", "?", ".", "i have", "knee pain", "a headache", "it", "it's", "for", "three",
        "or", "to", "days", "weeks ago", "started", "scale of one to ten", "seven", "getting worse",
        "not", "left side", "right", "hurts when i", "walk", "ibuprofen helps", "goes down my",
        "leg", "over the last", "a couple", "two and a half", "how bad is it", "and", ",",
    )
)  # fmt: skip


@given(st.lists(st.lists(_PIECES, max_size=12).map(" ".join) | st.text(max_size=40), max_size=10))
def test_whatever_is_said_every_number_is_in_the_evidence(turns: list[str]) -> None:
    transcript = _transcript(*turns)
    said = {u.id: u.text for u in transcript.utterances}
    dialogue = read_dialogue(transcript.utterances)
    for finding in extract(transcript).findings:
        qualities = finding.qualities
        assert bool(qualities) is bool(qualities.utterances)
        heard = numbers_in(" . ".join(said[u] for u in qualities.utterances))
        assert all(numbers_in(phrase) <= heard for phrase in qualities.phrases)
        for phrase in qualities.phrases:
            assert not [
                d
                for d in doubts(dialogue, phrase, qualities.utterances)
                if "number" in d.message or "side" in d.message or "medicine" in d.message
            ]
