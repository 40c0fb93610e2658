"""A recording's bytes on disk."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.spool import BLOCK_BYTES, Spool, spooled_blocks

WAIT_S = 30
CHUNKS = st.lists(st.binary(max_size=9), max_size=30)


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    spool = Spool(tmp_path / "spool" / "e1.audio")
    yield spool
    spool.close()


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new path each time."""
    folder = tmp_path_factory.mktemp("spool")
    return (folder / f"e{number}.audio" for number in count())


@given(chunks=CHUNKS)
def test_bytes_are_on_disk_before_the_spool_is_closed(
    paths: Iterator[Path], chunks: list[bytes]
) -> None:
    path = next(paths)
    spool = Spool(path)
    try:
        for number, chunk in enumerate(chunks, start=1):
            spool.append(chunk)
            assert path.read_bytes() == b"".join(chunks[:number])
        assert spool.written_bytes == path.stat().st_size
    finally:
        spool.close()


@settings(deadline=None)
@given(chunks=CHUNKS)
def test_readers_follow_the_writer_to_the_last_byte(
    paths: Iterator[Path], chunks: list[bytes]
) -> None:
    path = next(paths)
    spool = Spool(path)
    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(lambda: b"".join(spool.blocks())) for _ in range(2)]
        for chunk in chunks:
            spool.append(chunk)
        spool.close()
        read = [reader.result(WAIT_S) for reader in readers]
    assert read == [b"".join(chunks)] * 2


@pytest.mark.parametrize("odd_bytes", [-1, 0, 1])
def test_bytes_larger_than_a_block_arrive_in_blocks(spool: Spool, odd_bytes: int) -> None:
    data = bytes(range(251)) * ((2 * BLOCK_BYTES + odd_bytes) // 251)
    spool.append(data)
    spool.close()
    blocks = list(spool.blocks())
    assert b"".join(blocks) == data
    assert max(map(len, blocks)) <= BLOCK_BYTES


def test_a_reader_gets_each_piece_while_more_is_to_come(spool: Spool) -> None:
    blocks = spool.blocks()
    for piece in (b"a", b"bcd", b"\x00"):
        spool.append(piece)
        assert next(blocks) == piece


def test_closing_wakes_a_reader_that_waits_for_more(spool: Spool) -> None:
    reading = threading.Event()

    def read() -> list[bytes]:
        blocks = spool.blocks()
        first = next(blocks)
        reading.set()
        return [first, *blocks]

    with ThreadPoolExecutor(1) as pool:
        read_all = pool.submit(read)
        spool.append(b"abc")
        assert reading.wait(WAIT_S)
        spool.close()
        assert read_all.result(WAIT_S) == [b"abc"]


def test_a_reader_that_comes_after_the_end_reads_everything(spool: Spool) -> None:
    spool.append(b"abc")
    spool.close()
    assert list(spool.blocks()) == [b"abc"]


def test_an_empty_spool_has_no_blocks(spool: Spool, tmp_path: Path) -> None:
    spool.close()
    assert list(spool.blocks()) == []
    assert list(spooled_blocks(tmp_path / "spool" / "e1.audio")) == []


def test_sync_says_how_many_bytes_are_safe(spool: Spool) -> None:
    assert spool.sync() == 0
    spool.append(b"abc")
    assert spool.sync() == 3
    spool.append(b"d")
    spool.append(b"")
    assert spool.sync() == spool.sync() == 4


def test_closing_makes_all_of_it_safe_once_and_for_all(spool: Spool) -> None:
    spool.append(b"abc")
    spool.close()
    spool.close()
    assert spool.sync() == spool.written_bytes == 3


def test_sync_in_another_thread_may_meet_the_end(paths: Iterator[Path]) -> None:
    with ThreadPoolExecutor(1) as pool:
        for _ in range(100):
            spool = Spool(next(paths))
            spool.append(b"abc")
            synced = pool.submit(spool.sync)
            spool.close()
            assert synced.result(WAIT_S) == 3


def test_a_recording_is_never_written_over(spool: Spool, tmp_path: Path) -> None:
    spool.append(b"abc")
    path = tmp_path / "spool" / "e1.audio"
    with pytest.raises(FileExistsError):
        Spool(path)
    assert path.read_bytes() == b"abc"


@given(data=st.binary(max_size=40))
def test_what_nobody_writes_any_more_is_read_as_it_is(paths: Iterator[Path], data: bytes) -> None:
    path = next(paths)
    path.write_bytes(data)
    assert b"".join(spooled_blocks(path)) == data
