"""In what sense a condition is mentioned, as far as its own sentence tells.

Cue words with a direction and a scope, after NegEx (Chapman et al. 2001, J Biomed Inform 34:301)
and ConText (Harkema et al. 2009, J Biomed Inform 42:839); the lists of cues are our own.
"""

import re

from notegen.sentences import lowered
from scribe.code import Assertion

_NOT = r"(?:do|does|did|have|has|had|is|are|was|were|would|could|ai|wo|ca)\s?n'?t\b"
_NEGATION = re.compile(
    rf"\b(?:no(?! (?:i|i'm|i've|it|it's|he|she|they|we|you|that|just|not|but|um|uh|longer|change"
    r"|changes|doubt|relief|improvement|better|worse|matter|problem taking|one)\b)(?!\s*[,.;])"
    rf"|not|{_NOT}|cannot|never|without|denies|denied|deny|denying|none|negative for|free of"
    r"|absence of|absent|rather than|neither|nor|nothing like|hardly any|nil|unremarkable for"
    r"|ruled out(?= (?:a|an|any|the|your|that|for)\b))\b"
)
_NOT_THOUGHT = re.compile(
    r"\b(?:do|does|did)\s?n'?t (?:think|believe|feel like) (?:that )?(?:i|he|she|it|there|they|we"
    r"|you)"
    r"(?:'ve|'s|'m|'re| have| has| had| is| are| am| was| were)*(?: been)?"
    r"(?: (?:noticed|had|seen|got|have|felt|experienced|having))?\b"
)
"""`i don't think i've noticed any rash` denies the rash."""
_PSEUDO = re.compile(
    rf"\b(?:not (?:that i (?:do|did|have|had) ?n't|only|just|sure|certain|necessarily|always|too"
    rf"|(?:quite |nearly )?as (?:much|many|bad)|really (?:helping|better)|well"
    r"|controlled|getting better|as|able|helping|improv\w+|quite|been able|going away|good|great"
    r"|feeling (?:well|good|great)|because|at goal|taking|sleeping)"
    rf"|(?:{_NOT}|not) (?:really |have |had |having |quite )*as (?:much|many|bad|often)"
    rf"|(?:{_NOT}|not) (?:really )?(?:without|know|think of|remember|sure|help|helping"
    r"|tell|want|get|getting|seem to (?:help|get|be helping)|go away|going away|stop"
    r"|improv\w+|take|taken|taking|been taking"
    r"|been able|breathe|sleep|like|care|mind|be able|need|worry|see why|figure|feel (?:well|good"
    r"|great|like myself)|work|do anything|matter|let|talk|mention|understand|really help|only"
    r"|worked|helped|controlled|make (?:it|the)|too|well|eaten|eat|slept|walk|move)"
    r"|without (?:taking|using|any help|question)|no (?:help|wonder|question|good|idea))\b"
)
_NOTHING = re.compile(r"\bnothing (?:really |too |very |that's |that is )?$")
_NEGATION_AFTER = re.compile(
    r"^[\s,:]*(?:(?:is|are|was|were|has been|have been|came back|come back|looks|look|all|test"
    r"|tests)\s+)*(?:(?:negative|absent|ruled out|not present|unlikely|denied|none)\b"
    r"|no(?=\s*(?:$|[.,;!?])))"
)
_RESOLVED_AFTER = re.compile(
    r"^[^.?!]{0,24}?\b(?:(?:has|have|is|are|it|all|now|that|they|'s)\s+)?(?:resolved|went away"
    r"|gone away|cleared up|has gone|is gone|are gone|stopped|has stopped|subsided)\b"
)
_PURPOSE = re.compile(
    r"\b(?:(?:make|making|be|being) sure|ensure|so that (?:you|it|he|she|they|we) (?:do|does)"
    r"(?: ?n't| not)|do ?n't want(?: (?:you|it|him|her|them|that|any|to))|(?:try|trying) not to"
    r"|keep(?:s|ing)? (?:you|it|him|her|them) from|(?:i|he|she) wish(?:es)?|wish (?:i|it|that)"
    r"|hop(?:e|es|ing) (?:that |to |for )?)\b"
)
"""What is made sure of, wanted or wished is neither there nor denied."""
_GOAL = re.compile(r"\b(?:for|try(?:ing)? to|goal (?:of|is)|help(?:s|ing)? (?:you |me )?with) $")
_POSSIBLE = re.compile(
    r"\b(?:possibl[ey]|probabl[ey]|maybe|perhaps|might|may|could (?:be|have|represent|also)|likely"
    r"|suspect(?:ed|s|ing)?|suspicious for|suspicion (?:of|for)|concern(?:ed|ing|s)? (?:for|about"
    r"|that)|worr(?:y|ied) (?:about|that|for)|afraid (?:of|it|that)|rule out|consistent with"
    r"|compatible with|suggest(?:s|ive|ing)?(?: of)?|questionable|presumed|differential"
    r"|wonder(?:ing|ed)?|not sure (?:if|whether)|seems like (?:it could|you might)|can'?t rule out"
    r"|versus|not (?:quite )?certain)\b"
)
_POSSIBLE_AFTER = re.compile(
    r"^[\s,]*(?:(?:is|are|seems|would be)\s+)(?:possible|probable|likely|suspected|a possibility)\b"
)
_HYPOTHETICAL = re.compile(
    r"\b(?:if|in case|unless|should you|(?:can|could|may|might|will|would|to)(?: also)? (?:cause"
    r"|lead to|result in|develop|trigger|increase|prevent|avoid|worsen)|causes|leads to"
    r"|risks? (?:of|for)|prevent(?:s|ing|ion of|ive)?|watch (?:out )?for|look (?:out )?for"
    r"|side effects?|screen(?:ing)? (?:for|you)"
    r"|test(?:ed|ing)? (?:you )?for|check(?:ing)? (?:you )?for|vaccin\w+"
    r" (?:for|against)|protect\w*|looking for|keep an eye (?:out )?for|any (?:new|worsening)"
    r"|sometimes people|some people|patients (?:with|who)|people (?:with|who)|a lot of people"
    r"|most people"
    r"|you(?:'ll| will| can| could)(?: also| even| probably| sometimes| still| then)*"
    r" (?:feel|notice|get|experience|develop)|any signs? of|call (?:me|us) (?:for"
    r"|with)|such as|help(?:s)? with|treat(?:s|ing)?|ask(?:ed|ing)? about)\b"
)
_FAMILY = re.compile(
    r"\b(?:mother|father|mom|mum|dad|brothers?|sisters?|siblings?|grand(?:mother|father|ma|pa|dad"
    r"|parents?|mom)|nana|aunts?|uncles?|cousins?|parents?"
    r"|family(?: medical)? history|runs? in (?:the|my|your|our)"
    r" family|in (?:the|my|your|our) family|family members?|anyone in|father's|mother's|niece"
    r"|nephew|relatives?|(?:my|your)"
    r" (?:wife|husband|son|daughter|kids|children|partner|boyfriend"
    r"|girlfriend|roommate|friend)(?:'s)?|(?:kids|children|classmates|co-?workers?|neighbou?rs?"
    r"|grandkids|grandchildren)\b[^.?;]{0,50}\b(?:they|they've|they're|he|she|who|ha(?:s|ve|d)|are"
    r"|were|is|was))\b"
)
_FAMILY_AFTER = re.compile(
    r"^[\w\s,]{0,30}\b(?:in (?:the|my|your|his|her|our) family|(?:on|from) (?:my|the|your|his|her)"
    r" (?:dad|father|mom|mum|mother|maternal|paternal)(?:'s)?(?: side)?)\b"
)
_PAST = re.compile(
    r"\b(?:history of|hx of|used to|in the past|as a (?:child|kid|teenager)|when (?:i|you|he|she)"
    r" (?:was|were) (?:a |an )?(?:young\w*|child|kid|little|\d+|teenager|pregnant)|previous(?:ly)?"
    r"|prior|formerly|(?:years|decades) ago|last year|childhood|had (?:a|an) (?:bout|episode) of"
    r"|no longer (?:have|has|having|get)|back in (?:19|20)?\d\d|back then|status post|ever had)\b"
)
_STRONG_PAST = re.compile(
    r"\b(?:used to|no longer (?:have|has|having|get)|as a (?:child|kid|teenager)|childhood)\b"
)
_NOT_PAST = re.compile(r"\b(?:since|diagnosed|started|began|for the past|still|ongoing|now)\b")
_PLANNED = re.compile(
    r"\b(?:schedul\w+|plan(?:ning)? (?:to|for|on)|going to (?:have|get|undergo|order|do|start)"
    r"|gon ?na (?:have|get|order|do|start)|will (?:need|have|get|undergo|order|start|do)|refer\w*"
    r" (?:you )?(?:to|for)|recommend|order(?:ing)?|we'll (?:get|do|order|start)|would like to"
    r" (?:get|order|do)|let's (?:get|do|order|start))\b"
)
_CHRONIC = re.compile(
    r"diabet|hypertens|high blood pressure|asthma|copd|emphysema|heart failure|arthritis|depress"
    r"|anxiety|reflux|gerd|thyroid|kidney disease|fibrillation|a ?fib|cholesterol|lipid|migraine"
    r"|osteopor|epilep|seizure dis|sleep apnea|coronary|bipolar|schizo|parkinson|dementia|lupus"
    r"|crohn|colitis|psoria|eczema|glaucoma|neuropath|fibromyal|obes|sclerosis|cirrho|gout|hiv"
    r"|anemia|celiac|allerg|sickle|hepatitis b|hepatitis c|vascular disease|apnea|addict|hiv"
)
_TERMINATOR = re.compile(
    r"[;:]|\b(?:but|however|except|apart from|aside from|other than|besides|though|although"
    r"|because|since|until|for the|for my|for your|due to|when|whenever|which|some|that's|it's"
    r"|it is|(?<!say )(?<!think )(?<!believe )i (?:have|had|do|am|was|feel|get|got|did|just|also"
    r"|think)"
    r"|my \w+ (?:did|does|do|has|had|have|is|was)|i've|i'm|just|only|so i|and then"
    r"|and (?:i|he|she|it|you|they|there|that|it's|i'm|i've) )\b|\s-\s"
)
_CLAUSE_END = re.compile(r"[;:]|\b(?:but|however|although|though|except)\b")


_OF_A_FLOW = re.compile(r"\b(?:stream|flow|pulses?|voice|signal|erections?)\b[^.?;]{0,25}$")
"""A weak stream is no weakness."""


_PROVOKES = re.compile(r"(?:cough|sneez|strain)\w*$")
_WORSENS = re.compile(
    r"(?:[\s,]+(?:and |or )?(?:cough|sneez|laugh|strain|stand|walk|bend|sitt)ing)*[\s,]*"
    r"(?:(?:seem|tend)s? to )?makes? (?:it|this|that|the pain|things|my \w+)(?: \w+)? worse\b"
)
"""What sets off a pain need not be a symptom: `coughing , sneezing makes it worse`."""


def sense_within(text: str, start: int, end: int) -> tuple[Assertion, bool]:
    """The sense that the sentence itself gives, whatever is answered, and whether of family."""
    text = lowered(text)
    before, after = text[:start], text[end:]
    scope = before[_last_end(_CLAUSE_END, before) :]
    family = bool(_FAMILY.search(scope)) and not re.search(
        r"\b(?:and i|i (?:have|had|feel|am|was|get|do|also)|i've|i'm|my own)\b",
        _after_family(scope),
    )
    family = family or bool(_FAMILY_AFTER.match(after))
    said = text[start:end]
    goal = said.startswith("weight") and _GOAL.search(before)
    if goal or _PURPOSE.search(scope) or (said == "weak" and _OF_A_FLOW.search(before)):
        return Assertion.HYPOTHETICAL, family
    if _negated(text, start, end):
        return Assertion.NEGATED, family
    if _PROVOKES.match(said) and _WORSENS.match(after):
        return Assertion.HYPOTHETICAL, family
    if family:
        return Assertion.FAMILY, True
    if _HYPOTHETICAL.search(scope):
        return Assertion.HYPOTHETICAL, False
    if _POSSIBLE.search(scope) or _POSSIBLE_AFTER.match(after):
        return Assertion.POSSIBLE, False
    if _RESOLVED_AFTER.match(after):
        return Assertion.PAST, False
    if _STRONG_PAST.search(scope):
        return Assertion.PAST, False
    if (
        _PAST.search(scope + text[start:end] + after[:40])
        and not _CHRONIC.search(text[start:end])
        and not _NOT_PAST.search(scope)
    ):
        return Assertion.PAST, False
    if _PLANNED.search(scope) and not re.search(r"\bfor\b", scope):
        return Assertion.PLANNED, False
    return Assertion.PRESENT, False


def _after_family(scope: str) -> str:
    return scope[_last_end(_FAMILY, scope) :]


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((m.end() for m in pattern.finditer(text)), default=0)


def _negated(text: str, start: int, end: int) -> bool:
    if _NEGATION_AFTER.match(text[end:]):
        return True
    if _NOTHING.search(text[:start]):
        return True
    before = _NOT_THOUGHT.sub(lambda m: "not".ljust(len(m.group())), text[:start])
    pseudo = [m.span() for m in _PSEUDO.finditer(before)]
    for cue in _NEGATION.finditer(before):
        if any(a <= cue.start() < b for a, b in pseudo):
            continue
        if not _TERMINATOR.search(before, cue.end()):
            return True
    return False
