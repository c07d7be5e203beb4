"""What a cell says to a column: values, changes and problems, before the row is put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from timonier.app.company_file.errors import printable
from timonier.app.portfolio.reading.values import Cell, Change, Fate, Problem, say
from timonier.engine.catalogue import Text


@dataclass(frozen=True)
class Outcome:
    """``value`` of the column's target; ``currency`` to be checked once the market is known."""

    fate: Fate
    value: Any = None
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    currency: str = ""

    def but(self, *changes: Change) -> Outcome:
        return replace(self, changes=(*self.changes, *changes))


Reader = Callable[[Cell], Outcome]
BLANK = Outcome("blank")
KEPT = Outcome("kept")


def text_of(cell: Cell) -> str:
    """A cell as its reader sees it.

    >>> text_of(12.0), text_of(True), text_of(None), text_of(" a ")
    ('12', 'true', '', ' a ')
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def shown(value: Any, lang: str = "") -> str:
    """What a cell became, in a report: a number, a range between two dots, a word."""
    if isinstance(value, list):
        return " … ".join(shown(one) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1 else f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def problem(
    column: str, cell: Cell, code: str, reason: Text | None = None, **fields: Any
) -> Problem:
    """What is wrong with a cell, worded from its code."""
    value = printable(text_of(cell), 120)
    said = {"value": value, "column": column, **fields}
    reason = reason or say(f"problem.{code}", **said)
    return Problem(column, value, code, reason, say(f"remedy.{code}", **said))


def refused(
    column: str, cell: Cell, code: str, reason: Text | None = None, **fields: Any
) -> Outcome:
    return Outcome("problem", problems=(problem(column, cell, code, reason, **fields),))


def changed(column: str, cell: Cell, became: Any, code: str, **fields: Any) -> Change:
    return Change(column, text_of(cell), shown(became), code, tuple(fields.items()))
