"""How far two notes name the same clinical concepts."""

from functools import cache

from notegen.drugs import find_drugs
from notegen.terms import Kind, find_terms

_GROUPS = frozenset((Kind.SYMPTOM, Kind.CONDITION, Kind.BODY))


@cache
def concepts(text: str) -> frozenset[str]:
    """Canonical names of the symptoms, conditions, parts of the body and medicines in a text.

    They stand for the semantic groups that MEDCON counts (Yim et al. 2023: anatomy, chemicals and
    drugs, disorders, ...; no procedures), out of our own lexicon, without regard to negation.
    """
    terms = {m.term.name for m in find_terms(text) if m.term.kind in _GROUPS}
    return frozenset(terms | {m.drug.generic for m in find_drugs(text)})


def concept_f1(reference: str, prediction: str) -> float:
    """F1 of the sets of concepts, in percent; 0 where either is empty.

    The form of MEDCON without its vocabulary (UMLS): never to be compared with MEDCON's figures.
    """
    gold, found = concepts(reference), concepts(prediction)
    both = len(gold & found)
    return 200 * both / (len(gold) + len(found)) if both else 0.0
