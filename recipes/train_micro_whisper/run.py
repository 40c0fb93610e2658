"""Trains a small Whisper from synthetic speech alone, so that no download is needed.

    python recipes/train_micro_whisper/run.py --work DIR [--out asr/data/micro-whisper]

Four steps, each of which goes on where it was interrupted when the same command is given again:

    bank       synthesisers say some 36,000 sentences of a consultation
    train      the encoder learns letters and phones, then the decoder learns to listen to it
    export     the averaged weights become a CTranslate2 int8 model that Scribe serves
    evaluate   the exported model hears unseen sentences; its card is given the error rates

Training ends after --minutes of computing, over all runs. What happens is told on standard error;
the last line of standard output is one JSON object.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from asr.download import BUNDLED
from recipes.train_micro_whisper.bank import bank_texts, shard_paths
from recipes.train_micro_whisper.corpus import speak_all, training_parts
from recipes.train_micro_whisper.evaluate import SENTENCES, evaluate, say_on_stderr
from recipes.train_micro_whisper.model_card import write_figures
from recipes.train_micro_whisper.run_folder import RunFolder
from recipes.train_micro_whisper.size import SIZES, size_of
from scribe.errors import InputError, ScribeError

STEPS = ("bank", "train", "export", "evaluate")


def main() -> None:
    arguments = parsed()
    try:
        print(json.dumps(run(arguments)))
    except ScribeError as error:
        print(error, file=sys.stderr)
        sys.exit(2 if isinstance(error, InputError) else 1)


def run(arguments: argparse.Namespace) -> dict[str, object]:
    """All steps, or one alone; the figures of each."""
    size = size_of(arguments.size)
    place = RunFolder(arguments.work, size.name)
    steps = (arguments.only,) if arguments.only else STEPS
    figures: dict[str, object] = {}
    if "bank" in steps:
        speak_all(place.bank, arguments.threads, say_on_stderr, training_parts(size.bank))
        figures["bank"] = {"parts": len(shard_paths(place.bank))}
    if "train" in steps or "export" in steps:
        # Needs torch; to speak and to evaluate does not.
        from recipes.train_micro_whisper.course import chosen_device, export_checkpoint, train
        from recipes.train_micro_whisper.training import Plan, further

        if "train" in steps:
            plan = Plan(
                arguments.minutes,
                arguments.batch_s,
                threads=arguments.threads,
                workers=max(1, arguments.threads // 2),
            )
            if arguments.start:
                plan = further(plan)
            device = chosen_device(arguments.device)
            trained = train(place, size, plan, device, say_on_stderr, arguments.start)
            figures["train"] = asdict(trained)
        if "export" in steps:
            export_checkpoint(place, size, arguments.out)
            figures["export"] = {"folder": str(arguments.out)}
    if "evaluate" in steps:
        seen = frozenset(bank_texts(place.bank))
        found = evaluate(arguments.out, seen, arguments.sentences, arguments.threads, say_on_stderr)
        write_figures(arguments.out, found)
        figures["evaluate"] = asdict(found)
    return figures


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--work", type=Path, required=True, help="folder for bank and checkpoint, one per size"
    )
    parser.add_argument(
        "--out", type=Path, default=BUNDLED, help="folder of the exported model (%(default)s)"
    )
    parser.add_argument(
        "--start", type=Path, help="folder of an exported model to train on (from nothing)"
    )
    parser.add_argument(
        "--minutes", type=float, default=100.0, help="of training, over all runs (%(default)s)"
    )
    parser.add_argument(
        "--size",
        choices=[size.name for size in SIZES],
        default=SIZES[0].name,
        help="micro for two CPU cores, large for a GPU (%(default)s)",
    )
    parser.add_argument(
        "--device", choices=("auto", "cpu", "cuda"), default="auto", help="(%(default)s)"
    )
    parser.add_argument(
        "--threads", type=int, default=2, help="CPU threads, and speaking processes (%(default)s)"
    )
    parser.add_argument(
        "--batch-s", type=float, default=60.0, help="seconds of audio in a batch (%(default)s)"
    )
    parser.add_argument(
        "--sentences", type=int, default=SENTENCES, help="to evaluate on, per voice (%(default)s)"
    )
    parser.add_argument("--only", choices=STEPS, help="this step alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
