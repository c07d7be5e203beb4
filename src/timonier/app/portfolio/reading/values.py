"""What a reading is made of: a row, what was changed in it, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal

from timonier.app.company_file.errors import fill
from timonier.engine.catalogue import Text
from timonier.knowledge import load

Cell = str | int | float | bool | date | time | datetime | None
Fate = Literal["fact", "identifier", "contact", "kept", "blank", "problem"]


def say(key: str, /, **fields: Any) -> Text:
    """A sentence about lists, filled in both languages; KeyError when there is none."""
    return fill(load().wording[f"list.{key}"], **fields)


class ListError(ValueError):
    """A list that cannot be read at all; ``message`` says why and what to do."""

    def __init__(self, code: str, **fields: Any) -> None:
        self.code = code
        self.message = say(f"error.{code}", **fields)
        super().__init__(code)

    def words(self, lang: str) -> str:
        return self.message[lang]


@dataclass(frozen=True)
class Change:
    """A cell that was not taken as it stands: ``code`` tells why, worded by ``why``."""

    column: str
    read: str
    became: str
    code: str
    fields: tuple[tuple[str, Any], ...] = ()

    def why(self, lang: str) -> str:
        return say(f"change.{self.code}", **dict(self.fields))[lang]


@dataclass(frozen=True)
class Problem:
    """What keeps a row out: the cell, the reason, and what to write instead or elsewhere."""

    column: str
    value: str
    code: str
    reason: Text
    remedy: Text


@dataclass(frozen=True)
class Row:
    """One company of a list.

    ``source_row`` counts the lines of the file, or the rows of the sheet, from 1;
    ``original_row`` is the same, but for rows mended in a file of errors: there it is the line of
    the list that they come from. ``id`` is the
    adviser's own identifier where a column holds one, else the register's, else the row.
    ``facts`` has the shape of a company file. ``identifiers`` may hold siren, siret, neq,
    sector_code, sector_version, postal_code, currency; ``contact`` adviser, contact, phone,
    email. ``kept`` are the columns that no fact or identifier took, contacts among them, as they
    came, by heading.
    ``cells`` are all the cells as they came and ``fates`` what became of each, in the order of
    ``Reading.columns``. A row with problems is to be set aside: its facts are those of its sound
    cells.
    """

    source_row: int
    id: str
    name: str
    facts: Mapping[str, Any]
    identifiers: Mapping[str, str]
    contact: Mapping[str, str]
    kept: Mapping[str, Cell]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    cells: tuple[Cell, ...] = field(repr=False)
    fates: tuple[Fate, ...] = field(repr=False)
    sheet: str = ""
    original_row: int = 0


@dataclass(frozen=True)
class Question:
    """What the list leaves open, and the line of the mapping that answers it."""

    column: str
    code: str
    text: Text
    answer: str  # a line of TOML
