"""How far the facts that were found are those that people noted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from notegen.assertion import judge, read_dialogue
from notegen.extract import extract
from notegen.facts import Facts
from notegen.medications import medication_table
from notegen.terms import Kind, find_terms
from recipes.clinical_facts.annotations import Consultation, Noted
from scribe.code import Assertion
from scribe.transcript import Transcript

_Count = Callable[[str, int, int, int, str], None]
_AFFIRMED = frozenset((Assertion.PRESENT, Assertion.PAST, Assertion.POSSIBLE))


@dataclass(frozen=True, slots=True)
class Found:
    """A fact as the extractor gives it, in the form of an annotation; what was not said is ''."""

    kind: str
    name: str
    value: str
    dose: str = ""
    frequency: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many facts were right, how many were found or noted that have no partner."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """In percent; 100 where nothing was found."""
        return (
            100 * self.right / max(1, self.right + self.false) if self.right else _all(self.false)
        )

    @property
    def recall(self) -> float:
        """In percent; 100 where nothing was noted."""
        found = self.right + self.missed
        return 100 * self.right / found if found else 100.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.false + other.false, self.missed + other.missed)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A fact that is wrong (`false`), or was not found (`missed`), in words of our own."""

    encounter: str
    measure: str
    fault: str
    what: str


@dataclass(frozen=True, slots=True)
class Polarity:
    """Answered questions of which the polarity was told: of findings affirmed, of those denied."""

    affirmed: int = 0
    affirmed_right: int = 0
    denied: int = 0
    denied_right: int = 0
    undecided: int = 0
    known: int = 0

    @property
    def accuracy(self) -> float:
        """In percent of all; what was left undecided counts as wrong."""
        return 100 * (self.affirmed_right + self.denied_right) / max(1, self.affirmed + self.denied)

    def __add__(self, other: "Polarity") -> "Polarity":
        return Polarity(
            self.affirmed + other.affirmed,
            self.affirmed_right + other.affirmed_right,
            self.denied + other.denied,
            self.denied_right + other.denied_right,
            self.undecided + other.undecided,
            self.known + other.known,
        )


def facts_found(facts: Facts) -> tuple[Found, ...]:
    """Medicines (one for each generic name), allergies and vital signs of an extraction."""
    generics = tuple(dict.fromkeys(m.generic for m in facts.medications))
    rows: list[Found] = []
    for generic in generics:
        row = medication_table([m for m in facts.medications if m.generic == generic])[0]
        rows.append(Found("medication", generic, row.status.value, row.dose, row.frequency))
    rows += [Found("allergy", a.substance.lower() or "none", a.reaction) for a in facts.allergies]
    rows += [Found("vital", v.name.lower(), v.value) for v in facts.vitals]
    return tuple(rows)


def compare(
    noted: Sequence[Noted], found: Sequence[Found], encounter: str
) -> tuple[dict[str, Tally], tuple[Mistake, ...]]:
    """Tallies by measure: each kind by name, and by name with value; doses; frequencies.

    A vital sign is right only with its value; an allergy by its substance.
    """
    tallies: dict[str, Tally] = {}
    mistakes: list[Mistake] = []

    def count(measure: str, right: int, false: int, missed: int, what: str) -> None:
        tallies[measure] = tallies.get(measure, Tally()) + Tally(right, false, missed)
        if false or missed:
            mistakes.append(Mistake(encounter, measure, "false" if false else "missed", what))

    open_ = list(noted)
    for fact in found:
        partner = next((n for n in open_ if _partner(n, fact)), None)
        what = " ".join(filter(None, (fact.name, fact.value, fact.dose, fact.frequency)))
        if partner is None:
            count(fact.kind, 0, 1, 0, what)
            continue
        open_.remove(partner)
        if partner.optional:
            continue
        count(fact.kind, 1, 0, 0, what)
        if fact.kind != "vital":
            measure = "medication with status" if fact.kind == "medication" else "reaction"
            _attribute(count, measure, partner.values, fact.value, fact.name)
        if fact.kind == "medication":
            _attribute(count, "dose", partner.doses, fact.dose, fact.name)
            _attribute(count, "frequency", partner.frequencies, fact.frequency, fact.name)
    for left in open_:
        if not left.optional:
            count(left.kind, 0, 0, 1, "|".join(left.names))
            for measure, wanted in (("dose", left.doses), ("frequency", left.frequencies)):
                if wanted:
                    count(measure, 0, 0, 1, "|".join(left.names))
    return tallies, tuple(mistakes)


def answers(consultation: Consultation) -> tuple[Polarity, tuple[Mistake, ...]]:
    """The polarity of what was asked for and answered, judged where the annotation points."""
    dialogue = read_dialogue(consultation.transcript.utterances)
    index = {u.id: n for n, u in enumerate(dialogue.utterances)}
    total = Polarity()
    mistakes: list[Mistake] = []
    for asked in consultation.asked:
        place = index[asked.utterance]
        sense = judge(dialogue, place, asked.start, asked.end).assertion
        right = sense in _AFFIRMED if asked.affirmed else sense is Assertion.NEGATED
        total += Polarity(
            affirmed=asked.affirmed,
            affirmed_right=asked.affirmed and right,
            denied=not asked.affirmed,
            denied_right=not asked.affirmed and right,
            undecided=sense is Assertion.HYPOTHETICAL,
            known=_known(consultation.transcript, place, asked.start, asked.end),
        )
        if not right:
            where = f"{asked.utterance} {asked.start}-{asked.end} {sense.value}"
            mistakes.append(Mistake(consultation.id, "answer", "false", where))
    return total, tuple(mistakes)


def score(
    consultations: Iterable[Consultation],
) -> tuple[dict[str, Tally], Polarity, tuple[Mistake, ...]]:
    """All tallies of some consultations with what went wrong, in the order of reading."""
    tallies: dict[str, Tally] = {}
    polarity = Polarity()
    mistakes: list[Mistake] = []
    for consultation in consultations:
        every = facts_found(extract(consultation.transcript))
        found = tuple(f for f in every if f.kind in consultation.kinds)
        here, wrong = compare(consultation.noted, found, consultation.id)
        for measure, tally in here.items():
            tallies[measure] = tallies.get(measure, Tally()) + tally
        told, misjudged = answers(consultation)
        polarity += told
        mistakes += (*wrong, *misjudged)
    return tallies, polarity, tuple(mistakes)


def _all(false: int) -> float:
    return 0.0 if false else 100.0


def _partner(noted: Noted, fact: Found) -> bool:
    if noted.kind != fact.kind or not set(_spellings(fact.name)) & set(noted.names):
        return False
    if noted.kind != "vital":
        return True
    reading = fact.value.split()[0].rstrip("%")
    return reading in noted.values


def _spellings(name: str) -> Iterator[str]:
    """The name in singular as well as in plural: substances are noted in either."""
    yield name
    yield f"{name}s"
    yield name.removesuffix("s")


def _attribute(count: _Count, measure: str, wanted: tuple[str, ...], given: str, name: str) -> None:
    """A value that was noted, found or both; without either there is nothing to count."""
    if measure == "medication with status" or (wanted and given):
        right = given.lower() in wanted
        count(measure, right, not right, not right, f"{name} {given}")
    elif wanted or given:
        count(measure, 0, bool(given), bool(wanted), f"{name} {given}")


def _known(transcript: Transcript, index: int, start: int, end: int) -> bool:
    """Whether the lexicon of terms has what the characters name."""
    mentions = find_terms(transcript.utterances[index].text)
    return any(m.start < end and start < m.end and m.term.kind is not Kind.BODY for m in mentions)
