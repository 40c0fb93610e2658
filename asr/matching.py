"""Pairs labels with speakers, one to one."""

from collections.abc import Mapping

MOST_SPEAKERS = 10
"""The search doubles with each more of these: those who share least with all labels are left out.

SciPy has the polynomial solution; it is not in the plain install, and a visit has few speakers.
"""

Shared = Mapping[str, Mapping[str, int]]
"""How much each label has in common with each speaker, such as milliseconds: 0 or more."""


def best_match(shared: Shared) -> dict[str, str]:
    """The speaker of each label so that all pairs together have most in common.

    Each speaker is given once. A label that has nothing in common with a speaker left is left out.
    Of equal solutions the one is taken that labels and speakers come first in. Exact: the
    assignment problem, label after label over the sets of speakers taken (Held and Karp 1962).
    """
    totals: dict[str, int] = {}
    for of_label in shared.values():
        for speaker, common in of_label.items():
            totals[speaker] = totals.get(speaker, 0) + common
    speakers = sorted(totals, key=totals.__getitem__, reverse=True)[:MOST_SPEAKERS]
    best: dict[int, tuple[int, dict[str, str]]] = {0: (0, {})}
    for label, of_label in shared.items():
        longer = dict(best)
        for taken, (total, pairs) in best.items():
            for place, speaker in enumerate(speakers):
                common, now_taken = of_label.get(speaker, 0), taken | 1 << place
                if common == 0 or now_taken == taken:
                    continue
                if now_taken not in longer or longer[now_taken][0] < total + common:
                    longer[now_taken] = (total + common, {**pairs, label: speaker})
        best = longer
    return max(best.values(), key=lambda found: found[0])[1]
