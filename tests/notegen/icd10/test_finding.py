from datetime import date

from notegen.icd10.finding import Finding, merged
from notegen.icd10.lexicon import Kind
from notegen.icd10.table import Entry
from scribe.code import Evidence

GOUT = Entry("M10.9", "Gout, unspecified", True, "M10", date(2025, 10, 1), None, "")


def finding(score, start, *rules, assessed=False):
    evidence = Evidence(start, start + 4, "gout", section="Plan")
    return Finding(GOUT, Kind.CHRONIC, score, (evidence,), rules, assessed)


def test_mentions_of_a_code_become_one_finding_with_all_evidence():
    (united,) = merged([finding(0.5, 0, "a"), finding(0.8, 9, "b", assessed=True)])
    assert united.score > 0.8
    assert [e.start for e in united.evidence] == [9, 0]
    assert united.rules == ("b", "a")
    assert united.assessed


def test_a_score_never_reaches_one():
    (united,) = merged([finding(0.99, place) for place in range(0, 50, 5)])
    assert united.score <= 0.99


def test_a_rule_may_change_the_score():
    changed = finding(0.8, 0).with_rule("why", 0.5)
    assert (changed.score, changed.rules) == (0.4, ("why",))
