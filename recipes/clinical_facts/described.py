"""How many consultations get a statement that describes a symptom, with what is said of it.

Prints each statement, with `--show` also the utterances that it cites; the last line of standard
output is one JSON object with the figures. Whether a statement is right a reader must judge.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from notegen.assertion import read_dialogue
from notegen.extract import extract
from notegen.facts import Topic
from notegen.prose import drafts
from notegen.verify import doubts
from recipes.clinical_facts.annotations import transcript
from recipes.corpora import Dialogue, aci_bench, mts_dialog, osce, primock57

CORPORA = ("train", "valid", "osce", "primock57", "mts-dialog")
LEAST_QUALITIES = 2


def dialogues(data: Path, corpus: str) -> tuple[Dialogue, ...]:
    """The consultations of a corpus; `train` and `valid` are ACI-BENCH's, as in its source."""
    match corpus:
        case "osce":
            return osce(data)
        case "primock57":
            return primock57(data)
        case "mts-dialog":
            return mts_dialog(data, "train")
        case _:
            return aci_bench(data, corpus, as_in_source=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--corpus", choices=CORPORA, default="train")
    parser.add_argument("--show", action="store_true", help="print what the statements cite")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    read = dialogues(options.data, options.corpus)
    for dialogue in read:
        spoken = transcript(dialogue)
        said = {u.id: u for u in spoken.utterances}
        facts = extract(spoken)
        names = {f.term.name for f in facts.findings if len(f.qualities.phrases) >= LEAST_QUALITIES}
        leads = tuple(f"Reports {name}:" for name in names)
        own = [d for d in drafts(facts) if d.topic is Topic.HISTORY and d.text.startswith(leads)]
        counts["with"] += bool(own)
        for draft in own:
            counts["statements"] += 1
            counts["doubted"] += bool(
                doubts(read_dialogue(spoken.utterances), draft.text, draft.evidence)
            )
            print(f"{dialogue.id}: {draft.text} [{' '.join(draft.evidence)}]")
            for utterance in draft.evidence if options.show else ():
                print(f"    {said[utterance].role.value}: {said[utterance].text}")
    share = round(100 * counts["with"] / len(read), 1) if read else 0.0
    print(
        json.dumps(
            {
                "corpus": options.corpus,
                "consultations": len(read),
                "with_statement": counts["with"],
                "share": share,
                "statements": counts["statements"],
                "doubted": counts["doubted"],
            }
        )
    )


if __name__ == "__main__":
    main()
