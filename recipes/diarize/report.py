"""The figures as tables for people, as values for machines."""

from rich.table import Table

from recipes.diarize.drift import HALF_HOUR_MS, Part
from recipes.diarize.error_rate import CONVENTIONS, Convention, ErrorRate
from recipes.diarize.result import Summary

COLLAR_ONLY = Convention(250)
LENIENT = Convention(250, with_overlap=False)

Figures = dict[str, object]


def table(title: str, summaries: tuple[Summary, ...]) -> Table:
    """Percentages; strictly scored (no collar, with overlap) where nothing else is said."""
    found = Table(title=title)
    for head in ("", "recordings", "minutes", "confusion live", "end", "worst pair"):
        found.add_column(head, justify="left" if not head else "right")
    for head in ("same sex", "revised", "missed", "false alarm", "DER", "DER 250", "DER 250 -ov"):
        found.add_column(head, justify="right")
    for head in ("two at once found", "rightly", "count right"):
        found.add_column(head, justify="right")
    for one in summaries:
        strict = one.final[0]
        found.add_row(
            one.group,
            str(one.recordings),
            f"{one.audio_ms / 60_000:.0f}",
            percent(one.live[0].confusion),
            percent(strict.confusion),
            f"{one.worst_pair} {percent(one.worst_confusion)}",
            percent(one.same_sex.confusion) if one.same_sex.speech_ms else "",
            percent(one.revised),
            percent(strict.missed),
            percent(strict.false_alarm),
            percent(strict.der),
            percent(one.der(COLLAR_ONLY)),
            percent(one.der(LENIENT)),
            percent(one.overlap.recall),
            percent(one.overlap.precision),
            percent(one.right_count),
        )
    return found


def drift_table(parts: tuple[Part, ...]) -> Table:
    found = Table(title="One conversation of hours")
    for head in ("from minute", "confusion live", "end", "DER", "CPU s per s", "resident MB"):
        found.add_column(head, justify="right")
    for part in parts:
        found.add_row(
            f"{part.start_ms / 60_000:.0f}",
            percent(part.live.confusion),
            percent(part.final.confusion),
            percent(part.final.der),
            f"{part.cpu_s_per_s:.4f}",
            f"{part.resident_mb:.0f}",
        )
    return found


def percent(share: float) -> str:
    return f"{100 * share:.2f}"


def figures(one: Summary) -> Figures:
    """Shares of reference speech, rounded to 1e-4."""
    return {
        "recordings": one.recordings,
        "audio_min": round(one.audio_ms / 60_000, 1),
        "confusion_live": share(one.live[0].confusion),
        "confusion": share(one.final[0].confusion),
        "confusion_same_sex": share(one.same_sex.confusion),
        "confusion_other_sex": share(one.other_sex.confusion),
        "worst_pair": one.worst_pair,
        "confusion_worst_pair": share(one.worst_confusion),
        "revised": share(one.revised),
        "right_count_of_speakers": share(one.right_count),
        "overlap_recall": share(one.overlap.recall),
        "overlap_precision": share(one.overlap.precision),
        "cpu_s_per_s": share(one.cpu_s_per_s),
        "repeated_of_audio": share(one.repeated),
        "live": {c.name: errors(r) for c, r in zip(CONVENTIONS, one.live, strict=True)},
        "end": {c.name: errors(r) for c, r in zip(CONVENTIONS, one.final, strict=True)},
    }


def errors(rate: ErrorRate) -> Figures:
    return {
        "der": share(rate.der),
        "missed": share(rate.missed),
        "false_alarm": share(rate.false_alarm),
        "confusion": share(rate.confusion),
    }


def drift_figures(parts: tuple[Part, ...]) -> Figures:
    """Of the first and of the last half hour."""
    return {
        name: {
            "from_min": part.start_ms * 30 // HALF_HOUR_MS,
            "confusion_live": share(part.live.confusion),
            "confusion": share(part.final.confusion),
            "der": share(part.final.der),
            "cpu_s_per_s": share(part.cpu_s_per_s),
            "resident_mb": round(part.resident_mb),
        }
        for name, part in (("first", parts[0]), ("last", parts[-1]))
    }


def share(value: float) -> float:
    return round(value, 4)
