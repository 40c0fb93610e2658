"""Allergies in what is asked and answered."""

import re
from collections.abc import Iterator

from notegen.assertion import Answer, Dialogue, answer_of, reply_to
from notegen.drugs import find_drugs
from notegen.facts import Allergy
from notegen.sentences import Sentence, lowered
from notegen.terms import Kind, find_terms

_ALLERGY = re.compile(r"\ballerg(?:y|ies|ic)\b|\bbad reaction to\b")
_ASKED = re.compile(r"\b(?:any|have|had|are you|do you|known|what|no)\b.*\ballerg(?:y|ies|ic)\b")
_SEASONAL = re.compile(
    r"\b(?:seasonal|pollen|environmental|spring|fall allerg|hay|allergy (?:medicine|pill|test)"
    r"|allergic reaction)\b"
)
_OTHER = re.compile(
    r"\b(?:sulfa(?: drugs)?|latex|peanuts?|tree nuts?|nuts|shellfish|shrimp|eggs?|milk"
    r"|dairy|soy|wheat"
    r"|gluten|bee stings?|bees|wasps?|strawberr(?:y|ies)|fish|iodine|contrast(?: dye)?|adhesive"
    r"|(?:surgical )?tape|dust(?: mites)?|mold|cats?|dogs?|grass|pollen|ragweed|nickel"
    r"|kiwi|bananas?"
    r"|sesame|mangos?)\b"
)
_ALLERGIC_TO = re.compile(r"\ballerg(?:ic|y|ies) to ([a-z-]+(?: [a-z-]+)?)")
_NOT_SUBSTANCE = frozenset(
    ("any", "anything", "medications", "medication", "medicine", "medicines", "it", "that", "them",
     "some", "the", "a", "drugs", "foods", "food", "something", "certain", "those", "this", "my")
)  # fmt: skip
_NONE_KNOWN = re.compile(
    r"\bno (?:known )?(?:drug |medication |medicine |food )?allerg|\bnot allergic\b|\bn'?t have any"
    r"(?: known)?(?: drug| medication| food)? allerg|\bno allerg|\bn'?t allergic"
)


def find_allergies(dialogue: Dialogue) -> tuple[Allergy, ...]:
    """Allergies to medicines, foods and materials, with the reaction where it was said.

    A denial is given only where no allergy was reported in the whole dialogue.
    """
    found: dict[str, Allergy] = {}
    for sentence in dialogue.sentences:
        low = lowered(sentence.text)
        if not _ALLERGY.search(low) or _SEASONAL.search(low):
            continue
        for allergy in _in(dialogue, sentence, low):
            old = found.get(allergy.substance)
            if old is None or (allergy.reaction and not old.reaction):
                found[allergy.substance] = allergy
    if len(found) > 1:
        found.pop("", None)
    return tuple(found.values())


def _in(dialogue: Dialogue, sentence: Sentence, low: str) -> Iterator[Allergy]:
    if sentence.question or (_ASKED.search(low) and " you" in low and "i" not in low.split()):
        reply = reply_to(dialogue, sentence)
        if not reply:
            return
        said = " ".join(lowered(r.text) for r in reply)
        ids = tuple(dict.fromkeys((sentence.utterance, *(r.utterance for r in reply))))
        polarity = answer_of(reply[0].text)
        substances = _substances(said) if polarity is not Answer.NO else _substances_after_but(said)
        if not substances and polarity is Answer.YES:
            substances = _substances(low)
        if substances:
            yield from (Allergy(s, _reaction(said), ids) for s in substances)
        elif polarity is Answer.NO or _NONE_KNOWN.search(said):
            asked = _substances(low)
            if not asked:
                yield Allergy("", "", ids)
        return
    if _NONE_KNOWN.search(low):
        yield Allergy("", "", (sentence.utterance,))
        return
    place = dialogue.sentences.index(sentence)
    after = [
        s for s in dialogue.sentences[place + 1 : place + 2] if s.utterance == sentence.utterance
    ]
    reaction = _reaction(" ".join(lowered(s.text) for s in (sentence, *after)))
    for substance in _substances(low):
        yield Allergy(substance, reaction, (sentence.utterance,))


def _substances(said: str) -> tuple[str, ...]:
    names = [m.drug.name for m in find_drugs(said + " allergic")]
    names += [m.group() for m in _OTHER.finditer(said)]
    if not names:
        for match in _ALLERGIC_TO.finditer(said):
            words = match[1].split()
            if words[0] not in _NOT_SUBSTANCE:
                names.append(words[0])
    return tuple(dict.fromkeys(names))


def _substances_after_but(said: str) -> tuple[str, ...]:
    _, but, rest = said.partition(" but ")
    if not but:
        _, but, rest = said.partition("except")
    return _substances(rest) if but else ()


def _reaction(said: str) -> str:
    names = [m.term.name for m in find_terms(said) if m.term.kind is Kind.SYMPTOM]
    if re.search(r"\banaphyla", said):
        names.insert(0, "anaphylaxis")
    return ", ".join(dict.fromkeys(n for n in names if n != "pain"))
