"""Measure the orders with the follow-up of notes on ACI-BENCH against the plans of its clinicians.

Prints a line for each visit; the last line of standard output is one JSON object with the figures.
What they mean is in this folder's README.
"""

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from notegen.assertion import read_dialogue
from notegen.content import content
from notegen.divisions import Division, divide
from notegen.drugs import find_drugs
from notegen.extract import extract
from notegen.follow_up import find_follow_up
from notegen.orders import supported_orders
from notegen.salience import SalientKind, absent, salient
from notegen.support import Support, figures, support
from recipes.note_aci_bench.encounters import SPLITS, Encounter, encounters
from scribe.note import Order, OrderKind

_BACK = re.compile(
    r"\b(?:follow(?:s|ing|ed)?[- ]?up|return(?:s|ing)?|recheck(?:ed)?|see (?:her|him|them|me|us"
    r"|the patient)|come (?:back|in)|back in|seen|appointment)\b[^.\n]{0,60}"
)
_INTERVAL = re.compile(r"\b(\d+)(?: ?(?:to|-|or) ?\d+)?[- ](day|week|month|year)s?\b")
_COUNTS = {"one": "1", "a": "1", "an": "1", "two": "2", "three": "3", "four": "4", "six": "6"}


@dataclass(frozen=True, slots=True)
class Measured:
    """Orders of one visit: which the clinician's plan names too, which of the plan's were found.

    `due` are tests, procedures and referrals that were decided in the dialogue and stand in the
    plan; `intervals` are the plan's, `intervals_found` those of them that our follow-up has.
    """

    id: str
    orders: tuple[Order, ...]
    in_plan: tuple[bool, ...]
    support: tuple[Support, ...]
    due: int
    due_found: int
    intervals: frozenset[str]
    intervals_ours: frozenset[str]


def measured(encounter: Encounter) -> Measured:
    """What the structured parts of one visit are worth."""
    dialogue = read_dialogue(encounter.transcript.utterances)
    facts = extract(encounter.transcript)
    orders, back = supported_orders(dialogue, facts), find_follow_up(facts)
    parts = divide(encounter.reference)
    plan = "\n".join(p.text for p in parts if p.division is Division.ASSESSMENT_AND_PLAN)
    said = [s for s in salient(dialogue) if s.kind is SalientKind.ORDER]
    unconfirmed = set(absent(said, plan))
    due = [s for s in said if s not in unconfirmed]
    ours = "\n".join(order.description for order in orders)
    return Measured(
        encounter.id,
        orders,
        tuple(_named(order, plan) for order in orders),
        tuple(support(dialogue, order.description, order.evidence) for order in orders),
        len(due),
        len(due) - len(absent(due, ours or "none")),
        frozenset(i for m in _BACK.finditer(plan.lower()) for i in intervals(m.group())),
        frozenset(i for one in back for i in intervals(one.when)),
    )


def intervals(text: str) -> frozenset[str]:
    """`2 week`, `1 month`: the intervals in a text, of a range its first number."""
    written = re.sub(
        rf"\b({'|'.join(_COUNTS)})(?=[ -](?:day|week|month|year))",
        lambda match: _COUNTS[match[1]],
        text.lower(),
    )
    return frozenset(f"{m[1]} {m[2]}" for m in _INTERVAL.finditer(written))


def _named(order: Order, plan: str) -> bool:
    """The plan names a medicine by any of its names, anything else by all words that count."""
    if order.kind is OrderKind.MEDICATION:
        plans = {m.drug.generic for m in find_drugs(plan)}
        return bool({m.drug.generic for m in find_drugs(order.description)} & plans)
    words = content(order.description)
    return bool(words) and len(words & content(plan)) * 2 > len(words)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder that holds aci-bench")
    parser.add_argument("--split", choices=[name for name, _ in SPLITS], default="valid")
    parser.add_argument("--show", action="store_true", help="print every order")
    options = parser.parse_args()
    rows = [measured(encounter) for encounter in encounters(options.data, options.split)]
    for row in rows:
        print(f"{row.id}: {len(row.orders)} orders, {sum(row.in_plan)} in the plan")
        for order, named in zip(row.orders, row.in_plan, strict=True) if options.show else ():
            print(f"   {'+' if named else '-'} {order.kind} {order.status} {order.description}")
    total = figures(s for row in rows for s in row.support)
    kinds = Counter(order.kind for row in rows for order in row.orders)
    named_kinds = Counter(
        order.kind
        for row in rows
        for order, named in zip(row.orders, row.in_plan, strict=True)
        if named
    )
    wanted = sum(len(row.intervals) for row in rows)
    ours = sum(len(row.intervals_ours) for row in rows)
    both = sum(len(row.intervals & row.intervals_ours) for row in rows)
    print(
        json.dumps(
            {
                "split": options.split,
                "visits": len(rows),
                "orders": {kind.value: kinds[kind] for kind in OrderKind},
                "in_plan": {kind.value: named_kinds[kind] for kind in OrderKind},
                "in_plan_share": round(100 * named_kinds.total() / max(1, kinds.total()), 2),
                "due": sum(row.due for row in rows),
                "due_found": sum(row.due_found for row in rows),
                "orders_with_evidence": round(total.evidence_share, 2),
                "unsupported_numbers": total.numbers,
                "unsupported_drugs": total.drugs,
                "unsupported_sides": total.sides,
                "intervals_in_plan": wanted,
                "intervals_ours": ours,
                "intervals_both": both,
            }
        )
    )


if __name__ == "__main__":
    main()
