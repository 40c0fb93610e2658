"""Trains the weights by which words without punctuation are split into sentences.

Prints figures on dialogues held out, of the trained weights and of the rules alone; the last line
of standard output is one JSON object.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from notegen.sentence_ends import BUCKETS, SentenceEnds, gap_features, hashed, since_features
from notegen.sentences import THRESHOLD, pieces
from recipes.train_sentence_ends.examples import Said, dialogues, of_folds, run_together, turns

WEIGHTS = Path("notegen/data/sentence_ends.npz")
_COMMON = 250
_INVERSE_STRENGTH = 0.1
_LEAST = 0.02
"""Weights below this are left out of the file."""


@dataclass(frozen=True, slots=True)
class Found:
    """Counts of sentence beginnings within turns: found, those that are right, those there are.

    `paused` is how many of those found stand at least at a comma.
    """

    found: int
    right: int
    there: int
    paused: int

    def as_json(self) -> dict[str, float]:
        """Percent."""
        return {
            "precision": round(100 * self.right / max(1, self.found), 1),
            "recall": round(100 * self.right / max(1, self.there), 1),
            "f1": round(200 * self.right / max(1, self.found + self.there), 1),
            "at_a_pause": round(100 * self.paused / max(1, self.found), 1),
            "there": self.there,
        }


def train(examples: Sequence[Said], inverse_strength: float = _INVERSE_STRENGTH) -> SentenceEnds:
    """Logistic regression; what was said since the last end is known when it learns."""
    counted = Counter(word for e in examples for word in e.words)
    common = frozenset(word for word, _ in counted.most_common(_COMMON))
    columns: list[int] = []
    ends = [0]
    targets: list[bool] = []
    for example in examples:
        first = 0
        for k, around in enumerate(gap_features(example.words, common), start=1):
            columns += hashed((*around, *since_features(example.words, first, k)))
            ends.append(len(columns))
            targets.append(k in example.begins)
            if k in example.begins:
                first = k
    features = csr_matrix(
        (np.ones(len(columns), np.float32), np.array(columns), np.array(ends)),
        shape=(len(targets), BUCKETS),
    )
    model = LogisticRegression(C=inverse_strength, solver="liblinear").fit(features, targets)
    return SentenceEnds(model.coef_[0].astype(np.float32), float(model.intercept_[0]), common)


def measured(examples: Sequence[Said], split: Callable[[Sequence[str]], Sequence[int]]) -> Found:
    """What a way to split finds, in all examples together."""
    found = right = there = paused = 0
    for example in examples:
        begins = frozenset(split(example.words))
        found += len(begins)
        right += len(begins & example.begins)
        there += len(example.begins)
        paused += len(begins & example.pauses)
    return Found(found, right, there, paused)


def saved(trained: SentenceEnds, path: Path) -> int:
    """Write the weights at half precision; how many buckets are kept."""
    kept = np.flatnonzero(np.abs(trained.weights) >= _LEAST)
    np.savez_compressed(
        path,
        buckets=kept.astype(np.int32),
        weights=trained.weights[kept].astype(np.float16),
        offset=np.float32(trained.offset),
        common=np.array(sorted(trained.common)),
    )
    return len(kept)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder that holds aci-bench")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    sources = dialogues(options.data)
    single, joined = list(turns(sources)), list(run_together(sources))
    trained = train(of_folds([*single, *joined], 0, held_out=False))
    judged = of_folds(single, 0, held_out=True)

    def split(words: Sequence[str]) -> Sequence[int]:
        return [p.first for p in pieces(words, trained, options.threshold)[1:]]

    figures: dict[str, object] = {"dialogues": len(sources), "threshold": options.threshold}
    for corpus in sorted({s.corpus for s in judged}):
        figures[corpus] = measured([s for s in judged if s.corpus == corpus], split).as_json()
        print(corpus, figures[corpus])
    figures["all"] = measured(judged, split).as_json()
    figures["turns"] = len(judged)
    every = [s for s in (*single, *joined) if len(s.words) > 1]
    figures["buckets"] = saved(train(every), options.out)
    figures["bytes"] = options.out.stat().st_size
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
