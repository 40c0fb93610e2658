import pytest

from notegen.icd10.assembly import assemble, has_codes
from notegen.icd10.official import Part, PartKind
from scribe.errors import InputError


@pytest.fixture
def tabular(official):
    ague = official.diag("A00.0", "Ague of the list", notes=(("inclusionTerm", "Marsh fever"),))
    data = official.tabular((official.diag("A00", "Agues", (ague,)),))
    return Part(PartKind.TABULAR, "tabular.xml", 2025, data)


@pytest.fixture
def index(official):
    lines = [(0, "Ague", "", "<code>A00.0</code>"), (0, "Gone", "", "<code>A99.9</code>")]
    return Part(PartKind.INDEX, "index.xml", 2025, official.index(lines))


def test_the_order_file_says_which_codes_there_are(official, tabular):
    rows = [("A00", False, "Agues"), ("A00.0", True, "Ague of the order file")]
    order = Part(PartKind.ORDER, "order.txt", 2025, official.order(rows))
    release = assemble((order, tabular), 2025).release
    assert release.codes[1].description == "Ague of the order file"
    assert release.codes[1].notes == (("inclusion", "Marsh fever"),)


def test_without_an_order_file_the_tabular_list_says_it(tabular):
    release = assemble((tabular,), 2025).release
    assert [(c.code, c.billable) for c in release.codes] == [("A00", False), ("A00.0", True)]
    assert release.year == 2025


def test_phrases_of_codes_that_the_release_does_not_have_are_dropped(tabular, index):
    assembled = assemble((tabular, index), 2025)
    assert [(p.text, p.code) for p in assembled.release.phrases] == [("ague", "A00.0")]
    assert assembled.dropped == 1


def test_an_index_alone_is_added_to_what_is_installed(official):
    data = official.index([(0, "Woolsorter", "", "<code>A22.1</code>")])
    parts = (Part(PartKind.INDEX, "index.xml", 2025, data),)
    assembled = assemble(parts, 2025)
    assert not has_codes(parts)
    assert assembled.release.year == 0
    assert len(assembled.release.codes) > 98_000
    assert [p.code for p in assembled.release.phrases] == ["A22.1"]


def test_a_file_that_is_not_what_its_name_says_is_told(tabular):
    with pytest.raises(InputError, match=r"index\.xml: expected the element ICD10CM\.index"):
        assemble((Part(PartKind.INDEX, "index.xml", 2025, tabular.data),), 2025)
