"""A clause about the patient as it is said to the patient."""

import re

_BE = {"is": "are", "was": "were", "has": "have", "does": "do", "isn't": "aren't",
       "wasn't": "weren't", "hasn't": "haven't", "doesn't": "don't", "goes": "go"}  # fmt: skip
_SUBJECT = re.compile(
    r"\b(?:the patient|he|she) (?P<adverb>(?:also|still|just|really|always|ever|start|only) )?"
    r"(?P<verb>[a-z']+)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:he|she|they|them|their|theirs|themselves|his|her|him|hers|himself|herself)\b"
)
_OWN = {
    "he": "you", "she": "you", "they": "you", "them": "you", "him": "you", "their": "your",
    "his": "your", "her": "your", "theirs": "yours", "hers": "yours", "themselves": "yourself",
    "himself": "yourself", "herself": "yourself",
}  # fmt: skip
_CLINICIAN = re.compile(r"\b(?:i|i'm|i'll|i've|i'd|me|my)\b")
_NOT_VERBS = frozenset(("to", "and", "or", "if", "with", "unless", "until", "did", "had", "does"))
_KEEP_S = ("ss", "us", "is")


def second_person(text: str, spoken: str = "") -> str | None:
    """`call if the patient has fever` as `call if you have fever`.

    `spoken` is what was said to the patient. A pronoun of the third person that is not in it was
    put for `you`. None where it is not plain whom the text means: where such a pronoun was spoken
    too, or `spoken` is empty, or the clinician speaks of themselves.
    """
    low = text.lower()
    pronouns = set(_OTHERS.findall(low))
    if _CLINICIAN.search(low):
        return None
    if pronouns and (not spoken or pronouns & set(_OTHERS.findall(spoken.lower()))):
        return None
    said = re.sub(r"\bthe patient's\b", "your", text)
    said = _SUBJECT.sub(_addressed, said)
    said = re.sub(r"\bthe patient\b", "you", said)
    return _OTHERS.sub(lambda match: _OWN[match.group().lower()], said)


def _addressed(match: re.Match[str]) -> str:
    adverb, verb = match["adverb"] or "", match["verb"]
    return f"you {adverb}{_plural(verb)}"


def _plural(verb: str) -> str:
    low = verb.lower()
    if low in _BE:
        return _BE[low]
    if low in _NOT_VERBS or not low.endswith("s") or low.endswith(_KEEP_S) or len(low) < 4:
        return verb
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zes")):
        return low[:-2]
    return low[:-1]
