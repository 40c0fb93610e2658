"""Trains the weights by which clauses are chosen for a section.

Cross-validates ROUGE on the training set with the validation set under the clinicians' headers,
then trains on both. The last line of standard output is one JSON object.
"""

import argparse
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression, Ridge

from notegen.clauses import Clause
from notegen.headers import Header
from notegen.score import UNWRITTEN, Rouge, mean, rouge
from notegen.snippet import LENGTH_FACTOR, chosen_by, supported_clauses
from notegen.word_worth import BUCKETS as WORD_BUCKETS
from notegen.word_worth import TIMES, Told, WordWorth, is_formal, tokens, told, word_buckets
from notegen.worth import BUCKETS, WEIGHTS_FILE, Worth, length_vector, vector
from recipes.note_mts_dialog.examples import Example, examples

FOLDS = 5
CLAUSE_RIDGE, LENGTH_RIDGE, WORD_COST = 5.0, 1.0, 0.3


@dataclass(frozen=True, slots=True)
class Case:
    """A dialogue's clauses with the section that a clinician wrote of it."""

    header: Header
    section: str
    words: int
    turns: int
    told: Told
    clauses: tuple[Clause, ...]


def case(example: Example) -> Case:
    said = example.transcript
    return Case(
        example.section.header,
        example.section.summary,
        len(said.text.split()),
        len(said.utterances),
        told(said.utterances),
        supported_clauses(said),
    )


def shares(case: Case) -> list[float]:
    """Of each clause the share of its words that the section has: the precision of ROUGE-1."""
    section = Counter(tokens(case.section))
    found = [Counter(tokens(c.text)) for c in case.clauses]
    return [(words & section).total() / max(1, words.total()) for words in found]


def lengths(cases: Sequence[Case]) -> NDArray[np.float64]:
    """The weights that predict the logarithm of a section's length."""
    length = Ridge(alpha=LENGTH_RIDGE, fit_intercept=False)
    length.fit(
        [length_vector(one.header, one.words, one.turns) for one in cases],
        [math.log1p(len(tokens(one.section))) for one in cases],
    )
    return np.asarray(length.coef_)


def train_clauses(cases: Sequence[Case]) -> tuple[NDArray[np.float32], float]:
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
    return np.asarray(clause.coef_, np.float32), float(clause.intercept_)


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Words of the clauses of a dialogue, a row for each time that they could be there.

    buckets: shape (rows, word_worth.BUCKETS). kept: whether the section has the word so often.
    """

    buckets: csr_matrix
    kept: NDArray[np.bool_]


def occurrences(case: Case, length: float) -> Occurrences:
    """The examples of one dialogue: formal words up to TIMES, others once and twice."""
    section = Counter(tokens(case.section))
    rows: list[NDArray[np.int64]] = []
    kept: list[bool] = []
    found = word_buckets(case.clauses, case.header, case.told, length)
    for clause, words in zip(case.clauses, found, strict=True):
        for word, times in zip(tokens(clause.text), words, strict=True):
            for k, buckets in enumerate(times[: TIMES if is_formal(word) else 2]):
                rows.append(buckets)
                kept.append(section[word] > k)
    places = np.concatenate([np.zeros(0, np.int64), *rows]).astype(np.int32)
    ends = np.cumsum([0, *(len(r) for r in rows)])
    ones = np.ones(len(places), np.float32)
    return Occurrences(
        csr_matrix((ones, places, ends), shape=(len(rows), WORD_BUCKETS)), np.array(kept, bool)
    )


def train_words(found: Sequence[Occurrences]) -> WordWorth:
    """Each dialogue counts as the square root of its rows."""
    told_of = [o for o in found if len(o.kept)]
    kept = np.concatenate([o.kept for o in told_of])
    if kept.all() or not kept.any():
        return WordWorth(np.zeros(WORD_BUCKETS, np.float32), 9.0 if kept.all() else -9.0)
    weights = np.concatenate([np.full(len(o.kept), 1 / math.sqrt(len(o.kept))) for o in told_of])
    model = LogisticRegression(C=WORD_COST, max_iter=60, tol=1e-3)
    model.fit(vstack([o.buckets for o in told_of]).tocsr(), kept, sample_weight=weights)
    return WordWorth(np.asarray(model.coef_[0], np.float32), float(model.intercept_[0]))


def predicted(cases: Sequence[Case]) -> list[float]:
    """The length of each section, by weights that have not seen it."""
    found = [0.0] * len(cases)
    for fold in range(FOLDS):
        weights = lengths([c for n, c in enumerate(cases) if n % FOLDS != fold])
        for n, one in enumerate(cases):
            if n % FOLDS == fold:
                raised = float(length_vector(one.header, one.words, one.turns) @ weights)
                found[n] = math.expm1(max(0.0, raised))
    return found


def train(cases: Sequence[Case], found: Sequence[Occurrences]) -> Worth:
    """From cases with the occurrences of their words."""
    weights, offset = train_clauses(cases)
    return Worth(weights, offset, lengths(cases), train_words(found))


def scored(one: Case, weights: Worth, factor: float) -> Rouge:
    """ROUGE of the clauses that are chosen by what the weights promise of them."""
    length = weights.words(one.header, one.words, one.turns)
    promises = weights.of_words.promises(one.clauses, one.header, one.told, length)
    promised = weights.shares(one.clauses, one.header)
    chosen = chosen_by(one.clauses, promised, promises, factor * length)
    return rouge(one.section, "\n".join(c.text for c in chosen) or UNWRITTEN)


def cross_validated(
    cases: Sequence[Case], found: Sequence[Occurrences], factors: Sequence[float]
) -> list[list[Rouge]]:
    """For each factor the scores of each case by weights that have not seen it."""
    scores: dict[tuple[int, int], Rouge] = {}
    for fold in range(FOLDS):
        learnt = [n for n in range(len(cases)) if n % FOLDS != fold]
        weights = train([cases[n] for n in learnt], [found[n] for n in learnt])
        for n, one in enumerate(cases):
            if n % FOLDS == fold:
                for k, factor in enumerate(factors):
                    scores[k, n] = scored(one, weights, factor)
    return [[scores[k, n] for n in range(len(cases))] for k in range(len(factors))]


def write(file: Path, weights: Worth) -> None:
    """The arrays that `notegen.worth` reads."""
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        file,
        weights=weights.weights.astype(np.float16),
        offset=np.float32(weights.offset),
        lengths=weights.lengths.astype(np.float32),
        of_words=weights.of_words.weights.astype(np.float16),
        word_offset=np.float32(weights.of_words.offset),
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
    pairs = zip(cases, predicted(cases), strict=True)
    words = [occurrences(one, length) for one, length in pairs]
    scores_of = cross_validated(cases, words, options.factors)
    for factor, found in zip(options.factors, scores_of, strict=True):
        by_header: dict[Header, list[Rouge]] = {}
        for one, rouges in zip(cases, found, strict=True):
            by_header.setdefault(one.header, []).append(rouges)
        for header, scores in sorted(by_header.items(), key=lambda item: -len(item[1])):
            print(f"{factor} {header:>14} {len(scores):>5} {figures(scores)}")
        result[f"factor {factor}"] = {
            "train": figures(found[: len(learnt)]),
            "valid": figures(found[len(learnt) :]),
        }
    write(options.out, train(cases, words))
    result["bytes"] = options.out.stat().st_size
    print(json.dumps(result))


if __name__ == "__main__":
    main()
