"""One worker that all sessions share: it runs their jobs in batches, the urgent ones first."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

from scribe.errors import Overloaded

Job = TypeVar("Job")
Result = TypeVar("Result")

MAX_BATCH = 8
MAX_WAITING = 64
"""Sessions wait for the answer to each job, so this many sessions may have one waiting."""


class Urgency(IntEnum):
    """What comes first; jobs of one urgency are run in the order in which they came."""

    FINAL = 0
    PARTIAL = 1


@dataclass(frozen=True, slots=True)
class Load:
    """What the worker has done: jobs, batches, jobs refused, and how long jobs took at last.

    `pass_ms` is a running mean (of weight 0.2) of the time from handing in a job to its answer.
    """

    jobs: int = 0
    batches: int = 0
    refused: int = 0
    pass_ms: float = 0.0


@dataclass(slots=True, eq=False)  # jobs hold arrays, which have no truth value
class _Waiting(Generic[Job, Result]):
    job: Job
    urgency: Urgency
    future: "Future[Result]"
    since_s: float


class Dispatcher(Generic[Job, Result]):
    """Runs jobs on a thread of its own.

    `run` takes jobs that may go together and gives as many results. `group` says which may: jobs
    with the same group go in one batch. Nothing is waited for to fill a batch: what has gathered
    while the worker was busy goes together.
    """

    def __init__(
        self,
        run: Callable[[tuple[Job, ...]], tuple[Result, ...]],
        group: Callable[[Job], object],
        max_batch: int = MAX_BATCH,
        max_waiting: int = MAX_WAITING,
    ) -> None:
        if max_batch < 1 or max_waiting < 1:
            raise ValueError(f"expected positive sizes, got {max_batch} and {max_waiting}")
        self._run, self._group = run, group
        self._max_batch, self._max_waiting = max_batch, max_waiting
        self._changed = threading.Condition()
        self._waiting: list[_Waiting[Job, Result]] = []
        self._load = Load()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="dispatcher", daemon=True)
        self._thread.start()

    @property
    def load(self) -> Load:
        return self._load

    def submit(self, job: Job, urgency: Urgency) -> "Future[Result]":
        """Hand in a job.

        Raises Overloaded for a partial job when too many wait: it may be left out. A final job
        waits for room instead.
        """
        waiting = _Waiting[Job, Result](job, urgency, Future(), time.monotonic())
        with self._changed:
            if urgency is Urgency.PARTIAL and len(self._waiting) >= self._max_waiting:
                self._count(refused=1)
                raise Overloaded(f"{len(self._waiting)} passes wait for the model")
            self._changed.wait_for(lambda: self._closed or len(self._waiting) < self._max_waiting)
            if self._closed:
                raise RuntimeError("the dispatcher is closed")
            self._waiting.append(waiting)
            self._changed.notify_all()
        return waiting.future

    def close(self) -> None:
        """Finish what has been handed in, then end the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def _work(self) -> None:
        while batch := self._next():
            try:
                results = self._run(tuple(item.job for item in batch))
                if len(results) != len(batch):
                    raise RuntimeError(f"expected {len(batch)} results, found {len(results)}")
            except BaseException as error:  # it is the one who waits that must learn of it
                for item in batch:
                    item.future.set_exception(error)
                continue
            with self._changed:
                self._count(batch, time.monotonic())
            for item, result in zip(batch, results, strict=True):
                item.future.set_result(result)

    def _next(self) -> list[_Waiting[Job, Result]]:
        """The most urgent job that came first, with those that may go with it; none at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            if not self._waiting:
                return []
            first = min(self._waiting, key=lambda item: item.urgency)
            group = self._group(first.job)
            batch = [
                item
                for item in self._waiting
                if item.urgency is first.urgency and self._group(item.job) == group
            ][: self._max_batch]
            self._waiting = [item for item in self._waiting if item not in batch]
            self._changed.notify_all()
            return batch

    def _count(
        self, batch: list[_Waiting[Job, Result]] | None = None, now_s: float = 0.0, refused: int = 0
    ) -> None:
        load = self._load
        pass_ms = load.pass_ms
        for item in batch or ():
            took_ms = (now_s - item.since_s) * 1000
            pass_ms = took_ms if pass_ms == 0 else 0.8 * pass_ms + 0.2 * took_ms
        self._load = Load(
            load.jobs + len(batch or ()),
            load.batches + bool(batch),
            load.refused + refused,
            pass_ms,
        )
