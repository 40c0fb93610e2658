"""The figures of one way of hearing a consultation."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from rich.table import Table

from asr.score import wer
from recipes.streaming.consultation import Consultation
from recipes.streaming.measures import final_ms, first_text_ms, judge, percentile, stretches
from recipes.streaming.replay import Replay

DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """None stands for a figure that there is not.

    Latencies are those of `recipes.streaming.measures`. Word times are medians of how far right
    words are off. `auc` is that of confidence, right words against wrong ones.
    """

    name: str
    wer_percent: float
    cpu_s_per_audio_s: float
    first_text_p50_ms: float | None = None
    first_text_p95_ms: float | None = None
    final_p50_ms: float | None = None
    final_p95_ms: float | None = None
    start_error_ms: float | None = None
    end_error_ms: float | None = None
    auc: float | None = None
    right_words: int | None = None
    wrong_words: int | None = None
    stretches: int | None = None
    stretches_without_words: int | None = None
    most_behind_ms: int | None = None

    @property
    def figures(self) -> dict[str, str | float]:
        """For JSON, without what there is not."""
        return {
            name: round(value, DECIMALS) if isinstance(value, float) else value
            for name, value in asdict(self).items()
            if value is not None
        }


def live_row(name: str, said: Consultation, replay: Replay) -> Row:
    """What a recogniser was worth that heard the consultation live."""
    spoken = stretches(said.words)
    first = first_text_ms(replay.heard, spoken)
    final = final_ms(replay.heard, spoken)
    judged = judge(said.words, replay.words)
    return Row(
        name,
        wer_percent=100 * wer(said.text, replay.text),
        cpu_s_per_audio_s=replay.cpu_s * 1000 / replay.audio_ms,
        first_text_p50_ms=percentile(first, 50),
        first_text_p95_ms=percentile(first, 95),
        final_p50_ms=percentile(final, 50),
        final_p95_ms=percentile(final, 95),
        start_error_ms=percentile(judged.start_errors_ms, 50),
        end_error_ms=percentile(judged.end_errors_ms, 50),
        auc=judged.auc,
        right_words=len(judged.right),
        wrong_words=len(judged.wrong),
        stretches=len(spoken),
        stretches_without_words=len(spoken) - len(final),
        most_behind_ms=replay.most_behind_ms,
    )


def offline_row(name: str, said: Consultation, hear: Callable[[], str]) -> Row:
    """What hearing the whole recording at once is worth; `hear` does it."""
    began_s = time.process_time()
    text = hear()
    cpu_s = time.process_time() - began_s
    return Row(name, 100 * wer(said.text, text), cpu_s * 1000 / said.audio_ms)


def table(rows: tuple[Row, ...]) -> Table:
    """The figures side by side."""
    found = Table(caption="latencies: p50 / p95; word times: median error of starts / ends")
    for heading in ("", "WER %", "CPU s/s", "first text ms", "final ms", "words ms", "AUC"):
        found.add_column(heading, no_wrap=True)
    for row in rows:
        found.add_row(
            row.name,
            f"{row.wer_percent:.1f}",
            f"{row.cpu_s_per_audio_s:.3f}",
            _pair(row.first_text_p50_ms, row.first_text_p95_ms),
            _pair(row.final_p50_ms, row.final_p95_ms),
            _pair(row.start_error_ms, row.end_error_ms),
            "" if row.auc is None else f"{row.auc:.2f}",
        )
    return found


def _pair(one: float | None, other: float | None) -> str:
    return "" if one is None or other is None else f"{one:.0f} / {other:.0f}"
