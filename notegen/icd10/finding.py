"""A code under consideration, with what speaks for it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from notegen.icd10.lexicon import Kind
from notegen.icd10.table import Entry
from scribe.code import Evidence


@dataclass(frozen=True, slots=True)
class Finding:
    """A billable code, its kind, score in [0, 1], evidence, and the rules that were applied.

    `assessed` is true when the clinician names it as a problem of its own in the assessment.
    """

    entry: Entry
    kind: Kind
    score: float
    evidence: tuple[Evidence, ...]
    rules: tuple[str, ...] = ()
    assessed: bool = False

    @property
    def code(self) -> str:
        return self.entry.code

    def with_rule(self, rule: str, factor: float = 1.0) -> "Finding":
        """The same finding with one more rule and its score multiplied."""
        return replace(self, rules=(*self.rules, rule), score=self.score * factor)


_REPEATED = 0.02
"""What a further mention adds to the score; at most three count."""


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for each code: the best score, all evidence (best first) and all rules."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.code, []).append(finding)
    return tuple(_united(group) for group in groups.values())


def _united(group: list[Finding]) -> Finding:
    best = max(group, key=lambda f: f.score)
    ordered = sorted(group, key=lambda f: -f.score)
    evidence = tuple(dict.fromkeys(e for f in ordered for e in f.evidence))
    rules = tuple(dict.fromkeys(r for f in ordered for r in f.rules))
    score = min(0.99, best.score + _REPEATED * min(3, len(evidence) - 1))
    assessed = any(f.assessed for f in group)
    return replace(best, evidence=evidence, rules=rules, score=score, assessed=assessed)
