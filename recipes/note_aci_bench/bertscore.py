"""BERTScore as ACI-BENCH takes it; needs the library bert-score with its model."""

import statistics
from collections.abc import Sequence

from bert_score import score

from notegen.score import Pair


def bertscore_f1(pairs: Sequence[Pair], model: str) -> float:
    """Mean F1 in percent, without idf, not rescaled."""
    predictions, references = [p.prediction for p in pairs], [p.reference for p in pairs]
    _, _, f1 = score(predictions, references, model_type=model)
    return 100 * statistics.mean(f1.tolist())
