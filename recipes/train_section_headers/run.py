"""Trains the weights by which a dialogue's section header is told.

Cross-validates on the training set with the validation set, trains on both, then measures the
written weights on a test set. The last line of standard output is one JSON object.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from notegen.headers import (
    ALL,
    HEADERS,
    WEIGHTS_FILE,
    Counted,
    Header,
    HeaderClassifier,
    counted,
    meaning,
    softmax,
)
from notegen.ngrams import Grams
from recipes.note_mts_dialog.agreement import accuracy, macro_f1
from recipes.note_mts_dialog.examples import Example, examples
from recipes.train_section_headers.model import (
    Strength,
    calibration_error,
    margins,
    sharpness,
    train,
    write,
)
from scribe.transcript import Role, Utterance

FOLDS = 5
NOTHING = Grams(np.zeros(0, np.int64), np.zeros(0, np.float32))


@dataclass(frozen=True, slots=True)
class Corpus:
    """Dialogues with the sections written of them, as n-grams, and their headers."""

    dialogues: tuple[Counted, ...]
    sections: tuple[Counted, ...]
    headers: tuple[Header, ...]


def corpus(found: Sequence[Example]) -> Corpus:
    return Corpus(
        tuple(counted(e.transcript.utterances) for e in found),
        tuple(written(e.section.summary) for e in found),
        tuple(e.section.header for e in found),
    )


def written(section: str) -> Counted:
    """A section's text as what is said; nobody asked for it."""
    said = Utterance("u1", "S1", Role.UNKNOWN, 0, 0, section)
    return Counted(counted((said,)).everything, NOTHING, NOTHING, meaning(section))


def without(corpus: Corpus, part: str) -> Corpus:
    """The corpus with one part left out: `asked`, `opening`, `characters` or `meaning`."""
    return Corpus(
        tuple(_without(d, part) for d in corpus.dialogues),
        tuple(_without(s, part) for s in corpus.sections),
        corpus.headers,
    )


def _without(found: Counted, part: str) -> Counted:
    match part:
        case "asked":
            return replace(found, asked=NOTHING)
        case "opening":
            return replace(found, opening=NOTHING)
        case "meaning":
            return replace(found, meaning=NOTHING)
        case _:
            words = found.everything.buckets < ALL.word_buckets
            kept = Grams(found.everything.buckets[words], found.everything.values[words])
            return replace(found, everything=kept)


def held_out(data: Corpus, strength: Strength, seed: int) -> NDArray[np.float64]:
    """Shape (dialogues, headers): margins of each dialogue by a model that has not seen it."""
    numbers = [HEADERS.index(h) for h in data.headers]
    found = np.zeros((len(numbers), len(HEADERS)))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    for learnt, left in folds.split(np.zeros(len(numbers)), numbers):
        trained = train(
            [data.dialogues[n] for n in learnt],
            [data.sections[n] for n in learnt],
            [data.headers[n] for n in learnt],
            strength,
        )
        found[left] = margins(trained, [data.dialogues[n] for n in left])
    return found


def figures(found: NDArray[np.float64], headers: Sequence[Header]) -> dict[str, float]:
    """In percent."""
    best = [HEADERS[n] for n in found.argmax(axis=1)]
    return {
        "header_accuracy": round(accuracy(headers, best), 2),
        "header_macro_f1": round(macro_f1(headers, best), 2),
        "soap_accuracy": round(accuracy([h.soap for h in headers], [h.soap for h in best]), 2),
        "soap_macro_f1": round(macro_f1([h.soap for h in headers], [h.soap for h in best]), 2),
    }


def ablations(data: Corpus) -> None:
    """Prints what each part is worth, by cross-validation."""
    variants = [
        ("all", data, Strength()),
        *(
            (f"without {p}", without(data, p), Strength())
            for p in ("asked", "opening", "characters", "meaning")
        ),
        ("without the written sections", data, Strength(written=0)),
        ("half way to each header counting the same", data, Strength(balance=0.5)),
        ("each dialogue counts the same", data, Strength(balance=0)),
        ("C = 0.3", data, Strength(cost=0.3)),
        ("C = 1", data, Strength(cost=1)),
    ]
    for name, changed, strength in variants:
        print(name, json.dumps(figures(held_out(changed, strength, 0), data.headers)), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder that holds mts-dialog, e.g. ../shared/data"
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS_FILE, help="where the weights go")
    parser.add_argument("--test", help="also measure on this split: test1, test2")
    parser.add_argument("--ablations", action="store_true", help="what each part is worth")
    options = parser.parse_args()
    data = corpus((*examples(options.data, "train"), *examples(options.data, "valid")))
    if options.ablations:
        ablations(data)
    found = held_out(data, Strength(), 0)
    factor = sharpness(found, data.headers)
    again = softmax(factor * held_out(data, Strength(), 1))  # other folds than it was fitted on
    write(options.out, train(data.dialogues, data.sections, data.headers, Strength()), factor)
    result: dict[str, object] = {
        "dialogues": len(data.headers),
        "cross_validation": figures(found, data.headers),
        "calibration_error": round(calibration_error(again, data.headers), 2),
        "bytes": options.out.stat().st_size,
    }
    if options.test:
        classifier = HeaderClassifier(options.out)
        held = examples(options.data, options.test)
        gold = [e.section.header for e in held]
        tested = np.stack([classifier.probabilities(e.transcript.utterances) for e in held])
        result[options.test] = {
            **figures(tested, gold),
            "calibration_error": round(calibration_error(tested, gold), 2),
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
