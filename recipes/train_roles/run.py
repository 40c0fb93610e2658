"""Trains the weights that tell a clinician from a patient by their words.

    python recipes/train_roles/run.py --data ../shared/data [--out asr/data/roles.tsv]

Logistic regression over words and pairs of words of turns and of their phrases, as a recogniser
would write them. Learns from OSCE (without the recorded interviews), MTS-Dialog train, ACI-BENCH
train with its notes as dictation, PriMock57. What is measured on these comes from five folds by
dialogue: weights from the other four, as the constants of texts; the two constants of sums come
from all five. MTS-Dialog and ACI-BENCH valid and test1 and the recorded interviews are never
learnt from. The last line of standard output is one JSON object: accuracy and calibration of
turns, phrases and dialogues.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from asr.manner import Weights, contribution, evidence_of
from asr.role_features import words
from asr.roles import HALF_WORDS, SCALE, WEIGHTS_FILE, Evidence, RoleClassifier
from recipes import corpora
from recipes.train_roles import calibration, companions
from recipes.train_roles.calibration import FIRST_TURNS, MIXED_UP, Contest, Scored, contests
from recipes.train_roles.examples import FOLDS, Said, dictated, notes, phrases, turns
from recipes.train_roles.measures import quality
from recipes.train_roles.model import NEUTRAL, train, write
from scribe.transcript import Role

Constants = dict[str, float]


def scored(roles: RoleClassifier, said: Iterable[Said]) -> list[Scored]:
    return [Scored(one, roles.log_odds(one.text, one.whole)) for one in said]


def crossed(
    whole: Sequence[Said],
    parts: Sequence[Said],
    extra: Sequence[Said],
    strength: float,
    least: float,
) -> tuple[list[Scored], list[Scored]]:
    """Undiscounted log odds of each turn and phrase by weights from the other folds."""
    found: tuple[list[Scored], list[Scored]] = ([], [])
    with TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            file = Path(folder) / f"{fold}.tsv"
            others = [one for one in (*whole, *parts, *extra) if one.fold != fold]
            write(file, train(others, strength, least), NEUTRAL)
            roles = RoleClassifier(file)
            for group, into in zip((whole, parts), found, strict=True):
                into += scored(roles, (one for one in group if one.fold == fold))
            print(f"fold {fold} of {FOLDS}", file=sys.stderr)
    return found


def discounted(raw: Iterable[Scored], constants: Constants) -> list[Scored]:
    """As `RoleClassifier.log_odds` does it."""
    return [
        Scored(
            one.said,
            constants[SCALE]
            * one.log_odds
            / (1 + len(words(one.said.text)) / constants[HALF_WORDS]),
        )
        for one in raw
    ]


def fitted(raw: Sequence[Scored]) -> tuple[Constants, Constants]:
    """Constants of texts, constants of sums over the turns among them."""
    known = [one for one in raw if one.said.role is not Role.OTHER]
    of_texts = calibration.of_texts(
        np.array([one.log_odds for one in known]),
        np.array([len(words(one.said.text)) for one in known], float),
        np.array([one.said.clinician for one in known], float),
        np.array([one.said.weight for one in known]),
    )
    whole = discounted((one for one in known if one.said.whole), of_texts)
    leads = [
        contest
        for seed, share in enumerate(MIXED_UP)
        for many in FIRST_TURNS
        for contest in contests(whole, many, share, seed)
    ]
    return of_texts, calibration.of_sums(leads)


def of_texts(found: Iterable[Scored]) -> dict[str, object]:
    """Quality over what clinicians and patients said."""
    known = [one for one in found if one.said.role is not Role.OTHER]
    return asdict(quality([o.log_odds for o in known], [o.said.clinician for o in known]))


def of_dialogues(roles: RoleClassifier, found: Sequence[Contest]) -> dict[str, object]:
    """Quality of who is who, with the shares that are still unknown, that are told with 0.9."""
    if not found:
        return {"count": 0}
    odds = np.array([roles.damped(contest.lead) for contest in found])
    confidence = 1 / (1 + np.exp(-np.abs(odds)))
    judged = [
        roles.assign((Evidence("S1", contest.lead / 2), Evidence("S2", -contest.lead / 2)))[0].role
        for contest in found
    ]
    sure = odds[confidence > 0.9]
    return {
        **asdict(quality(odds.tolist(), [True] * len(odds))),
        "unknown": round(judged.count(Role.UNKNOWN) / len(judged), 4),
        "above_0.9": round(len(sure) / len(odds), 4),
        "right_above_0.9": round(float((sure > 0).mean()), 4) if len(sure) else None,
    }


def after_turns(
    judge: RoleClassifier, found: Sequence[Scored], mixed_up: float = 0.0
) -> dict[str, object]:
    return {
        f"after_{many or 'all'}": of_dialogues(judge, contests(found, many, mixed_up))
        for many in FIRST_TURNS
    }


def of_manner(
    judge: RoleClassifier, said: Sequence[Said], weights: Weights, marks: bool = True
) -> dict[str, object]:
    """Dialogues judged without words, with their question marks or without."""
    figures: dict[str, object] = {}
    for many in FIRST_TURNS:
        found = []
        for dialogue in calibration.by_dialogue(said):
            known = [one for one in dialogue if one.role is not Role.OTHER][:many]
            texts = [one.text if marks else one.text.replace("?", "") for one in known]
            pairs = [contribution(o.role.value, t) for o, t in zip(known, texts, strict=True)]
            odds = {item.speaker: item.log_odds for item in evidence_of(pairs, judge, weights)}
            if len(odds) == 2:
                lead = odds[Role.CLINICIAN.value] - odds[Role.PATIENT.value]
                found.append(Contest(known[0].corpus, known[0].dialogue, known[0].fold, lead))
        figures[f"after_{many or 'all'}"] = of_dialogues(judge, found)
    return figures


def figures_of(
    name: str, judge: RoleClassifier, whole: Sequence[Scored], parts: Sequence[Scored]
) -> dict[str, object]:
    print(f"measured {name}", file=sys.stderr)
    return {
        "turns": of_texts(whole),
        "phrases": of_texts(parts),
        "dialogues": after_turns(judge, whole),
        "dialogues, 20 % of turns mixed up": after_turns(judge, whole, 0.2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with the corpora")
    parser.add_argument("--out", type=Path, default=WEIGHTS_FILE, help="weights file to write")
    parser.add_argument("--strength", type=float, default=0.3, help="inverse L2 penalty (C)")
    parser.add_argument("--smallest", type=float, default=0.08, help="least weight to keep")
    arguments = parser.parse_args()
    data: Path = arguments.data
    learnt = turns(corpora.all_training(data))
    parts, notes_said = phrases(learnt), dictated(data)
    raw, raw_parts = crossed(learnt, parts, notes_said, arguments.strength, arguments.smallest)
    of_text, of_sum = fitted([*raw, *raw_parts])
    everything = [*learnt, *parts, *notes_said]
    constants = {**of_text, **of_sum, **calibration.of_self(calibration.self_leads(learnt))}
    weights = train(everything, arguments.strength, arguments.smallest)
    write(arguments.out, weights, constants)
    roles = RoleClassifier(arguments.out)
    figures: dict[str, object] = {
        "turns_trained": len(learnt),
        "phrases_trained": len(parts) + len(notes_said),
        "weights": len(weights),
        "file_bytes": arguments.out.stat().st_size,
        "constants": {name: round(value, 3) for name, value in constants.items()},
    }
    whole, pieces = [], []
    for fold in range(FOLDS):
        texts, _ = fitted([one for one in (*raw, *raw_parts) if one.said.fold != fold])
        whole += discounted((one for one in raw if one.said.fold == fold), texts)
        pieces += discounted((one for one in raw_parts if one.said.fold == fold), texts)
    manner = calibration.of_manner(learnt)
    figures["manner_weights"] = asdict(manner)
    for corpus in calibration.DIALOGUE_WEIGHTS:
        figures[f"{corpus}, five folds"] = figures_of(
            corpus,
            roles,
            [one for one in whole if one.said.corpus == corpus],
            [one for one in pieces if one.said.corpus == corpus],
        )
    held_out = {
        "osce recorded": [d for d in corpora.osce(data, True) if d.id in corpora.RECORDED_OSCE],
        "mts-dialog valid": corpora.mts_dialog(data, "valid"),
        "mts-dialog test1": corpora.mts_dialog(data, "test1"),
        "aci-bench valid": corpora.aci_bench(data, "valid"),
        "aci-bench test1": corpora.aci_bench(data, "test1"),
        "aci-bench valid as in the source": corpora.aci_bench(data, "valid", True),
        "aci-bench test1 as in the source": corpora.aci_bench(data, "test1", True),
    }
    for name, dialogues in held_out.items():
        said = turns(dialogues)
        figures[name] = figures_of(name, roles, scored(roles, said), scored(roles, phrases(said)))
    figures["all, five folds"] = figures_of("all five folds", roles, whole, pieces)
    judged = {
        name: scored(roles, turns(dialogues))
        for name, dialogues in held_out.items()
        if "source" not in name
    }
    never = [one for found in judged.values() for one in found]
    figures["all never learnt from"] = figures_of(
        "all never learnt from", roles, never, scored(roles, phrases(one.said for one in never))
    )
    aci = turns((*held_out["aci-bench valid"], *held_out["aci-bench test1"]))
    primock = tuple(one for one in learnt if one.corpus == "primock57")
    for name, said in (("aci-bench valid, test1", aci), ("primock57", primock)):
        figures[f"{name} by manner"] = of_manner(roles, said, manner)
        figures[f"{name} by manner, no question marks"] = of_manner(roles, said, manner, False)
    figures["companions"] = companions.figures(roles, [*whole, *never])
    alone = [
        roles.assign((Evidence("S1", sum(map(roles.log_odds, note))),))[0].role
        for note in notes(data, "valid")
    ]
    figures["aci-bench valid notes as dictation"] = {
        "notes": len(alone),
        "clinician": round(alone.count(Role.CLINICIAN) / len(alone), 4),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
