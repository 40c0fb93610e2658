"""Codes and the words that support them."""

import pytest

from scribe.code import Assertion, Code, Coding, Evidence


def test_evidence_is_in_an_utterance_or_in_a_section() -> None:
    assert Evidence(0, 4, "knee", utterance="u1").section is None
    assert Evidence(0, 4, "knee", section="Plan").utterance is None


@pytest.mark.parametrize(("utterance", "section"), [(None, None), ("u1", "Plan")])
def test_evidence_in_neither_or_in_both_is_refused_without_its_quote(
    utterance: str | None, section: str | None
) -> None:
    with pytest.raises(ValueError, match="not in both or neither") as refusal:
        Evidence(0, 4, "knee", utterance=utterance, section=section)
    assert "knee" not in str(refusal.value)


def test_a_code_is_a_value_that_can_be_compared_and_kept_in_a_set() -> None:
    codes = {Code("I10", "Essential hypertension", True, 1.0, Assertion.PRESENT, ()) for _ in "ab"}
    assert len(codes) == 1


def test_without_conditions_there_is_nothing_to_code() -> None:
    assert Coding() == Coding(codes=(), not_coded=())
