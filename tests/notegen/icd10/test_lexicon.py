import pytest

from notegen.icd10.lexicon import Kind, Phrase, lexicon_text, read_lexicon
from notegen.icd10.resolve import Context, resolve
from notegen.icd10.words import key, sides, stems
from scribe.errors import InputError

EVERYDAY = frozenset(
    stems(
        "attack back bad bite black blind blue boil break bruise bug bump burn burst call callus"
        " catch change cold corn crabs cramp crash cut dark deaf dip discharge down drain drink"
        " drip drop drowsy dry dull ectopic edge empty fall fast fat feed fit flash flat flush gas"
        " grind gut hard head heavy high hit hole hot hung kidney labor leak light"
        " loose low lump mad mood moody mouth muscle nail nerves pass patch period pick pile pop"
        " pound pressure pull push run rush sad sand scratch sense shake shock sick side sleep slip"
        " slow soft speech spell spin spit spot sting stress swell tear tender test tick tie"
        " tight trip twist urge wake walk wall water wax weak wet wind worm worry wound"
    )
)
"""Stems of words with many meanings: none of them alone may stand for a condition."""
TOLD_APART = frozenset(
    map(
        key,
        map(
            stems,
            (
                "high blood pressure",
                "heart attack",
                "swollen lymph node",
                "swollen gland",
                "enlarged lymph node",
                "rib fracture",
                "smoking",
                "lung nodule",
            ),
        ),
    )
)
"""Keys whose number or tense tells the code: the phrase that is written most alike is taken."""


@pytest.fixture(scope="module")
def installed() -> tuple[Phrase, ...]:
    return read_lexicon(lexicon_text())


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


def test_the_installed_lexicon_has_thousands_of_phrases_without_repetition(installed):
    assert len(installed) > 6000
    assert len({p.text for p in installed}) == len(installed)


def test_every_code_of_the_installed_lexicon_is_in_the_table(table, installed):
    codes = {p.code for p in installed if p.kind is not Kind.NOTHING}
    assert [code for code in sorted(codes) if table.entry(code) is None] == []


def test_every_code_leads_to_one_that_may_be_billed(table, installed, before):
    codes = {p.code for p in installed if p.kind is not Kind.NOTHING}
    nothing_said = Context(None, frozenset(), "A")
    assert [c for c in sorted(codes) if not resolve(table, c, nothing_said, before)] == []


def test_phrases_that_are_found_by_the_same_words_stand_for_one_code(installed):
    codes: dict[str, set[str]] = {}
    for phrase in installed:
        if not sides(phrase.text):
            codes.setdefault(key(stems(phrase.text)), set()).add(phrase.code)
    assert {k for k, found in codes.items() if len(found) > 1} <= TOLD_APART


def test_no_everyday_word_stands_alone_for_a_condition(installed):
    words = {key(stems(p.text)): p.text for p in installed if p.kind is not Kind.NOTHING}
    assert {text for found, text in words.items() if found in EVERYDAY} == set()


def test_every_phrase_has_words_that_carry_meaning(installed):
    assert [p for p in installed if not stems(p.text)] == []
