"""How well each state of the acoustic model explains each 10 ms of a recording."""

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pocketsphinx import Decoder

from asr.engine import Mono

CEPSTRA = 13
END_OF_HEADER = b"endhdr\n"
NATS = math.log(1.0001) * 1024
"""pocketsphinx writes -log(p) to the base 1.0001, shifted by ten bits."""
GRAMMAR = "#JSGF V1.0; grammar any; public <word> = ok;"

Floats = NDArray[np.float32]


class Acoustics:
    """pocketsphinx's features with its US-English model, both as arrays.

    They come through files in `folder`, which must be empty; none stays there for long.
    """

    def __init__(self, senones: int, folder: Path) -> None:
        self._senones = senones
        self._folder = folder
        (folder / "ok.dict").write_text("ok OW K EY\n", encoding="utf-8")
        self._features = self._decoder(mfclogdir=str(folder))
        self._scorer = self._decoder(senlogdir=str(folder), compallsen=True, cmn="none")

    def _decoder(self, **options: object) -> Decoder:
        dictionary = str(self._folder / "ok.dict")
        decoder = Decoder(lm=None, dict=dictionary, loglevel="FATAL", **options)
        decoder.add_jsgf_string("any", GRAMMAR)
        decoder.activate_search("any")
        return decoder

    def cepstra(self, samples: Mono) -> Floats:
        """Shape (frames, 13), before any mean is subtracted."""
        self._features.start_utt()
        self._features.process_raw(samples.tobytes(), full_utt=True)
        self._features.end_utt()
        content = self._written("*.mfc")
        return np.frombuffer(content, ">f4", offset=4).astype(np.float32).reshape(-1, CEPSTRA)

    def scores(self, cepstra: Floats) -> Floats:
        """Log-likelihoods, shape (frames, senones), of cepstra with their mean subtracted."""
        self._scorer.start_utt()
        self._scorer.process_cep(np.ascontiguousarray(cepstra).tobytes(), full_utt=True)
        self._scorer.end_utt()
        content = self._written("*.sen")
        # After the header comes a mark of the byte order, then per frame a count with scores.
        at = content.index(END_OF_HEADER) + len(END_OF_HEADER) + 4
        row = self._senones + 1
        table = np.frombuffer(content, "<i2", offset=at)
        table = table[: len(table) // row * row].reshape(-1, row)[:, 1:]
        found = np.full((len(cepstra), self._senones), 0, np.float32)
        found[: len(table)] = table[: len(cepstra)] * np.float32(-NATS)
        return found

    def _written(self, pattern: str) -> bytes:
        (path,) = self._folder.glob(pattern)
        content = path.read_bytes()
        path.unlink()
        return content
