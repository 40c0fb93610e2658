"""Makes the table of word vectors that `notegen.word_vectors` reads, from those of WordLlama.

Kept are the words of the training and validation sets and of the lexicon of terms, on the main
directions in which those words differ.
"""

import argparse
import importlib.util
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from notegen.ngrams import words_of
from notegen.register import joined_initials
from notegen.word_vectors import DIMENSIONS, WORD_VECTORS_FILE, write
from recipes.note_mts_dialog.examples import examples

TERMS = WORD_VECTORS_FILE.parent / "terms.txt"
UNSEEN = 0.1
"""How often a word is taken to occur that is in no dialogue."""


def embedded(words: Sequence[str]) -> NDArray[np.float64]:
    """Shape (words, 256): of each word the mean of its pieces, from the files of `wordllama`.

    Raises ModuleNotFoundError where the package is missing. It is not imported: its loader asks
    the network for files that lie beside it.
    """
    spec = importlib.util.find_spec("wordllama")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("expected wordllama, found no such package")
    folder = Path(spec.origin).parent
    (table,) = load_file(folder / "weights" / "l2_supercat_256.safetensors").values()
    pieces = Tokenizer.from_file(str(folder / "tokenizers" / "l2_supercat_tokenizer_config.json"))
    pieces.no_padding()
    found = [pieces.encode(f" {word}", add_special_tokens=False).ids for word in words]
    return np.stack([table[ids].astype(np.float64).mean(axis=0) for ids in found])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds mts-dialog")
    parser.add_argument("--out", type=Path, default=WORD_VECTORS_FILE, help="where the table goes")
    options = parser.parse_args()
    found = (*examples(options.data, "train"), *examples(options.data, "valid"))
    texts = [joined_initials(e.transcript.text) for e in found]
    counts = Counter(word for text in texts for word in set(words_of(text)))
    others = (*(joined_initials(e.section.summary) for e in found), TERMS.read_text("utf-8"))
    words = sorted({*counts, *(word for text in others for word in words_of(text))})
    vectors = embedded(words)
    often = np.array([counts[word] for word in words], dtype=np.float64)
    vectors -= often @ vectors / often.sum()
    often += UNSEEN
    _, directions = np.linalg.eigh((vectors * often[:, None]).T @ vectors)
    kept = vectors @ directions[:, ::-1][:, :DIMENSIONS]
    write(options.out, words, kept.astype(np.float32))
    print(f"{len(words)} words, {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
