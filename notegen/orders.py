"""What the clinician orders: medicines, tests, imaging, procedures, referrals."""

import re
from collections.abc import Iterator, Sequence

from notegen.assertion import Dialogue, judge_text
from notegen.drugs import DrugMention, find_drugs
from notegen.facts import Facts, Remark, Topic
from notegen.medications import MedicationMention, described
from notegen.numbers import numbers_in
from notegen.sentences import lowered
from notegen.terms import Kind, find_terms
from notegen.verify import doubts
from scribe.code import Assertion
from scribe.note import MedicationStatus, Order, OrderKind, OrderStatus

_PLAN = (Topic.TREATMENT, Topic.TEST, Topic.REFERRAL, Topic.FOLLOW_UP)
_WHY = re.compile(
    r"\b(?:so(?: that)?|because|which|who|if|before|after|when|while|until|unless|since|hopefully"
    r"|that (?:will|is|the)|as that|see how|(?:just )?to (?:see|check|make|help|evaluate|assess"
    r"|look|determine|find|figure|rule|further|be sure|get|give|prevent|further|strengthen"
    r"|determine|know|keep|monitor|treat|reduce))\b"
)
"""What begins here tells why, not what."""
_CONSIDERED = re.compile(r"^consider\b|\bif (?:needed|necessary|we need to)\b|\b(?:may|might)\b")
_STOPS = re.compile(
    r"^(?:advised to |recommended to )?(?:stop|discontinue|hold|avoid|quit|come off"
    r"|(?:stay|keep) (?:away|off)|cut out|wean off|never|not|no more|(?:do not|don't) (?:take"
    r"|use))\b"
)
_KEEPS = re.compile(
    r"^(?:advised to )?(?:continu|keep|stay|resume|maintain|refill|order (?:a |the )?refill)\w*\b"
)
_ALTERS = re.compile(
    r"^(?:increas|decreas|rais|lower|doubl|reduc|taper|switch|chang|adjust|titrat|cut)\w*\b"
)
_IMAGING = re.compile(
    r"\b(?:x-?rays?|x rays?|ct|cat scan|c t|mri|m r i|ultrasounds?|sonogram|doppler|echo\w*"
    r"|mammogram|dexa|bone density|pet|imaging|(?:bone|brain|body|thyroid) scan|angiogram"
    r"|arteriogram|venogram|scan)\b"
)
_BY_HAND = re.compile(
    r"\b(?:colonoscopy|endoscopy|egd|e g d|biops\w+|stress test|e ?k ?g|e ?c ?g|electrocardiogram"
    r"|holter\w*|monitor|sleep study|polysomnography|pulmonary function|pft\w*|spirometry|breathing"
    r"|nerve conduction|emg|pap|skin prick|allergy test\w*|visual field)\b"
)
_OPERATION = re.compile(
    r"\b(?:(?:(?:steroid|cortisone|trigger point|(?:[a-z]+ )?(?:joint|muscle)) )?injections?"
    r"|epidural|nerve block|excision|debridement|drainage|(?:[a-z]+ )?vaccin\w+|flu shot|surgery"
    r"|(?:[a-z]+ ){0,2}replacement|lithotripsy|ureteroscopy|(?:[a-z]+ )?bypass|stent|pacemaker|cast"
    r"|laparoscop\w+|arthroscop\w+)\b"
)
_LABORATORY = re.compile(
    r"\b(?:(?!(?:an?|the|some|another|that|this|and|of|or|their|his|her|on|get|check|repeat)\b)"
    r"[a-z][a-z-]* ){1,2}(?:panel|levels?|labs|cultures?|antibod\w+|titers?|profile|count|enzymes"
    r"|screen)\b|\bblood (?:work|tests?)\b|\blabs\b|\b(?:chem-\d+|ferritin|esr|crp|psa|inr|bnp)\b"
)
_AND_THEN = re.compile(
    r"(?:,(?: and| then)?| and| then) (?=(?:instead )?(?:take|use|try|begin|start|stop|increase"
    r"|decrease|switch)\b)"
    r"|,? and (?:then |also )?(?=(?:order|start|stop|continue|prescribe|increase|decrease|refer"
    r"|schedule|obtain|add|check|get)\b)|,? and (?:i'd like to|i will|i'm going to|we'll|we will) "
)
_WATCHES = re.compile(
    r"^(?:advised to )?(?:continue to )?(?:see|monitor|watch|keep|help|make sure|look|track|record"
    r"|call|come|go over|review)\b"
)
_DETERMINERS = re.compile(
    r"\b(?:the|an?|her|his|their|your|that|this|those|these|some|other|another) "
)
_BEFORE = re.compile(
    r"(?:\b(?:right|left|bilateral|chest|cervical|lumbar|thoracic|spine|knee|hip|ankle|foot|wrist"
    r"|hand|shoulder|elbow|neck|back|brain|head|abdominal|abdomen|pelvic|renal|kidney|artery"
    r"|carotid"
    r"|thyroid|repeat|follow-up|fasting|urine|blood|cardiac|low-dose|diagnostic|screening) )+$"
)
_PLACE = re.compile(
    r"^(?: with(?:out)? contrast)?(?: (?:of|on|for|to) (?:the |both |her |his |their |your |that "
    r"|this )?(?:right |left )?(?:(?:lumbar|cervical|thoracic|lower|upper) )?[a-z]+"
    r"(?: and (?:pelvis|chest))?)?"
)
_SIDE = re.compile(r"\b(?:right|left|bilateral|both)\b")
_SPECIALTY = re.compile(
    r"\b(?:physical therapy|physiotherapy|occupational therapy|speech therapy|pain management"
    r"|(?:orthop(?:a?e)?dic|general|vascular|plastic|heart|hand|spine|thoracic|neuro|oral)"
    r"(?: |-)?surge(?:ry|on)s?|surgeon|cardiac rehab|counsel+ing|counsel+or|therapist"
    r"|(?:[a-z]+ )?specialist|nutrition(?:ist)?|dieti[ct]ian|diabetes educat\w+|social work\w*"
    r"|sleep (?:clinic|medicine)|wound (?:care|clinic)|hospice|home health|audiology|podiatry"
    r"|orthop(?:a?e)?dics|psychiatry|psychology|oncology|ophthalmology|eye doctor|ent|genetics"
    r"|[a-z]+olog(?:y|ist)s?|[a-z]+iatrist|[a-z]+therapist|dr\.? [a-z]+)\b"
)
_NO_SPECIALTY = frozenset(("technology", "pathology", "biology", "etiology"))
_REFERS = re.compile(
    r"\b(?:refer\w*|consult\w*|see|seen|therapy|send|appointment|schedule|meet|order|obtain)\b"
)
_REASON = re.compile(
    r"\b(?:for|because of|due to|to (?:rule out|evaluate(?: for)?|check for|look for|treat"
    r"|assess(?: for)?|monitor|help (?:the patient )?with|control))\s(?P<reason>[^,.;]{1,80})"
)


def find_orders(facts: Facts) -> tuple[Order, ...]:
    """All orders in spoken order, each once: what was ordered goes before what was considered.

    An order comes from a decision of the plan. What is said of a medicine comes from the same
    utterance; a reason only from the decision's own words.
    """
    found: dict[tuple[OrderKind, str], Order] = {}
    for remark in facts.remarks:
        if remark.topic not in _PLAN:
            continue
        for key, order in _orders(remark, facts.medications):
            place = (order.kind, key)
            found[place] = _merged(found[place], order) if place in found else order
    for key, order in _prescribed(facts):
        found.setdefault((order.kind, key), order)
    return tuple(found.values())


def supported_orders(dialogue: Dialogue, facts: Facts) -> tuple[Order, ...]:
    """Of all orders those against which nothing speaks in the utterances that they cite."""
    return tuple(
        order
        for order in find_orders(facts)
        if not doubts(dialogue, f"{order.description}. {order.reason}", order.evidence)
    )


def _orders(remark: Remark, mentions: Sequence[MedicationMention]) -> Iterator[tuple[str, Order]]:
    """Each order in a decision with what it is of: the same key is the same order again."""
    text = lowered(remark.text).replace("the patient's ", "")
    for clause in _AND_THEN.split(re.sub(r"\b(\w+) \1\b", r"\1", text)):
        yield from _of_clause(clause, remark, mentions)


def _of_clause(
    text: str, remark: Remark, mentions: Sequence[MedicationMention]
) -> Iterator[tuple[str, Order]]:
    act = _act(text)
    status = OrderStatus.CONSIDERED if _CONSIDERED.search(text) else OrderStatus.ORDERED
    reason = _reason(text)
    drugs = [d for d in find_drugs(act) if not d.drug.is_class]
    for drug in drugs:
        if judge_text(act, drug.start, drug.end) is Assertion.NEGATED:
            continue
        description = _medicine(drug, text, remark, mentions)
        verb = status if status is OrderStatus.CONSIDERED else _verb(text)
        if _only_stopped(drug, remark, mentions):
            verb = OrderStatus.STOPPED
        yield (
            drug.drug.generic,
            Order(OrderKind.MEDICATION, description, reason, verb, remark.utterances),
        )
    if _STOPS.search(text):
        return
    if remark.topic is Topic.REFERRAL or re.search(r"\brefer", act):
        for whom in _whom(act):
            yield whom, Order(OrderKind.REFERRAL, whom, reason, status, remark.utterances)
    if remark.topic is Topic.FOLLOW_UP or drugs or _WATCHES.search(text):
        return
    for name, description, kind in _procedures(act):
        yield name, Order(kind, description, reason, status, remark.utterances)


def _act(text: str) -> str:
    why = _WHY.search(text, 10)
    return text[: why.start()].rstrip(" ,") if why else text


def _verb(text: str) -> OrderStatus:
    for pattern, status in (
        (_STOPS, OrderStatus.STOPPED),
        (_KEEPS, OrderStatus.CONTINUED),
        (_ALTERS, OrderStatus.CHANGED),
    ):
        if pattern.search(text):
            return status
    return OrderStatus.ORDERED


def _only_stopped(drug: DrugMention, remark: Remark, mentions: Sequence[MedicationMention]) -> bool:
    """The same utterances say of the medicine only that it is not taken (any more)."""
    said = {
        m.medication.status
        for m in mentions
        if m.generic == drug.drug.generic and set(m.medication.evidence) & set(remark.utterances)
    }
    return bool(said) and said <= {MedicationStatus.STOPPED, MedicationStatus.DENIED}


def _medicine(
    drug: DrugMention, text: str, remark: Remark, mentions: Sequence[MedicationMention]
) -> str:
    """The medicine with the dose and times that the same utterance says of it."""
    own = [
        m
        for m in mentions
        if m.generic == drug.drug.generic and set(m.medication.evidence) & set(remark.utterances)
    ]
    numbers = numbers_in(text)
    fitting = [m for m in own if numbers_in(described(m.medication)) <= numbers]
    best = max(fitting, key=lambda m: len(described(m.medication)), default=None)
    return described(best.medication) if best else drug.drug.name


def _prescribed(facts: Facts) -> Iterator[tuple[str, Order]]:
    """Medicines that are begun, changed or stopped where a decision names none itself."""
    decided = {u for r in facts.remarks if r.topic in _PLAN for u in r.utterances}
    statuses = {
        MedicationStatus.STARTED: OrderStatus.ORDERED,
        MedicationStatus.CHANGED: OrderStatus.CHANGED,
        MedicationStatus.STOPPED: OrderStatus.STOPPED,
    }
    for mention in facts.medications:
        row = mention.medication
        if not mention.by_clinician or mention.is_class or row.status not in statuses:
            continue
        if set(row.evidence) <= decided:
            status = statuses[row.status]
            order = Order(OrderKind.MEDICATION, described(row), "", status, row.evidence)
            yield mention.generic, order


def _whom(act: str) -> Iterator[str]:
    if not _REFERS.search(act):
        return
    found = [m.group() for m in _SPECIALTY.finditer(act)]
    for whom in found:
        words = [w for w in whom.split() if w not in ("a", "an", "the", "to", "see", "our")]
        if words and words[-1] not in _NO_SPECIALTY:
            yield re.sub(r"^dr\.? (\w+)$", lambda m: f"Dr. {m[1].title()}", " ".join(words))


def _procedures(act: str) -> Iterator[tuple[str, str, OrderKind]]:
    """Tests, images and procedures: what each is, as it was said, its kind."""
    taken: list[tuple[int, int]] = []
    spans = [
        (m.start, m.end, m.term.name)
        for m in find_terms(act)
        if m.term.kind in (Kind.TEST, Kind.PROCEDURE) and m.term.name != "physical therapy"
    ]
    for pattern in (_LABORATORY, _OPERATION, _IMAGING):
        spans += [(m.start(), m.end(), m.group()) for m in pattern.finditer(act)]
    for start, end, name in spans:
        if any(a < end and start < b for a, b in taken):
            continue
        taken.append((start, end))
        if judge_text(act, start, end) in (Assertion.NEGATED, Assertion.PAST):
            continue
        before = _BEFORE.search(act[:start])
        begin = before.start() if before else start
        place = _PLACE.match(act[end:])
        after = place.group() if place and _is_place(place.group()) else ""
        said = _DETERMINERS.sub("", _spelled(act[begin:end]) + after)
        side = _SIDE.search(said)
        yield f"{side.group() if side else ''} {name}", said, _kind(said)


def _spelled(said: str) -> str:
    """Names of tests as they are written: `mri` is MRI."""
    for mention in reversed(find_terms(said)):
        if mention.term.name.lower() != mention.term.name:
            said = said[: mention.start] + mention.term.name + said[mention.end :]
    return said


def _is_place(text: str) -> bool:
    return "contrast" in text or any(m.term.kind is Kind.BODY for m in find_terms(text))


def _kind(said: str) -> OrderKind:
    said = said.lower()
    if _BY_HAND.search(said) or (_OPERATION.search(said) and not _IMAGING.search(said)):
        return OrderKind.PROCEDURE
    if _IMAGING.search(said):
        return OrderKind.IMAGING
    named = [m.term.kind for m in find_terms(said)]
    return OrderKind.PROCEDURE if Kind.PROCEDURE in named else OrderKind.LAB


def _reason(text: str) -> str:
    for match in _REASON.finditer(text):
        for mention in find_terms(match["reason"]):
            if mention.term.kind not in (Kind.SYMPTOM, Kind.CONDITION):
                continue
            start = match.start("reason") + mention.start
            if judge_text(text, start, start + mention.end - mention.start) is Assertion.NEGATED:
                continue
            return mention.term.name
    return ""


def _merged(old: Order, new: Order) -> Order:
    """One order of two mentions: the later decision, the fuller words, all evidence."""
    later = old if new.status is OrderStatus.CONSIDERED else new
    fuller = max(later, old, new, key=lambda order: len(order.description))
    if numbers_in(later.description):  # another dose is another decision: the later one holds
        fuller = later
    return Order(
        later.kind,
        fuller.description,
        later.reason or old.reason or new.reason,
        later.status,
        tuple(dict.fromkeys((*old.evidence, *new.evidence))),
    )
