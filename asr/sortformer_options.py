"""How much a streaming Sortformer hears at a time, how much it remembers."""

from dataclasses import dataclass

from asr.activity import FRAME_MS


@dataclass(frozen=True, slots=True)
class SortformerOptions:
    """Lengths in frames of 80 ms, as in NVIDIA's model card.

    chunk: heard at a time. left_context, right_context: heard around it, for a better opinion.
    fifo: what was heard last is kept as it is. cache: what is kept of each voice from before.
    update_period: how much goes from the fifo to the cache at a time.
    """

    chunk: int
    right_context: int
    fifo: int
    update_period: int
    cache: int = 188
    left_context: int = 1

    def __post_init__(self) -> None:
        for name, least in (
            *(("chunk", 1), ("update_period", 1), ("cache", 16)),
            *(("left_context", 0), ("right_context", 0), ("fifo", 0)),
        ):
            found = getattr(self, name)
            if found < least:
                raise ValueError(f"{name}: expected {least} frames or more, found {found}")
        if self.update_period > self.fifo + self.chunk:
            raise ValueError(
                f"update_period: expected fifo and chunk ({self.fifo + self.chunk} frames) or "
                f"less, found {self.update_period}"
            )

    @property
    def latency_ms(self) -> int:
        """How much audio is waited for before the first frame of a chunk is known."""
        return (self.chunk + self.right_context) * FRAME_MS


ONE_SECOND = SortformerOptions(chunk=6, right_context=7, fifo=188, update_period=144)
TEN_SECONDS = SortformerOptions(chunk=124, right_context=1, fifo=124, update_period=124)
HALF_MINUTE = SortformerOptions(chunk=340, right_context=40, fifo=40, update_period=300)
"""The profiles of the model card: latencies of 1.04 s, 10 s and 30.4 s."""
