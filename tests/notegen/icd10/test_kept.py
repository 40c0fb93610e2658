import pytest

from notegen.icd10.kept import Kept
from notegen.icd10.official import Part, PartKind, read_parts


@pytest.fixture
def kept(tmp_path):
    (tmp_path / "icd").mkdir()
    return Kept(tmp_path / "icd")


def order(data, year=2025):
    return Part(PartKind.ORDER, "icd10cm_order.txt", year, data)


INDEX = Part(PartKind.INDEX, "index.xml", 2025, b"<index/>")


def put(kept, parts, year, folder):
    folder.mkdir()
    staged = kept.stage(parts, year, folder)
    return staged.rename(kept.folder / staged.name)


def test_nothing_is_kept_at_first(tmp_path):
    kept = Kept(tmp_path / "missing")
    assert kept.years() == ()
    assert kept.of_year(2025) is None
    assert kept.index_alone() is None


def test_what_is_kept_is_read_like_a_download(kept, tmp_path):
    path = put(kept, (order(b"codes"), INDEX), 2025, tmp_path / "a")
    assert kept.years() == (2025,)
    assert kept.of_year(2025) == path
    assert [(p.kind, p.year, p.data) for p in read_parts((path,))] == [
        (PartKind.ORDER, 2025, b"codes"),
        (PartKind.INDEX, 2025, b"<index/>"),
    ]


def test_a_file_replaces_one_of_its_kind_and_the_others_stay(kept, tmp_path):
    put(kept, (order(b"old"), INDEX), 2025, tmp_path / "a")
    path = put(kept, (order(b"new"),), 2025, tmp_path / "b")
    assert [p.data for p in read_parts((path,))] == [b"new", b"<index/>"]


def test_the_same_files_give_the_same_bytes(kept, tmp_path):
    first = put(kept, (INDEX,), 2025, tmp_path / "a").read_bytes()
    assert put(kept, (INDEX,), 2025, tmp_path / "b").read_bytes() == first


def test_an_index_alone_is_of_no_year(kept, tmp_path):
    path = put(kept, (INDEX,), None, tmp_path / "a")
    assert kept.index_alone() == path
    assert kept.years() == ()
