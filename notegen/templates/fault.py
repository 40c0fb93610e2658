"""What is wrong in a template, with where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` counts from 1; `field` is a path such as `sections[2].style`, or empty."""

    line: int
    field: str
    expected: str
    found: str

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        return f"line {self.line}: {field}expected {self.expected}, found {self.found}"
