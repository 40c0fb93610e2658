"""The order file of an official ICD-10-CM release: every code with its full description."""

import re

from notegen.icd10.release import ReleaseCode, dotted, is_code, with_parents
from scribe.errors import InputError

_LONGEST = 1000
"""Characters of a line; the longest official one has 306."""
_LINE = re.compile(r"(\d{5}) ([A-Z0-9]{3,7}) {1,5}([01]) (.{60}) (\S.*)")


def read_order(data: bytes, name: str) -> tuple[ReleaseCode, ...]:
    """All rows in order, without notes; `name` is the file's, for messages.

    Columns: 1-5 number, 7-13 code without its dot, 15 `1` where it may be billed, 17-76 short and
    78 on long description. Raises InputError naming the first line that is not so.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    rows: dict[str, tuple[bool, str]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip()
        if not line:
            continue
        match = _LINE.fullmatch(line) if len(line) <= _LONGEST else None
        code = dotted(match[2]) if match else ""
        # Column 15 is where the flag stands whatever the length of the code.
        if match is None or match.start(3) != 14 or not is_code(code):
            raise InputError(
                f"{name}, line {number}: expected order number, code, 0 or 1, short and long"
                " description in the columns of the official order file"
            )
        rows[code] = (match[3] == "1", " ".join(match[5].split()))
    if not rows:
        raise InputError(f"{name}: expected codes, found none")
    parents = with_parents(rows)
    return tuple(
        ReleaseCode(code, description, billable, parents[code], len(code) == 8, ())
        for code, (billable, description) in rows.items()
    )
