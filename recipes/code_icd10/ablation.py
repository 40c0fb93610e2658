"""What each part of the search and of the suggestion adds."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from notegen.icd10 import build, postings, search
from notegen.icd10.build import build_table
from notegen.icd10.table import IcdTable
from recipes.code_icd10.encounters import Encounter, from_conversation, from_note, measure
from recipes.code_icd10.recall import Query, recall

_NONE = {
    "what was not said": (
        (postings, "_UNSAID", 1.0),
        (postings, "_UNSAID_TERM", 1.0),
        (postings, "_UNSAID_OTHER", 1.0),
        (postings, "_CONTRARY", 1.0),
    ),
    "causes of injury": ((postings, "_EXTERNAL", 1.0),),
    "light words": ((postings, "_LIGHT_WEIGHT", 1.0),),
    "coverage of the phrase": ((postings, "_QUERY_SHARE", 0.999),),
    "coverage of the query": ((postings, "_QUERY_SHARE", 0.001),),
    "the side": ((search, "side_fit", lambda phrase, side: 1.0),),
    "abbreviations": ((search, "_ABBREVIATIONS", {}),),
    "sounds": ((search, "_DOUBTFUL", 0.0),),
}
"""The parts that are left out one at a time, and what stands in their place."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left without a part: exact at 1 and 5 of mentions and of misheard terms; exact F1."""

    without: str
    mentions: tuple[float, float]
    misheard: tuple[float, float]
    note_f1: float
    conversation_f1: float


def ablation(
    path: Path,
    folder: Path,
    mentions: Sequence[Query],
    misheard: Sequence[Query],
    visits: Sequence[Encounter],
) -> Iterator[Left]:
    """`path` is a table of what is installed; one without our lexicon is made in `folder`."""
    yield _left("nothing", path, mentions, misheard, visits)
    for part in _NONE:
        with _without(part):
            yield _left(part, path, mentions, misheard, visits)
    bare = folder / "bare.sqlite"
    with patch.object(build, "lexicon_text", lambda: ""):
        build_table(bare)
    yield _left("our lexicon", bare, mentions, misheard, visits)


def _left(
    part: str,
    path: Path,
    mentions: Sequence[Query],
    misheard: Sequence[Query],
    visits: Sequence[Encounter],
) -> Left:
    with IcdTable.open(path) as table:
        found = [recall(table, queries) for queries in (mentions, misheard)]
        notes, talks = (measure(table, visits, s).exact.f1 for s in (from_note, from_conversation))
        at = [(one.exact_at_1, one.exact_at_5) for one in found]
        return Left(part, at[0], at[1], notes, talks)


@contextmanager
def _without(part: str) -> Iterator[None]:
    with ExitStack() as stack:
        for module, name, instead in _NONE[part]:
            stack.enter_context(patch.object(module, name, instead))
        yield
