import pytest

from notegen.icd10 import rules
from notegen.icd10.finding import Finding
from notegen.icd10.lexicon import Kind
from scribe.code import Evidence


@pytest.fixture
def findings(table):
    def make(*codes, kind=Kind.CHRONIC, score=0.8, assessed=True):
        return tuple(
            Finding(
                table.entry(code),
                kind,
                score,
                (Evidence(n * 10, n * 10 + 1, "x", section="Assessment"),),
                (),
                assessed,
            )
            for n, code in enumerate(codes)
        )

    return make


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("E11.9", "N18.30"), {"E11.22", "N18.30"}),
        (("I10", "N18.4"), {"I12.9", "N18.4"}),
        (("I10", "N18.6"), {"I12.0", "N18.6"}),
        (("I10", "I50.9"), {"I11.0", "I50.9"}),
        (("I10", "I50.22", "N18.9"), {"I13.0", "I50.22", "N18.9"}),
        (("I10", "I50.9", "N18.5"), {"I13.2", "I50.9", "N18.5"}),
        (("E11.9", "I10"), {"E11.9", "I10"}),
    ],
)
def test_conditions_that_go_together_get_their_combination_code(
    table, before, findings, given, expected
):
    result = rules.apply(findings(*given), (), table, before)
    assert {f.code for f in result} == expected


def test_a_combination_code_has_the_evidence_of_its_parts(table, before, findings):
    result = rules.apply(findings("E11.9", "N18.30"), (), table, before)
    combined = next(f for f in result if f.code == "E11.22")
    assert [e.start for e in combined.evidence] == [0, 10]
    assert "combination code" in combined.rules[0]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("M17.11", "M17.12"), {"M17.0"}),
        (("H66.91", "H66.92"), {"H66.93"}),
        (("M77.11", "M77.12"), {"M77.11", "M77.12"}),
        (("M17.11", "M16.12"), {"M17.11", "M16.12"}),
    ],
)
def test_right_and_left_become_the_bilateral_code_if_there_is_one(
    table, before, findings, given, expected
):
    result = rules.apply(findings(*given), (), table, before)
    assert {f.code for f in result} == expected


def test_in_pregnancy_the_chapter_of_pregnancy_is_pointed_out(table, findings):
    result = {f.code: f for f in rules.annotate(findings("N39.0", "Z33.1"), table)}
    assert any("chapter 15" in rule for rule in result["N39.0"].rules)
    assert not any("chapter 15" in rule for rule in result["Z33.1"].rules)


def test_poor_control_means_hyperglycemia(table, before, findings):
    lines = ("Type 2 diabetes, not well controlled.",)
    (result,) = rules.apply(findings("E11.9"), lines, table, before)
    assert result.code == "E11.65"


def test_uncontrolled_is_to_be_confirmed(table, before, findings):
    (result,) = rules.apply(findings("E11.9"), ("Uncontrolled diabetes.",), table, before)
    assert "confirm" in result.rules[-1]


def test_control_of_something_else_says_nothing(table, before, findings):
    lines = ("Hypertension, poorly controlled.", "Diabetes is stable.")
    (result,) = rules.apply(findings("E11.9"), lines, table, before)
    assert result.code == "E11.9"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (("M54.9", "M54.16"), "M54.16"),
        (("J45.909", "J45.901"), "J45.901"),
        (("N18.9", "N18.32"), "N18.32"),
        (("Z72.0", "F17.210"), "F17.210"),
        (("M19.90", "M17.11"), "M17.11"),
    ],
)
def test_the_more_specific_code_stays(table, before, findings, given, kept):
    (result,) = rules.apply(findings(*given), (), table, before)
    assert result.code == kept
    assert "more specific than" in result.rules[-1]


def test_a_symptom_beside_a_diagnosis_loses_weight(table, before, findings):
    cough = findings("R05.9", kind=Kind.SYMPTOM, score=0.46, assessed=False)
    bronchitis = findings("J20.9", kind=Kind.DIAGNOSIS)
    result = {f.code: f for f in rules.apply((*bronchitis, *cough), (), table, before)}
    assert result["R05.9"].score < 0.46
    assert "J20.9" in result["R05.9"].rules[-1]


def test_drugs_count_only_beside_their_condition(findings):
    metformin = findings("Z79.84", kind=Kind.MEDICATION)
    with_diabetes = rules.with_medications(findings("E11.9"), metformin)
    without = rules.with_medications(findings("M10.9"), metformin)
    assert {f.code for f in with_diabetes} == {"E11.9", "Z79.84"}
    assert {f.code for f in without} == {"M10.9"}


def test_a_high_reading_under_treatment_is_hypertension_to_be_confirmed(findings):
    reading = findings("R03.0", kind=Kind.SYMPTOM)
    (result,) = rules.with_medications(reading, findings("I10", kind=Kind.MEDICATION))
    assert (result.code, result.kind) == ("I10", Kind.CHRONIC)
    assert "confirm" in result.rules[0]


def test_an_excludes1_pair_is_flagged_on_both(table, findings):
    for finding in rules.annotate(findings("E11.9", "E10.9"), table):
        assert any("Excludes1 conflict" in rule for rule in finding.rules)


def test_what_is_unspecified_says_what_to_document(table, findings):
    knee, kidney, third, heart, gout = rules.annotate(
        findings("M25.569", "N18.9", "N18.30", "I50.9", "M10.9"), table
    )
    assert knee.rules[-1] == "unspecified: document side"
    assert kidney.rules[-1] == "unspecified: document stage"
    assert third.rules[-1] == "unspecified: document stage 3a or 3b"
    assert heart.rules[-1] == "unspecified: document type and acuity"
    assert gout.rules[-1].startswith("unspecified: document type")


def test_a_manifestation_comes_after_its_cause(table, findings):
    result = {f.code: f for f in rules.annotate(findings("E11.22", "N18.30"), table)}
    assert any("sequence after E11.22" in rule for rule in result["N18.30"].rules)


def test_both_codes_of_an_excludes1_pair_name_the_better_supported_one(table, findings):
    weak, strong = findings("E10.9", score=0.6)[0], findings("E11.9", score=0.8)[0]
    for finding in rules.annotate((weak, strong), table):
        assert "not both; E11.9 is supported better" in " ".join(finding.rules)


def test_codes_that_exclude_each_other_and_are_supported_alike_are_told_so(table, findings):
    for finding in rules.annotate(findings("E10.9", "E11.9", "E13.9"), table):
        conflicts = [r for r in finding.rules if "Excludes1" in r]
        assert len(conflicts) == 2
        assert all(r.endswith("both are supported alike") for r in conflicts)
