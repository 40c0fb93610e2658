"""Where a run of the recipe keeps what it makes."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A folder for one size of model."""

    folder: Path
    size: str

    @property
    def bank(self) -> Path:
        """Spoken sentences and noises to train on."""
        return self.folder / "bank"

    @property
    def held_out(self) -> Path:
        """Spoken sentences that are tested on while training."""
        return self.folder / "held_out"

    @property
    def tokenizer(self) -> Path:
        return self.folder / "tokenizer.json"

    @property
    def symbols(self) -> Path:
        """The numbers of letters and phones."""
        return self.folder / "symbols.json"

    @property
    def checkpoint(self) -> Path:
        return self.folder / f"{self.size}.pt"
