import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.icd10 import official as module
from notegen.icd10.official import PartKind, read_parts, year_of
from scribe.errors import InputError


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.fixture
def index(official):
    return official.index([(0, "Pain", "", "<code>R52</code>")])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("icd10cm-order-2027.txt", PartKind.ORDER),
        ("icd10cm_order_2026.txt", PartKind.ORDER),
        ("icd10cm-tabular-April-1-2026.xml", PartKind.TABULAR),
        ("icd10cm_tabular_2021.xml", PartKind.TABULAR),
        ("icd10cm-index-2025.xml", PartKind.INDEX),
        ("icd-10-cm-eindex-2025.xml", PartKind.EXTERNAL),
        ("ICD10CM_Neoplasm_2026.XML", PartKind.NEOPLASM),
        ("icd-10-cm-drug-2025.xml", PartKind.DRUG),
    ],
)
def test_files_are_recognised_as_they_are_named(tmp_path, name, kind):
    (tmp_path / name).write_bytes(b"text")
    assert [part.kind for part in read_parts([tmp_path / name])] == [kind]


@pytest.mark.parametrize(
    "name",
    ["icd10cm_order_addenda_2026.txt", "icd10cm-codes-2027.txt", "icd10cm-index-2027.pdf",
     "guidelines.xml", "icd10cm-order-2027.xml"],
)  # fmt: skip
def test_other_files_are_left_alone(tmp_path, name):
    (tmp_path / name).write_bytes(b"text")
    with pytest.raises(InputError, match="expected files of an official release"):
        read_parts([tmp_path])


def test_zip_files_within_folders_and_zip_files_are_read(tmp_path, index):
    inner = zipped(**{"Table and Index/icd10cm_index_2025.xml": index})
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "all.zip").write_bytes(zipped(**{"deep/inner.zip": inner, "x.pdf": b"x"}))
    (tmp_path / "icd10cm-order-2025.txt").write_bytes(b"text")
    assert [part.kind for part in read_parts([tmp_path])] == [PartKind.ORDER, PartKind.INDEX]


def test_the_same_file_twice_is_one_and_two_of_a_kind_are_told(tmp_path, index):
    (tmp_path / "icd10cm-index-2025.xml").write_bytes(index)
    assert len(read_parts([tmp_path, tmp_path])) == 1
    (tmp_path / "icd10cm-index-2026.xml").write_bytes(index + b" ")
    with pytest.raises(InputError, match="expected one index file"):
        read_parts([tmp_path])


def test_the_year_is_that_in_the_text_before_that_in_the_name(tmp_path, official, index):
    (tmp_path / "icd10cm-index-2024.xml").write_bytes(index)
    assert year_of(read_parts([tmp_path])) == 2025
    (tmp_path / "icd10cm-order-2024.txt").write_bytes(b"text")
    with pytest.raises(InputError, match=r"expected one year, found 2024 in .* 2025 in"):
        year_of(read_parts([tmp_path]))


def test_a_release_without_a_year_is_told(tmp_path):
    (tmp_path / "icd10cm-order.txt").write_bytes(b"text")
    with pytest.raises(InputError, match="expected one year, found none"):
        year_of(read_parts([tmp_path]))


def test_a_missing_path_is_told(tmp_path):
    with pytest.raises(InputError, match=r"icd10cm-order-2027\.txt: expected a readable file"):
        read_parts([tmp_path / "icd10cm-order-2027.txt"])


@pytest.mark.parametrize("name", ["../icd10cm-order-2025.txt", "/icd10cm-order-2025.txt"])
def test_a_zip_file_that_leads_out_of_itself_is_refused(tmp_path, name):
    (tmp_path / "a.zip").write_bytes(zipped(**{name: b"text"}))
    with pytest.raises(InputError, match=r"a\.zip: expected paths within it"):
        read_parts([tmp_path])


def test_zip_files_too_deep_are_refused(tmp_path):
    data = zipped(**{"icd10cm-order-2025.txt": b"text"})
    for _ in range(3):
        data = zipped(**{"a.zip": data})
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(InputError, match="deep"):
        read_parts([tmp_path])


def test_a_file_that_unpacks_beyond_reason_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_LARGEST", 1 << 16)
    (tmp_path / "a.zip").write_bytes(zipped(**{"icd10cm-order-2025.txt": b" " * (1 << 20)}))
    with pytest.raises(InputError, match=r"icd10cm-order-2025\.txt: expected at most"):
        read_parts([tmp_path])


@given(st.data())
def test_a_broken_zip_file_is_told_or_read(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("broken") / "a.zip"
    whole = bytearray(zipped(**{"icd10cm-order-2025.txt": b"some text" * 20}))
    for _ in range(data.draw(st.integers(0, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    with suppress(InputError):
        assert len(read_parts([path])) == 1
