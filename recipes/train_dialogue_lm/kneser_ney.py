"""Back-off n-gram models: modified Kneser-Ney estimation with mixing.

Formulas: Chen and Goodman 1998, "An empirical study of smoothing techniques for language
modeling" (modified Kneser-Ney, section 3), Stolcke 1998, "Entropy-based pruning of backoff
language models" (the pruning criterion).
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

START, END = "<s>", "</s>"
Ngram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A back-off model.

    `probabilities[n - 1]` holds P(last word | words before) of the n-grams that are kept,
    `backoffs[n - 1]` the back-off weights of contexts of n words.
    """

    probabilities: tuple[dict[Ngram, float], ...]
    backoffs: tuple[dict[Ngram, float], ...]

    @property
    def order(self) -> int:
        return len(self.probabilities)

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(table) for table in self.probabilities)

    def probability(self, ngram: Ngram) -> float:
        """P(last word | words before), backing off as far as it takes; 0 for an unknown word."""
        weight = 1.0
        ngram = ngram[-self.order :]
        while True:
            found = self.probabilities[len(ngram) - 1].get(ngram)
            if found is not None:
                return weight * found
            if len(ngram) == 1:
                return 0.0
            weight *= self.backoffs[len(ngram) - 2].get(ngram[:-1], 1.0)
            ngram = ngram[1:]


def estimate(sentences: Iterable[Sequence[str]], order: int, vocabulary: frozenset[str]) -> Model:
    """Interpolated modified Kneser-Ney.

    A word outside the vocabulary breaks its sentence: no n-gram with it is counted. Words of the
    vocabulary that never occur share what the unigram discount frees.
    """
    counts: list[Counter[Ngram]] = [Counter() for _ in range(order)]
    known = vocabulary | {START, END}
    for sentence in sentences:
        words = (START, *sentence, END)
        for end in range(1, len(words)):
            for n in range(1, order + 1):
                ngram = words[max(0, end - n + 1) : end + 1]
                if len(ngram) < n or ngram[0] not in known or ngram[-1] not in known:
                    break
                counts[n - 1][ngram] += 1
    for n in range(order - 1):
        counts[n] = continuation_counts(counts[n], counts[n + 1])
    unseen = [(word,) for word in sorted(vocabulary) if (word,) not in counts[0]]
    size = len(counts[0]) + len(unseen)
    lower: dict[Ngram, float] = {}
    tables: list[dict[Ngram, float]] = []
    for n in range(1, order + 1):
        lower = smoothed(counts[n - 1], lower, 1 / size)
        if n == 1:
            lower.update((word, free_mass(counts[0]) / size) for word in unseen)
        tables.append(lower)
    return with_backoffs(tuple(tables))


def continuation_counts(raw: Counter[Ngram], longer: Counter[Ngram]) -> Counter[Ngram]:
    """In how many contexts an n-gram occurs; those at the sentence's start keep their count."""
    continued = Counter(ngram[1:] for ngram in longer)
    return Counter(
        {g: continued[g] if g[0] != START and continued[g] else c for g, c in raw.items()}
    )


def discounts(counts: Counter[Ngram]) -> tuple[float, float, float]:
    """The three discounts, for counts of one, two, more (Chen and Goodman 1998, eq. 17)."""
    of_counts = Counter(min(count, 5) for count in counts.values())
    n1, n2, n3, n4 = (max(1, of_counts[i]) for i in range(1, 5))
    y = n1 / (n1 + 2 * n2)
    return (
        max(0.1, 1 - 2 * y * n2 / n1),
        max(0.1, 2 - 3 * y * n3 / n2),
        max(0.1, 3 - 4 * y * n4 / n3),
    )


def free_mass(counts: Counter[Ngram]) -> float:
    """The share of probability that the discounts leave for all words, at the unigrams."""
    steps = discounts(counts)
    return sum(steps[min(count, 3) - 1] for count in counts.values()) / counts.total()


def smoothed(
    counts: Counter[Ngram], lower: dict[Ngram, float], uniform: float
) -> dict[Ngram, float]:
    steps = discounts(counts)
    totals: Counter[Ngram] = Counter()
    freed: dict[Ngram, float] = {}
    for ngram, count in counts.items():
        totals[ngram[:-1]] += count
        freed[ngram[:-1]] = freed.get(ngram[:-1], 0.0) + steps[min(count, 3) - 1]
    return {
        ngram: (
            count
            - steps[min(count, 3) - 1]
            + freed[ngram[:-1]] * (lower[ngram[1:]] if lower else uniform)
        )
        / totals[ngram[:-1]]
        for ngram, count in counts.items()
    }


def with_backoffs(tables: tuple[dict[Ngram, float], ...]) -> Model:
    """The model with these n-grams, its back-off weights such that every context sums to one."""
    model = Model(tables, tuple({} for _ in tables[:-1]))
    for n in range(2, len(tables) + 1):
        kept: dict[Ngram, float] = {}
        covered: dict[Ngram, float] = {}
        for ngram, probability in tables[n - 1].items():
            context = ngram[:-1]
            kept[context] = kept.get(context, 0.0) + probability
            covered[context] = covered.get(context, 0.0) + model.probability(ngram[1:])
        for context, total in kept.items():
            rest = max(1e-6, 1 - covered[context])
            model.backoffs[n - 2][context] = max(1e-6, 1 - total) / rest
    return model


def mixture(models: Sequence[Model], weights: Sequence[float]) -> Model:
    """Linear interpolation: every n-gram of any model gets the weighted mean probability."""
    order = max(model.order for model in models)
    tables: list[dict[Ngram, float]] = []
    for n in range(order):
        ngrams = dict.fromkeys(
            ngram for model in models if n < model.order for ngram in model.probabilities[n]
        )
        tables.append(
            {
                ngram: sum(
                    w * model.probability(ngram) for model, w in zip(models, weights, strict=True)
                )
                for ngram in ngrams
            }
        )
    total = sum(p for g, p in tables[0].items() if g != (START,))
    tables[0] = {ngram: p / total for ngram, p in tables[0].items()}
    return with_backoffs(tuple(tables))


def pruned(model: Model, threshold: float) -> Model:
    """Without the n-grams whose loss changes the model's cross-entropy by less than `threshold`.

    The change is P(h) P(w|h) (log P(w|h) - log P'(w|h)), the leading term of Stolcke's.
    """
    tables = list(model.probabilities)
    for n in range(model.order, 1, -1):
        needed = {ngram[:-1] for ngram in tables[n]} if n < model.order else set()
        kept: dict[Ngram, float] = {}
        for ngram, probability in tables[n - 1].items():
            context = ngram[:-1]
            without = model.backoffs[n - 2].get(context, 1.0) * model.probability(ngram[1:])
            loss = context_probability(model, context) * probability
            if ngram in needed or loss * math.log(probability / without) > threshold:
                kept[ngram] = probability
        tables[n - 1] = kept
    return with_backoffs(tuple(tables))


def context_probability(model: Model, context: Ngram) -> float:
    start = 1 if context[0] == START else 0
    result = 1.0
    for end in range(start + 1, len(context) + 1):
        result *= model.probability(context[:end])
    # A sentence has about ten words, so that its start is about as frequent as one word in ten.
    return result * (0.1 if start else 1.0)


def perplexity(
    model: Model, sentences: Iterable[Sequence[str]], vocabulary: frozenset[str]
) -> tuple[float, float]:
    """Perplexity over the known words with sentence ends, share of words out of vocabulary."""
    total, scored, words, unknown = 0.0, 0, 0, 0
    for sentence in sentences:
        history: Ngram = (START,)
        for word in (*sentence, END):
            words += word != END
            if word not in vocabulary and word != END:
                unknown += 1
                history = ()
                continue
            total += math.log(model.probability((*history, word)))
            scored += 1
            history = (*history, word)[-(model.order - 1) :]
    return math.exp(-total / scored), unknown / max(1, words)


def normalised(unigrams: dict[Ngram, float]) -> Model:
    """A unigram model of these words, in proportion."""
    total = sum(unigrams.values())
    return Model(({ngram: p / total for ngram, p in unigrams.items()},), ())


def arpa_lines(model: Model) -> Iterator[str]:
    """The model in the ARPA format (log 10)."""
    tables = list(model.probabilities)
    tables[0] = {**tables[0], (START,): 0.0}
    yield "\\data\\"
    for n, table in enumerate(tables, 1):
        yield f"ngram {n}={len(table)}"
    for n, table in enumerate(tables, 1):
        yield f"\n\\{n}-grams:"
        for ngram in sorted(table):
            probability = math.log10(table[ngram]) if table[ngram] > 0 else -99.0
            line = f"{probability:.4f}\t{' '.join(ngram)}"
            if n < model.order and (weight := model.backoffs[n - 1].get(ngram)) is not None:
                line += f"\t{math.log10(weight):.4f}"
            yield line
    yield "\n\\end\\"
