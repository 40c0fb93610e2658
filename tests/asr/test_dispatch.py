"""One worker for all sessions: what it runs first, what it refuses, what it survives."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from asr.dispatch import Dispatcher, Urgency
from scribe.errors import Overloaded

WAIT_S = 20
FINAL, PARTIAL = Urgency.FINAL, Urgency.PARTIAL


class Shouting:
    """Answers in capitals; can be held, so that jobs gather. Jobs with one first letter group."""

    def __init__(self, max_batch: int = 8, max_waiting: int = 64) -> None:
        self.batches: list[tuple[str, ...]] = []
        self.go = threading.Event()
        self.busy = threading.Event()
        self.go.set()
        self.dispatcher = Dispatcher[str, str](
            self.run, lambda job: job[:1], max_batch, max_waiting
        )

    def run(self, jobs: tuple[str, ...]) -> tuple[str, ...]:
        self.busy.set()
        assert self.go.wait(WAIT_S)
        self.batches.append(jobs)
        if "bad" in jobs:
            raise ZeroDivisionError("of all things")
        return tuple(job.upper() for job in jobs)

    def hold(self) -> "Future[str]":
        """Keep the worker busy with one job until `go` is set."""
        self.go.clear()
        first = self.dispatcher.submit("hold", FINAL)
        assert self.busy.wait(WAIT_S)
        return first


@pytest.fixture
def shouting() -> Iterator[Callable[..., Shouting]]:
    made: list[Shouting] = []

    def make(max_batch: int = 8, max_waiting: int = 64) -> Shouting:
        made.append(Shouting(max_batch, max_waiting))
        return made[-1]

    yield make
    for one in made:
        one.go.set()
        one.dispatcher.close()


def test_a_job_gets_its_answer(shouting: Callable[..., Shouting]) -> None:
    ours = shouting()
    assert ours.dispatcher.submit("yes", PARTIAL).result(WAIT_S) == "YES"
    assert (ours.dispatcher.load.jobs, ours.dispatcher.load.batches) == (1, 1)
    assert ours.dispatcher.load.pass_ms > 0


def test_finals_come_before_partials_and_each_in_its_order(
    shouting: Callable[..., Shouting],
) -> None:
    ours = shouting(max_batch=1)
    ours.hold()
    jobs = [("p1", PARTIAL), ("f1", FINAL), ("p2", PARTIAL), ("f2", FINAL)]
    futures = [ours.dispatcher.submit(job, urgency) for job, urgency in jobs]
    ours.go.set()
    wait(futures, WAIT_S)
    assert ours.batches == [("hold",), ("f1",), ("f2",), ("p1",), ("p2",)]


def test_what_gathered_meanwhile_goes_together_by_group(shouting: Callable[..., Shouting]) -> None:
    ours = shouting(max_batch=3)
    ours.hold()
    futures = [ours.dispatcher.submit(job, PARTIAL) for job in ("a1", "b1", "a2", "a3", "a4", "b2")]
    futures.append(ours.dispatcher.submit("a5", FINAL))
    ours.go.set()
    wait(futures, WAIT_S)
    assert ours.batches[1:] == [("a5",), ("a1", "a2", "a3"), ("b1", "b2"), ("a4",)]
    assert [future.result() for future in futures] == ["A1", "B1", "A2", "A3", "A4", "B2", "A5"]


def test_too_many_partials_are_refused_but_a_final_waits_for_room(
    shouting: Callable[..., Shouting],
) -> None:
    ours = shouting(max_batch=1, max_waiting=2)
    ours.hold()
    accepted = [ours.dispatcher.submit(job, PARTIAL) for job in ("p1", "p2")]
    with pytest.raises(Overloaded, match="2 passes wait"):
        ours.dispatcher.submit("p3", PARTIAL)
    assert ours.dispatcher.load.refused == 1
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lambda: ours.dispatcher.submit("f1", FINAL).result(WAIT_S))
        ours.go.set()
        assert waiting.result(WAIT_S) == "F1"
    assert [future.result(WAIT_S) for future in accepted] == ["P1", "P2"]


def test_an_error_reaches_those_who_wait_and_the_worker_lives_on(
    shouting: Callable[..., Shouting],
) -> None:
    ours = shouting()
    ours.hold()
    futures = [ours.dispatcher.submit(job, FINAL) for job in ("bad", "bed")]
    ours.go.set()
    for future in futures:
        with pytest.raises(ZeroDivisionError, match="of all things"):
            future.result(WAIT_S)
    assert ours.dispatcher.submit("good", FINAL).result(WAIT_S) == "GOOD"


def test_close_finishes_what_was_handed_in_and_takes_no_more(
    shouting: Callable[..., Shouting],
) -> None:
    ours = shouting()
    first = ours.hold()
    futures = [ours.dispatcher.submit(f"{n}", PARTIAL) for n in range(20)]
    with ThreadPoolExecutor(1) as pool:
        closing = pool.submit(ours.dispatcher.close)
        ours.go.set()
        closing.result(WAIT_S)
    assert all(future.done() for future in (first, *futures))
    with pytest.raises(RuntimeError, match="closed"):
        ours.dispatcher.submit("late", FINAL)
    ours.dispatcher.close()


def test_many_threads_get_their_own_answers(shouting: Callable[..., Shouting]) -> None:
    ours = shouting(max_waiting=4)

    def session(name: int) -> bool:
        jobs = [f"{name} {n}" for n in range(50)]
        return [ours.dispatcher.submit(job, FINAL).result(WAIT_S) for job in jobs] == jobs

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(session, range(16)))
    assert ours.dispatcher.load.jobs == 16 * 50
    assert max(map(len, ours.batches)) <= 4


@dataclass(frozen=True)
class Sound:
    """Like the passes of a model, it cannot be compared with another of the same shape."""

    samples: NDArray[np.float32]


def test_jobs_may_hold_arrays() -> None:
    go = threading.Event()

    def total(jobs: tuple[Sound, ...]) -> tuple[float, ...]:
        assert go.wait(WAIT_S)
        return tuple(float(job.samples.sum()) for job in jobs)

    dispatcher = Dispatcher[Sound, float](total, lambda job: job.samples[0] > 2, max_batch=2)
    sounds = [Sound(np.full(3, n, np.float32)) for n in range(6)]
    futures = [dispatcher.submit(sound, PARTIAL) for sound in sounds]
    go.set()
    assert [future.result(WAIT_S) for future in futures] == [0, 3, 6, 9, 12, 15]
    dispatcher.close()


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(Urgency)), max_size=30))
def test_every_job_is_answered_once_in_batches_of_one_group(
    asked: list[tuple[str, Urgency]],
) -> None:
    ours = Shouting(max_batch=4)
    ours.hold()
    jobs = [(f"{letter}{n}", urgency) for n, (letter, urgency) in enumerate(asked)]
    futures = [ours.dispatcher.submit(job, urgency) for job, urgency in jobs]
    ours.go.set()
    ours.dispatcher.close()
    assert [future.result(0) for future in futures] == [job.upper() for job, _ in jobs]
    assert sorted(job for batch in ours.batches[1:] for job in batch) == sorted(j for j, _ in jobs)
    assert all(len({job[0] for job in batch}) == 1 for batch in ours.batches)
    assert max(map(len, ours.batches)) <= 4


@pytest.mark.parametrize(("max_batch", "max_waiting"), [(0, 1), (1, 0)])
def test_sizes_must_be_positive(max_batch: int, max_waiting: int) -> None:
    with pytest.raises(ValueError, match="expected positive sizes"):
        Dispatcher[str, str](lambda jobs: jobs, lambda job: None, max_batch, max_waiting)
