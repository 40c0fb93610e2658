"""How measures of a summary rank summaries, beside how a person ranks them.

The correlation study of MTS-Dialog (Ben Abacha et al. 2023, EACL): four systems, a hundred
dialogues each, facts counted by hand.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from notegen.assertion import read_dialogue
from notegen.concepts import concept_f1, concepts
from notegen.content import content_f1
from notegen.numbers import numbers_in
from notegen.score import rouge
from notegen.support import figures, support
from recipes.note_mts_dialog.agreement import spearman
from recipes.note_mts_dialog.examples import Judged


@dataclass(frozen=True, slots=True)
class Measures:
    """Of one summary, in percent but for `unsupported_facts`.

    Against the clinician's section: ROUGE, `concept_f1`, `content_f1` (of `notegen.content`).
    Against the dialogue alone: `supported` (content of the summary that was said), `told`
    (concepts and numbers said that the summary has), `unsupported_facts` (numbers, medicines,
    sides that were not said, and contradictions).
    """

    rouge1: float
    rouge2: float
    rouge_lsum: float
    concept_f1: float
    content_f1: float
    supported: float
    told: float
    unsupported_facts: float


@dataclass(frozen=True, slots=True)
class Row:
    """Spearman's correlation of one measure with each human score over all summaries."""

    measure: str
    fact_precision: float
    fact_recall: float
    fact_f1: float
    hallucination: float
    omission: float


@dataclass(frozen=True, slots=True)
class System:
    """Means over one system's summaries; ROUGE in percent, human scores in [0, 1]."""

    system: int
    rouge1: float
    fact_f1: float
    hallucination: float
    omission: float


@dataclass(frozen=True, slots=True)
class Lead:
    """How much larger the absolute correlation of a measure with a human score is than ROUGE-1's.

    `low`, `high`: the middle 95 % over resampled dialogues; a lead is sure where 0 lies outside.
    """

    measure: str
    human: str
    low: float
    median: float
    high: float


HUMAN = ("fact_precision", "fact_recall", "fact_f1", "hallucination", "omission")
NAMES = tuple(Measures.__dataclass_fields__)
COMPARED = (
    ("unsupported_facts", "fact_precision"),
    ("content_f1", "fact_f1"),
    ("told", "fact_recall"),
    ("content_f1", "omission"),
)
SAMPLES = 1000
SEED = 1


def measures(item: Judged) -> Measures:
    """All measures of one summary."""
    dialogue = read_dialogue(item.transcript.utterances)
    everything = tuple(u.id for u in item.transcript.utterances)
    found = support(dialogue, item.summary, everything)
    said = item.transcript.text
    to_tell = concepts(said) | numbers_in(said)
    told = to_tell & (concepts(item.summary) | numbers_in(item.summary))
    scores = rouge(item.reference, item.summary)
    return Measures(
        scores.rouge1,
        scores.rouge2,
        scores.rouge_lsum,
        concept_f1(item.reference, item.summary),
        content_f1(item.reference, item.summary),
        figures((found,)).evidence_recall,
        100 * len(told) / len(to_tell) if to_tell else 100.0,
        float(found.numbers + found.drugs + found.sides + found.contradicted),
    )


def correlations(items: Sequence[Judged], measured: Sequence[Measures]) -> tuple[Row, ...]:
    """A row for each measure, in the order of `Measures`."""
    return tuple(
        Row(
            name,
            *(
                spearman([getattr(m, name) for m in measured], [getattr(i, human) for i in items])
                for human in HUMAN
            ),
        )
        for name in NAMES
    )


def systems(items: Sequence[Judged], measured: Sequence[Measures]) -> tuple[System, ...]:
    """The means of each system, by number."""
    return tuple(
        System(
            number,
            statistics.mean(
                m.rouge1 for i, m in zip(items, measured, strict=True) if i.system == number
            ),
            statistics.mean(i.fact_f1 for i in items if i.system == number),
            statistics.mean(i.hallucination for i in items if i.system == number),
            statistics.mean(i.omission for i in items if i.system == number),
        )
        for number in sorted({i.system for i in items})
    )


def leads(items: Sequence[Judged], measured: Sequence[Measures]) -> tuple[Lead, ...]:
    """Each pair of `COMPARED` against ROUGE-1, by a bootstrap over dialogues, all systems of each.

    The summaries of each system must be of the same dialogues in the same order.
    """
    count = len(items) // len({item.system for item in items})
    found: dict[tuple[str, str], list[float]] = {pair: [] for pair in COMPARED}
    random = np.random.default_rng(SEED)
    for _ in range(SAMPLES):
        drawn = random.integers(0, count, count)
        places = [n for begin in range(0, len(items), count) for n in begin + drawn]
        for (measure, human), differences in found.items():
            people = [getattr(items[n], human) for n in places]
            ours = abs(spearman([getattr(measured[n], measure) for n in places], people))
            rouge1 = abs(spearman([measured[n].rouge1 for n in places], people))
            differences.append(ours - rouge1)
    return tuple(
        Lead(measure, human, *(float(q) for q in np.percentile(differences, [2.5, 50, 97.5])))
        for (measure, human), differences in found.items()
    )
