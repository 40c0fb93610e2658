"""How far utterances support the statements that cite them.

Evidence is scored as citations are by Gao et al. (2023, "Enabling Large Language Models to Generate
Text with Citations"): recall asks whether a statement is supported by all it cites together,
precision whether each thing cited is to the point. Shared content (`notegen.content`) takes the
place of their language model. MEDIQA-OE 2025 scores the same provenance, turn ids, against gold
turn ids, which ACI-BENCH lacks.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from notegen.assertion import Answer, Dialogue, answer_of
from notegen.content import content, sides
from notegen.drugs import find_drugs
from notegen.numbers import numbers_in
from notegen.verify import doubts
from scribe.note import FlagKind, Note

_SAID_SIDE = re.compile(r"\b(?:right|left)\b", re.IGNORECASE)
"""A side may be meant: speech ends clauses anywhere, so that `it's the right .` is one."""


@dataclass(frozen=True, slots=True)
class Support:
    """Counts for one statement.

    `numbers`, `drugs`, `sides`: how many it states that the cited utterances do not say;
    `contradicted`: 1 where they say the opposite of a symptom or condition in it. `cited`
    utterances, of which `relevant` share content with it; `content` words and numbers of the
    statement, of which `supported` are in the cited utterances.
    """

    numbers: int
    drugs: int
    sides: int
    contradicted: int
    cited: int
    relevant: int
    content: int
    supported: int


@dataclass(frozen=True, slots=True)
class SupportFigures:
    """Sums over statements, with the shares in percent that follow from them."""

    statements: int
    with_evidence: int
    numbers: int
    drugs: int
    sides: int
    contradicted: int
    cited: int
    relevant: int
    content: int
    supported: int

    @property
    def evidence_share(self) -> float:
        """Statements that cite an utterance; 100 where there are no statements."""
        return _percent(self.with_evidence, self.statements)

    @property
    def evidence_precision(self) -> float:
        """Cited utterances that share content with their statement; 100 where none is cited."""
        return _percent(self.relevant, self.cited)

    @property
    def evidence_recall(self) -> float:
        """Content of statements that is in the utterances they cite; 100 where there is none."""
        return _percent(self.supported, self.content)


def support(dialogue: Dialogue, text: str, evidence: Sequence[str]) -> Support:
    """Compare a statement with the utterances of these ids.

    An answer that is a yes or no has next to no content: it counts as relevant too where the
    utterance just before it is cited and relevant, as the question that it answers. Other
    questions count by their content alone.
    """
    cited = [(n, u) for n, u in enumerate(dialogue.utterances) if u.id in evidence]
    said = " . ".join(u.text for _, u in cited)
    stated = content(text)
    relevant: set[int] = set()
    for index, utterance in cited:
        answers = index - 1 in relevant and answer_of(utterance.text) is not Answer.OTHER
        if answers or content(utterance.text) & stated:
            relevant.add(index)
    heard = frozenset[str]().union(*(content(u.text) for _, u in cited))
    against = doubts(dialogue, text, evidence)
    return Support(
        numbers=len(_numbers(text) - numbers_in(said)),
        drugs=len(_drugs(text) - {m.drug.generic for m in find_drugs(said)}),
        sides=len(sides(text) - {m.lower() for m in _SAID_SIDE.findall(said)}),
        contradicted=int(any(d.kind is FlagKind.CONTRADICTED for d in against)),
        cited=len(cited),
        relevant=len(relevant),
        content=len(stated),
        supported=len(stated & heard),
    )


def note_support(dialogue: Dialogue, note: Note) -> tuple[Support, ...]:
    """The support of each statement of a note, in its order."""
    return tuple(support(dialogue, s.text, s.evidence) for s in note.statements)


def figures(supports: Iterable[Support]) -> SupportFigures:
    """Sums over the statements of a note or of many."""
    rows = tuple(supports)
    return SupportFigures(
        statements=len(rows),
        with_evidence=sum(s.cited > 0 for s in rows),
        numbers=sum(s.numbers for s in rows),
        drugs=sum(s.drugs for s in rows),
        sides=sum(s.sides for s in rows),
        contradicted=sum(s.contradicted for s in rows),
        cited=sum(s.cited for s in rows),
        relevant=sum(s.relevant for s in rows),
        content=sum(s.content for s in rows),
        supported=sum(s.supported for s in rows),
    )


def _numbers(text: str) -> frozenset[str]:
    return numbers_in(text.replace("on a scale of 0 to 10", ""))


def _drugs(text: str) -> frozenset[str]:
    return frozenset(m.drug.generic for m in find_drugs(text) if not m.drug.is_class)


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0
