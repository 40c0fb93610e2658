"""What the clinician decides, as clauses of a plan."""

import re
from dataclasses import dataclass

from notegen.drugs import find_drugs
from notegen.facts import Topic
from notegen.rewrite import Pronouns, clean, third_person
from notegen.sentences import lowered
from notegen.terms import Kind, find_terms


@dataclass(frozen=True, slots=True)
class Decision:
    """A clause of the plan and the part of the plan that it belongs to."""

    topic: Topic
    text: str


_DOSED = re.compile(
    r"^(increase|decrease|start|continue|take|prescribe|add|lower|raise) (?!(?:it|that"
    r"|this|your dose|the dose|the medication|your medication|to|by|with"
    r"|at)\b)[^,.]{2,40}? (?=(?:to |at )?\d[\d.,]* ?(?:mg|mcg|units)\b)"
)
_POINTLESS = re.compile(r"\b(?:as|we) discussed\b|\babove\b")
_META_RETURN = re.compile(r"\b(?:going to (?:ask|list)|few symptoms|you've seen me|any of them)\b")
_LONGEST_WORDS = 40
_META = re.compile(
    r"\b(?:take a (?:quick )?look at you|examin(?:e|ing) you|listen to|physical exam"
    r"|look at (?:your|some|the)|any (?:other )?questions"
    r"|let me know what|talk (?:about|to you)|go over|ask you|tell you|have a (?:good"
    r"|great|nice)|take care|show me|finalize"
    r"|nice to|see you in a|lay (?:back|down)|lie (?:back|down)|sit up|hop up"
    r"|i'm going to check|pull up|check (?:you )?out at"
    r"|my assessment|i'll (?:be|walk|go)|be right back|type|document|press|push"
    r"|make sure (?:i|we)|touch (?:your|here)|feel your"
    r"|what (?:do )?you think|how does that|discuss|explain|hear me|get (?:you"
    r"|that) (?:checked out|started right)|do (?:a|your|my|an) (?:quick "
    r"|brief )?(?:exam|physical)"
    r"|move (?:your|it)|bend (?:your|it)|squeeze|turn your|raise your|bending"
    r"|lift your|hold your|walk for|follow my|look (?:up|down|at me|straight)"
    r"|open (?:your|wide)|stick out|breathe|start (?:by|with|off)|find out|get into"
    r"|list (?:a|some|the)|few symptoms|get you to|one more test|special test|few tests"
    r"|let's see|let you|take a (?:quick )?listen"
    r"|wash my)\b"
)
_YOU_TO = (
    r"(?:i|we)(?: really| also| just|'m going to| am going to|'re going to"
    r"| would|'d|'ll| will| do)* (?:want|like|need|have|ask|advise|encourage"
    r"|recommend|prefer)(?:ed)? (?:that )?you (?:to )?"
)
_ADVISED = re.compile(
    rf"^(?:{_YOU_TO}|(?:you|she|he|they) (?:should|need to|have to|must|(?:can|could"
    rf"|may)(?= (?:also |just |go ahead and )?(?:take|use|try|call|stop|continue|start"
    rf"|increase|apply|ice|wear|return|resume|follow|come|do)\b)|might want to"
    rf"|will (?:want|need) to|ought to|'?re going to (?:want|need) to)(?: also| just"
    rf"| definitely| probably| continue to)* |please |make sure (?:that )?(?:you|to) "
    rf"|be sure to |try (?:and|to) )(?:go ahead and |also |just |please )*",
)
_INTENT = re.compile(
    r"^(?:what )?(?:(?:i|we)(?:'m|'re| am| are)?(?: really| also| just"
    r"| then)? (?:going to|want to|wanted to|would like to|need to|have to|plan to"
    r"|will|shall|do want to|should)"
    r"|(?:i|we)(?:'ll|'d like to|'d also like to|'d)|let's|let me|let us|lets"
    r"|i (?:just )?(?:think|feel) (?:we|i) should|i think (?:we|i) (?:can|will"
    r"|should))"
    r"(?: also| just| then| probably| definitely| actually| now)*(?: do is"
    r"| is)?(?:,)?(?: to)?(?: we(?:'ll|'re going to)?| i(?:'ll"
    r"|'m going to)?)?(?: go ahead and)?(?: also| just| probably)? ",
)
_RECOMMEND = re.compile(
    r"^(?:i|we)(?: would|'d|'m going to| will|'ll| also| do)* (?:recommend|suggest"
    r"|advise)(?:ing)? (?:that (?:you|we) )?(?:to )?"
)
_OPTION = re.compile(r"^(?:we|i) (?:can|could|may|might)(?: also| then| always| certainly| even)? ")
_ORDER = re.compile(
    r"^(?:hey,? )?(?:dragon|dax)?[,.]* ?(?P<order>(?:order|refer|prescribe|start"
    r"|continue|increase|decrease|stop|discontinue|schedule|obtain|follow up|follow-up"
    r"|return|recheck|repeat|take|use|apply|avoid|rest|ice|drink|keep|call"
    r"|come back)\b.*)"
)
_PROGRESSIVE = re.compile(
    r"^(?:(?:i|we)(?:'m|'re| am| are|'ve)) (?P<verb>ordering|starting|prescribing"
    r"|referring|increasing|decreasing|stopping|adding|sending|putting|giving|ordered"
    r"|prescribed|referred|sent|started|continuing|scheduling|changing"
    r"|switching)\b ?(?P<rest>.*)"
)
_GERUND = {
    "ordering": "order", "starting": "start", "prescribing": "prescribe", "referring": "refer",
    "increasing": "increase", "decreasing": "decrease", "stopping": "stop", "adding": "add",
    "sending": "send", "putting": "put", "giving": "give", "ordered": "order",
    "prescribed": "prescribe", "referred": "refer", "sent": "send", "started": "start",
    "continuing": "continue", "scheduling": "schedule", "changing": "change",
    "switching": "switch",
}  # fmt: skip
_RETURN = re.compile(
    r"\b(?:if|in case|unless|should) (?:you|your|it|the|this|there|that|they|things"
    r"|anything|any|symptoms|she|he|develop|worse)\b"
)
_RETURN_ACT = re.compile(
    r"\b(?:call|contact|emergency|911|9-1-1|er\b|let (?:me|us) know|come (?:back|in)"
    r"|return|go to|seek|see (?:me|us)|message|hospital|a and e|give (?:me"
    r"|us) a (?:call|ring)|999)"
)
_FOLLOW = re.compile(
    r"\b(?:follow[- ]?up|see you (?:back|again|in)|come (?:back|in) (?:and see (?:me"
    r"|us) )?(?:in|for|to|again|after)|return (?:in|to (?:the )?clinic)|see me (?:back"
    r"|again|in)|back in (?:\w+ )?(?:days?|weeks?|months?|year)|recheck in"
    r"|next (?:visit|appointment)|check (?:back )?(?:in )?with (?:me|you|us)"
    r"|review (?:you|this|it|things) (?:again )?in)\b"
)
_REFER = re.compile(
    r"\b(?:refer\w*|consult\w*|specialist|\w+(?:ologist|iatrist|therapist)"
    r"|physical therapy|physiotherap\w*|counsel+ing|surgeon|nutritionist|dietician"
    r"|dietitian|cardiology|orthopedics|neurology|dermatology|gastroenterology"
    r"|pulmonology|urology|psychology|psychiatry|therapy)\b"
)
_VERBS = (
    (r"^get (?=(?:an?|the|some|your|another|you (?:an?|set up|scheduled))\b)", "obtain "),
    (r"^(?:put|place|keep) you (?:back )?on ", "start "),
    (r"^(?:start|get) you (?:started )?(?:back )?(?:on|with) ", "start "),
    (r"^send (?:in )?you (?:over )?(?:to|for) ", "refer to "),
    (r"^send (?:in |over )?", "send "),
    (r"^(?:have|get) you (?:to )?(?:see|seen by|in with|in to see) ", "refer to "),
    (r"^have you (?:come|follow up|back|return)(?: back| in| up)*(?: with me)? ", "follow up "),
    (r"^see you (?:back |again |here )*(?:here )?(?=in|next|after|for|at|on)", "follow up "),
    (r"^refer(?:red)? you ", "refer "),
    (r"^(?:give|send|get|write|make)(?: you)? (?:a |another )?referral (?:to|for) ", "refer to "),
    (r"^(?:give|prescribe|write|send) you (?=\w)", "prescribe "),
    (r"^do (?=(?:an?|the|some|another)\b)", "perform "),
    (r"^order you ", "order "),
    (r"^schedule you (?:for )?", "schedule "),
    (r"^check (?=(?:an?|the|some|your)\b)", "check "),
    (r"^(?:stick|stay) with ", "continue "),
    (r"^(?:keep|continue) you on ", "continue "),
    (r"^have you ", "have the patient "),
    (r"^keep taking ", "continue taking "),
    (r"^bump (?:up )?", "increase "),
    (r"^go up on ", "increase "),
    (r"^draw ", "obtain "),
    (r"^take you off (?:of )?", "stop "),
)  # fmt: skip
_ACTION = re.compile(
    r"^(?:obtain|start|refer|send|follow|prescrib|perform|order|schedul|check|continu"
    r"|have the|increas|decreas|stop|discontinu|add|chang|switch|recheck|repeat|try"
    r"|take|use|give|treat|monitor|avoid|apply|hold|rest|ice|elevate|wear|drink|eat"
    r"|exercise|cut|reduce|limit|begin|inject|drain|remove|return|keep|call|proceed"
    r"|request|taper|set|plan|work (?:on|up)|wait|hold|swab|test|admit|watch|stay|do"
    r"|weigh|record|log|track|come|see|contact|quit|lose|help|make|go|screen|get|bring"
    r"|adjust|finish|complete|restart|resume|lower|raise|double|observe|book|arrange"
    r"|organize|push|consider|put|refill)\w*\b"
)


def decision(text: str, pronouns: Pronouns) -> Decision | None:
    """The plan clause in a clinician's sentence; None where nothing is decided."""
    spoken = lowered(text)
    commanded = re.search(r"\b(?:dragon|dax)\b[\s,?.!]*(?P<order>order .*)", spoken)
    if commanded:
        return _decided(clean(commanded["order"]), pronouns)
    core = lowered(clean(text))
    core = re.sub(
        r"^(?:(?:and|so|then|now|also|but|first|second|secondly|lastly|next|finally"
        r"|in the meantime|for now|at this (?:time|point)|from there|additionally"
        r"|for (?:that|this|the|your)(?: \w+){0,4}?|in terms of(?: \w+){1,4}?"
        r"|as far as(?: \w+){1,4}?|because of that|today|with that|what that means is"
        r"|in addition|meanwhile|from that standpoint|number \d|otherwise|as well"
        r"|after that|once that's done|okay|again)[, ]+)+(?=(?:i|i'm|i'll|i'd|we|we'll"
        r"|we're|we'd|let's|you|please|continue|start|order)\b)",
        "",
        core,
    )
    if _RETURN.search(core) and not _META_RETURN.search(core) and _RETURN_ACT.search(core):
        if len(core.split()) > _LONGEST_WORDS:
            return Decision(Topic.SAFETY, "given by the clinician")
        text = _returning(core, pronouns)
        return Decision(Topic.SAFETY, text) if _RETURN_ACT.search(text) else None
    if _META.search(core) and not (find_drugs(core) or _FOLLOW.search(core)):
        return None
    for pattern, prefix in ((_ADVISED, "advised to "), (_RECOMMEND, "recommended to ")):
        match = pattern.match(core)
        if match:
            return _advised(core[match.end() :], prefix, pronouns)
    option = _OPTION.match(core)
    if option:
        act = _verb(core[option.end() :]).removeprefix("consider ")
        return (
            _placed("consider: " + act, act, pronouns)
            if (_ACTION.match(act) or "consider" in core) and _content(act)
            else None
        )
    progressive = _PROGRESSIVE.match(core)
    if progressive:
        return _decided(_verb(f"{_GERUND[progressive['verb']]} {progressive['rest']}"), pronouns)
    intent = _INTENT.match(core)
    if intent:
        return _decided(_verb(core[intent.end() :]), pronouns)
    order = _ORDER.match(core)
    return _decided(_verb(order["order"]), pronouns) if order else None


def _verb(act: str) -> str:
    act = re.sub(
        r"^(?:go ahead and|try to|try and|also|just|probably|actually|now) ", "", act.strip(" ,")
    )
    for spoken, written in _VERBS:
        act, changed = re.subn(spoken, written, act)
        if changed:
            break
    return act


def _decided(act: str, pronouns: Pronouns) -> Decision | None:
    act = _unclear(act)
    if _POINTLESS.search(act):
        return None
    if not _ACTION.match(act) or not 2 <= len(act.split()) <= _LONGEST_WORDS or not _content(act):
        return None
    return _placed(act, act, pronouns)


def _unclear(act: str) -> str:
    """A dose of something that is no known medicine: its name was misheard, so say that."""
    if find_drugs(act):
        return act
    return _DOSED.sub(r"\1 a medicine (name not understood) ", act, count=1)


def _advised(act: str, prefix: str, pronouns: Pronouns) -> Decision | None:
    follow = re.match(
        r"(?:come back|follow up|return|see me|come in)(?: and see (?:me"
        r"|us))?(?: to see me)? (?=in\b|next|after|for|with|as needed|on|at|if"
        r"|to (?:the )?clinic|when|again|tomorrow|sooner|back)",
        act,
    )
    if follow:
        return Decision(
            Topic.FOLLOW_UP, _about_patient("follow up " + act[follow.end() :], pronouns)
        )
    see = re.match(r"(?:see|meet with|go (?:see|to)) (?=(?:an?|the|our|dr)\b)", act)
    if see and _REFER.search(act):
        return Decision(Topic.REFERRAL, _about_patient("refer to " + act[see.end() :], pronouns))
    if not _ACTION.match(act) or not _content(act):
        return None
    start = re.match(r"(?:take|start|use|continue|stop|avoid|increase|decrease)\b", act)
    drugs = find_drugs(act)
    if start and drugs:
        return _placed(act, act, pronouns)
    return _placed(prefix + act, act, pronouns)


def topic_of_act(act: str, *, advised: bool = False) -> Topic:
    """The part of the plan to which a decision in lower case belongs."""
    kinds = {m.term.kind for m in find_terms(act)}
    if _FOLLOW.search(act):
        return Topic.FOLLOW_UP
    if find_drugs(act) and not re.match(r"(?:order|obtain|check|recheck)\b", act):
        return Topic.TREATMENT
    if _REFER.search(act):
        return Topic.REFERRAL
    if Kind.TEST in kinds or re.match(r"(?:order|obtain|recheck|repeat|perform|schedul)", act):
        return Topic.TEST
    return Topic.ADVICE if advised else Topic.TREATMENT


def _placed(text: str, act: str, pronouns: Pronouns) -> Decision:
    topic = topic_of_act(act, advised=text.startswith(("advised", "recommended")))
    # A condition that begins after the decision belongs to the next one.
    text = re.sub(r",? and (?:so )?(?:if|during|when|then)\b[^,]*$", "", text)
    return Decision(topic, _about_patient(text, pronouns))


_CONTENT = re.compile(
    r"\b(?:\d+|weeks?|months?|days?|year|daily|salt|sodium|fluids?|diet|exercise"
    r"|weigh\w*|weight|smok\w*|alcohol|rest|ice|heat|brace|sling|boot|crutches|splint"
    r"|cast|wrap|stretch\w*|elevat\w*|log|record|monitor\w*|medications?|medicines?"
    r"|pills?|inject\w*|surgery|procedure|therapy|refer\w*|specialist|\w+ologist"
    r"|consult|hospital|water|sleep|vitamins?|dose|cream|patch|follow|return"
    r"|appointment|recheck|scan|imaging|image|test\w*|culture|swab|panel|levels?"
    r"|biopsy|activity|activities|work|school|humidifier|gargle|shower|wash|sunscreen"
    r"|glasses|therapist|counsel\w*|insurance|device|monitor|consent|course|treatment"
    r"|results?|symptoms?|blood|records?|refills?|compression|stockings|orthotics"
    r"|shoes?|massage|meals?|food|portal)\b"
)


def _content(act: str) -> bool:
    return bool(_CONTENT.search(act) or find_terms(act) or find_drugs(act))


def _returning(core: str, pronouns: Pronouns) -> str:
    core = re.sub(
        rf"^(?:{_YOU_TO}|you (?:should|can|need to|could) |please |certainly "
        rf"|i certainly want you to |just )+",
        "",
        core,
    )
    core = re.sub(
        r"^(?:i|we) (?:certainly |do |also |definitely )*(?:want|need|would like|'d like) you to ",
        "",
        core,
    )
    return _about_patient(core, pronouns)


def _about_patient(text: str, pronouns: Pronouns) -> str:
    text = re.sub(
        r"\b(?:call|contact|message|see|tell|with|to) (?:me|us)\b",
        lambda m: f"{m.group().split()[0]} the clinic",
        text,
    )
    text = re.sub(r"\blet (?:me|us) know\b", "inform the clinic", text)
    text = re.sub(r"\bgive (?:me|us) a (?:call|ring)\b", "call the clinic", text)
    text = re.sub(
        r"\b(?:see|with) the clinic (?=in \d)",
        lambda m: "" if m.group().startswith("with") else "return ",
        text,
    )
    text = re.sub(
        r"(?<=\w{3})(?:,| and)+ (?:then )?(?:we|i)(?:'ll| will| can| might"
        r"|'re going to|'m going to) .*$",
        "",
        text,
    )
    text = re.sub(r"\byour own\b", f"{pronouns.possessive} own", text)
    drugs = "|".join(re.escape(text[m.start : m.end]) for m in find_drugs(text))
    if drugs:
        text = re.sub(rf"\b(?:the|your|that|you (?:some|an?|on)|some) (?=(?:{drugs})\b)", "", text)
    text = third_person(text, pronouns, second=True)
    text = re.sub(
        r"\bwe (?:need|want|would like|'d like) the patient to\b", "the patient needs to", text
    )
    text = re.sub(
        r"\bi (?:want|need|would like|'d like) (the patient|they|he|she|them|him|her) to\b",
        lambda m: f"{pronouns.subject if m[1] != 'the patient' else m[1]} should",
        text,
    )
    text = re.sub(r"^refer the patient\b", "refer", text)
    return re.sub(r"\s+", " ", text).strip(" ,")
