"""Trains the weights by which the extractive writer chooses the sentences of a note.

Prints figures by cross-validation over visits; the last line of standard output is one JSON object.
"""

import argparse
import json
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import Ridge

from notegen.choice import LENGTH, Length
from notegen.drafting import drafted
from notegen.score import Pair, score_notes
from notegen.selection import BUCKETS, Selection, vector
from notegen.templates.arrangement import arranged
from notegen.templates.library import TemplateLibrary
from recipes.note_aci_bench.encounters import encounters
from recipes.train_note_selection.examples import Example, example
from scribe.note import Note

WEIGHTS = Path("notegen/data/selection.npz")
TEMPLATE = "visit"
_FOLDS = 5
_LEAST = 2e-4
"""Weights below this in every output are left out of the file."""


def matrix(examples: Sequence[Example]) -> csr_matrix:
    """Shape (candidates of all, BUCKETS)."""
    rows = [vector(c.unit) for e in examples for c in e.candidates]
    return csr_matrix(
        (
            np.concatenate([r.values for r in rows]),
            np.concatenate([r.buckets for r in rows]),
            np.cumsum([0, *(len(r.buckets) for r in rows)]),
        ),
        shape=(len(rows), BUCKETS),
    )


def fit(features: csr_matrix, examples: Sequence[Example], alpha: float) -> Selection:
    """Ridge regression of all outputs at once."""
    model = Ridge(alpha=alpha, solver="lsqr").fit(
        features,
        np.concatenate([e.targets for e in examples]),
        sample_weight=np.concatenate([e.weights for e in examples]),
    )
    return Selection(model.coef_.astype(np.float32), model.intercept_.astype(np.float32))


def note_text(example: Example, trained: Selection, length: Length = LENGTH) -> str:
    """The note of an example by these weights."""
    drafts = drafted(example.dialogue, example.candidates, trained=trained, length=length)
    form = TemplateLibrary().find(TEMPLATE)
    return Note(form.name, "en", "", arranged(drafts, form).sections).text


def folds(examples: Sequence[Example]) -> list[tuple[list[int], list[int]]]:
    """Numbers of the visits to train on and to judge by."""
    numbers = range(len(examples))
    return [
        ([n for n in numbers if n % _FOLDS != k], [n for n in numbers if n % _FOLDS == k])
        for k in range(_FOLDS)
    ]


def validated(
    examples: Sequence[Example],
    features: Sequence[csr_matrix],
    alpha: float,
    lengths: Sequence[Length],
    say: Callable[[str], None] = print,
) -> list[dict[str, float]]:
    """ROUGE of notes by weights that never saw them, for each length."""
    texts: list[dict[int, str]] = [{} for _ in lengths]
    for train, judged in folds(examples):
        trained = fit(vstack([features[n] for n in train]), [examples[n] for n in train], alpha)
        for n in judged:
            for written, length in zip(texts, lengths, strict=True):
                written[n] = note_text(examples[n], trained, length)
    rows: list[dict[str, float]] = []
    for written, length in zip(texts, lengths, strict=True):
        pairs = [Pair(e.encounter.reference, written[n]) for n, e in enumerate(examples)]
        scores = score_notes(pairs)
        row = {
            "rouge1": round(scores.full.rouge1, 2),
            "rouge2": round(scores.full.rouge2, 2),
            "rouge_lsum": round(scores.full.rouge_lsum, 2),
            "words": round(statistics.mean(len(t.split()) for t in written.values())),
        }
        divisions = {d.division.value: round(d.rouge.rouge1, 2) for d in scores.divisions}
        say(f"alpha {alpha}, {length}: {row} {divisions}")
        rows.append(row)
    return rows


def saved(trained: Selection, path: Path) -> int:
    """Write the weights at half precision; how many buckets are kept."""
    kept: NDArray[np.int64] = np.flatnonzero(np.abs(trained.weights).max(axis=0) >= _LEAST)
    np.savez_compressed(
        path,
        buckets=kept.astype(np.int32),
        weights=trained.weights[:, kept].astype(np.float16),
        offsets=trained.offsets,
    )
    return len(kept)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder that holds aci-bench")
    parser.add_argument("--alpha", type=float, default=40.0)
    parser.add_argument("--no-validation", action="store_true", help="only train")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    visits = [*encounters(options.data, "train"), *encounters(options.data, "valid")]
    examples = [example(visit) for visit in visits]
    features = [matrix([e]) for e in examples]
    figures: dict[str, object] = {"visits": len(examples), "alpha": options.alpha}
    if not options.no_validation:
        figures |= validated(examples, features, options.alpha, [LENGTH])[0]
    figures["buckets"] = saved(fit(vstack(features), examples, options.alpha), options.out)
    figures["bytes"] = options.out.stat().st_size
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
