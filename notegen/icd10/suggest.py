"""ICD-10-CM suggestions for a note, each with the words that support it."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import date

from notegen.icd10 import rules
from notegen.icd10.attributes import Attributes, specified
from notegen.icd10.finding import Finding, merged
from notegen.icd10.lexicon import Kind
from notegen.icd10.mentions import VAGUE, Finder, Mention, kind_of
from notegen.icd10.passages import Passage, of_note, of_text, of_transcript
from notegen.icd10.resolve import Context, resolve
from notegen.icd10.search import encounter, search
from notegen.icd10.sections import Zone, head_of
from notegen.icd10.sense import coding_sense, reason
from notegen.icd10.sequence import sequenced
from notegen.icd10.sides import NamedSides
from notegen.icd10.table import IcdTable
from notegen.icd10.weights import SHOWN, weight
from notegen.icd10.words import read_tokens, side_of, stems
from scribe.code import Alternative, Assertion, Code, Coding, NotCoded
from scribe.errors import InputError
from scribe.note import Note
from scribe.transcript import Transcript

_MOST_CODES = 8
_MOST_ALTERNATIVES = 5
_HEAD_STEMS = 9
"""A longer line is prose, not the name of a problem."""
_FOUND = 0.62
"""Least search score of a problem line that no phrase covers."""
_COVERED = 0.7
"""Least share of its words that the code found must have."""
_LIKELY = 0.5
"""Least search score of an alternative."""
_COMPLAINT, _COMPLAINT_MOST = 0.2, 0.6
"""Where nothing is assessed, what is complained of gains this much, up to the second figure."""
_BESIDE_ASSESSMENT = 0.85
"""Factor of what was only spoken where the note has an assessment."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A mention with its passage, its sense, and how well the phrase fits in [0, 1].

    `head` when it is what a problem line is about.
    """

    passage: Passage
    mention: Mention
    sense: Assertion
    fit: float
    head: bool


class IcdCoder:
    """Suggests codes by phrases and rules; it keeps nothing of what it codes."""

    def __init__(self, table: IcdTable) -> None:
        self._table = table
        self._finder = Finder(table)

    def __call__(self, note: Note, transcript: Transcript, date_of_service: date) -> Coding:
        """Codes for a note and what was said; raises InputError for a day before the table."""
        return self._code((*of_note(note), *of_transcript(transcript)), date_of_service)

    def code_text(self, text: str, date_of_service: date) -> Coding:
        """Codes for a phrase or a note as plain text; evidence names the section `text`.

        Raises InputError for a day before the table.
        """
        return self._code(tuple(of_text(text)), date_of_service)

    def _code(self, passages: tuple[Passage, ...], day: date) -> Coding:
        if day < self._table.first_day:
            raise InputError(
                f"date of service {day}: expected {self._table.first_day} or later, the first"
                " day that the code table covers"
            )
        sides = NamedSides(p.line.text for p in passages)
        attributes = Attributes(passages)
        letter = encounter("\n".join(p.line.text for p in passages if p.chief))
        present: list[Finding] = []
        medications: list[Finding] = []
        refused: list[_Heard] = []
        documented = any(p.line.zone is Zone.ASSESSMENT for p in passages)
        everything = tuple(h for p in passages for h in self._hear(p, day))
        for heard in everything:
            if heard.sense is not Assertion.PRESENT:
                refused.append(heard)
                continue
            found = self._findings(heard, sides, attributes, letter, day)
            if heard.mention.listed.kind == Kind.MEDICATION:
                medications += found
            elif documented and heard.passage.line.zone is Zone.SPOKEN:
                # The clinician's assessment decides; what was only talked about counts less.
                present += (replace(f, score=f.score * _BESIDE_ASSESSMENT) for f in found)
            else:
                present += found
        lines = tuple(p.line.text for p in passages if p.line.zone is not Zone.REVIEW)
        findings = self._settled(merged(present), merged(medications), lines, day)
        codes = tuple(self._suggestion(f, day) for f in findings)
        said = {h.mention.listed.code for h in everything if h.sense is Assertion.PRESENT}
        return Coding(codes, _not_coded(refused, findings, said))

    def _hear(self, passage: Passage, day: date) -> Iterator[_Heard]:
        """The mentions of a line; a problem line that no phrase covers is searched as a whole."""
        line = passage.line
        if line.zone is Zone.REVIEW:
            return
        assessed = line.zone is Zone.ASSESSMENT
        start, end = head_of(line.text) if assessed else (0, 0)
        mentions = self._finder.find(line.text, whole_table=assessed)
        in_head = [m for m in mentions if start <= m.start < end]
        content = len(stems(line.text[start:end]))
        named = 2 * sum(m.size for m in in_head) >= content
        short = 0 < content <= _HEAD_STEMS
        if short and not named:
            searched = self._searched(line.text, start, end, day)
            if searched is not None:
                yield self._sensed(passage, *searched, head=True)
                mentions = tuple(m for m in mentions if m not in in_head)
        for mention in mentions:
            fit = 1.0 if mention.listed.kind in set(Kind) else 0.95
            if mention.listed.kind != Kind.NOTHING:
                yield self._sensed(
                    passage, mention, fit, head=short and named and mention in in_head
                )

    def _searched(self, text: str, start: int, end: int, day: date) -> tuple[Mention, float] | None:
        found = search(self._table, text[start:end], day, limit=1, misheard=False)
        if not found or found[0].score < _FOUND or found[0].listed.code.startswith(VAGUE):
            return None
        tokens = read_tokens(text[start:end])
        near = frozenset(t.stem for t in tokens if not t.skip)
        if len(near & set(found[0].listed.stems)) < _COVERED * len(near):
            return None
        side = side_of({t.side for t in tokens if t.side is not None})
        return Mention(start, end, found[0].listed, len(near), side, near), found[0].score

    def _sensed(self, passage: Passage, mention: Mention, fit: float, *, head: bool) -> _Heard:
        sense = coding_sense(passage, mention, kind_of(mention.listed))
        return _Heard(passage, mention, sense, fit, head)

    def _findings(
        self, heard: _Heard, sides: NamedSides, attributes: Attributes, letter: str, day: date
    ) -> Iterator[Finding]:
        mention, passage = heard.mention, heard.passage
        kind = kind_of(mention.listed)
        score = heard.fit * weight(
            kind,
            passage.line.zone,
            head=heard.head,
            chief=passage.chief,
            clinician=passage.clinician,
        )
        code = mention.listed.code
        context = Context(mention.side, mention.near, letter)
        resolved = resolve(self._table, code, context, day)
        elsewhere: tuple[str, ...] = ()
        if mention.side is None:
            side = sides.of(mention.listed.stems)
            sided = resolve(self._table, code, replace(context, side=side), day)
            if sided != resolved:
                resolved = sided
                elsewhere = (f"side taken from elsewhere in the note: {side}",)
        evidence = (passage.evidence(mention.start, mention.end),)
        said = attributes.of(passage)
        for one in resolved:
            one = specified(self._table, one.entry, said, context, day) or one
            applied = (*one.rules, *elsewhere)
            yield Finding(one.entry, kind, score, evidence, applied, heard.head)

    def _settled(
        self,
        findings: tuple[Finding, ...],
        medications: tuple[Finding, ...],
        lines: tuple[str, ...],
        day: date,
    ) -> tuple[Finding, ...]:
        """The findings to show, in the order of the codes, after the rules."""
        injured = any(f.code[0] in "ST" and f.score >= SHOWN for f in findings)
        findings = tuple(f for f in findings if f.kind is not Kind.CAUSE or injured)
        findings = rules.apply(findings, lines, self._table, day)
        findings = rules.with_medications(findings, medications)
        if not any(f.score >= SHOWN for f in findings):
            findings = tuple(
                replace(f, score=min(_COMPLAINT_MOST, f.score + _COMPLAINT)) for f in findings
            )
        shown = sorted((f for f in findings if f.score >= SHOWN), key=lambda f: -f.score)
        warned = rules.annotate(tuple(shown[:_MOST_CODES]), self._table)
        return sequenced(warned, self._table)

    def _suggestion(self, finding: Finding, day: date) -> Code:
        last_day = self._table.last_day
        late = (f"the code table ends on {last_day}: check the release in force",)
        return Code(
            code=finding.code,
            display=finding.entry.description,
            billable=True,
            score=round(finding.score, 3),
            assertion=Assertion.PRESENT,
            evidence=finding.evidence,
            rules=finding.rules + (late if day > last_day else ()),
            alternatives=tuple(self._alternatives(finding, day))[:_MOST_ALTERNATIVES],
        )

    def _alternatives(self, finding: Finding, day: date) -> Iterator[Alternative]:
        """What a search for the quote finds too, then the code's neighbours."""
        seen = {finding.code}
        for found in search(self._table, finding.evidence[0].quote, day, misheard=False):
            entry = found.resolved.entry
            if found.score >= _LIKELY and entry.code not in seen:
                seen.add(entry.code)
                yield Alternative(entry.code, entry.description, round(found.score * 0.9, 3))
        for entry in self._table.children(finding.entry.parent):
            if entry.code not in seen and entry.billable_on(day):
                yield Alternative(entry.code, entry.description, round(_LIKELY * 0.5, 3))


def _not_coded(
    refused: Iterable[_Heard], coded: tuple[Finding, ...], said: Set[str]
) -> tuple[NotCoded, ...]:
    """One entry for each code and reason; none for what is present in another mention.

    A question without an answer adds nothing to a mention that has one.
    """
    groups: dict[tuple[str, Assertion], NotCoded] = {}
    for heard in refused:
        code = heard.mention.listed.code
        if code in said or any(f.code.startswith(code) for f in coded):
            continue
        evidence = heard.passage.evidence(heard.mention.start, heard.mention.end)
        known = groups.get((code, heard.sense))
        if known is None:
            entry = NotCoded(evidence.quote, reason(heard.sense), (evidence,))
        else:
            entry = replace(known, evidence=(*known.evidence, evidence))
        groups[code, heard.sense] = entry
    answered = {code for code, sense in groups if sense is not Assertion.HYPOTHETICAL}
    return tuple(
        entry
        for (code, sense), entry in groups.items()
        if sense is not Assertion.HYPOTHETICAL or code not in answered
    )
