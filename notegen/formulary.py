"""The medicines that are known by name, as they are listed in two files."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scribe.errors import InputError

SUBSTANCES = frozenset(
    (
        *("calcium", "potassium", "magnesium", "zinc", "caffeine", "testosterone", "nitro"),
        *("progesterone", "iron", "soma", "cortisone", "nicotine", "nix", "azo", "alli", "niacin"),
        *("folate", "vitamin d", "vitamin b12", "fish oil", "steroid", "frova"),
        *("bicarbonate", "menthol", "moisturizer", "moisturiser", "eye drops"),
        *("estrogen", "oestrogen", "biotin", "b12", "b6", "b complex", "vitamin a", "vitamin k"),
        *("garlic", "turmeric", "ginseng", "collagen", "selenium", "folic"),
        *("thyroid hormone", "narcotic", "nonsteroidal", "vitamin b"),
        *("versed", "yasmin", "immunoglobulin", "dopamine", "oxytocin", "asa", "evra", "quinine"),
    )
)
"""Also a laboratory value, a food or an English word: a medicine only beside `take` or a dose."""

_PLAIN_TEXT = """\
    inhaler pill pills tablets supplement supplements cream patch patches gum injection shot
    vitamins paracetamol salbutamol aspirin potassium calcium probiotics folate penicillins d b12
    d3 d2 b1 c nitro insulins control contraceptives valproate thyroxine adrenaline multivitamins
    codeine chondroitin aciclovir cefalexin frusemide mesalazine rifampicin co-amoxiclav
    co-trimoxazole mononitrate dinitrate succinate tartrate lactobacillus oil 3 threes citrate
    oxide magnesia sulphate sulfate sulfamethoxazole levodopa tocopherol hctz trinitrate
    moisturiser moisturizer emollients bicarbonate soda drops spray lozenges lozenge sachets salts
    solution rehydration replacement chlorphenamine maleate lotion linctus supplements macrogol gel
    asprin vitamin prenatals chondroitin b6 injections injection shots thyroid replacement hormone
    tablet complex powder phenoxymethylpenicillin bendrofluazide beclometasone
    colecalciferol calcipotriene"""
_PLAIN = frozenset(_PLAIN_TEXT.split())


@dataclass(frozen=True, slots=True)
class Drug:
    """A name as the note writes it and the generic name; `is_class` for names like `statin`."""

    name: str
    generic: str
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class DrugLexicon:
    """Names in lower case with their drugs, and endings that mark a nonproprietary name."""

    names: tuple[tuple[str, Drug], ...]
    stems: tuple[str, ...]


def read_drugs(text: str) -> DrugLexicon:
    """The lexicon of a drug file. Raises InputError for a line of no known form."""
    names: list[tuple[str, Drug]] = []
    stems: list[str] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("-"):
            stems.append(line[1:])
            continue
        generic, equals, others = line.removeprefix("+").partition("=")
        if not equals:
            raise InputError(f"drugs, line {number}: expected 'generic = brands', found no '='")
        generic = generic.strip()
        is_class = line.startswith("+")
        names.append((generic, Drug(generic, generic, is_class)))
        for other in filter(None, (o.strip() for o in others.split(","))):
            plain = other.split()[-1] in _PLAIN or other in SUBSTANCES
            as_generic = is_class or other.startswith("on ")
            shown = generic if as_generic else other if plain else _capitals(other)
            names.append((other, Drug(shown, generic, is_class)))
    return DrugLexicon(tuple(names), tuple(stems))


@cache
def common_drugs() -> DrugLexicon:
    """What is commonly prescribed or bought, with everyday names."""
    return _read("drugs.txt")


@cache
def approved_drugs() -> DrugLexicon:
    """What else the FDA approved."""
    return _read("approved_drugs.txt")


@cache
def compounds() -> dict[frozenset[str], Drug]:
    """Medicines of several substances by the generic names of these."""
    found: dict[frozenset[str], Drug] = {}
    for lexicon in (common_drugs(), approved_drugs()):
        for _, drug in lexicon.names:
            parts = frozenset(drug.generic.split("-"))
            if len(parts) > 1:
                found.setdefault(parts, Drug(drug.generic, drug.generic))
    return found


def _read(name: str) -> DrugLexicon:
    return read_drugs(files("notegen").joinpath("data", name).read_text(encoding="utf-8"))


def _capitals(name: str) -> str:
    return re.sub(r"\b[a-z]", lambda m: m.group().upper(), name)
