"""Compare the medicines of dialogues with those that a clinician's note of them names.

A weak measure, since a note leaves out and adds: of the medicines that note and dialogue both name
it counts those that are found as facts, of the facts those that the note names. With `--show` it
lists the rest. Both texts are searched with the same lexicon, so a name that the lexicon lacks
counts nowhere. The last line of standard output is one JSON object with the figures.
"""

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from notegen.drugs import find_drugs
from notegen.extract import extract
from recipes.clinical_facts.annotations import transcript
from recipes.clinical_facts.measures import Tally
from recipes.corpora import Dialogue, aci_bench, mts_dialog, rows

_ALLERGY = re.compile(r"allerg|reaction to", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.;\n])\s")


@dataclass(frozen=True, slots=True)
class Compared:
    """Generic names that note and dialogue name, by whether they were found as facts; `unnoted`
    are the facts of which the note says nothing.
    """

    found: tuple[str, ...]
    missed: tuple[str, ...]
    unnoted: tuple[str, ...]

    @property
    def recalled(self) -> Tally:
        """Of what note and dialogue both name."""
        return Tally(right=len(self.found), missed=len(self.missed))


def compare_with_note(dialogue: Dialogue, note: str) -> Compared:
    """The medicines of a dialogue beside those of its note; sentences on allergies are left out."""
    sentences = (s for s in _SENTENCE_END.split(note) if not _ALLERGY.search(s))
    noted = {m.drug.generic for s in sentences for m in find_drugs(s)}
    said = {m.drug.generic for turn in dialogue.turns for m in find_drugs(turn.text)}
    taken = {m.generic for m in extract(transcript(dialogue)).medications}
    both = noted & said
    return Compared(
        found=tuple(sorted(both & taken)),
        missed=tuple(sorted(both - taken)),
        unnoted=tuple(sorted(taken - noted)),
    )


def with_notes(data: Path, corpus: str) -> Iterator[tuple[Dialogue, str]]:
    """Dialogues of training and validation with their notes; sections on allergies are left out."""
    splits = {"train": "Training", "valid": "Validation"}
    for split, name in splits.items():
        if corpus == "mts-dialog":
            for dialogue, row in zip(
                mts_dialog(data, split),
                rows(data / "mts-dialog" / f"MTS-Dialog-{name}Set.csv"),
                strict=True,
            ):
                if row["section_header"] != "ALLERGY":
                    yield dialogue, row["section_text"]
        else:
            for dialogue, row in zip(
                aci_bench(data, split), rows(data / "aci-bench" / f"{split}.csv"), strict=True
            ):
                yield dialogue, row["note"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder that holds aci-bench")
    parser.add_argument("--corpus", choices=("mts-dialog", "aci-bench"), default="mts-dialog")
    parser.add_argument("--show", action="store_true", help="list what was missed or is unnoted")
    options = parser.parse_args()
    total, facts, unnoted = Tally(), 0, 0
    for dialogue, note in with_notes(options.data, options.corpus):
        compared = compare_with_note(dialogue, note)
        total += compared.recalled
        facts += len(compared.found) + len(compared.unnoted)
        unnoted += len(compared.unnoted)
        if options.show:
            for name in compared.missed:
                print(f"{dialogue.id} missed {name}")
            for name in compared.unnoted:
                print(f"{dialogue.id} unnoted {name}")
    print(
        json.dumps(
            {
                "corpus": options.corpus,
                "noted_and_said": total.right + total.missed,
                "found": total.right,
                "recall": round(total.recall, 1),
                "facts": facts,
                "unnoted": unnoted,
            }
        )
    )


if __name__ == "__main__":
    main()
