"""The word weights: a logistic regression over n-grams."""

from collections.abc import Sequence
from pathlib import Path

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from asr.role_features import features, words
from asr.roles import BIAS, CONSTANTS, HALF_WORDS, SCALE, SELF_SCALE, SUM_HALF, SUM_SCALE
from recipes.train_roles.examples import Said

RARE = 5
"""N-grams of fewer examples than this are left out."""
NEUTRAL = {SCALE: 1.0, HALF_WORDS: 1e9, SUM_SCALE: 1.0, SUM_HALF: 1e9, SELF_SCALE: 0.0}
"""Constants that change nothing: sums of weights as they are."""


def train(said: Sequence[Said], strength: float, smallest: float) -> dict[str, float]:
    """Weights by n-gram, with the bias; those below `smallest` are left out."""
    vectorizer = CountVectorizer(
        analyzer=lambda one: sorted(features(words(one.text), one.whole)),
        binary=True,
        min_df=RARE,
        dtype=float,
    )
    counts = vectorizer.fit_transform(said)
    model = LogisticRegression(C=strength, max_iter=500, tol=1e-3)
    model.fit(counts, [one.clinician for one in said], sample_weight=[one.weight for one in said])
    kept = {
        str(ngram): round(float(weight), 3)
        for ngram, weight in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
        if abs(weight) >= smallest
    }
    return {BIAS: round(float(model.intercept_[0]), 3), **kept}


def write(file: Path, weights: dict[str, float], constants: dict[str, float]) -> None:
    """One `n-gram TAB weight` per line, the constants first, then in order."""
    everything = {**weights, **constants}
    ngrams = sorted(set(everything) - set(CONSTANTS))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        "".join(f"{name}\t{everything[name]:.6g}\n" for name in (*CONSTANTS, *ngrams)),
        encoding="utf-8",
    )
