"""The acoustic model's phones in context: which states each one has.

Reads the binary model definition of pocketsphinx 5 (src/bin_mdef.c describes the layout).
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pocketsphinx

MODEL = Path(pocketsphinx.get_model_path("en-us/en-us"))
MAGIC = b"BMDF"
STATES = 3
SILENCE = "SIL"
INSIDE, BEGIN, END, SINGLE = range(4)
"""Where in a word a phone is, as the file numbers it."""
COUNTS = 10
NODE = np.dtype([("ctx", "<i2"), ("down", "<i2"), ("pid", "<i4")])
PHONE = np.dtype([("ssid", "<i4"), ("tmat", "<i4"), ("position", "u1"), ("context", "u1", 3)])

Senones = tuple[int, ...]
"""The numbers of a phone's three state distributions."""


@dataclass(frozen=True, slots=True)
class Triphones:
    """`names` of the plain phones, the states of each, those of phones in context.

    A context is position in the word, phone, phone before, phone after, as numbers.
    """

    names: tuple[str, ...]
    plain: tuple[Senones, ...]
    contexts: dict[tuple[int, int, int, int], Senones]
    senones: int

    def states(self, position: int, phone: str, before: str, after: str) -> Senones:
        """The phone's states in this context, or without one where the model knows none."""
        base, left, right = (self.names.index(name) for name in (phone, before, after))
        for place in (position, INSIDE):
            found = self.contexts.get((place, base, left, right))
            if found:
                return found
        return self.plain[base]


def read_triphones(path: Path = MODEL / "mdef") -> Triphones:
    """Raises ValueError if the file is no binary model definition of three-state phones."""
    content = path.read_bytes()
    if not content.startswith(MAGIC):
        raise ValueError(f"{path.name}: expected a binary model definition, found another file")
    at = 12 + int.from_bytes(content[8:12], "little")
    counts = [int(count) for count in np.frombuffer(content, "<i4", COUNTS, at)]
    plain_phones, phones, states, _, senones, _, sequences, _, nodes, _ = counts
    if states != STATES:
        raise ValueError(f"{path.name}: expected {STATES} states a phone, found {states}")
    at += 4 * COUNTS
    start = at
    names: list[str] = []
    for _ in range(plain_phones):
        end = content.index(b"\0", at)
        names.append(content[at:end].decode())
        at = end + 1
    at += -(at - start) % 4
    at += nodes * NODE.itemsize
    table = np.frombuffer(content, PHONE, phones, at)
    at += table.nbytes + 4
    sequence = np.frombuffer(content, "<u2", sequences * STATES, at).reshape(-1, STATES)
    of_phone = [tuple(row) for row in sequence[table["ssid"]].tolist()]
    keys = zip(table["position"].tolist(), table["context"].tolist(), strict=True)
    return Triphones(
        tuple(names),
        tuple(of_phone[:plain_phones]),
        {
            (position, base, left, right): states
            for (position, (base, left, right)), states in list(zip(keys, of_phone, strict=True))[
                plain_phones:
            ]
        },
        senones,
    )
