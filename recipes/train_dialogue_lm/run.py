"""Trains the trigram of medical dialogue that the pocketsphinx engine uses.

Learns from the OSCE interviews without the three recorded ones, MTS-Dialog and ACI-BENCH (training
parts), PriMock57, sentences generated from `asr/data/phrases.toml`, mixed with the general English
model of the pocketsphinx package. Writes the model in pocketsphinx's binary
form, next to it the dictionary of its words. Prints held-out perplexity, the share of unknown words
included, as JSON.

    python recipes/train_dialogue_lm/run.py --data ../shared/data --out asr/data
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pocketsphinx

from asr.lexicon import (
    DATA,
    DIALOGUE_DICTIONARY,
    DIALOGUE_MODEL,
    MEDICAL_TERMS,
    Pronunciation,
    dictionary_lines,
    read_pronunciations,
)
from recipes.corpora import (
    RECORDED_OSCE,
    Dialogue,
    aci_bench,
    all_training,
    mts_dialog,
    osce,
)
from recipes.train_dialogue_lm.corpus import (
    PHRASES,
    dialogue_sentences,
    drug_names,
    generated,
    inflected,
    pronunciations,
    read_phrases,
)
from recipes.train_dialogue_lm.kneser_ney import (
    START,
    Model,
    arpa_lines,
    estimate,
    mixture,
    perplexity,
    pruned,
)
from recipes.train_dialogue_lm.sphinx_model import read_trigrams

SEED = 1
LEAST_GENERAL = 2e-7
"""The least joint probability of an n-gram that is taken over from the general model."""
DIALOGUE_SHARE, PHRASE_SHARE, GENERAL_SHARE = 0.72, 0.13, 0.15


def main() -> None:
    arguments = parsed()
    started = time.monotonic()
    random = Random(SEED)
    package = Path(pocketsphinx.get_model_path("en-us"))
    ways = pronunciations(package / "cmudict-en-us.dict", MEDICAL_TERMS)
    said = dialogue_sentences(all_training(arguments.data), random)
    phrases = generated(read_phrases(PHRASES, drug_names(MEDICAL_TERMS)), arguments.phrases, random)
    counts = Counter(word for sentence in said + phrases for word in sentence)
    for word in counts:
        if word not in ways and (found := inflected(word, ways)):
            ways[word] = found
    vocabulary = frozenset(word for word in counts if word in ways)
    vocabulary |= frequent(package / "en-us.lm.bin", ways, arguments.general_words)
    vocabulary |= {said.word for said in read_pronunciations(MEDICAL_TERMS)} & ways.keys()
    models = (
        estimate(said, 3, vocabulary),
        estimate(phrases, 3, vocabulary),
        read_trigrams(package / "en-us.lm.bin", vocabulary, LEAST_GENERAL),
    )
    model = pruned(
        mixture(models, (DIALOGUE_SHARE, PHRASE_SHARE, GENERAL_SHARE)), arguments.threshold
    )
    arguments.out.mkdir(parents=True, exist_ok=True)
    write(model, arguments.out / DIALOGUE_MODEL.name)
    words = write_dictionary(vocabulary, ways, arguments.out / DIALOGUE_DICTIONARY.name)
    heldout = {
        "aci_bench_valid": aci_bench(arguments.data, "valid"),
        "mts_dialog_valid": mts_dialog(arguments.data, "valid"),
        "recorded_osce": tuple(
            d for d in osce(arguments.data, with_recorded=True) if d.id in RECORDED_OSCE
        ),
    }
    print(
        json.dumps(
            {
                "words": len(vocabulary),
                "pronunciations": words,
                "ngrams": model.sizes,
                "model_bytes": (arguments.out / DIALOGUE_MODEL.name).stat().st_size,
                "training_words": sum(map(len, said)),
                "phrase_words": sum(map(len, phrases)),
                "heldout": {
                    name: scores(model, dialogues, vocabulary)
                    for name, dialogues in heldout.items()
                },
                "elapsed_s": round(time.monotonic() - started),
            }
        )
    )


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the public corpora")
    parser.add_argument("--out", type=Path, default=DATA, help="where to write (default: asr/data)")
    parser.add_argument(
        "--phrases", type=int, default=60_000, help="sentences to generate (default: 60000)"
    )
    parser.add_argument(
        "--general-words",
        type=int,
        default=6_000,
        help="how many of the most frequent English words to add (default: 6000)",
    )
    parser.add_argument(
        "--threshold",
        type=float,
        default=3e-8,
        help="pruning: smallest entropy an n-gram may be worth (default: 3e-8)",
    )
    return parser.parse_args()


def frequent(path: Path, words: Iterable[str], count: int) -> frozenset[str]:
    """The `count` most probable of the words in the model of a pocketsphinx package."""
    general = pocketsphinx.NGramModel.readfile(str(path))
    scored = sorted(((general.prob([word]), word) for word in words), reverse=True)
    return frozenset(word for _, word in scored[:count])


def write(model: Model, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        arpa = Path(folder) / "model.arpa"
        arpa.write_text("\n".join(arpa_lines(model)) + "\n", encoding="utf-8")
        read = pocketsphinx.NGramModel.readfile(str(arpa))
        read.write(str(target), pocketsphinx.NGramModel.str_to_type("bin"))


def write_dictionary(
    vocabulary: frozenset[str], ways: dict[str, tuple[Pronunciation, ...]], target: Path
) -> int:
    """Write the words' pronunciations; return how many there are."""
    lines = list(
        dictionary_lines(said for word in vocabulary if word != START for said in ways[word])
    )
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def scores(
    model: Model, dialogues: tuple[Dialogue, ...], vocabulary: frozenset[str]
) -> dict[str, float]:
    found, unknown = perplexity(model, dialogue_sentences(dialogues, Random(SEED)), vocabulary)
    return {"perplexity": round(found, 1), "unknown_words_percent": round(100 * unknown, 2)}


if __name__ == "__main__":
    main()
