import pytest

from notegen.icd10.lexicon import Kind, lexicon_text, read_lexicon
from scribe.errors import InputError


def test_each_phrase_of_a_line_gets_its_code():
    phrases = read_lexicon("J45.909\tC\tasthma|bronchial asthma\n")
    assert [(p.text, p.code, p.kind) for p in phrases] == [
        ("asthma", "J45.909", Kind.CHRONIC),
        ("bronchial asthma", "J45.909", Kind.CHRONIC),
    ]


def test_pain_is_written_out_for_a_site():
    texts = {p.text for p in read_lexicon("M25.56\tS\tknee {pain}")}
    assert {"knee pain", "pain in knee", "knee hurt"} <= texts


def test_comments_and_empty_lines_say_nothing():
    assert read_lexicon("# a comment\n\n") == ()


@pytest.mark.parametrize("line", ["J45.909 asthma", "J45.909\tQ\tasthma", "a\tC\tb\tc"])
def test_a_line_of_another_shape_is_refused_with_its_number(line):
    with pytest.raises(InputError, match="lexicon line 2"):
        read_lexicon(f"# first\n{line}\n")


def test_the_installed_lexicon_has_thousands_of_phrases_without_repetition():
    phrases = read_lexicon(lexicon_text())
    assert len(phrases) > 2000
    assert len({p.text for p in phrases}) == len(phrases)


def test_every_code_of_the_installed_lexicon_is_in_the_table(table):
    phrases = read_lexicon(lexicon_text())
    codes = {p.code for p in phrases if p.kind is not Kind.NOTHING}
    assert [code for code in sorted(codes) if table.entry(code) is None] == []
