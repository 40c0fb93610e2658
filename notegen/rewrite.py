"""A spoken clause as a clause of a note, in the third person."""

import re
from dataclasses import dataclass
from functools import lru_cache

from notegen.numbers import written_numbers
from notegen.sentences import without_fillers


@dataclass(frozen=True, slots=True)
class Pronouns:
    """How the note speaks of the patient after the first mention in a sentence."""

    subject: str = "they"
    object: str = "them"
    possessive: str = "their"
    reflexive: str = "themselves"

    @property
    def plural(self) -> bool:
        return self.subject == "they"


THEY = Pronouns()
SHE = Pronouns("she", "her", "her", "herself")
HE = Pronouns("he", "him", "his", "himself")

_SPELLING = tuple(
    (re.compile(spoken, re.IGNORECASE), written)
    for spoken, written in (
        (r"<[^>]*>|\[[^\]]*\]|\([^)]*\)", " "),
        (r"[\u2018\u2019]", "'"),
        (r"\bgon ?na\b", "going to"),
        (r"\bwan ?na\b", "want to"),
        (r"(?:(?<=\w) ?'ve|\b(?:have|has)) got ?ta\b", " have to"),
        (r"\bgot ?ta\b", "have to"),
        (r"\bi want you\b[ ,.]*(?=you (?:can|should|could|may)\b)", " "),
        (r"\bkin ?da\b|\bsorta\b", "kind of"),
        (r"\blem ?me\b", "let me"),
        (r"\bca n't\b", "can't"),
        (r"\bwo n't\b", "won't"),
        (r" n't\b", "n't"),
        (r"\b(do|does|did|have|has|had|is|was|are|were|ca|would|could)nt\b", r"\1n't"),
        (r"\b(i|you|we|they)ve\b", r"\1've"),
        (r"\bim\b", "i'm"),
        (r"\b'?bout\b", "about"),
        (r"(?<=\w) ('(?:m|s|re|ve|ll|d))\b", r"\1"),
        (r"'cause\b|\bcuz\b", "because"),
        (r"\b(?:um+|uh+m*|erm?|ah+|hm+|mm+|mm-?hmm|uh-?huh|mhm|huh)\b[,.]?", " "),
        (r"\s*,\s*(?:you know|i mean)\s*,(?!\s*(?:i|it|he|she|they|we|you|that|there)\b)", " "),
        (r"(?<=[,.])\s*(?:you know|i mean|i guess|like|well|kind of|sort of"
         r"|basically)\s*(?=,)", " "),
        (r"\b(?:you know what|you know|i mean|basically|honestly|literally|obviously)\b,?", " "),
        (r"\b(?:kind of|sort of|just like|or something(?: like that)?|or anything(?: like that)?"
         r"|or whatever|and stuff(?: like that)?"
         r"|and everything(?! (?:is|looks?|seems?|was|else|that|in))"
         r"|pretty much|like i said)\b,?", " "),
        (r"\b(was|is|am|are|were) like(?= )", r"\1"),
        (r"\b[a-z']+-+(?=[\s,.]|$)", " "),
        (r"\.{2,}|…|--+", ", "),
        (r"\b(to|just|still|usually|really|and|it's|is|i'm|was|probably|have"
         r"|been) like(?= [a-z])", r"\1"),
        (r"\b(?:it's|it|i'm|i|that's|he's|she's|there's|we|they),? (?=(?:it|i|we|he"
         r"|she|they|there|that)(?:'s|'m|'ve|'d)\b)", ""),
        (r"\b(?:it's|i'm|that's|there's|i've)\s*,?\s+(?=(?:it|i|that|there)\b)", ""),
        (r"\bdr\. ", "Dr. "),
        (r"\bi'm sorry\b,?|,? ?\bexcuse me\b ?,?", " "),
    )
)  # fmt: skip
_REPEATED = re.compile(r"\b([\w']+(?: [\w']+){0,3})(?:[\s,.]+\1\b)+", re.IGNORECASE)
_TRAILING = re.compile(
    r"(?:[\s,;.-]*\b(?<!look )(?<!looks )(?<!looked )(?<!is )(?<!are )(?<!was )(?<!were )(?<!feel )"
    r"(?<!feels )(?<!doing )(?<!running )(?<!it's )(?<!that's )(?<!felt )(?<!been )"
    r"(?:okay|ok|alright|all right|right|correct|so|though|and|but|or|because|the|a"
    r"|that means|which means|my|your|you know|well|like|i|it's|then|if|is that okay|sound good|now"
    r"|sounds good|does that sound (?:good|okay)|thank you|thanks|yeah|yes|as well|which|um|"
    r"when|also|was|is|just|really|please|actually|doctor|in|at|on)\b)+[\s,;.?!-]*$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:and|but|so|or|because|well|then|yes|yeah|yep|no|nope|okay|oh|like|plus|also|actually"
    r"|now|again|alright|all right|right|great|good|of course|sure|exactly|correct|perfect|i think"
    r"|i guess|i would say|i'd say|let's see|i believe|that's (?:right|correct)|doctor|not really"
    r"|definitely|absolutely|i do|i have|i am|i did|um|uh|hi|hello|hey|honestly|just|that|sorry)\b"
    r"\s*[,.;:-]+\s*|(?:and|but|so|or|well|then|okay|oh|plus|now|alright|yeah|yes|because|cause"
    r"|um|uh|nope|all right|i think that|i think|i guess|i believe|also|actually)\b\s+)+",
    re.IGNORECASE,
)
_BASE_TEXT = """\
    feel take have do go get need want use think know see say smoke drink eat sleep work live
    exercise walk run try keep start stop wake notice experience suffer cough vomit hurt like love
    play check monitor watch forget miss remember sit stand lie bend lift reach wear make give
    tend seem look lose gain come move understand prefer plan hope believe guess suppose feel throw
    breathe urinate pee snore worry struggle enjoy swim drive travel visit spend avoid add cook
    buy follow deny report help hear swell bleed itch burn rest lean turn push pull climb hold
    raise wash wipe clean brush shower study teach write cry scratch rub chew swallow sneeze
    catch
    stretch squat kneel pause ride drop manage deal bring
    stretch squat kneel hold pay call ask tell treat apply carry find
    consider mean agree usually"""
_BASE = frozenset(_BASE_TEXT.split())
_ADVERBS = (
    r"(?:(?:just|really|also|still|usually|always|never|probably|sometimes|often|only|currently"
    r"|now|actually|occasionally|already|mostly|generally|definitely|normally|recently|then|ever"
    r"|even|kind of|basically|typically|certainly|first)\s+){0,2}"
)
_IRREGULAR = {
    "am": "is", "are": "is", "have": "has", "do": "does", "don't": "doesn't", "were": "was",
    "haven't": "hasn't", "aren't": "isn't", "weren't": "wasn't", "go": "goes", "'m": "is",
}  # fmt: skip
_FIRST = r"i'm|i've|i'd|i'll|i|we're|we've|we'd|we'll|we"
_SECOND = r"you're|you've|you'd|you'll|you"
_OBJECT_AFTER = re.compile(
    r"(?:\b(?:to|for|with|of|on|at|from|by|about|in|around|give|giving|gave|tell|told|help|see"
    r"|want|wanted|need|let|make|makes|made|send|put|start|refer|have|ask|asked|get|bother\w*"
    r"|bothering|give|prescribe\w*|advise|treat|schedule|order|between|after|keep|caus\w+"
    r"|show|warn|take|taking|bring\w*|offer\w*|encourage|call|remind\w*|reassure) )$",
    re.IGNORECASE,
)


_HELD = re.compile(
    r"\b(order|add|use|get|start|do|have|has|see|at|of|ride|just|refill|continue|schedule),"
    r" (?=(?:an?|the|my|his|her|their|your|how)\b)"
)
"""A comma for a hesitation, between a verb and its object."""
_INJURED = re.compile(r" (?:my|his|her|the|our|it|myself)\b")
_ACRONYM = re.compile(
    r"\b(?:ekg|ecg|mri|ct|copd|er|gerd|uti|bmi|egd|emg|cbc|cmp|bmp|tsh|a1c|hiv|dvt|ibs|ldl|hdl|bp"
    r"|gi|iv|mcp|pip|acl|mcl|pcp|ent|icu|psa|gfr|bun|wbc|inr|ptsd|adhd|cpap|nsaids?|tb|std|bph)\b"
)

_DOCTOR = re.compile(r"\bdr\.? ([a-z]+)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """The clause without hesitations, repetitions and false starts; numbers as written."""
    for pattern, written in _SPELLING:
        text = pattern.sub(written, text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,.;:?!%])", r"\1", text)
    text = re.sub(r"(?<=\d) ?% ?", "% ", text)
    for _ in range(2):
        text = _REPEATED.sub(r"\1", text)
    text = _HELD.sub(r"\1 ", re.sub(r"(?:\s*,)+", ",", text))
    text = re.sub(
        r"\b(and|or|the|a|of|to|is|in|for|with|my|your|but|that|so|i|have|has|had|are"
        r"|was|were|from|at|on|be|been),(?= )",
        r"\1",
        text,
    )
    text = re.sub(r", (and|but) (?:again|then|actually|so),? ", r", \1 ", text)
    text = _LEADING.sub("", without_fillers(text.strip(" ,.;:-")))
    text = _TRAILING.sub("", text)
    return written_numbers(text.strip(" ,.;:-?!"))


def third_person(text: str, pronouns: Pronouns = THEY, *, second: bool = False) -> str:
    """A cleaned clause about the patient: `i` (or, with `second`, `you`) becomes `the patient`.

    The first subject is `the patient`, later ones are pronouns.
    """
    subject = _SECOND if second else _FIRST
    pattern = re.compile(
        rf"\b(?P<subject>{subject})\b(?!')(?P<adverbs>\s+{_ADVERBS})?(?P<verb>(?!(?:{subject})\b)[a-z']+)?",
        re.IGNORECASE,
    )
    named = False

    def replace(match: re.Match[str]) -> str:
        nonlocal named
        spoken = match["subject"].lower()
        rest = (match["adverbs"] or "") + (match["verb"] or "")
        before = match.string[: match.start()]
        if spoken in {"you", "me"} and _OBJECT_AFTER.search(before):
            word, named = ("the patient" if not named else pronouns.object), True
            return word + rest
        word = pronouns.subject if named else "the patient"
        plural = named and pronouns.plural
        named = True
        contraction = spoken.partition("'")[2]
        if contraction:
            return f"{word} {_expanded(contraction, match['verb'] or '', plural=plural)}{rest}"
        verb = match["verb"] or ""
        if verb.lower() == "hurt" and _INJURED.match(match.string, match.end()):
            return f"{word}{match['adverbs'] or ''}{verb}"
        return f"{word}{match['adverbs'] or ''}{_conjugated(verb, plural=plural)}"

    text = pattern.sub(replace, text)
    if not second and not named:
        text, owned = re.subn(r"\b(?:my|our)\b", "the patient's", text, count=1, flags=re.I)
        named = bool(owned)
    text = re.sub(r"\b(?:my|our)\b", pronouns.possessive, text, flags=re.I) if not second else text
    own = (
        (r"\bmyself\b|\bourselves\b", pronouns.reflexive),
        (r"\bmy own\b", f"{pronouns.possessive} own"),
        (r"\b(?:mine|ours)\b", "the patient's"),
        (r"\b(?:me|us)\b", pronouns.object if named else "the patient"),
    )
    other = (
        (r"\byourself\b", pronouns.reflexive),
        (r"\byour\b", pronouns.possessive if named else "the patient's"),
        (r"\byours\b", "the patient's"),
    )
    for source, target in other if second else own:
        text = re.sub(source, target, text, flags=re.IGNORECASE)
    return text


def sentence_case(text: str) -> str:
    """The text as a sentence: first letter capital, one full stop at the end."""
    text = re.sub(r"\s+", " ", text).strip(" ,;:-.")
    text = re.sub(r"\bi\b", "I", text)
    text = _DOCTOR.sub(lambda m: f"Dr. {m[1].capitalize()}", text)
    text = _ACRONYM.sub(
        lambda m: m.group().upper().replace("A1C", "A1c").replace("NSAIDS", "NSAIDs"), text
    )
    return text[:1].upper() + text[1:] + "." if text else ""


def _expanded(contraction: str, verb: str, *, plural: bool) -> str:
    match contraction:
        case "m" | "re":
            return "are" if plural else "is"
        case "ve":
            return "have" if plural else "has"
        case "ll":
            return "will"
        case _:
            return "had" if verb.endswith(("ed", "en", "t", "ad", "ught")) else "would"


def _conjugated(verb: str, *, plural: bool) -> str:
    low = verb.lower()
    if plural:
        return {"am": "are", "was": "were"}.get(low, verb)
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if low not in _BASE or low == "usually":
        return verb
    if low.endswith(("ss", "sh", "ch", "x", "o")):
        return verb + "es"
    if low.endswith("y") and low[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"
