import pytest

from notegen.icd10.resolve import Context, resolve, side_is_missing
from notegen.icd10.words import Side, stems


def codes(table, code, day, **context):
    return [r.entry.code for r in resolve(table, code, Context(**context), day)]


@pytest.mark.parametrize(
    ("code", "context", "expected"),
    [
        ("M25.56", {"side": Side.RIGHT}, ["M25.561"]),
        ("M25.56", {}, ["M25.569"]),
        ("S93.40", {"side": Side.LEFT}, ["S93.402A"]),
        ("S93.40", {"side": Side.LEFT, "encounter": "D"}, ["S93.402D"]),
        ("S52.50", {"side": Side.RIGHT}, ["S52.501A"]),
        ("N18.3", {}, ["N18.30"]),
        ("N18.3", {"near": frozenset(stems("stage 3b"))}, ["N18.32"]),
        ("I10", {}, ["I10"]),
        ("C91.1", {}, ["C91.10"]),
        ("C91.1", {"near": frozenset(stems("leukemia in remission"))}, ["C91.11"]),
        ("H40.11", {"side": Side.LEFT}, ["H40.1120"]),
        ("O32.1", {}, ["O32.1XX0"]),
        ("Z86.010", {}, ["Z86.0100"]),
    ],
)
def test_a_category_is_completed_from_the_context(table, before, code, context, expected):
    assert codes(table, code, before, **context) == expected


def test_both_sides_without_a_code_for_both_give_two_codes(table, before):
    assert codes(table, "M77.1", before, side=Side.BILATERAL) == ["M77.11", "M77.12"]


def test_both_sides_with_a_code_for_both_give_that_code(table, before):
    assert codes(table, "H66.9", before, side=Side.BILATERAL) == ["H66.93"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("severe persistent asthma with exacerbation", "J45.51"),
        ("severe persistent asthma", "J45.50"),
        (
            "asthma, new inhaler in summer every day to help prevent any severe exacerbation with"
            " pollen, cold, dust, exercise",
            "J45.50",
        ),
    ],
)
def test_a_short_line_may_speak_of_an_exacerbation(table, before, line, expected):
    assert codes(table, "J45.50", before, near=frozenset(stems(line))) == [expected]


def test_an_ended_code_is_replaced_on_the_day_it_ends(table, before, after):
    assert codes(table, "M72.2", before, side=Side.LEFT) == ["M72.2"]
    assert codes(table, "M72.2", after, side=Side.LEFT) == ["M67.A02"]
    (resolved,) = resolve(table, "M72.2", Context(), after)
    assert "M72.2 ended on 2026-10-01" in resolved.rules[0]


def test_an_ended_code_without_a_known_successor_gives_nothing(table, after):
    assert codes(table, "Z68.1", after) == []


def test_an_unknown_code_gives_nothing(table, before):
    assert codes(table, "Q99.999", before) == []


def test_a_missing_side_is_noticed(table):
    assert side_is_missing(table.entry("M25.569"), table)
    assert not side_is_missing(table.entry("M25.561"), table)
    assert not side_is_missing(table.entry("I10"), table)
