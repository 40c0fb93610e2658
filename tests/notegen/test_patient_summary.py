"""What a visit came to, for the patient."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notegen.assertion import read_dialogue
from notegen.extract import extract
from notegen.extractive import ExtractiveWriter
from notegen.facts import Facts, Remark, Topic, Vital
from notegen.numbers import numbers_in
from notegen.patient_summary import HEADINGS, summarized
from notegen.readability import grade
from scribe.summary import PatientSummary
from scribe.wire import read_transcript

VISIT = """\
D: What can I do for you today?
P: I have a cough and shortness of breath.
D: Do you take any medications?
P: I take metformin five hundred milligrams twice a day.
D: Are you allergic to anything?
P: Yes, penicillin. It gave me hives.
D: Your blood pressure is one thirty over eighty.
D: Your chest x-ray is normal.
D: I think you have bronchitis.
D: I will prescribe benzonatate, one hundred milligrams, three times a day.
D: I want to refer you to pulmonology.
D: Let's get an echocardiogram.
D: I would like to see you again in two weeks.
D: Please call us if you have chest pain.
"""


def summary(text: str) -> PatientSummary:
    transcript = read_transcript(text)
    return summarized(read_dialogue(transcript.utterances), extract(transcript))


def lines(text: str, heading: str) -> list[str]:
    return [x.text for s in summary(text).sections if s.heading == heading for x in s.lines]


def of(topic: Topic, remark: str, said: str = "") -> list[str]:
    """The lines of one remark, in a dialogue in which the clinician said just that."""
    dialogue = read_dialogue(read_transcript(f"D: {said or remark}").utterances)
    facts = Facts(remarks=(Remark(topic, remark, ("u1",)),))
    return [line.text for line in summarized(dialogue, facts).lines]


def test_every_part_is_told_in_plain_words() -> None:
    told = [(s.heading, [line.text for line in s.lines]) for s in summary(VISIT).sections]
    assert told == [
        ("Why you came", ["You came in because of cough and trouble breathing."]),
        ("What we found", ["Your blood pressure was 130/80.", "Your chest x-ray was normal."]),
        ("What we think", ["You have: chest cold (bronchitis)."]),
        (
            "What you take",
            [
                "You told us that you take metformin 500 mg, twice a day.",
                "New: take benzonatate 100 mg, 3 times a day.",
                "You are allergic to penicillin (itchy bumps).",
            ],
        ),
        (
            "What happens next",
            [
                "We are sending you to: the lung clinic.",
                "You will have a scan or picture taken: heart ultrasound.",
                "Come back in 2 weeks.",
            ],
        ),
        ("When to get help", ["Call the clinic if you have chest pain."]),
    ]


def test_the_parts_stand_in_the_order_in_which_they_are_read() -> None:
    assert [s.heading for s in summary(VISIT).sections] == list(HEADINGS)


def test_words_to_know_are_those_of_the_lines() -> None:
    words = {entry.term for entry in summary(VISIT).glossary}
    assert {"bronchitis", "echocardiogram", "pulmonology", "shortness of breath"} <= words
    assert "gout" not in words


def test_it_is_for_readers_of_the_sixth_grade() -> None:
    assert grade("\n".join(line.text for line in summary(VISIT).lines)) <= 7


def test_every_line_points_at_what_was_said() -> None:
    ids = {f"u{n}" for n in range(1, 15)}
    assert all(line.evidence and set(line.evidence) <= ids for line in summary(VISIT).lines)


def test_what_was_not_said_is_not_advised() -> None:
    without = "\n".join(VISIT.splitlines()[:-2])
    assert lines(without, "When to get help") == []
    assert not any("Come back" in line for line in lines(without, "What happens next"))


def test_a_visit_of_nothing_has_no_summary() -> None:
    assert summary("D: Hello.\nP: Hello.").is_empty


def test_the_exact_condition_goes_before_the_general_one() -> None:
    said = "D: For your type 2 diabetes.\nD: Your diabetes is well controlled."
    remarks = (
        Remark(Topic.PROBLEM, "type 2 diabetes", ("u1",)),
        Remark(Topic.PROBLEM, "diabetes", ("u2",)),
    )
    dialogue = read_dialogue(read_transcript(said).utterances)
    told = summarized(dialogue, Facts(remarks=remarks)).lines
    assert [line.text for line in told] == ["You have: type 2 diabetes."]


def test_a_dose_that_was_not_said_is_not_told() -> None:
    dialogue = read_dialogue(read_transcript("D: Your blood pressure is fine.").utterances)
    facts = Facts(vitals=(Vital("blood pressure", "130/80 mmHg", ("u1",)),))
    assert summarized(dialogue, facts).is_empty


@pytest.mark.parametrize(
    ("topic", "remark"),
    [
        (Topic.ADVICE, "advised to ice it"),
        (Topic.ADVICE, "advised to take 2 tablets every 6 hours"),
        (Topic.ADVICE, "advised to keep their leg up"),
        (Topic.SAFETY, "given by the clinician"),
        (Topic.SAFETY, "come back and see the clinic if the patient's symptoms are not getting"),
        (Topic.SAFETY, "take antibiotics, and call the clinic if the patient is worried"),
        (
            Topic.SAFETY,
            "return immediately if the patient experiences neurological deterioration, "
            "intractable emesis, photophobia, meningismus or cardiopulmonary symptomatology",
        ),
    ],
)
def test_advice_that_is_hard_or_not_plain_is_not_passed_on(topic: Topic, remark: str) -> None:
    assert of(topic, remark) == []


def test_advice_that_is_plain_is_passed_on() -> None:
    assert of(Topic.ADVICE, "advised to use some ice for the pain") == [
        "Use some ice for the pain."
    ]


def test_the_note_carries_the_summary() -> None:
    note = ExtractiveWriter()(read_transcript(VISIT), "after_visit")
    assert note.patient_summary == summary(VISIT)


_LINES = tuple(VISIT.splitlines())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(_LINES), max_size=16))
def test_any_conversation_gives_cited_lines_without_numbers_of_their_own(
    said: list[str],
) -> None:
    transcript = read_transcript("\n".join(["D: Hello.", *said]))
    texts = {u.id: u.text for u in transcript.utterances}
    for line in summary("\n".join(["D: Hello.", *said])).lines:
        assert set(line.evidence) <= set(texts)
        heard = " . ".join(texts[u] for u in line.evidence)
        assert numbers_in(line.text) <= numbers_in(heard)
