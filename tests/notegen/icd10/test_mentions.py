import pytest

from notegen.icd10.lexicon import Kind
from notegen.icd10.mentions import Finder, kind_of
from notegen.icd10.words import Side


@pytest.fixture(scope="module")
def finder(table):
    return Finder(table)


def found(finder, text, *, whole_table=False):
    mentions = finder.find(text, whole_table=whole_table)
    return [(text[m.start : m.end], m.listed.code) for m in mentions]


@pytest.mark.parametrize(
    ("text", "quote", "code"),
    [
        ("i've had pain in my right knee since may", "pain in my right knee", "M25.56"),
        ("he has hyper tension", "hyper tension", "I10"),
        ("known a trial fibrilation", "a trial fibrilation", "I48.91"),
        ("my belly hurts", "belly hurts", "R10.9"),
        ("diabetes type II", "diabetes type II", "E11.9"),
        ("CKD stage 3b today", "CKD stage 3b", "N18.32"),
        ("pain in the right lower quadrant", "pain in the right lower quadrant", "R10.31"),
        ("your blood pressure is high", "blood pressure is high", "R03.0"),
        ("seen with copd exacerbation", "copd exacerbation", "J44.1"),
        ("high blood pressure", "high blood pressure", "I10"),
    ],
)
def test_a_phrase_is_found_as_it_is_said(finder, text, quote, code):
    assert found(finder, text) == [(quote, code)]


@pytest.mark.parametrize(
    "text", ["does it hurt when you run", "good hydration and hyperextension", "a b c", ""]
)
def test_everyday_words_name_no_condition(finder, text):
    assert found(finder, text) == []


def test_a_longer_phrase_hides_the_shorter_one(finder):
    assert found(finder, "copd exacerbation") == [("copd exacerbation", "J44.1")]
    assert found(finder, "she had her flu shot") == [("flu shot", "-")]


def test_a_phrase_does_not_cross_a_sentence(finder):
    assert ("back. Pain", "M54.9") not in found(finder, "He came back. Pain is absent.")


def test_phrases_of_the_table_count_where_asked(finder):
    text = "Left patellar tendinitis and scleromalacia perforans"
    assert len(found(finder, text)) == 1
    assert any("scleromalacia" in quote for quote, _ in found(finder, text, whole_table=True))


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("right knee pain", Side.RIGHT),
        ("knee pain on the left", Side.LEFT),
        ("bilateral knee pain", Side.BILATERAL),
        ("right hand numb, knee pain", None),
    ],
)
def test_the_side_is_that_of_the_mention(finder, text, side):
    mention = next(m for m in finder.find(text, whole_table=False) if "knee" in m.listed.stems)
    assert mention.side is side


def test_the_chapter_says_whether_a_phrase_of_the_table_is_a_symptom(table):
    (listed, *_) = table.with_keys(("malais",))
    assert kind_of(listed) is Kind.SYMPTOM
