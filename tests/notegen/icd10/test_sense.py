import pytest

from notegen.icd10.mentions import Finder, kind_of
from notegen.icd10.passages import of_text
from notegen.icd10.sense import coding_sense, reason
from scribe.code import Assertion


@pytest.fixture(scope="module")
def finder(table):
    return Finder(table)


def sense(finder, text):
    passage = tuple(of_text(text))[-1]
    mention = finder.find(passage.line.text, whole_table=False)[-1]
    return coding_sense(passage, mention, kind_of(mention.listed))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She has asthma.", Assertion.PRESENT),
        ("No asthma.", Assertion.NEGATED),
        ("History of hypertension.", Assertion.PRESENT),
        ("He used to have asthma.", Assertion.PAST),
        ("History of pneumonia.", Assertion.PAST),
        ("Her mother has breast cancer.", Assertion.FAMILY),
        ("The pain felt like a heart attack.", Assertion.POSSIBLE),
        ("He thought he was having a heart attack.", Assertion.POSSIBLE),
        ("Possible pneumonia.", Assertion.POSSIBLE),
        ("History of kidney transplant.", Assertion.PRESENT),
        ("FAMILY HISTORY\nDiabetes.", Assertion.FAMILY),
        ("MEDICAL HISTORY\nPneumonia.", Assertion.PAST),
        ("MEDICAL HISTORY\nGout.", Assertion.PRESENT),
    ],
)
def test_section_and_kind_complete_the_sense(finder, text, expected):
    assert sense(finder, text) is expected


def test_every_sense_has_words():
    assert all(reason(assertion) for assertion in Assertion)
