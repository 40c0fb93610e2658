import pytest

from notegen.icd10.finding import Finding
from notegen.icd10.lexicon import Kind
from notegen.icd10.sequence import sequenced
from scribe.code import Evidence


@pytest.fixture
def order(table):
    def of(*codes):
        scores = (0.9 - 0.1 * n for n in range(len(codes)))
        evidence = (Evidence(0, 1, "x", section="Assessment"),)
        findings = [
            Finding(table.entry(code), Kind.CHRONIC, score, evidence)
            for code, score in zip(codes, scores, strict=False)
        ]
        return [f.code for f in sequenced(findings, table)]

    return of


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("J20.9", "I10"), ["J20.9", "I10"]),
        (("N18.30", "I12.9"), ["I12.9", "N18.30"]),
        (("N18.30", "E11.22"), ["E11.22", "N18.30"]),
        (("L97.509", "E11.621"), ["E11.621", "L97.509"]),
        (("F02.80", "G30.9"), ["G30.9", "F02.80"]),
        (("B96.20", "N39.0"), ["N39.0", "B96.20"]),
        (("I50.9", "I11.0"), ["I11.0", "I50.9"]),
    ],
)
def test_the_cause_comes_before_its_manifestation_and_else_the_better_code(order, given, expected):
    assert order(*given) == expected


def test_a_status_that_the_visit_is_about_does_not_come_last(table):
    evidence = (Evidence(0, 1, "x", section="Assessment"),)
    about = Finding(table.entry("Z95.0"), Kind.STATUS, 0.8, evidence, assessed=True)
    beside = Finding(table.entry("I10"), Kind.CHRONIC, 0.7, evidence)
    assert sequenced((beside, about), table) == (about, beside)


def test_status_codes_come_last(order):
    assert order("Z79.4", "I10", "E11.9") == ["I10", "E11.9", "Z79.4"]
