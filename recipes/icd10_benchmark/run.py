"""Measure the ICD-10-CM suggestions against public gold codes."""

import argparse
import csv
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from notegen.icd10.build import build_table
from notegen.icd10.intake import take_in
from notegen.icd10.kept import Kept
from notegen.icd10.search import search
from notegen.icd10.suggest import IcdCoder
from notegen.icd10.table import IcdTable
from recipes.corpora import aci_bench
from recipes.icd10_benchmark.index_xml import write_index_xml
from scribe.note import Note
from scribe.transcript import Transcript, Utterance

DAY = date(2026, 9, 30)
"""The last day of the release whose codes the gold lists use."""

CLINICIAN_QUERIES = """type 2 diabetes mellitus E11.9; essential hypertension I10; GERD without
esophagitis K21.9; COPD with acute exacerbation J44.1; chronic low back pain M54.50; urinary tract
infection N39.0; strep throat J02.0; migraine without aura G43.009; osteoarthritis of the right
knee M17.11; CKD stage 3 N18.30; type 2 diabetes with chronic kidney disease E11.22; generalized
anxiety disorder F41.1; atrial fibrillation I48.91; congestive heart failure I50.9; acute on
chronic systolic heart failure I50.23; acute otitis media right ear H66.91; hypothyroidism E03.9;
gout M10.9; carpal tunnel syndrome right wrist G56.01; left ankle sprain S93.402A; closed fracture
of distal right radius S52.501A; plantar fasciitis M72.2; obstructive sleep apnea G47.33; iron
deficiency anemia D50.9; lump in left breast N63.20; vitamin D deficiency E55.9; acute bronchitis
J20.9; community acquired pneumonia J18.9; morbid obesity E66.01; acute appendicitis K35.80"""


@dataclass(frozen=True, slots=True)
class Query:
    """A phrase and the codes that are right for it."""

    phrase: str
    gold: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recall:
    """Shares of the queries with a right code among the first 1, 5, 10; by category at 1."""

    queries: int
    exact_at_1: float
    exact_at_5: float
    exact_at_10: float
    category_at_1: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Micro precision, recall and F1 of the suggested codes."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class NoteFigures:
    """Coding of whole notes, latency by the clock and by processor time.

    The last four fields count what must never happen.
    """

    notes: int
    codes_per_note: float
    exact: Agreement
    category: Agreement
    p50_ms: float
    p95_ms: float
    p50_cpu_ms: float
    p95_cpu_ms: float
    invalid_codes: int
    unquoted_evidence: int
    excludes1_unflagged: int
    without_evidence: int


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Retrieval on clinician phrases and CodiEsp dev mentions, suggestion on"
        " ACI-BENCH notes with double-coded ICD-10-CM. Evaluation only. The last line of standard"
        " output is one JSON object with the figures."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with codiesp, aci-bench")
    parser.add_argument(
        "--index", action="store_true", help="import the index of 2025 from the folder icd10cm"
    )
    parser.add_argument("--misses", action="store_true", help="print on stderr what went wrong")
    options = parser.parse_args()
    data: Path = options.data
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "icd.sqlite"
        releases = Kept(Path(folder) / "icd")
        official = index_files(data, Path(folder)) if options.index else ()
        begun = time.perf_counter()
        if official:
            intake = take_in(official, releases, path)
            print(f"index phrases: {intake.counts}", file=sys.stderr)
        else:
            build_table(path)
        build_s = time.perf_counter() - begun
        with IcdTable.open(path, releases.index_alone()) as table:
            clinician = recall(table, clinician_queries(), misses=options.misses)
            codiesp = recall(table, codiesp_queries(data), misses=False)
            notes = code_notes(table, data, misses=options.misses)
            dialogues = code_dialogues(table, data)
            size_mb = path.stat().st_size / 1e6
    figures = {
        "build_s": round(build_s, 1),
        "table_mb": round(size_mb, 1),
        "clinician_phrases": asdict(clinician),
        "codiesp_dev": asdict(codiesp),
        "codiesp_dev_published_gpt4_retrieval_exact_at_1": published_pick(data),
        "aci_bench_notes": asdict(notes),
        "aci_bench_dialogues": {name: asdict(a) for name, a in dialogues},
    }
    print(json.dumps(figures))


def index_files(data: Path, folder: Path) -> tuple[Path, ...]:
    """The index, external-cause index, neoplasm and drug tables of 2025 as official files."""
    source = data / "icd10cm"
    index = folder / "icd10cm-index-2025.xml"
    write_index_xml(source / "ICD10CM_2025_Index.csv", index, 2025)
    tables = ("eindex", "neoplasm", "drug")
    return (index, *(source / f"icd-10-cm-{table}-2025.xml" for table in tables))


def clinician_queries() -> tuple[Query, ...]:
    texts = (" ".join(q.split()) for q in CLINICIAN_QUERIES.split(";"))
    pairs = (text.rsplit(" ", 1) for text in texts)
    return tuple(Query(phrase, (code,)) for phrase, code in pairs)


def codiesp_queries(data: Path) -> tuple[Query, ...]:
    return tuple(Query(r["phrase_en"], tuple(r["gold"].split(","))) for r in _codiesp_rows(data))


def published_pick(data: Path) -> float:
    """Share of mentions whose gold holds the pick of the published GPT-4 system."""
    rows = _codiesp_rows(data)
    right = sum(r["gpt4_rag_pick"] in r["gold"].split(",") for r in rows)
    return round(right / len(rows), 3)


def recall(table: IcdTable, queries: Sequence[Query], *, misses: bool) -> Recall:
    first = five = ten = category = 0
    for query in queries:
        codes = [f.resolved.entry.code for f in search(table, query.phrase, DAY)]
        first += codes[:1] != [] and codes[0] in query.gold
        five += bool(set(codes[:5]) & set(query.gold))
        ten += bool(set(codes[:10]) & set(query.gold))
        category += codes[:1] != [] and codes[0][:3] in {g[:3] for g in query.gold}
        if misses and codes[:1] != list(query.gold[:1]):
            print(query.phrase, query.gold, codes[:5], file=sys.stderr)
    n = len(queries)
    return Recall(n, *(round(x / n, 3) for x in (first, five, ten, category)))


def code_notes(table: IcdTable, data: Path, *, misses: bool) -> NoteFigures:
    coder = IcdCoder(table)
    pairs: list[tuple[frozenset[str], frozenset[str]]] = []
    elapsed_ms: list[float] = []
    cpu_ms: list[float] = []
    invalid = unquoted = unflagged = bare = 0
    for encounter, note, gold in _coded_notes(data):
        begun, cpu = time.perf_counter(), time.thread_time()
        codes = coder.code_text(note, DAY).codes
        elapsed_ms.append((time.perf_counter() - begun) * 1000)
        cpu_ms.append((time.thread_time() - cpu) * 1000)
        found = frozenset(c.code for c in codes)
        pairs.append((found, gold))
        for code in codes:
            entry = table.entry(code.code)
            invalid += entry is None or not entry.billable_on(DAY)
            unquoted += sum(note[e.start : e.end] != e.quote for e in code.evidence)
            bare += not code.evidence
            for other in codes:
                conflict = other is not code and table.excludes(code.code, other.code)
                unflagged += bool(conflict) and not any("Excludes1" in r for r in code.rules)
        if misses and found != gold:
            print(encounter, "gold", sorted(gold), "found", sorted(found), file=sys.stderr)
    return NoteFigures(
        notes=len(pairs),
        codes_per_note=round(statistics.mean(len(found) for found, _ in pairs), 2),
        exact=agreement(pairs),
        category=agreement((_categories(found), _categories(gold)) for found, gold in pairs),
        p50_ms=round(statistics.median(elapsed_ms), 1),
        p95_ms=round(statistics.quantiles(elapsed_ms, n=20)[-1], 1),
        p50_cpu_ms=round(statistics.median(cpu_ms), 1),
        p95_cpu_ms=round(statistics.quantiles(cpu_ms, n=20)[-1], 1),
        invalid_codes=invalid,
        unquoted_evidence=unquoted,
        excludes1_unflagged=unflagged,
        without_evidence=bare,
    )


def code_dialogues(table: IcdTable, data: Path) -> tuple[tuple[str, Agreement], ...]:
    """Agreement of the codes from the conversation alone, exact and by category."""
    coder = IcdCoder(table)
    gold = {encounter: codes for encounter, _, codes in _coded_notes(data)}
    empty = Note("soap", "en", "none", ())
    pairs: list[tuple[frozenset[str], frozenset[str]]] = []
    for dialogue in (*aci_bench(data, "train"), *aci_bench(data, "valid")):
        if dialogue.id not in gold:
            continue
        utterances = tuple(
            Utterance(f"u{n}", turn.role.value, turn.role, 0, 0, turn.text)
            for n, turn in enumerate(dialogue.turns, 1)
        )
        transcript = Transcript("en", "typed", 0, 0, utterances)
        found = frozenset(c.code for c in coder(empty, transcript, DAY).codes)
        pairs.append((found, gold[dialogue.id]))
    categories = [(_categories(found), _categories(wanted)) for found, wanted in pairs]
    return (("exact", agreement(pairs)), ("category", agreement(categories)))


def agreement(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> Agreement:
    right = found = wanted = 0
    for suggested, gold in pairs:
        right += len(suggested & gold)
        found += len(suggested)
        wanted += len(gold)
    precision, share = right / max(found, 1), right / max(wanted, 1)
    f1 = 2 * right / max(found + wanted, 1)
    return Agreement(round(precision, 3), round(share, 3), round(f1, 3))


def _categories(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(code[:3] for code in codes)


def _codiesp_rows(data: Path) -> list[dict[str, str]]:
    with (data / "codiesp" / "mentions_dev.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _coded_notes(data: Path) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Encounter, reference note and gold codes."""
    notes: dict[str, str] = {}
    for split in ("train", "valid"):
        with (data / "aci-bench" / f"{split}.csv").open(encoding="utf-8", newline="") as file:
            notes |= {r["encounter_id"]: r["note"] for r in csv.DictReader(file)}
    with (data / "aci-bench-icd10" / "dev.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            codes = frozenset(row["icd10cm_codes"].split(","))
            yield row["encounter_id"], notes[row["encounter_id"]], codes


if __name__ == "__main__":
    main()
