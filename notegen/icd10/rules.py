"""Coding rules that look at several findings at once.

Sources: ICD-10-CM Official Guidelines for Coding and Reporting, sections I.A.12 (Excludes1),
I.A.15 ("with"), I.B.4 and I.B.5 (signs and symptoms), I.C.4.a (diabetes), I.C.9.a (hypertension).
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from notegen.icd10.finding import Finding
from notegen.icd10.lexicon import Kind
from notegen.icd10.resolve import side_is_missing
from notegen.icd10.sequence import goes_before
from notegen.icd10.table import Entry, IcdTable
from notegen.icd10.words import Side, sides, stems

_POOR_CONTROL = re.compile(
    r"\b(?:poorly[- ]controlled|uncontrolled|out of control|inadequately controlled|not (?:well"
    r"|adequately) controlled|hyperglyc[a]?emi[ac]|above goal)\b",
    re.I,
)
_UNSPECIFIED = re.compile(r"\bunspecified\b|\bnot specified\b", re.I)
_PLAIN = re.compile(
    r"\bunspecified\b|\bwithout (?:complications?|current)|, uncomplicated|\bnot specified\b", re.I
)
_COVERED = (
    # (less specific codes, more specific codes that make them superfluous)
    (r"M19\.90$", r"M1[5-8]|M19\.[0-8]|M47|M06"),
    (r"M54\.9$|M54\.5", r"M54\.[134]|M51|M48\.06|S39\.012|M54\.5\d"),
    (r"M54\.2$", r"M54\.12|S13\.4|S16\.1|M50"),
    (r"M25\.50$|M79\.10$", r"M25\.5[1-7]|M79\.7|M06"),
    (r"R03\.0$", r"I1[0-6]"),
    (r"R73\.", r"E1[013]|R73\.03"),
    (r"J45\.909$", r"J45\.(?!909)"),
    (r"J40$", r"J20|J42|J41"),
    (r"J42$", r"J44"),
    (r"J43\.9$", r"J44\.[019]$"),
    (r"R07\.", r"I2[0-5]"),
    (r"N19$", r"N18|N17"),
    (r"Z72\.0$|Z87\.891$", r"F17"),
    (r"R06\.0", r"I50|J44|J45|I26"),
    (r"R60\.", r"I50|I87\.2|I82"),
    (r"G47\.30$", r"G47\.33"),
    (r"R63\.5$", r"E66"),
    (r"F41\.9$", r"F41\.[01]$"),
    (r"E78\.5$|E78\.00$", r"E78\.[0-4]\d?$"),
    (r"I25\.10$", r"I25\.11"),
    (r"R51", r"G43|G44"),
    (r"R56\.9$", r"G40"),
    (r"N18\.9$", r"N18\.[1-6]"),
    (r"K21\.9$", r"K21\.0"),
    (r"D64\.9$", r"D5[0-9]|D6[0-4]\.[0-8]"),
    (r"F17\.200$", r"F17\.2[1-9]"),
    (r"N28\.9$", r"N0|N1|N2[0-7]"),
    (r"B34\.9$", r"J0|J1|J2|A08|B0"),
)


def apply(
    findings: Iterable[Finding], statements: tuple[str, ...], table: IcdTable, day: date
) -> tuple[Finding, ...]:
    """The findings after combination, control of diabetes, specificity and symptom rules.

    `statements` are the lines of the note; diabetes counts as poorly controlled when a line that
    names it says so.
    """
    kept = {f.code: f for f in findings}
    _control(kept, statements, table, day)
    _combine(kept, table, day)
    _both_sides(kept, table, day)
    _specific(kept)
    _symptoms(kept)
    return tuple(kept.values())


def annotate(findings: tuple[Finding, ...], table: IcdTable) -> tuple[Finding, ...]:
    """The findings with warnings: Excludes1 conflicts, sequencing, and what is unspecified."""
    return tuple(_warned(finding, findings, table) for finding in findings)


def with_medications(
    findings: Iterable[Finding], medications: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """The findings with those long-term drug uses (Z79) whose condition is among them."""
    kept = _treated(tuple(findings), medications)
    diabetes = [f for f in kept if re.match(r"E(?:08|09|11|13)", f.code)]
    clots = [f for f in kept if re.match(r"I48|I26|I82|Z86\.71|Z95\.2", f.code)]
    heart = [f for f in kept if re.match(r"I25|Z95\.5|I63|Z86\.73|I73", f.code)]
    reasons = {"Z79.4": diabetes, "Z79.84": diabetes, "Z79.85": diabetes}
    reasons |= {"Z79.01": clots, "Z79.02": heart}
    added = [
        m.with_rule(f"long-term drug treatment of {reasons[m.code][0].code}")
        for m in medications
        if reasons.get(m.code)
    ]
    return (*kept, *added)


def _treated(findings: tuple[Finding, ...], drugs: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """A high reading under drugs for blood pressure is hypertension (I10), to be confirmed."""
    taken = next((d for d in drugs if d.code == "I10"), None)
    if taken is None or any(re.match(r"I1[0-6]", f.code) for f in findings):
        return findings
    reason = "high reading under drug treatment of blood pressure; confirm the diagnosis"
    return tuple(
        replace(
            taken,
            kind=Kind.CHRONIC,
            score=max(f.score, taken.score),
            evidence=(*f.evidence, *taken.evidence),
            rules=(reason,),
            assessed=f.assessed,
        )
        if f.code == "R03.0"
        else f
        for f in findings
    )


def _control(
    kept: dict[str, Finding], statements: tuple[str, ...], table: IcdTable, day: date
) -> None:
    for plain, poor in (("E11.9", "E11.65"), ("E10.9", "E10.65")):
        if plain not in kept:
            continue
        for line in statements:
            cue = _POOR_CONTROL.search(line)
            if cue is not None and re.search(r"diabet|dm2|t2dm|sugar|glucose", line, re.I):
                confirm = (
                    "; confirm that hyperglycemia is meant"
                    if cue[0].lower() == "uncontrolled"
                    else ""
                )
                _replace(
                    kept,
                    (plain,),
                    poor,
                    f"diabetes that is poorly controlled: with hyperglycemia{confirm}",
                    table,
                    day,
                )
                break


def _combine(kept: dict[str, Finding], table: IcdTable, day: date) -> None:
    kidney = next((f for f in kept.values() if f.code.startswith("N18")), None)
    failure = next((f for f in kept.values() if f.code.startswith("I50")), None)
    late = kidney is not None and kidney.code in ("N18.5", "N18.6")
    if kidney is not None:
        for plain, combined in (("E11.9", "E11.22"), ("E10.9", "E10.22")):
            if plain in kept:
                reason = (
                    f"diabetes with chronic kidney disease: combination code beside {kidney.code}"
                )
                _replace(kept, (plain,), combined, reason, table, day, kidney)
        if "E11.65" in kept and "E11.22" not in kept:
            reason = f"diabetes with chronic kidney disease: a further code beside {kidney.code}"
            _add(kept, kept["E11.65"], "E11.22", reason, table, day, kidney)
    if "I10" not in kept:
        return
    if kidney is not None and failure is not None:
        reason = f"hypertension with {failure.code} and {kidney.code}: combination code"
        code = "I13.2" if late else "I13.0"
        _replace(kept, ("I10",), code, reason, table, day, kidney, failure)
    elif kidney is not None:
        reason = f"hypertension with {kidney.code}: combination code"
        _replace(kept, ("I10",), "I12.0" if late else "I12.9", reason, table, day, kidney)
    elif failure is not None:
        reason = f"hypertension with {failure.code}: combination code"
        _replace(kept, ("I10",), "I11.0", reason, table, day, failure)


def _replace(
    kept: dict[str, Finding],
    codes: tuple[str, ...],
    code: str,
    reason: str,
    table: IcdTable,
    day: date,
    *others: Finding,
) -> None:
    _add(kept, kept[codes[0]], code, reason, table, day, *others)
    if code in kept:
        for old in codes:
            del kept[old]


def _add(
    kept: dict[str, Finding],
    source: Finding,
    code: str,
    reason: str,
    table: IcdTable,
    day: date,
    *others: Finding,
) -> None:
    entry = table.entry(code)
    if entry is None or not entry.billable_on(day):
        return
    evidence = tuple(
        dict.fromkeys([*source.evidence, *(e for other in others for e in other.evidence[:1])])
    )
    score = max(source.score, kept[code].score if code in kept else 0.0)
    kept[code] = Finding(
        entry, source.kind, score, evidence, (*source.rules, reason), source.assessed
    )


def _both_sides(kept: dict[str, Finding], table: IcdTable, day: date) -> None:
    """One bilateral code in place of the right and the left one, where there is such a code."""
    for right in list(kept):
        if right not in kept or sides(kept[right].entry.description) != {Side.RIGHT}:
            continue
        parent = kept[right].entry.parent
        family = {c.code: c for c in table.children(parent)}
        left = next(
            (c for c in kept if c in family and sides(family[c].description) == {Side.LEFT}), ""
        )
        above = table.entry(parent)
        near = (*family.values(), *table.children(above.parent if above is not None else ""))
        both = [
            c
            for c in near
            if sides(c.description) == {Side.BILATERAL}
            and c.billable_on(day)
            and (c.code in family or "nilateral" in kept[right].entry.description)
        ]
        if left and both:
            code = _bilateral_of(kept[right], both)
            _replace(
                kept, (right, left), code, "right and left: bilateral code", table, day, kept[left]
            )


def _bilateral_of(finding: Finding, both: list[Entry]) -> str:
    """Of several bilateral codes the one whose words are most like the one-sided one's."""
    said = set(stems(finding.entry.description))
    return max(both, key=lambda c: len(said & set(stems(c.description)))).code


def _specific(kept: dict[str, Finding]) -> None:
    for code in list(kept):
        for plain, special in _COVERED:
            rivals = [c for c in kept if c != code and re.match(special, c)]
            if code in kept and rivals and re.match(plain, code):
                _drop(kept, code, rivals[0])
        if code in kept and _PLAIN.search(kept[code].entry.description):
            rivals = [
                c
                for c in kept
                if c != code and c[:3] == code[:3] and not _PLAIN.search(kept[c].entry.description)
            ]
            if rivals and code[0] not in "SMZ":
                _drop(kept, code, rivals[0])


def _drop(kept: dict[str, Finding], code: str, rival: str) -> None:
    dropped = kept.pop(code)
    best = kept[rival]
    kept[rival] = Finding(
        best.entry,
        best.kind,
        max(best.score, dropped.score if dropped.assessed else 0.0),
        tuple(dict.fromkeys((*best.evidence, *dropped.evidence))),
        (*best.rules, f"more specific than {code}, which is left out"),
        best.assessed or dropped.assessed,
    )


def _symptoms(kept: dict[str, Finding]) -> None:
    """Signs and symptoms beside a definite diagnosis are coded only when assessed themselves."""
    diagnoses = [
        f
        for f in kept.values()
        if f.kind in (Kind.DIAGNOSIS, Kind.CHRONIC) and (f.assessed or f.score >= 0.7)
    ]
    if not diagnoses:
        return
    for code, finding in list(kept.items()):
        if finding.kind is Kind.SYMPTOM:
            same = next(
                (d for d in diagnoses if d.code[0] == "S" or d.kind is Kind.DIAGNOSIS), None
            )
            if finding.assessed and same is None:
                continue
            reason = f"may belong to {(same or diagnoses[0]).code}"
            kept[code] = finding.with_rule(reason, 0.7 if finding.assessed else 0.4)


def _better(score: float, code: str, other: Finding) -> str:
    if score == other.score:
        return "both are supported alike"
    return f"{code if score > other.score else other.code} is supported better"


def _warned(finding: Finding, findings: tuple[Finding, ...], table: IcdTable) -> Finding:
    supported = finding.score  # before any warning lowers it
    for other in findings:
        if other.code != finding.code:
            note = table.excludes(finding.code, other.code)
            if note:
                advice = _better(supported, finding.code, other)
                finding = finding.with_rule(
                    f"Excludes1 conflict with {other.code} ({note}): not both; {advice}", 0.9
                )
    pregnant = [f for f in findings if re.match(r"Z33|Z34|O", f.code) and f is not finding]
    if pregnant and finding.code[0] not in "OZ":
        finding = finding.with_rule(
            "pregnant: a code of chapter 15 (O00-O9A) comes first unless the provider says that"
            " the pregnancy is incidental"
        )
    for other in findings:
        if other.code != finding.code and goes_before(other, finding, table):
            finding = finding.with_rule(f"sequence after {other.code}")
    missing = []
    description = finding.entry.description
    if side_is_missing(finding.entry, table):
        missing.append("side")
    if finding.code == "N18.9":
        missing.append("stage")
    elif finding.code == "N18.30":
        missing.append("stage 3a or 3b")
    elif finding.code in ("I50.9", "I50.20", "I50.30"):
        missing.append("type and acuity")
    elif _UNSPECIFIED.search(description) and not missing:
        missing.append("type, site or cause if known")
    if missing:
        finding = finding.with_rule(f"unspecified: document {' and '.join(missing)}", 0.98)
    return finding
