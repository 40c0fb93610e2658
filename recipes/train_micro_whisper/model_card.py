"""The README of the exported model: what it is, what it is not for, how well it does."""

import re
from pathlib import Path

from recipes.train_micro_whisper.scores import Evaluation

TEXT = Path(__file__).with_name("MODEL_CARD.md")
CARD = "README.md"
FIGURES = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
NOT_EVALUATED = "Not evaluated yet.\n"


def write_model_card(folder: Path, parameters: int) -> None:
    """Write the card of a model that is not evaluated yet."""
    text = TEXT.read_text(encoding="utf-8").replace("{parameters}", f"{parameters / 1e6:.1f}")
    (folder / CARD).write_text(with_figures(text, NOT_EVALUATED), encoding="utf-8")


def write_figures(folder: Path, evaluation: Evaluation) -> None:
    """Put the figures, or newer ones, into the card of an exported model that has one."""
    path = folder / CARD
    if path.exists():
        text = path.read_text(encoding="utf-8")
        path.write_text(with_figures(text, table(evaluation)), encoding="utf-8")


def with_figures(text: str, figures: str) -> str:
    return FIGURES.sub(lambda _: figures, text)


def table(evaluation: Evaluation) -> str:
    """The figures as Markdown."""
    rows = [
        "| voice | language | in training | sentences "
        "| cropped | padded to 30 s | faster-whisper |",
        "|---|---|---|---|---|---|---|",
    ]
    for s in evaluation.scores:
        rates = " | ".join(f"{rate:.1f} %" for rate in (s.cropped, s.padded, s.stock))
        heard = "yes" if s.is_heard else "no"
        rows.append(f"| {s.voice} | {s.language} | {heard} | {s.sentences} | {rates} |")
    costs = evaluation.cpu_per_audio_s
    rows += [
        "",
        f"CPU seconds per second of audio: cropped {costs.cropped:.3f}, "
        f"padded to 30 s {costs.padded:.3f}, faster-whisper {costs.stock:.3f}.",
        "",
    ]
    return "\n".join(rows)
