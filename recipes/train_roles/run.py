"""Trains the weights that tell a clinician from a patient by their words.

    python recipes/train_roles/run.py --data ../shared/data [--out asr/data/roles.tsv]

Logistic regression over words and pairs of words of single turns, as a recogniser would write
them. Learns from OSCE (without every tenth interview and without the recorded ones), MTS-Dialog
train, ACI-BENCH train with its notes as dictation, PriMock57. The last line of standard output
is one JSON object: accuracy by turn and by dialogue on what was held out, size of the file.
"""

import argparse
import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from asr.roles import BIAS, WEIGHTS_FILE, Evidence, RoleClassifier, ngrams
from recipes import corpora
from scribe.transcript import Role

HELD_OUT_EVERY = 10


def osce_parts(data: Path) -> tuple[tuple[corpora.Dialogue, ...], tuple[corpora.Dialogue, ...]]:
    """OSCE to learn from, and what is held out: every tenth and the recorded interviews."""
    everything = corpora.osce(data, with_recorded=True)
    held_out = tuple(
        dialogue
        for index, dialogue in enumerate(everything)
        if index % HELD_OUT_EVERY == 0 or dialogue.id in corpora.RECORDED_OSCE
    )
    return tuple(d for d in everything if d not in held_out), held_out


def labelled(dialogues: Iterable[corpora.Dialogue]) -> list[tuple[str, bool]]:
    """Turns of clinicians (true) and of patients (false)."""
    wanted = (Role.CLINICIAN, Role.PATIENT)
    return [
        (turn.text, turn.role is Role.CLINICIAN)
        for dialogue in dialogues
        for turn in dialogue.turns
        if turn.role in wanted
    ]


def notes(data: Path, split: str) -> list[list[str]]:
    """The sentences of each ACI-BENCH note: what a clinician dictates."""
    return [
        [line for line in row["note"].replace(". ", "\n").splitlines() if len(line.split()) > 3]
        for row in corpora.rows(data / "aci-bench" / f"{split}.csv")
    ]


def train(examples: list[tuple[str, bool]], strength: float, smallest: float) -> str:
    """The weights file's text; weights below `smallest` are left out."""
    vectorizer = CountVectorizer(analyzer=ngrams, binary=True, min_df=5)
    features = vectorizer.fit_transform([text for text, _ in examples])
    model = LogisticRegression(C=strength, max_iter=1000)
    model.fit(features, [clinician for _, clinician in examples])
    kept = sorted(
        (ngram, float(weight))
        for ngram, weight in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
        if abs(weight) >= smallest
    )
    rows = [(BIAS, float(model.intercept_[0])), *kept]
    return "".join(f"{ngram}\t{weight:.3f}\n" for ngram, weight in rows)


def by_turn(roles: RoleClassifier, dialogues: Iterable[corpora.Dialogue]) -> float:
    turns = labelled(dialogues)
    return sum((roles.log_odds(text) > 0) == clinician for text, clinician in turns) / len(turns)


def by_dialogue(
    roles: RoleClassifier, dialogues: Iterable[corpora.Dialogue], first_turns: int | None
) -> tuple[float, float]:
    """Share of dialogues with both roles right, with both unknown, after so many turns."""
    right = unknown = total = 0
    for dialogue in dialogues:
        turns = sorted(labelled([dialogue])[:first_turns], key=lambda turn: turn[1])
        evidence = tuple(
            Evidence(str(clinician), sum(roles.log_odds(text) for text, _ in group))
            for clinician, group in groupby(turns, key=lambda turn: turn[1])
        )
        if len(evidence) == 2:
            found = {speaker.id: speaker.role for speaker in roles.assign(evidence)}
            total += 1
            right += found["True"] is Role.CLINICIAN
            unknown += found["True"] is Role.UNKNOWN
    return right / total, unknown / total


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with the corpora")
    parser.add_argument("--out", type=Path, default=WEIGHTS_FILE, help="weights file to write")
    parser.add_argument("--strength", type=float, default=0.3, help="inverse L2 penalty (C)")
    parser.add_argument("--smallest", type=float, default=0.08, help="least weight to keep")
    arguments = parser.parse_args()
    osce_train, osce_held_out = osce_parts(arguments.data)
    dictated = [(line, True) for note in notes(arguments.data, "train") for line in note]
    examples = dictated + labelled(
        (
            *osce_train,
            *corpora.mts_dialog(arguments.data, "train"),
            *corpora.aci_bench(arguments.data, "train"),
            *corpora.primock57(arguments.data),
        )
    )
    text = train(examples, arguments.strength, arguments.smallest)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(text, encoding="utf-8")
    roles = RoleClassifier(arguments.out)
    tests = (
        ("osce held out", osce_held_out),
        ("mts-dialog valid", corpora.mts_dialog(arguments.data, "valid")),
        ("aci-bench valid", corpora.aci_bench(arguments.data, "valid")),
    )
    figures: dict[str, object] = {
        "turns_trained": len(examples),
        "weights": text.count("\n"),
        "file_bytes": len(text.encode()),
    }
    for name, dialogues in tests:
        right, unknown = by_dialogue(roles, dialogues, None)
        early_right, early_unknown = by_dialogue(roles, dialogues, 6)
        figures[name] = {
            "dialogues": len(dialogues),
            "turn_accuracy": round(by_turn(roles, dialogues), 4),
            "dialogue_accuracy": round(right, 4),
            "dialogue_unknown": round(unknown, 4),
            "accuracy_after_6_turns": round(early_right, 4),
            "unknown_after_6_turns": round(early_unknown, 4),
        }
    odds = [sum(map(roles.log_odds, note)) for note in notes(arguments.data, "valid")]
    alone = [roles.assign((Evidence("S1", value),))[0].role for value in odds]
    figures["aci-bench valid notes as dictation"] = {
        "notes": len(alone),
        "clinician": round(alone.count(Role.CLINICIAN) / len(alone), 4),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
