"""How large a model is, with how much it is trained on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Layers and their width; `bank` times as many sentences are spoken as for the micro model."""

    name: str
    width: int
    heads: int
    encoder_layers: int
    decoder_layers: int
    bank: int


SIZES = (
    Size("micro", width=256, heads=4, encoder_layers=4, decoder_layers=2, bank=1),
    Size("large", width=384, heads=6, encoder_layers=6, decoder_layers=4, bank=4),
)
"""The first is trained on two CPU cores, the second wants a GPU."""


def size_of(name: str) -> Size:
    return next(size for size in SIZES if size.name == name)
