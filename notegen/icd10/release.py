"""The ICD-10-CM release that the simple-icd-10-cm package carries.

Importing this module takes about 2 s and 190 MB: only `notegen.icd10.build` does.
"""

import warnings
from dataclasses import dataclass

with warnings.catch_warnings():
    # The package reads its files by a function that Python 3.11 and 3.12 call deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)
    import simple_icd_10_cm as icd

FIRST_DAY = "2025-10-01"
"""The April 2026 release holds the codes of fiscal year 2026, in force from this day."""


@dataclass(frozen=True, slots=True)
class ReleaseCode:
    """A category or code with the notes printed under it; `parent` is empty for a category."""

    code: str
    description: str
    billable: bool
    parent: str
    seventh_character: bool
    notes: tuple[tuple[str, str], ...]


def read_release() -> tuple[ReleaseCode, ...]:
    """All categories, subcategories and codes in the order of the tabular list.

    A category that is also the only one of its block (such as B20) is listed once.
    """
    listed = dict.fromkeys(code for code in icd.get_all_codes() if _is_listed(code))
    return tuple(_code(code) for code in listed)


def _is_listed(code: str) -> bool:
    return bool(icd.is_category_or_subcategory(code) or icd.is_extended_subcategory(code))


def _code(code: str) -> ReleaseCode:
    notes = [("inclusion", n) for n in icd.get_inclusion_term(code)]
    notes += [("includes", n) for n in icd.get_includes(code)]
    notes += [("excludes1", n) for n in icd.get_excludes1(code)]
    notes += [("excludes2", n) for n in icd.get_excludes2(code)]
    single = (
        ("use_additional", icd.get_use_additional_code(code)),
        ("code_first", icd.get_code_first(code)),
        ("code_also", icd.get_code_also(code)),
    )
    notes += [(kind, text) for kind, text in single if text]
    parent = icd.get_parent(code)
    return ReleaseCode(
        code=code,
        description=icd.get_description(code),
        billable=bool(icd.is_leaf(code)),
        parent=parent if len(code) > 3 else "",
        seventh_character=bool(icd.is_extended_subcategory(code)),
        notes=tuple(notes),
    )
