"""Qualities of a symptom: where, since when, how bad, what changes it.

The nine are those that a history asks for (OPQRST: onset, provocation, quality and region,
radiation, severity, time).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Qualities:
    """Each quality as a note words it, empty where it was not said; `utterances` say them.

    For example `left-sided`, `onset yesterday`, `for 3 days`, `7/10`, `worsening`, `intermittent`,
    `walking` (better or worse with it), `left arm` (where it radiates).
    """

    site: str = ""
    onset: str = ""
    duration: str = ""
    severity: str = ""
    course: str = ""
    timing: str = ""
    better_with: str = ""
    worse_with: str = ""
    radiation: str = ""
    utterances: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.phrases)

    @property
    def phrases(self) -> tuple[str, ...]:
        """What the note says, in its order."""
        return tuple(
            phrase
            for phrase in (
                self.site,
                f"radiating to the {self.radiation}" if self.radiation else "",
                self.onset,
                self.duration,
                self.severity,
                self.course,
                self.timing,
                _with("worse", self.worse_with),
                _with("better", self.better_with),
            )
            if phrase
        )


NOTHING_SAID: Final = Qualities()


def _with(way: str, what: str) -> str:
    if not what:
        return ""
    return f"{way} {what}" if what.startswith(("at ", "in the ")) else f"{way} with {what}"


def agreed(told: Sequence[Qualities]) -> Qualities:
    """All that was told of one symptom: a quality on which the tellings differ is left out.

    What makes it better or worse and where it goes may be several things: the first stays. Only
    what was used is evidence.
    """
    kept: dict[str, str] = {}
    for name in _NAMES:
        values = [value for q in told if (value := getattr(q, name))]
        if values and (name in _MANY or len({_NEARLY.sub("", v) for v in values}) == 1):
            kept[name] = values[0]
    if "duration" in kept and kept.get("onset", "").endswith(" ago"):
        del kept["onset"]  # says the same, or is another thing's
    used = (q for q in told if any(kept.get(n) and kept[n] == getattr(q, n) for n in _NAMES))
    return Qualities(**kept, utterances=tuple(dict.fromkeys(u for q in used for u in q.utterances)))


_NAMES: Final = (
    *("site", "onset", "duration", "severity", "course", "timing", "better_with", "worse_with"),
    "radiation",
)
_MANY: Final = frozenset({"better_with", "worse_with", "radiation"})
_NEARLY = re.compile(r"\b(?:about|almost|nearly|over|more than|at least) ")
