"""Phrases that the official index and its tables give for codes."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace

from notegen.icd10.alphabetic import IndexTerm
from notegen.icd10.release import IndexPhrase, Origin, is_code

_NOT_SAID = re.compile(r"\b(?:NEC|NOS)\b|\([^)]*\)")
_OPEN = re.compile(r"\b(?:specified|by site|by type)\b", re.I)
"""A line for all that has none of its own says nothing about what it is called."""
_FURTHEST = 5
"""Steps of "see" that are followed from one line to the next."""
_MOST_LENT = 300
"""Lines below a main term; one with more (Disease, Injury) is no other word for anything."""
_ALIKE = 4
"""Letters that begin both of two forms of a term (`Diabetes, diabetic`)."""
_NEOPLASMS = (
    ("malignant neoplasm of", "malignant"),
    # "Secondary" says nothing to the search: too many things are secondary to others.
    ("metastasis to", "metastatic malignant neoplasm of"),
    ("carcinoma in situ of",),
    ("benign neoplasm of",),
    ("neoplasm of uncertain behavior of",),
    ("neoplasm of unspecified behavior of", "neoplasm of"),
)
"""How the columns of the neoplasm table are said."""
_BEHAVIORS = (
    "malignant",
    "secondary",
    "in situ",
    "benign",
    "uncertain behavior",
    "unspecified behavior",
)
_DRUGS = (("poisoning by",), (), (), (), ("adverse effect of",), ("underdosing of",))
"""How the columns of the drug table are said; intent is not for a phrase to say."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases and how many more there were for codes that are not in the release."""

    kept: tuple[IndexPhrase, ...]
    dropped: int


def known_phrases(phrases: Iterable[IndexPhrase], codes: Set[str]) -> Phrases:
    """Each phrase once, only where its code is among `codes`."""
    once = dict.fromkeys(phrases)
    kept = tuple(phrase for phrase in once if phrase.code in codes)
    return Phrases(kept, len(once) - len(kept))


def index_phrases(
    terms: tuple[IndexTerm, ...], neoplasms: tuple[IndexTerm, ...] = ()
) -> Iterator[IndexPhrase]:
    """Phrases of an alphabetic index: the terms from the main term down, `see` followed.

    It is followed into the neoplasm table too (`Neoplasm, skin, benign`).
    """
    lines = _lines(terms) | _behaviors(neoplasms)
    for term in (*terms, *_borrowed(terms, lines)):
        code = _code(term, lines)
        if code and not _OPEN.search(term.path[-1]):
            origin = Origin.MAIN if len(term.path) == 1 else Origin.BELOW
            for text in dict.fromkeys(_texts(term.path)):
                yield IndexPhrase(text, code, origin)


def neoplasm_phrases(terms: tuple[IndexTerm, ...]) -> Iterator[IndexPhrase]:
    """Phrases of the neoplasm table: what grows, then where."""
    return _of_table(terms, _NEOPLASMS, first=1)


def drug_phrases(terms: tuple[IndexTerm, ...]) -> Iterator[IndexPhrase]:
    """Phrases of the table of drugs: what it did, then which substance."""
    return _of_table(terms, _DRUGS, first=0)


def _of_table(
    terms: tuple[IndexTerm, ...], columns: tuple[tuple[str, ...], ...], first: int
) -> Iterator[IndexPhrase]:
    for term in terms:
        path = term.path[first:]
        if not path or _OPEN.search(path[-1]):
            continue
        for cell, sayings in zip(term.cells, columns, strict=False):
            code = _bare(cell)
            if code:
                for text in dict.fromkeys(_texts(path)):
                    for saying in sayings:
                        yield IndexPhrase(f"{saying} {text}", code, Origin.TABLE)


def _code(term: IndexTerm, lines: dict[str, IndexTerm]) -> str:
    """The code of the line, or of the line that it sends to."""
    for _ in range(_FURTHEST):
        code = _bare(term.code)
        if code:
            return code
        target = lines.get(_normal(term.see or term.see_also))
        if target is None or target is term:
            return ""
        term = target
    return ""


def _borrowed(terms: tuple[IndexTerm, ...], lines: dict[str, IndexTerm]) -> Iterator[IndexTerm]:
    """Lines that a main term has only under the main term it sends to (stenosis, stricture)."""
    below: dict[str, list[IndexTerm]] = {}
    for term in terms:
        if len(term.path) > 1:
            below.setdefault(term.path[0], []).append(term)
    for term in terms:
        target = lines.get(_normal(term.see or term.see_also))
        if len(term.path) > 1 or target is None or target is term or len(target.path) > 1:
            continue
        lent = below.get(target.path[0], [])
        if len(lent) <= _MOST_LENT:
            own = {line.path[1:] for line in below.get(term.path[0], ())}
            for line in lent:
                if line.path[1:] not in own:
                    yield replace(line, path=(*term.path, *line.path[1:]))


def _bare(code: str) -> str:
    """`H60.1-` without what is left open; nothing for what is no code (`--`, a range)."""
    bare = code.strip().rstrip("-").rstrip(".").strip()
    return bare if is_code(bare) else ""


def _lines(terms: tuple[IndexTerm, ...]) -> dict[str, IndexTerm]:
    """Each line by its terms in order, in each of their forms; the first one where two agree."""
    lines: dict[str, IndexTerm] = {}
    for term in terms:
        lines.setdefault(_normal(", ".join(term.path)), term)
        for place, form in enumerate(term.path):
            for one in _forms(form)[:2]:
                names = (*(_forms(t)[0] for t in term.path[:place]), one)
                if place == len(term.path) - 1:
                    lines.setdefault(_normal(", ".join(names)), term)
    return lines


def _behaviors(neoplasms: tuple[IndexTerm, ...]) -> dict[str, IndexTerm]:
    """The cells of the neoplasm table as lines, in the words by which the index sends to them."""
    lines: dict[str, IndexTerm] = {}
    for term in neoplasms:
        site = ", ".join(_forms(title)[0] for title in term.path[1:])
        for cell, behavior in zip(term.cells, _BEHAVIORS, strict=False):
            line = IndexTerm(term.path, code=cell)
            if site:
                lines.setdefault(_normal(f"Neoplasm, {site}, {behavior}"), line)
                lines.setdefault(_normal(f"Neoplasm, {behavior}, {site}"), line)
            else:
                lines.setdefault(_normal(f"Neoplasm, {behavior}, by site"), line)
    return lines


def _normal(text: str) -> str:
    return " ".join(re.findall(r"\w+", _NOT_SAID.sub(" ", text).lower()))


def _texts(path: tuple[str, ...]) -> Iterator[str]:
    """What the line may be called: with each form of its main term."""
    below = [_forms(title)[0] for title in path[1:]]
    for form in _forms(path[0]):
        text = " ".join(" ".join((form, *below)).replace(",", " ").split())
        if text:
            yield text.lower()


def _forms(title: str) -> tuple[str, ...]:
    """The forms of a term (`Abdomen, abdominal`); the title itself where it has one."""
    title = " ".join(_NOT_SAID.sub(" ", title).split()).strip(" ,")
    pieces = tuple(piece.strip() for piece in title.split(","))
    start = pieces[0][:_ALIKE].lower()
    alike = all(" " not in p and p[:_ALIKE].lower() == start for p in pieces)
    return pieces if alike and len(pieces) > 1 else (title,)
