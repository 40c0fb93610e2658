"""Trains the weights by which clauses are chosen for a section.

Cross-validates ROUGE on the training set with the validation set under the clinicians' headers,
then trains on both. The last line of standard output is one JSON object.
"""

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import Ridge

from notegen.clauses import Clause
from notegen.headers import Header
from notegen.score import UNWRITTEN, Rouge, mean, rouge
from notegen.snippet import LENGTH_FACTOR, chosen_by, supported_clauses
from notegen.worth import BUCKETS, WEIGHTS_FILE, Worth, length_vector, vector
from recipes.note_mts_dialog.examples import Example, examples

FOLDS = 5
CLAUSE_RIDGE, LENGTH_RIDGE = 5.0, 1.0
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Case:
    """A dialogue's clauses with the section that a clinician wrote of it."""

    header: Header
    section: str
    words: int
    turns: int
    clauses: tuple[Clause, ...]


def case(example: Example) -> Case:
    said = example.transcript
    return Case(
        example.section.header,
        example.section.summary,
        len(said.text.split()),
        len(said.utterances),
        supported_clauses(said),
    )


def shares(case: Case) -> list[float]:
    """Of each clause the share of its words that the section has: the precision of ROUGE-1."""
    section = Counter(_WORD.findall(case.section.lower()))
    found = [Counter(_WORD.findall(c.text.lower())) for c in case.clauses]
    return [(words & section).total() / max(1, words.total()) for words in found]


def train(cases: Sequence[Case]) -> Worth:
    """Each dialogue counts as the square root of its clauses."""
    rows = [vector(c, one.header, len(one.clauses)) for one in cases for c in one.clauses]
    weights = [1 / math.sqrt(len(one.clauses)) for one in cases for _ in one.clauses]
    found = csr_matrix(
        (
            np.concatenate([r.values for r in rows]),
            np.concatenate([r.buckets for r in rows]),
            np.cumsum([0, *(len(r.buckets) for r in rows)]),
        ),
        shape=(len(rows), BUCKETS),
    )
    clause = Ridge(alpha=CLAUSE_RIDGE)
    clause.fit(found, [s for one in cases for s in shares(one)], sample_weight=weights)
    length = Ridge(alpha=LENGTH_RIDGE, fit_intercept=False)
    length.fit(
        [length_vector(one.header, one.words, one.turns) for one in cases],
        [math.log1p(len(_WORD.findall(one.section.lower()))) for one in cases],
    )
    return Worth(
        np.asarray(clause.coef_, np.float32), float(clause.intercept_), np.asarray(length.coef_)
    )


def scored(one: Case, promised: NDArray[np.float64], length: float) -> Rouge:
    """ROUGE of the clauses chosen by the shares that were promised of them."""
    chosen = chosen_by(one.clauses, promised, length)
    return rouge(one.section, "\n".join(c.text for c in chosen) or UNWRITTEN)


def cross_validated(cases: Sequence[Case], factor: float) -> list[Rouge]:
    """The scores of each case by weights that have not seen it."""
    found: dict[int, Rouge] = {}
    for fold in range(FOLDS):
        weights = train([c for n, c in enumerate(cases) if n % FOLDS != fold])
        for n, one in enumerate(cases):
            if n % FOLDS == fold:
                length = factor * weights.words(one.header, one.words, one.turns)
                found[n] = scored(one, weights.shares(one.clauses, one.header), length)
    return [found[n] for n in range(len(cases))]


def write(file: Path, weights: Worth) -> None:
    """The arrays that `notegen.worth` reads."""
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        file,
        weights=weights.weights.astype(np.float16),
        offset=np.float32(weights.offset),
        lengths=weights.lengths.astype(np.float32),
    )


def figures(found: Sequence[Rouge]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in asdict(mean(found)).items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder that holds mts-dialog, e.g. ../shared/data"
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS_FILE, help="where the weights go")
    parser.add_argument("--factors", type=float, nargs="*", default=[LENGTH_FACTOR])
    options = parser.parse_args()
    learnt = examples(options.data, "train")
    cases = [case(e) for e in (*learnt, *examples(options.data, "valid"))]
    result: dict[str, object] = {
        "dialogues": len(cases),
        "clauses": sum(len(c.clauses) for c in cases),
    }
    for factor in options.factors:
        found = cross_validated(cases, factor)
        by_header: dict[Header, list[Rouge]] = {}
        for one, scores in zip(cases, found, strict=True):
            by_header.setdefault(one.header, []).append(scores)
        for header, scores in sorted(by_header.items(), key=lambda item: -len(item[1])):
            print(f"{factor} {header:>14} {len(scores):>5} {figures(scores)}")
        result[f"factor {factor}"] = {
            "train": figures(found[: len(learnt)]),
            "valid": figures(found[len(learnt) :]),
        }
    write(options.out, train(cases))
    result["bytes"] = options.out.stat().st_size
    print(json.dumps(result))


if __name__ == "__main__":
    main()
