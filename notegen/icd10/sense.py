"""In what sense a mention counts for coding."""

import re

from notegen.icd10.lexicon import Kind
from notegen.icd10.mentions import Mention
from notegen.icd10.passages import Passage
from notegen.icd10.sections import Zone
from scribe.code import Assertion

_ENDED = re.compile(
    r"\b(?:used to|no longer|resolved|went away|gone|as a (?:child|kid|teenager)|childhood"
    r"|outgrew|cured|in remission)\b",
    re.I,
)
_UNCERTAIN = re.compile(
    r"\b(?:concern is (?:that|for)|(?:felt|feels?) like|thought (?:that )?(?:he|she|i|it|they)"
    r" (?:was|were|had)|as if|(?:assess|evaluat\w+|work[- ]?up|look\w*|test\w*|screen\w*) for"
    r"|to determine (?:if|whether)|(?:pre)?disposition (?:for|to)|suspected|suspicious for"
    r"|sources? of)\b[^.?!;]*$",
    re.I,
)
_REASONS = {
    Assertion.NEGATED: "negated",
    Assertion.POSSIBLE: "possible only: uncertain diagnoses are not coded in outpatient care",
    Assertion.PAST: "in the past",
    Assertion.FAMILY: "of a family member",
    Assertion.HYPOTHETICAL: "hypothetical, or asked without an answer",
    Assertion.PLANNED: "planned",
    Assertion.PRESENT: "present",
}


def coding_sense(passage: Passage, mention: Mention, kind: Kind) -> Assertion:
    """The sense of a mention after what its section and its kind add to its sentence.

    A chronic condition stays present when only "a history of" it is named, and a status
    (a transplant, an allergy) is one by nature. Uncertain diagnoses are POSSIBLE (Official
    Guidelines IV.H: in outpatient care they are not coded).
    """
    sense = passage.judge(mention.start, mention.end)
    zone, text = passage.line.zone, passage.line.text
    if zone is Zone.FAMILY and sense is not Assertion.NEGATED:
        return Assertion.FAMILY
    if sense is Assertion.PRESENT and _UNCERTAIN.search(text[: mention.start]):
        return Assertion.POSSIBLE
    if sense is Assertion.PAST:
        lasting = kind is Kind.CHRONIC and not _ENDED.search(text)
        return Assertion.PRESENT if lasting or kind is Kind.STATUS else sense
    lasting = kind in (Kind.CHRONIC, Kind.STATUS, Kind.MEDICATION)
    if sense is Assertion.PRESENT and zone is Zone.PAST and not lasting:
        return Assertion.PAST
    return sense


def reason(sense: Assertion) -> str:
    """Why a mention in this sense is not coded, in words."""
    return _REASONS[sense]
