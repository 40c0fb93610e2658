"""Allergies in what is asked and answered."""

import re
from collections.abc import Iterator
from dataclasses import replace

from notegen.assertion import Dialogue, place_of, reply_to
from notegen.context import sense_within
from notegen.drugs import find_drugs
from notegen.facts import Allergy
from notegen.replies import Answer, answer_of_all
from notegen.sentences import Sentence, lowered
from notegen.terms import Kind, find_terms
from scribe.code import Assertion
from scribe.transcript import Role

_ALLERGY = re.compile(r"\ballerg(?:y|ies|ic)\b|\bbad reactions? to\b|\bintoleran(?:t|ce)\b")
_ASKED = re.compile(r"\b(?:any|have|had|are you|do you|known|what|no)\b.*\ballerg(?:y|ies|ic)\b")
_NOT_OWN = re.compile(
    r"\ballergy (?:medicine|medication|meds?|pills?|tablets?|test(?:s|ing)?|shots?|clinic|doctor"
    r"|specialist"
    r"|relief|drops)\b|\b(?:severe|an|bad|serious|anaphylactic|acute|any"
    r"|the) allergic reactions?\b(?! to\b)"
)
_SEASONAL = re.compile(
    r"\b(?P<kind>seasonal|environmental|spring(?:time)?|summer|fall"
    r"|outdoor)\b[^.?!]{0,25}\ballerg(?:y|ies|ic)\b"
    r"|\ballerg(?:y|ies|ic)\b[^.?!]{0,40}\b(?:in|during|around|comes? on in"
    r"|every)\b[^.?!]{0,15}\b(?:spring(?:time)?"
    r"|summer|fall|autumn|pollen season)\b|\bthe seasonal ones\b"
)
_SOME_KIND = re.compile(
    r"\b(?:food|pet|animal|skin|nasal|dust|hay|eye|contact) allerg\w+"
    r"|\ballerg\w+ to (?:it|that|this|them|those|these|foods?|pets?|animals?)\b"
)
_OTHER = re.compile(
    r"\b(?:sulfa(?: drugs)?|latex|peanuts?|tree nuts?|nuts|shellfish|shrimps?|prawns?|eggs?|milk"
    r"|dairy|lactose|soy|wheat"
    r"|gluten|bee stings?|bees|wasp stings?|wasps?|strawberr(?:y|ies)|fish|iodine"
    r"|contrast(?: dye)?|adhesive"
    r"|(?:surgical )?tape|plasters?|dust(?: mites)?|mou?ld|cats?|dogs?|(?:cat|dog|animal) (?:hair"
    r"|fur|dander)"
    r"|pet dander|animals|horses?|grass|tree pollen|pollen|ragweed|nickel"
    r"|kiwis?|kiwi fruit|bananas?|avocados?|tomato(?:es)?|apples?|citrus|chocolate|mushrooms?"
    r"|pineapple"
    r"|sesame|mangos?|almonds?|cashews?|walnuts?|hazelnuts?|pistachios?|lavender|perfumes?"
    r"|chlorine|wool"
    r"|mosquito(?:es)?(?: bites?)?|ants?|feathers?|seafood|crab|lobster)\b"
)
_ALLERGIC_TO = re.compile(
    r"\ballerg(?:ic|y|ies) to (?:(?:like|uh|um|the|a|an|some|certain) |, )*([a-z-]+)"
)
_NOT_SUBSTANCE = frozenset(
    ("any", "anything", "medications", "medication", "medicine", "medicines", "it", "that", "them",
     "some", "the", "a", "drugs", "foods", "food", "something", "certain", "those", "this", "my",
     "nothing", "none", "what", "which", "like", "um", "uh", "and", "or", "everything", "stuff",
     "you", "him", "her", "one", "antibiotics", "either", "other", "things", "your")
)  # fmt: skip
_NONE_KNOWN = re.compile(
    r"\bno (?:known )?(?:drug |medication |medicine |food )?allerg|\bnot allergic\b|\bn'?t have any"
    r"(?: known)?(?: drug| medication| food)? allerg|\bno allerg|\bn'?t allergic"
    r"|\bnot got any allerg"
)
_CONDITION = re.compile(
    r"\b(?:as long as|provided|in case|unless|if)\b[^.?!]{0,40}\b(?:allerg|bad reaction|intoleran)"
)
_ASKS_REACTION = re.compile(
    r"\bwhat (?:happen(?:s|ed)|kind of (?:an? )?(?:allergic )?reactions?|sort of reactions?"
    r"|type of reactions?"
    r"|reactions?|(?:is|was|are|were) (?:the|your|his|her|that) (?:nature|reactions?)|does it do"
    r"|do you get|did it do)"
    r"|\bwhat's (?:the|your|his|her) (?:nature|reactions?)|\bhow (?:do|did|does) (?:you|he"
    r"|she) react\b"
    r"|\breaction do you (?:get|have)\b|\bnature of (?:that|the|your) (?:allergy|reaction)"
)
_REACTIONS = (
    (re.compile(r"\banaphyla\w*|\bthroat (?:close[sd]?|closing|swell\w*)"), "anaphylaxis"),
    (re.compile(r"\bhives?\b|\burticaria\b|\bwelts?\b"), "hives"),
    (re.compile(r"\brash(?:es|y)?\b|\bbreak(?:s|ing)? out\b(?! in hives)|\bblotch\w*"), "rash"),
    (
        re.compile(
            r"\bsw[eo]ll\w*|\bface (?:\w+ ){0,2}(?:bloated|puffy)|\bangio-?edema\b"
            r"|\bpuff(?:s|ed)? up\b"
        ),
        "swelling",
    ),
    (re.compile(r"\bitch\w*"), "itching"),
    (re.compile(r"\bvomit\w*|\bthrow(?:s|ing)? up\b|\bthrew up\b"), "vomiting"),
    (re.compile(r"\bnause\w*|\bsick to my stomach\b|\bupset stomach\b"), "nausea"),
    (re.compile(r"\bdiarrh\w*"), "diarrhea"),
)
_REMEDIES = frozenset(
    ("loratadine", "cetirizine", "fexofenadine", "diphenhydramine", "chlorpheniramine",
     "desloratadine", "levocetirizine", "montelukast", "fluticasone", "epinephrine", "hydroxyzine")
)  # fmt: skip
"""Taken against allergies: allergens only where `allergic to` says so."""
_FOR_ALLERGIES = re.compile(
    r"\b(?:anything|something|what|medicines?|medications?|tak\w+|us(?:e|ing)"
    r"|giv\w+)\b[^.?!]{0,40}\b(?:for|against)"
    r" (?:(?:the|your|his|her|my|seasonal|those|these) )*allerg"
)
_VAGUE_ANSWER = re.compile(
    r"\b(environmental|seasonal) (?:stuff|things?|ones?|factors?|triggers?|allergens?|exposures?)\b"
)
_REACTION_REACH = 6
"""The reaction is looked for in so many sentences after the allergy."""


def find_allergies(dialogue: Dialogue) -> tuple[Allergy, ...]:
    """Allergies to medicines, foods and materials, with the reaction where it was said.

    A denial is given only where no allergy was reported in the whole dialogue. Allergies of a
    season are to `seasonal allergens`, unless the substance is named.
    """
    found: dict[str, Allergy] = {}
    for sentence in dialogue.sentences:
        low = lowered(sentence.text)
        if not _ALLERGY.search(low) or _FOR_ALLERGIES.search(low):
            continue
        for allergy in _in(dialogue, sentence, low):
            told = _with_reaction(dialogue, sentence, allergy)
            old = found.get(told.substance)
            if old is None or (told.reaction and not old.reaction):
                found[told.substance] = told
    for name in [n for n in found if n and f"{n}s" in found]:
        found.pop(name)
    if len(found) > 1:
        found.pop("", None)
    if len(found) > 1:
        for vague in ("seasonal allergens", "environmental allergens"):
            if {"pollen", "grass", "ragweed", "tree pollen"} & found.keys() or len(found) > 2:
                found.pop(vague, None)
    return tuple(found.values())


def _in(dialogue: Dialogue, sentence: Sentence, low: str) -> Iterator[Allergy]:
    asks = sentence.role is not Role.PATIENT and " you" in low and "i" not in low.split()
    if sentence.question or (_ASKED.search(low) and asks):
        yield from _answered(dialogue, sentence, low)
        return
    if _NOT_OWN.search(low) and not _substances(low):
        return
    if _CONDITION.search(low):
        return
    if _NONE_KNOWN.search(low) and not _substances_after_but(low):
        yield Allergy("", "", (sentence.utterance,))
        return
    for substance in _own_substances(low):
        if substance.endswith(" allergens") or _is_blamed(low, substance.lower()):
            yield Allergy(substance, "", (sentence.utterance,))


def _is_blamed(low: str, substance: str) -> bool:
    """Whether a statement says of the substance itself that it is an allergen."""
    name = re.escape(substance)
    return bool(
        re.search(
            rf"\b(?:allerg\w+|intolerant|bad)(?: reactions?)? to\b[^.?!]{{0,60}}\b{name}\b", low
        )
        or re.search(rf"\b{name}\b(?: \w+)? ?(?:allerg(?:y|ies)|intoleran\w+)", low)
        or re.search(rf"\ballerg(?:y|ies)\b[^.?!]{{0,25}}\b{name}\b", low)
        or re.search(rf"\b{name}\b[^.?!]{{0,30}}\ballergic\b(?! reaction)", low)
    )


def _answered(dialogue: Dialogue, sentence: Sentence, low: str) -> Iterator[Allergy]:
    reply = reply_to(dialogue, sentence)
    if not reply:
        return
    said = " ".join(lowered(r.text) for r in reply)
    ids = tuple(dict.fromkeys((sentence.utterance, *(r.utterance for r in reply))))
    polarity = answer_of_all([r.text for r in reply])
    substances = _substances_after_but(said) if polarity is Answer.NO else _answer_substances(said)
    if not substances and polarity is Answer.YES:
        substances = _substances(low)
    if substances:
        yield from (Allergy(s, "", ids) for s in substances)
    elif (
        (polarity is Answer.NO or _NONE_KNOWN.search(said))
        and not _substances(low)
        and not _asks_of_some(low)
    ):
        yield Allergy("", "", ids)


def _asks_of_some(low: str) -> bool:
    """Whether a question is on allergies of one kind, so that a no leaves all others open."""
    general = re.search(r"\b(?:medic\w*|meds|drugs?|anything|known|other|else)\b", low)
    return bool(_SEASONAL.search(low) or _SOME_KIND.search(low)) and not general


def _answer_substances(said: str) -> tuple[str, ...]:
    """Substances in an answer, but for those that are named as no cause or as a remedy."""
    substances = _own_substances(said)
    if not substances:
        vague = _VAGUE_ANSWER.search(said)
        return (f"{vague[1]} allergens",) if vague else ()
    return substances


def _own_substances(said: str) -> tuple[str, ...]:
    substances = tuple(
        s for s in _substances(said) if not _denied(said, s) and not _is_taken(said, s)
    )
    if not substances:
        season = _SEASONAL.search(said)
        if season:
            return (
                f"{'environmental' if season['kind'] == 'environmental' else 'seasonal'} allergens",
            )
    return substances


def _is_taken(said: str, substance: str) -> bool:
    """Whether an answer names a medicine as one that is taken: `a cream that i apply`."""
    start = said.find(substance.lower())
    clause = re.split(r"[.?!]", said[:start])[-1] + re.split(r"[.?!]", said[start:])[0]
    taken = re.search(
        r"\b(?:i|he|she) (?:\w+ ){0,3}?(?:take|takes|taking|use|uses|using|apply|applies)\b", clause
    )
    return bool(taken) and not re.search(r"\ballerg|\breact|\brash|\bhives|\bswell", clause)


def _denied(said: str, substance: str) -> bool:
    start = said.find(substance.lower())
    if start < 0:
        return False
    begin = max(said.rfind(mark, 0, start) for mark in ".?!") + 1
    clause = said[begin:]
    place = start - begin
    sense, of_family = sense_within(clause, place, place + len(substance))
    conditional = re.search(r"\b(?:as long as|provided|in case|unless)\b", clause[:place])
    return sense is Assertion.NEGATED or of_family or bool(conditional)


def _with_reaction(dialogue: Dialogue, sentence: Sentence, allergy: Allergy) -> Allergy:
    """The allergy with the reaction that is told with it, or when it is asked for next."""
    if not allergy.substance:
        return allergy
    place = place_of(dialogue, sentence)
    told = [s for s in dialogue.sentences[place : place + 3] if s.utterance in allergy.utterances]
    last = allergy.utterances[-1]
    after = dialogue.sentences[place + 1 : place + 1 + _REACTION_REACH]
    told += [s for s in after if s.utterance == last and s not in told]
    reaction = _reaction(" ".join(lowered(s.text) for s in told if not s.question))
    if reaction:
        return replace(allergy, reaction=reaction)
    for question in after:
        if question.question and _ASKS_REACTION.search(lowered(question.text)):
            reply = reply_to(dialogue, question)
            reaction = _reaction(" ".join(lowered(r.text) for r in reply))
            ids = (*allergy.utterances, question.utterance, *(r.utterance for r in reply))
            if reaction:
                return Allergy(allergy.substance, reaction, tuple(dict.fromkeys(ids)))
    return allergy


def _substances(said: str) -> tuple[str, ...]:
    spans = [
        (m.start, m.drug.name)
        for m in find_drugs(said + " allergic")
        if not m.drug.is_class
        and (
            m.drug.generic not in _REMEDIES
            or re.search(r"allergic to[^.?!]{0,30}$", said[: m.start])
        )
    ]
    spans += [(m.start(), m.group()) for m in _OTHER.finditer(said)]
    if not spans:
        for match in _ALLERGIC_TO.finditer(said):
            if match[1] not in _NOT_SUBSTANCE:
                spans.append((match.start(), match[1]))
    return tuple(dict.fromkeys(name for _, name in sorted(spans)))


def _substances_after_but(said: str) -> tuple[str, ...]:
    for marker in (
        r"\bbut\b", r"\bexcept(?: for)?\b", r"\bapart from\b", r"\bother than\b", r"\b(?:just"
        r"|only)\b",
    ):  # fmt: skip
        cut = re.search(marker, said)
        if cut:
            rest = said[cut.end() :]
            if _OTHER.search(rest) or find_drugs(rest + " allergic") or _ALLERGY.search(rest):
                return _own_substances(rest)
    after_no = re.search(r"\b(?:i(?:'m| am)|he(?:'s| is)|she(?:'s| is)) allergic to\b.*", said)
    return _own_substances(after_no.group()) if after_no else ()


def _reaction(said: str) -> str:
    names = [
        (m.start(), name)
        for pattern, name in _REACTIONS
        if (m := pattern.search(said))
        and sense_within(said, m.start(), m.end())[0] is not Assertion.NEGATED
    ]
    known = {"pain", *(name for _, name in names)}
    names += [
        (m.start, m.term.name)
        for m in find_terms(said)
        if m.term.kind is Kind.SYMPTOM
        and not _same_reaction(m.term.name, known)
        and sense_within(said, m.start, m.end)[0] is not Assertion.NEGATED
    ]
    return ", ".join(dict.fromkeys(n for _, n in sorted(names)))


def _same_reaction(name: str, known: set[str]) -> bool:
    return name in known or any(p.search(name) and n in known for p, n in _REACTIONS)
