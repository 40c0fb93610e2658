"""Words of clinical text in the form in which phrases are compared."""

import re
from collections.abc import Iterable, Set
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Side(StrEnum):
    """A side of the body."""

    RIGHT = "right"
    LEFT = "left"
    BILATERAL = "bilateral"


class Token(NamedTuple):
    """A word: its stem and characters `start` to `end` (exclusive) of the text."""

    stem: str
    start: int
    end: int
    side: Side | None = None
    skip: bool = False


_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_SIDES = {
    "right": Side.RIGHT,
    "left": Side.LEFT,
    "bilateral": Side.BILATERAL,
    "bilaterally": Side.BILATERAL,
    "both": Side.BILATERAL,
}
_SIDE = re.compile(rf"\b(?:{'|'.join(_SIDES)})\b")
_SKIPPED = frozenset(
    re.findall(
        r"\w+",
        "a an the my his her your their our its of in on at is are was were am be been being has"
        " have had some really bit little very pretty kind this that these those it sided side to"
        " by for from as i he she they you we or also diagnosed known active due secondary"
        " unspecified nos um uh",
    )
)
_BEFORE_A = frozenset(("hepatitis", "vitamin", "influenza", "type", "immunoglobulin", "group"))
"""After these "a" is a name, not the article."""
_CANONICAL = {
    "ii": "2", "two": "2", "iii": "3", "three": "3", "one": "1", "four": "4", "five": "5",
    "iia": "2a", "iiia": "3a", "iiib": "3b", "iv": "4", "renal": "kidney", "hepatic": "liver",
    "cardiac": "heart", "pulmonary": "lung", "gastric": "stomach", "tumour": "neoplasm",
    "tumor": "neoplasm", "cancer": "malignant", "carcinoma": "malignant", "stone": "calculus",
    "stones": "calculus", "calculi": "calculus", "bleeding": "hemorrhage", "bleed": "hemorrhage",
    "broken": "fracture", "tummy": "abdominal", "abdomen": "abdominal", "belly": "abdominal",
    "tonsilar": "tonsil", "diseased": "disease", "throwing": "throw", "threw": "throw",
    "swollen": "swelling", "peeing": "pee", "feet": "foot", "teeth": "tooth", "knees": "knee",
    "vertebrae": "vertebra", "metastases": "metastasis", "metastatic": "metastasis",
    "lymphadenopathies": "lymphadenopathy", "vaccination": "vaccine", "immunization": "vaccine",
    "pyrexia": "fever", "aching": "ache", "aches": "ache", "achy": "ache", "hurting": "hurt",
    "hurts": "hurt", "tendonitis": "tendinitis", "esophageal": "esophagus", "cervix": "cervical",
    "myocardial": "myocardium", "fibrilation": "fibrillation", "infarct": "infarction",
    "severe": "severity", "plane": "planar",
    "testicular": "testis", "testicle": "testis", "testicles": "testis", "testes": "testis",
    "anal": "anus", "rectal": "rectum", "pancreatic": "pancreas", "colonic": "colon",
    "urethral": "urethra", "ureteral": "ureter", "ureteric": "ureter", "uterine": "uterus",
    "ovarian": "ovary", "prostatic": "prostate", "splenic": "spleen", "cutaneous": "skin",
    "cerebral": "brain", "ocular": "eye", "pleural": "pleura", "pericardial": "pericardium",
    "peritoneal": "peritoneum", "femoral": "femur", "tibial": "tibia", "humeral": "humerus",
    "vaginal": "vagina", "vulvar": "vulva", "duodenal": "duodenum", "bronchial": "bronchus",
    "tracheal": "trachea", "laryngeal": "larynx", "pharyngeal": "pharynx", "retinal": "retina",
    "corneal": "cornea", "dental": "tooth", "mammary": "breast", "arterial": "artery",
    "venous": "vein", "mandibular": "mandible", "maxillary": "maxilla", "nasal": "nose",
    "intestinal": "intestine", "vertebral": "vertebra", "thrombotic": "thrombosis",
    "embolic": "embolism", "ischemic": "ischemia", "stenotic": "stenosis", "necrotic": "necrosis",
    "fibrotic": "fibrosis", "asthmatic": "asthma", "epileptic": "epilepsy",
    "diabetic": "diabetes", "cirrhotic": "cirrhosis", "anemic": "anemia",
}  # fmt: skip
_BRITISH = (
    (re.compile(r"haem"), "hem"),
    (re.compile(r"aemi"), "emi"),
    (re.compile(r"oesoph"), "esoph"),
    (re.compile(r"oedem"), "edem"),
    (re.compile(r"rrhoea"), "rrhea"),
    (re.compile(r"^paed"), "ped"),
    (re.compile(r"anaesth"), "anesth"),
    (re.compile(r"^foet"), "fet"),
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a lower-case word: spellings united, plural, -ed and -ing removed."""
    word = _CANONICAL.get(word, word)
    for pattern, replacement in _BRITISH:
        word = pattern.sub(replacement, word)
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 4 and re.search(r"(?:ss|sh|ch|x)es$", word):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    word = _CANONICAL.get(word, word)
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def read_tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order; possessive endings are left out of the stem."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow: every character must keep its place
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    lowered = lowered.replace("\u2019", "'").replace("é", "e").replace("ö", "o")
    tokens = []
    last = ""
    for match in _WORD.finditer(lowered):
        word = match.group()
        word = _shortened(word) if "'" in word else word
        content, side, skip = _read(word)
        if skip and word == "a" and last in _BEFORE_A:
            skip = False
        last = word
        tokens.append(Token(content, match.start(), match.end(), side, skip))
    return tuple(tokens)


def _shortened(word: str) -> str:
    """A word without its possessive or shortened ending: `can't` is cannot, `isn't` not."""
    if word.endswith("n't"):
        return "cannot" if word == "can't" else "not"
    return word.partition("'")[0]


@lru_cache(maxsize=50_000)
def _read(word: str) -> tuple[str, Side | None, bool]:
    """Stem, side, and whether the word carries no meaning of its own."""
    side = _SIDES.get(word)
    return stem(word), side, side is not None or word in _SKIPPED


def stems(text: str) -> tuple[str, ...]:
    """The stems that carry meaning, in order; sides and function words are left out."""
    return tuple(t.stem for t in read_tokens(text) if not t.skip)


def names_side(text: str) -> bool:
    """True when a text names any side."""
    return _SIDE.search(text.lower()) is not None


def sides(text: str) -> frozenset[Side]:
    """All sides that a text names."""
    return frozenset(_SIDES[word] for word in _SIDE.findall(text.lower()))


def key(content: Iterable[str]) -> str:
    """One string for a set of stems, whatever their order."""
    return " ".join(sorted(set(content)))


def side_of(named: Set[Side]) -> Side | None:
    """One side for all that are named together: both of them make it bilateral."""
    if Side.BILATERAL in named or len(named) == 2:
        return Side.BILATERAL
    return next(iter(named), None)


@lru_cache(maxsize=100_000)
def side_fit(phrase: str, side: Side | None) -> float:
    """How well a phrase's own sides agree with the side meant: 1 where it names none.

    A phrase that names a side is preferred where it is meant, and avoided where it is not.
    """
    own = sides(phrase)
    if not own or side in own:
        return 1.0
    return 0.5
