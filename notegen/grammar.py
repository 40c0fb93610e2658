"""Whether a clause can stand in a note: told to its end, with a subject, about somebody named."""

import re

from notegen.sentences import lowered

_UNFINISHED = re.compile(
    r"\b(?:the|a|an|my|your|their|his|its|of|and|or|but|because|with|is|are|am|if|when|some|any|to"
    r"|for|like|i|we|you|that i|from|at|so|has|had|been|be|it's|as|than|really|very|keep|get|make"
    r"|let|want|wants|need|needs|doing|taking|having|using|trying|going|able|ahead|say|says|know"
    r"|think|thinks|into|by|about|which|who|whose|this|these|those|more|most|not|don't|doesn't"
    r"|didn't|can't|won't|will|should|may|might|just|also|what|where|how|there|then|ish|second"
    r"|first|third|last time|over|between|during|while|until|probably|patient's|pretty|quite|only"
    r"|otherwise|since|even|every|each|no|called|see|we're|i'm|they're|a (?:nice )?regular|so do"
    r"|type|dr|and if [^,]*)\W*$"
)
_PREPOSITIONS = r"on|for|in|at|to|with|of|from|by|over|into|about|during|under"
_CUT = re.compile(
    rf"\bthe patient (?:{_PREPOSITIONS}|the|an?|and|that|this|these|if|her|his|their|who|or|but|my"
    r"|you|your|our|when|because|as|up|it|i|we|so)\b"
)
"""`the patient` as a subject without its verb, or as an object run into what follows."""
_OBJECT_BEFORE = re.compile(
    r"\b(?:to|for|with|of|on|at|from|by|about|give|gave|tell|told|help|helps|see|saw|want|put|send"
    r"|start|refer|have|get|got|keep|bring|take|took|make|makes|made|caus\w+|bother\w*|hurt\w*"
    r"|advised?|recommend\w*|gets?|allow\w*|prescrib\w+|let|continue|follow|placed|sent|called"
    r"|remind\w*|show\w*|schedul\w+|ask\w*|between|around|placing|keeping|seen|treat\w*|wakes?"
    r"|woke|set|write|wrote|like|wish|encourag\w*|start\w*"
    r"|surpris\w+|scar\w+|knock\w*|worr\w+|leave|leaves|left|kept|walk|switch) $"
)
_FRAGMENT_START = re.compile(
    r"^(?:to(?! note)|of(?! note)|or|than|that i|who|whose|whom|which|what|how|where|been|having"
    r"|being|have"
    r"|it (?:last|this|the|a|in|on|at|for|and|with|to|of)"
    r"|like|not|nor|probably|maybe|until|as|is|are|was|were|has|had|does|did|do|can|could"
    r"|would|will|should|sounds|yep|okay|gotcha|here that|still|even|else|too|also|just|only|us|me"
    r"|them|him|such|really|about|into|ish|say|ugh|oh|ah|hello|hi|hey|bye|welcome|sorry|dear|huh)\b"
)
_LINKED_START = re.compile(
    r"^(?:if|when|whenever|once|while|after|before|because|since|although|though|unless|for|in|on"
    r"|at|with|from|by|over|during|under|within|without|looking|listening|based|regarding)\b"
)
_SUBJECT = re.compile(
    r"^(?:\S+ ){2,}?(?:the patient(?!'s)|it|it's|i|we|there|there's|he|she|they|this|that's|no|call"
    r"|everything)\b|, (?:the|his|her|their|these|please|just|contact|come|return|go|let)\b"
)
_VERB = re.compile(
    r"\b(?:is|am|are|was|were|has|have|had|does|do|did|will|would|can|can't|cannot|could|couldn't"
    r"|should|may|might|must|isn't|aren't|wasn't|weren't|hasn't|haven't|hadn't|doesn't|don't|didn't"
    r"|won't|wouldn't|it's|there's|that's|he's|she's|they're|i'm|i've|we're"
    r"|patient's (?:been|not|doing|having|had)|[a-z]{2,}ed"
    r"|felt|feels?|got|gets?|takes?|took|hurts?|went|goes|came|comes|fell|tries|uses|works?|lives?"
    r"|smokes?|drinks?|woke|wakes|eats?|ate|sleeps?|slept|ran|runs|hit|lost|loses|helps?|seems?"
    r"|keeps?|kept|needs?|wants?|thinks?|thought|said|says|told|gave|gives|makes?|made|happens?"
    r"|put|threw|bothers|began|begins|forgets?|forgot|misses|exercises?|walks?|checks|monitors"
    r"|tends|denies|reports|remembers|quit|notices|likes|loves|cooks|plays|saw|sees|bleeds|bled"
    r"|itches|swells|spreads|radiates|stays|coughs|appears?|looks?|sounds?|shows?|reveals?"
    r"|demonstrates?|suggests?|indicates?|means?|causes?|knows?|knew|believes?|feels|recommends?"
    r"|suspects?|appreciates?|hears?|heard|sees?|finds?|found|notes?|continues?|requires?|improves?"
    r"|includes?|stands?|stood|sits?|sat|became|becomes|grew|left|met|paid|read|sent|spent|started"
    r"|the patient (?:[a-z]+ly |still |also |just |never |always )?[a-z]+s"
    r"|states|suffers|understands|understood|wears|wore|plans?|hopes?|goes)\b"
)
_BROKEN = re.compile(
    r"\b(?:an?|the) (?:it|it's|i|they|we|he|she|there|the|an?)\b"
    r"|\b(?:my|your|his|her|their) (?:the|an?|it)\b|\bto if\b|\bif,"
    r"|\bthe patient (?:is|has|was), (?:he|she|they)\b"
)
"""Where a speaker began anew."""
_OF_WHAT = re.compile(
    r"\b(?:quit|gave up|stopped) (?:about )?[\w-]+ (?:years?|months?|weeks?) ago\b"
    r"|^the patient (?:has |had )?(?:stopped|started|quit|takes|took|tried|uses|used)"
    r"(?: taking| using)? (?:it|them|that|those)\W*$"
)
"""What was given up, or taken, stands in another sentence."""
_ABSENT = re.compile(r"no [a-z]+")
_HERE = re.compile(
    r"\b(?:right here|over here|right there|over there|up here|down here|this one|that one"
    r"|like this|like that)\b|\byou(?:r|'re|'ve|'ll|'d)?\b"
)
_ASKS_WITHIN = re.compile(
    r"\bhere\W*$|"
    r"(?<!\bnor )(?<!\bso )(?<!\bas )(?<!\bthan )(?<!\bneither )"
    r"\b(?:do|does|did|have|can|could|would) the patient\b(?!'s)"
    r"|\b(?:what|how) about\b|\bhow do(?:es)? (?:that|it|this) feel\b"
    r"|\bwhich \w+ (?:is|was) (?:it|that)\b"
    r"|\bis there an?\b|\bis (?:it|that) (?:like|because|when|if)\b"
    r"|\b(?:anybody|anyone|anything) (?:else )?(?:in|have|on|like|that)\b.{0,30}\b(?:or|have)\b"
)
"""A question that what was said ran into, or a place that is pointed at."""
_META = re.compile(
    r"\b(?:physical exam(?:ination)?\.?$|review of (?:the )?(?:systems?|symptoms)|systems? sheet"
    r"|(?:look|looking) at (?:some|a few|all)? ?(?:of )?(?:the patient's|his|her|their|the)"
    r" (?:\w+ )?(?:results|labs|images|vitals|x-rays?)\.?$|nurse (?:will|is)"
    r"|(?:check|checked) (?:\w+ )?out\b|talk(?:ed|ing)? (?:a little |more )?about|let me|the nurse"
    r"|i am glad|i'm glad|congratulations|absolutely (?:correct|right)|describ(?:e|ing)"
    r"|that's what i|open up|goodbye|take care|i am sorry|i'm sorry|make sense|i hear the patient"
    r"|(?:he|she|they) knows? to|further need|feeling (?:his|her|their|the patient's)"
    r"|with me\.?$|few minutes"
    r"|in a (?:second|minute|moment|bit)\.?$|my next patient|next patient is"
    r"|nice (?:meeting|to)|have a seat|keep in mind"
    r"|(?:his|her|their) gown|my friend|front desk|great idea|go grab|up to the patient"
    r"|all excited"
    r"|sit up|lie (?:back|down)|deep breaths?|that is it for|great to (?:hear|see)|great seeing"
    r"|see the patient all|great question|good choice|funny|i remember|i was wondering"
    r"|that's (?:really )?good|good to hear|hope the patient|happy to see|go over"
    r"|as discussed|mentioned\.?$"
    r"|quick (?:physical )?exam|i (?:have )?seen? the patient|saw me|in communication"
    r"|perform a \w+ exam"
    r"|do (?:the|a) \w* ?(?:patient's )?exam|finalize|dragon|thank|start with|one moment"
    r"|take a (?:quick |good )?(?:look|listen)|bye|big words|great plan|good plan|fantastic"
    r"|want(?:ed)? to ask|be in touch|get my nurse|in the patient's chart|excited"
    r"|i (?:will|am going to|can)(?: just| also| quickly)* (?:push|press|touch|listen|feel|palpate)"
    r"|last time i saw|since i saw|i saw the patient)(?!\w)"
)
"""What is said of the visit itself, not of the patient."""


def is_complete(text: str) -> bool:
    """Whether a retold clause is a sentence of its own: a subject, a verb, told to its end.

    `No fever.` is one too: notes tell what is absent without a verb.
    """
    low = lowered(text).strip()
    return is_phrase(text) and bool(_VERB.search(low) or _ABSENT.match(low))


def is_phrase(text: str) -> bool:
    """Whether a clause is about something and told to its end, though it may lack a verb."""
    low = lowered(text).strip()
    if not is_finished(text) or _FRAGMENT_START.match(low):
        return False
    if _META.search(low) or _ASKS_WITHIN.search(low):
        return False
    return not _LINKED_START.match(low) or bool(_SUBJECT.search(low))


def is_finished(text: str) -> bool:
    """Whether a clause, be it a finding or an order without a subject, breaks off nowhere."""
    low = lowered(text).strip()
    if any(cue.search(low) for cue in (_UNFINISHED, _HERE, _BROKEN, _OF_WHAT)):
        return False
    return all(
        _OBJECT_BEFORE.search(low[: match.start()]) is not None for match in _CUT.finditer(low)
    )
