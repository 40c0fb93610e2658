"""Coding of whole encounters from a note, from our draft of one, and from what was said."""

import csv
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from notegen.extractive import ExtractiveWriter
from notegen.icd10.suggest import IcdCoder
from notegen.icd10.table import IcdTable
from recipes.code_icd10.recall import DAY
from recipes.corpora import aci_bench
from scribe.code import Code, Coding
from scribe.note import Note, section_text
from scribe.transcript import Transcript, Utterance

_EMPTY = Note("soap", "en", "none", ())
_FIRST = 5


@dataclass(frozen=True, slots=True)
class Encounter:
    """A visit: its reference note, what was said, and the codes that two coders gave it."""

    id: str
    note: str
    transcript: Transcript
    gold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Micro precision, recall and F1 of the suggested codes."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Never:
    """How often happened what must never happen."""

    invalid_codes: int = 0
    unquoted_evidence: int = 0
    excludes1_unflagged: int = 0
    without_evidence: int = 0

    def __add__(self, other: "Never") -> "Never":
        return Never(
            self.invalid_codes + other.invalid_codes,
            self.unquoted_evidence + other.unquoted_evidence,
            self.excludes1_unflagged + other.excludes1_unflagged,
            self.without_evidence + other.without_evidence,
        )


@dataclass(frozen=True, slots=True)
class Latency:
    """The median and the 95th percentile, in milliseconds."""

    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Agreement of the codes shown, precision of the first five, recall of at most ten.

    `with_alternatives` is the recall when the alternatives of a code count too. Latency is of
    coding alone, by the clock and by processor time.
    """

    encounters: int
    codes_each: float
    exact: Agreement
    category: Agreement
    precision_at_5: float
    recall_at_10: float
    with_alternatives: float
    never: Never
    clock: Latency
    processor: Latency


Source = Callable[[IcdCoder, Encounter], tuple[Callable[[], Coding], dict[str, str]]]
"""How an encounter is coded, and the texts by section or utterance that evidence refers to."""


def encounters(data: Path) -> tuple[Encounter, ...]:
    notes: dict[str, str] = {}
    for split in ("train", "valid"):
        with (data / "aci-bench" / f"{split}.csv").open(encoding="utf-8", newline="") as file:
            notes |= {r["encounter_id"]: r["note"] for r in csv.DictReader(file)}
    said = {d.id: d for s in ("train", "valid") for d in aci_bench(data, s)}
    with (data / "aci-bench-icd10" / "dev.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = []
    for row in rows:
        name = row["encounter_id"]
        utterances = tuple(
            Utterance(f"u{n}", turn.role.value, turn.role, 0, 0, turn.text)
            for n, turn in enumerate(said[name].turns, 1)
        )
        transcript = Transcript("en", "typed", 0, 0, utterances)
        codes = frozenset(row["icd10cm_codes"].split(","))
        found.append(Encounter(name, notes[name], transcript, codes))
    return tuple(found)


def from_note(coder: IcdCoder, encounter: Encounter) -> tuple[Callable[[], Coding], dict[str, str]]:
    """The reference note as plain text."""
    return (lambda: coder.code_text(encounter.note, DAY)), {"text": encounter.note}


def from_draft(
    coder: IcdCoder, encounter: Encounter
) -> tuple[Callable[[], Coding], dict[str, str]]:
    """The note that the writer without a model drafts, with the conversation, as the app does."""
    draft = ExtractiveWriter()(encounter.transcript, "soap")
    texts = {section.name: section_text(section) for section in draft.sections}
    texts |= {u.id: u.text for u in encounter.transcript.utterances}
    return (lambda: coder(draft, encounter.transcript, DAY)), texts


def from_conversation(
    coder: IcdCoder, encounter: Encounter
) -> tuple[Callable[[], Coding], dict[str, str]]:
    """What was said, without a note."""
    texts = {u.id: u.text for u in encounter.transcript.utterances}
    return (lambda: coder(_EMPTY, encounter.transcript, DAY)), texts


def measure(
    table: IcdTable, visits: Iterable[Encounter], source: Source, *, misses: bool = False
) -> Figures:
    coder = IcdCoder(table)
    pairs: list[tuple[frozenset[str], frozenset[str]]] = []
    firsts: list[tuple[frozenset[str], frozenset[str]]] = []
    others: list[tuple[frozenset[str], frozenset[str]]] = []
    clock_ms: list[float] = []
    cpu_ms: list[float] = []
    never = Never()
    for visit in visits:
        code, texts = source(coder, visit)
        begun, spent = time.perf_counter(), time.thread_time()
        codes = code().codes
        cpu_ms.append((time.thread_time() - spent) * 1000)
        clock_ms.append((time.perf_counter() - begun) * 1000)
        found = frozenset(c.code for c in codes)
        pairs.append((found, visit.gold))
        best = sorted(codes, key=lambda c: -c.score)[:_FIRST]
        firsts.append((frozenset(c.code for c in best), visit.gold))
        more = {a.code for c in codes for a in c.alternatives}
        others.append((found | more, visit.gold))
        never += _never(table, codes, texts)
        if misses and found != visit.gold:
            print(visit.id, "gold", sorted(visit.gold), "found", sorted(found), file=sys.stderr)
    exact = agreement(pairs)
    return Figures(
        len(pairs),
        round(statistics.mean(len(found) for found, _ in pairs), 2),
        exact,
        agreement((_categories(found), _categories(gold)) for found, gold in pairs),
        agreement(firsts).precision,
        exact.recall,
        agreement(others).recall,
        never,
        _latency(clock_ms),
        _latency(cpu_ms),
    )


def agreement(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> Agreement:
    right = found = wanted = 0
    for suggested, gold in pairs:
        right += len(suggested & gold)
        found += len(suggested)
        wanted += len(gold)
    precision, share = right / max(found, 1), right / max(wanted, 1)
    f1 = 2 * right / max(found + wanted, 1)
    return Agreement(round(precision, 3), round(share, 3), round(f1, 3))


def _never(table: IcdTable, codes: tuple[Code, ...], texts: dict[str, str]) -> Never:
    entries = [table.entry(code.code) for code in codes]
    evidence = [e for code in codes for e in code.evidence]
    return Never(
        sum(entry is None or not entry.billable_on(DAY) for entry in entries),
        sum(texts[e.utterance or e.section or ""][e.start : e.end] != e.quote for e in evidence),
        sum(
            not any("Excludes1" in rule for rule in code.rules)
            for code in codes
            for other in codes
            if other is not code and table.excludes(code.code, other.code)
        ),
        sum(not code.evidence for code in codes),
    )


def _latency(times: list[float]) -> Latency:
    last = statistics.quantiles(times, n=20)[-1]
    return Latency(round(statistics.median(times), 1), round(last, 1))


def _categories(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(code[:3] for code in codes)
