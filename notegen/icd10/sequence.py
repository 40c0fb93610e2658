"""The order in which the codes of an encounter are listed.

Sources: ICD-10-CM Official Guidelines for Coding and Reporting, sections I.A.13 (aetiology before
manifestation; "code first" and "use additional code"), I.C.21.c.3 (status) and IV.G (the reason
for the visit first).
"""

import re
from collections.abc import Iterable

from notegen.icd10.finding import Finding
from notegen.icd10.table import IcdTable, names_code

_STATUS = re.compile(r"Z(?:79|8|9)")


def sequenced(findings: Iterable[Finding], table: IcdTable) -> tuple[Finding, ...]:
    """Best first, but a code after those that the notes of the table put first.

    Status codes come last, but for one that is assessed: it is what the visit is about.
    """
    left = sorted(findings, key=lambda f: (_is_beside(f), -f.score, f.code))
    ordered: list[Finding] = []
    while left:
        free = (f for f in left if not any(goes_before(o, f, table) for o in left if o is not f))
        chosen = next(free, left[0])
        left.remove(chosen)
        ordered.append(chosen)
    return tuple(ordered)


def _is_beside(finding: Finding) -> bool:
    return not finding.assessed and _STATUS.match(finding.code) is not None


def goes_before(first: Finding, then: Finding, table: IcdTable) -> bool:
    """Whether a note says that one code comes before the other."""
    return any(
        names_code(note, first.code) for note in table.notes(then.code, "code_first")
    ) or any(names_code(note, then.code) for note in table.notes(first.code, "use_additional"))
