"""Measure ICD-10-CM search and suggestion against public gold codes."""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from notegen.icd10.build import build_table
from notegen.icd10.intake import take_in
from notegen.icd10.kept import Kept
from notegen.icd10.suggest import IcdCoder
from notegen.icd10.table import IcdTable
from recipes.code_icd10.ablation import ablation
from recipes.code_icd10.catalogue import billable, coverage
from recipes.code_icd10.encounters import (
    encounters,
    from_conversation,
    from_draft,
    from_note,
    measure,
)
from recipes.code_icd10.index_xml import write_index_xml
from recipes.code_icd10.recall import (
    DAY,
    PHRASES,
    codiesp_queries,
    halves,
    published_pick,
    read_phrases,
    recall,
)
from recipes.code_icd10.reliability import reliability

PARTS = ("phrases", "encounters", "catalogue", "reliability", "memory", "ablation")
_TUNED_ON = ("clinician", "everyday_dev", "misheard_dev")
_UNTOUCHED = ("everyday", "misheard")
"""Files of phrases of which only the totals are printed."""
_NOTES_FOR_MEMORY = 20


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Search on phrases, suggestion on ACI-BENCH encounters with double-coded"
        " ICD-10-CM. Evaluation only. The last line of standard output is one JSON object with the"
        " figures."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with codiesp, aci-bench")
    parser.add_argument("--part", choices=PARTS, action="append", help="default: the first two")
    parser.add_argument(
        "--index", action="store_true", help="import the index of 2025 from the folder icd10cm"
    )
    parser.add_argument("--sample", type=int, default=0, help="codes of the catalogue; 0 is all")
    parser.add_argument("--misses", action="store_true", help="print on stderr what went wrong")
    options = parser.parse_args()
    parts: Sequence[str] = options.part or PARTS[:2]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "icd.sqlite"
        releases = Kept(folder / "icd")
        begun = time.perf_counter()
        if options.index:
            intake = take_in(index_files(options.data, folder), releases, path)
            print(f"index phrases: {intake.counts}", file=sys.stderr)
        else:
            build_table(path)
        figures: dict[str, Any] = {
            "build_s": round(time.perf_counter() - begun, 1),
            "table_mb": round(path.stat().st_size / 1e6, 1),
        }
        with IcdTable.open(path, releases.index_alone()) as table:
            for part in parts:
                figures |= _measured(part, table, options)
        if "memory" in parts:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
                took = fresh.submit(memory_mb, path, releases.index_alone(), options.data)
                figures["memory_mb"] = round(took.result(), 1)
        if "ablation" in parts:
            misheard = read_phrases(PHRASES / "misheard_dev.tsv")
            mentions = codiesp_queries(options.data)
            left = ablation(path, folder, mentions, misheard, encounters(options.data))
            figures["ablation"] = [asdict(one) for one in left]
    print(json.dumps(figures))


def _measured(part: str, table: IcdTable, options: argparse.Namespace) -> Iterator[Any]:
    data: Path = options.data
    match part:
        case "phrases":
            for name in (*_TUNED_ON, *_UNTOUCHED):
                shown = options.misses and name in _TUNED_ON
                found = recall(table, read_phrases(PHRASES / f"{name}.tsv"), misses=shown)
                yield name, asdict(found)
            yield "codiesp_dev", asdict(recall(table, codiesp_queries(data)))
            yield "codiesp_dev_published_gpt4_retrieval_exact_at_1", published_pick(data)
        case "encounters":
            visits = encounters(data)
            for name, source in (
                ("aci_bench_notes", from_note),
                ("aci_bench_drafts", from_draft),
                ("aci_bench_conversations", from_conversation),
            ):
                shown = options.misses and source is from_note
                yield name, asdict(measure(table, visits, source, misses=shown))
        case "catalogue":
            entries = billable(table, options.sample)
            yield "catalogue", asdict(coverage(table, entries))
            yield "catalogue_by_words", asdict(coverage(table, entries, by_words=True))
        case "reliability":
            chosen, others = halves(codiesp_queries(data))
            yield "reliability_where_fitted", asdict(reliability(table, chosen))
            yield "reliability_elsewhere", asdict(reliability(table, others))
        case _:
            return


def index_files(data: Path, folder: Path) -> tuple[Path, ...]:
    """The index, external-cause index, neoplasm and drug tables of 2025 as official files."""
    source = data / "icd10cm"
    index = folder / "icd10cm-index-2025.xml"
    write_index_xml(source / "ICD10CM_2025_Index.csv", index, 2025)
    tables = ("eindex", "neoplasm", "drug")
    return (index, *(source / f"icd-10-cm-{table}-2025.xml" for table in tables))


def memory_mb(path: Path, kept: Path | None, data: Path) -> float:
    """What an opened table takes after twenty notes, more than the process before it."""
    visits = encounters(data)[:_NOTES_FOR_MEMORY]
    before_mb = resident_mb()
    with IcdTable.open(path, kept) as table:
        coder = IcdCoder(table)
        for visit in visits:
            coder.code_text(visit.note, DAY)
        return resident_mb() - before_mb


def resident_mb() -> float:
    """Memory of this process (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
