"""A pasted line about one person, the question that it raises, and the answer in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from forum.base.stale import digest
from forum.base.text import clean_line
from forum.people.models import Organisation


@dataclass(frozen=True)
class Choice:
    """An answer to a line's question: what it says, and the line that it puts in the question's place."""

    label: str
    line: str
    is_supplier: bool = False  # the organisation is made, as a new supplier


@dataclass(frozen=True)
class Line:
    """One person. `written` is the organisation as it was written; `notes` say what was turned or not used.

    `supplier` is the name of one that is to be made: it is written with »(ny leverandør)« after it.
    """

    number: int
    raw: str
    name: str = ""
    email: str = ""
    organisation: Organisation | None = None
    supplier: str = ""
    written: str = ""
    problem: str = ""
    choices: tuple[Choice, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name of the field with which the line's question is answered; another line has another."""
        return f"svar-{digest(self.raw)}"


@dataclass
class Reading:
    """The people, and sentences about what stands in the lines and is no person."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def answered(text: str, given: Mapping[str, str]) -> str:
    """The text with each line whose question was answered replaced by the answer; `given` is by `Line.key`."""
    answers = {key: clean_line_of_cells(value) for key, value in given.items() if key.startswith("svar-") and value}
    return "\n".join(answers.get(Line(0, raw).key, raw) for raw in text.splitlines())


def with_new_suppliers(text: str, lines: Iterable[Line]) -> str:
    """The text with each line that asks only whether its organisation is a new supplier answered with yes."""
    meant = [(line.key, line.choices[0]) for line in lines if len(line.choices) == 1]
    return answered(text, {key: choice.line for key, choice in meant if choice.is_supplier})


def clean_line_of_cells(text: str) -> str:
    return "\t".join(clean_line(cell) for cell in text.split("\t"))
