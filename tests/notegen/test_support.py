"""Support of statements by what they cite."""

import pytest

from notegen.assertion import Dialogue, read_dialogue
from notegen.support import Support, figures, note_support, support
from scribe.note import Note, Section, Statement
from scribe.transcript import Role, Utterance


@pytest.fixture
def dialogue() -> Dialogue:
    return read_dialogue(
        [
            Utterance("u1", "S1", Role.CLINICIAN, 0, 0, "Any fever?"),
            Utterance("u2", "S2", Role.PATIENT, 0, 0, "No, not at all."),
            Utterance("u3", "S1", Role.CLINICIAN, 0, 0, "And what do you take?"),
            Utterance("u4", "S2", Role.PATIENT, 0, 0, "I take Lasix forty milligrams."),
            Utterance("u5", "S2", Role.PATIENT, 0, 0, "My right knee hurts."),
        ]
    )


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Denies fever.", ("u1", "u2")),
        ("Takes furosemide 40 mg.", ("u4",)),
        ("Right knee pain.", ("u5",)),
    ],
)
def test_a_supported_statement_has_nothing_unsupported(
    dialogue: Dialogue, text: str, evidence: tuple[str, ...]
) -> None:
    found = support(dialogue, text, evidence)
    assert (found.numbers, found.drugs, found.sides, found.contradicted) == (0, 0, 0, 0)
    assert found.relevant == found.cited == len(evidence)
    assert found.supported == found.content > 0


@pytest.mark.parametrize(
    ("text", "evidence", "wrong"),
    [
        ("Takes furosemide 80 mg.", ("u4",), (1, 0, 0, 0)),
        ("Takes lisinopril 40 mg.", ("u4",), (0, 1, 0, 0)),
        ("Left knee pain.", ("u5",), (0, 0, 1, 0)),
        ("Reports fever.", ("u1", "u2"), (0, 0, 0, 1)),
        ("Takes furosemide 40 mg.", (), (1, 1, 0, 0)),
    ],
)
def test_each_kind_of_unsupported_fact_is_counted(
    dialogue: Dialogue, text: str, evidence: tuple[str, ...], wrong: tuple[int, ...]
) -> None:
    found = support(dialogue, text, evidence)
    assert (found.numbers, found.drugs, found.sides, found.contradicted) == wrong


def test_an_utterance_without_shared_content_is_cited_in_vain(dialogue: Dialogue) -> None:
    found = support(dialogue, "Right knee pain.", ("u4", "u5"))
    assert (found.cited, found.relevant) == (2, 1)


def test_an_answer_counts_only_with_its_question(dialogue: Dialogue) -> None:
    assert support(dialogue, "Denies fever.", ("u1", "u2")).relevant == 2
    assert support(dialogue, "Denies fever.", ("u2",)).relevant == 0


def test_figures_are_shares_over_all_statements(dialogue: Dialogue) -> None:
    statements = (
        Statement("s1", "Denies fever.", ("u1", "u2")),
        Statement("s2", "Right knee pain.", ("u4",)),
        Statement("s3", "Smokes.", ()),
    )
    total = figures(note_support(dialogue, Note("soap", "en", "test", (Section("S", statements),))))
    assert (total.statements, total.with_evidence, total.sides) == (3, 2, 1)
    assert total.evidence_share == pytest.approx(200 / 3)
    assert total.evidence_precision == pytest.approx(200 / 3)
    assert total.evidence_recall == pytest.approx(100 * 1 / 5)


def test_nothing_cited_is_nothing_wrong() -> None:
    total = figures(())
    assert total.evidence_share == total.evidence_precision == total.evidence_recall == 100
    assert figures([Support(0, 0, 0, 0, 0, 0, 2, 0)]).evidence_recall == 0
