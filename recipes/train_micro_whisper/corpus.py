"""Which voices say which sentences."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from recipes.train_micro_whisper.bank import NOISES_FILE, record_noises, speak
from recipes.train_micro_whisper.espeak_voice import EspeakVoice
from recipes.train_micro_whisper.festival_voice import FestivalVoice
from recipes.train_micro_whisper.flite_voice import FliteVoice
from recipes.train_micro_whisper.grammar import distinct, read_grammar
from recipes.train_micro_whisper.spoken import Synthesizer

SHARD = 1000
"""Sentences."""

ACCENTS = ("en-us", "en", "gmw/en-GB-x-rp", "gmw/en-GB-scotland", "gmw/en-GB-x-gbclan", "en-029")
VARIANTS = ("", "+m1", "+m3", "+m4", "+m7", "+f1", "+f2", "+f4", "+klatt", "+klatt3", "+Alex")
VARIANTS += ("+Andy", "+Annie", "+Michael", "+Alicia", "+linda", "+steph", "+max", "+adam")


@dataclass(frozen=True, slots=True)
class Part:
    """So many sentences of a language, said by these voices in turn."""

    name: str
    language: str
    sentences: int
    voices: tuple[str, ...]


TRAINING = (
    Part("rms", "en", 6000, ("flite:rms",)),
    Part("slt", "en", 6000, ("flite:slt",)),
    Part("kal16", "en", 4000, ("flite:kal16",)),
    Part("ked", "en", 3000, ("festival:ked_diphone",)),
    Part("hts", "en", 1000, ("festival:cmu_us_slt_arctic_hts",)),
    Part("espeak", "en", 8000, tuple(f"espeak:{a}{v}" for a in ACCENTS for v in VARIANTS)),
    *(
        Part(name, language, 2000, tuple(f"espeak:{name}{v}" for v in VARIANTS))
        for language, name in (("de", "de"), ("fr", "fr"), ("vi", "vi"), ("zh", "cmn"))
    ),
)
"""The voice of Flite's awb is in none: it is what the model is tested on."""


def training_parts(bank: int) -> tuple[Part, ...]:
    """So many times the sentences of TRAINING."""
    return tuple(replace(part, sentences=bank * part.sentences) for part in TRAINING)


def synthesizer(name: str) -> Synthesizer:
    """The voice of a name such as `flite:rms`. Raises ModelUnavailable."""
    maker, _, voice = name.partition(":")
    makers: dict[str, Callable[[str], Synthesizer]] = {
        "flite": FliteVoice,
        "festival": FestivalVoice,
        "espeak": EspeakVoice,
    }
    return makers[maker](voice)


def speak_part(part: Part, number: int, seed: int, folder: Path) -> str:
    """Say shard `number` of the part, unless that was done; returns its name."""
    path = folder / f"{part.name}-{number:02d}"
    if not path.with_suffix(".json").exists():
        texts = distinct(read_grammar(part.language), SHARD, seed * 1000 + number)
        voices = tuple(synthesizer(voice) for voice in part.voices)
        speak(texts, part.language, voices, seed * 1000 + number, path)
    return path.name


def speak_all(
    folder: Path, workers: int, say: Callable[[str], None], parts: tuple[Part, ...] = TRAINING
) -> None:
    """Fill the bank in `folder`; what is there already is left alone.

    Raises ModelUnavailable when a synthesiser is not on this machine.
    """
    if not (folder / NOISES_FILE).exists():
        record_noises(1, folder / NOISES_FILE)
    jobs = [
        (part, number, index + 1)
        for index, part in enumerate(parts)
        for number in range(-(-part.sentences // SHARD))
    ]
    jobs.sort(key=lambda job: job[1])  # a little of every voice first
    with ProcessPoolExecutor(workers) as pool:
        spoken = pool.map(speak_part, *zip(*((*job, folder) for job in jobs), strict=True))
        for number, name in enumerate(spoken, 1):
            say(f"{number} of {len(jobs)} parts spoken: {name}")
