from dataclasses import FrozenInstanceError, replace

import pytest

from asr.sortformer_options import HALF_MINUTE, ONE_SECOND, TEN_SECONDS


def test_latencies_are_those_of_the_model_card():
    profiles = (ONE_SECOND, TEN_SECONDS, HALF_MINUTE)
    assert [options.latency_ms for options in profiles] == [1040, 10_000, 30_400]


@pytest.mark.parametrize(
    "wrong",
    [
        *({"chunk": 0}, {"update_period": 0}, {"cache": 15}, {"fifo": -1}),
        *({"right_context": -1}, {"left_context": -1}, {"update_period": 195}),
    ],
    ids=str,
)
def test_lengths_that_do_not_work_are_refused(wrong):
    ((name, found),) = wrong.items()
    with pytest.raises(ValueError, match=f"^{name}: expected .* found {found}$"):
        replace(ONE_SECOND, **wrong)


def test_options_are_frozen():
    with pytest.raises(FrozenInstanceError):
        ONE_SECOND.chunk = 7
