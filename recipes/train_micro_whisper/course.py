"""A course of training from the bank to a checkpoint that is exported."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from recipes.train_micro_whisper.bank import bank_texts
from recipes.train_micro_whisper.examples import read_bank
from recipes.train_micro_whisper.export import export
from recipes.train_micro_whisper.exported import exported_weights
from recipes.train_micro_whisper.gate import Gates, speak_gates
from recipes.train_micro_whisper.model import MicroWhisper, Shape
from recipes.train_micro_whisper.run_folder import RunFolder
from recipes.train_micro_whisper.size import Size
from recipes.train_micro_whisper.symbols import read_symbols
from recipes.train_micro_whisper.tokens import Vocabulary, train_tokenizer
from recipes.train_micro_whisper.training import Plan, Trainer
from scribe.errors import InputError

SEED = 0
LICENCE = "Apache-2.0"


@dataclass(frozen=True, slots=True)
class Trained:
    """Where training stands; `gates` are error rates on held-out sentences."""

    size: str
    device: str
    parameters: int
    sentences: int
    steps: int
    trained_s: int
    gates: str


def chosen_device(name: str) -> torch.device:
    """The device of `auto`, `cpu` or `cuda`. Raises InputError when there is none."""
    if name == "cuda" and not torch.cuda.is_available():
        raise InputError("--device cuda: expected a CUDA device, found none")
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.device(name)


def train(
    place: RunFolder,
    size: Size,
    plan: Plan,
    device: torch.device,
    say: Callable[[str], None],
    start: Path | None = None,
) -> Trained:
    """Train until the plan's minutes are over, from the checkpoint on if there is one.

    Without one it begins with the weights of the exported model in the folder `start`, or from
    nothing. The tokenizer (that of `start`) and the numbers of letters and phones are made once,
    from the whole bank.
    """
    texts = bank_texts(place.bank)
    if not texts:
        raise InputError(f"{place.bank}: expected a bank of spoken sentences, found none")
    if start is not None:
        take_tokenizer(start, place.tokenizer)
    elif not place.tokenizer.exists():
        train_tokenizer(texts).save(str(place.tokenizer))
    vocabulary = Vocabulary(Tokenizer.from_file(str(place.tokenizer)))
    symbols = read_symbols(place.symbols) if place.symbols.exists() else None
    examples = read_bank(place.bank, vocabulary, symbols)
    if symbols is None:
        examples.symbols.save(place.symbols)
    speak_gates(place.held_out, frozenset(texts))
    gates = Gates(place.held_out, vocabulary, examples.symbols)
    torch.manual_seed(SEED)
    letters, phones = len(examples.symbols.letters) + 1, len(examples.symbols.phones)
    model = MicroWhisper(shape_of(size, vocabulary), letters, phones)
    if start is not None and not place.checkpoint.exists():
        begin_with(model, start)
    trainer = Trainer(model.to(device), plan, place.checkpoint)
    say(f"{len(examples)} sentences, {device.type}, {trainer.trained_s:.0f} s trained before")
    trainer.run(examples, say, lambda m: gates.report(m, trainer.progress > plan.encoder_share))
    return Trained(
        size.name,
        device.type,
        sum(p.numel() for p in (*model.encoder.parameters(), *model.decoder.parameters())),
        len(examples),
        trainer.step,
        round(trainer.trained_s),
        gates.report(trainer.averaged(), decodes=True),
    )


def take_tokenizer(folder: Path, target: Path) -> None:
    """Copy the tokenizer of an exported model, whose token numbers mean nothing by another.

    Raises InputError when it has none, or when there is another at `target` already.
    """
    own = folder / "tokenizer.json"
    if not own.is_file():
        raise InputError(f"{folder.name}: expected an exported model, found no {own.name}")
    if not target.exists():
        shutil.copyfile(own, target)
    elif Tokenizer.from_file(str(target)).get_vocab() != Tokenizer.from_file(str(own)).get_vocab():
        raise InputError(
            f"{target}: expected the tokenizer of {folder.name}, found another; "
            "give each course a --work of its own"
        )


def begin_with(model: MicroWhisper, folder: Path) -> None:
    """Give a model the weights of an exported one; its heads for training stay as they are.

    Raises InputError when the exported one has another size.
    """
    try:
        model.load_state_dict(model.state_dict() | exported_weights(folder))
    except RuntimeError as error:
        raise InputError(
            f"{folder.name}: expected a model of this --size, found one of another"
        ) from error


def export_checkpoint(place: RunFolder, size: Size, folder: Path) -> None:
    """Write the averaged weights of the last checkpoint to a folder that Scribe serves."""
    if not place.checkpoint.exists():
        raise InputError(f"{place.checkpoint}: expected a checkpoint, found none; train first")
    kept = torch.load(place.checkpoint, map_location="cpu", weights_only=True)
    tokenizer = Tokenizer.from_file(str(place.tokenizer))
    export(kept["average"], shape_of(size, Vocabulary(tokenizer)), tokenizer, LICENCE, folder)


def shape_of(size: Size, vocabulary: Vocabulary) -> Shape:
    return Shape(vocabulary.size, size.width, size.heads, size.encoder_layers, size.decoder_layers)
