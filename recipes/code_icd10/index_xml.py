"""The official alphabetic index in its XML form, from a copy of it as a CSV file."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

_BESIDE = (("Code", "code"), ("See", "see"), ("SeeAlso", "seeAlso"))


def write_index_xml(source: Path, target: Path, year: int) -> None:
    """Write the index of `year` whose columns are Level, Term, NonEssModif, Code, See, SeeAlso."""
    with source.open(encoding="utf-8", newline="") as file:
        target.write_text(index_xml(csv.DictReader(file), year), encoding="utf-8")


def index_xml(rows: Iterable[Mapping[str, str]], year: int) -> str:
    """The XML of an index; a level that the copy leaves out gets a term without a name (`-`)."""
    written = [f"<ICD10CM.index><version>{year}</version><letter><title>A</title>\n"]
    inside: list[str] = []
    for row in rows:
        level = int(row["Level"])
        while len(inside) > level:
            written.append(f"</{inside.pop()}>\n")
        for above in range(len(inside), level):
            inside.append("term" if above else "mainTerm")
            written.append(f"<{inside[-1]}><title>-</title>")
        inside.append("term" if level else "mainTerm")
        modifiers = row["NonEssModif"]
        nemod = f"<nemod>{escape(modifiers)}</nemod>" if modifiers else ""
        written.append(f"<{inside[-1]}><title>{escape(row['Term'])}{nemod}</title>")
        for column, tag in _BESIDE:
            text = row[column].strip()
            written.append(f"<{tag}>{escape(text)}</{tag}>" if text else "")
    written += (f"</{tag}>\n" for tag in reversed(inside))
    return f"{''.join(written)}</letter></ICD10CM.index>\n"
