"""Rows of the company file: people in place or wanted, offers, what was tried, results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from timonier.app.company_file.errors import Source, say, shown
from timonier.app.company_file.kinds import kind_of
from timonier.app.company_file.kinds.common import is_unknown, native
from timonier.app.company_file.places import Path
from timonier.engine.company import OWNER, Table, field_of

MOST_ROWS: Final = 20  # of offers, attempts and results


def read_rows(
    source: Source,
    table: Table,
    rows: Any,
    keys: Callable[[Any, Path], Any],
) -> tuple[Any, ...]:
    """The rows of a table; ``keys`` goes through one row, its keys checked."""
    path: Path = tuple(table.key.split("."))
    if isinstance(rows, Mapping):
        raise source.error(path, "list_expected")
    if not isinstance(rows, list | tuple):
        raise source.error(path, f"{_problem(table)}_expected", read=shown(native(rows)))
    if len(rows) > MOST_ROWS and _problem(table) == "rows":
        raise source.error(path, "rows_many", read=len(rows), most=MOST_ROWS)
    return tuple(
        _row(source, table, (*path, i), row, keys)
        for i, row in enumerate(rows)
        if not is_unknown(row)
    )


def _problem(table: Table) -> str:
    return "positions" if table.key in ("team", "intended") else "rows"


def _row(
    source: Source, table: Table, path: Path, row: Any, keys: Callable[[Any, Path], Any]
) -> Any:
    if not isinstance(row, Mapping):
        allowed = say(source.knowledge, f"allowed.{table.key.replace('.', '_')}")
        raise source.error(path, "expected", read=shown(native(row)), allowed=allowed)
    columns = dict(zip(table.names, table.columns, strict=True))
    found: dict[str, Any] = {}
    for name, value in keys(row, path):
        column = columns[name]
        if is_unknown(value):
            continue
        read = kind_of(column).read(source, (*path, name), column, value)
        if read is not None:
            found[field_of(name)] = read
    for name in table.required:
        if name not in found:
            raise source.error(path, f"{name}_missing")
    _CHECKS.get(table.key, _nothing)(source, path, found)
    return table.row(**found)


def _nothing(source: Source, path: Path, found: Mapping[str, Any]) -> None:
    """Most tables have nothing that one column says of another."""


def _check_position(source: Source, path: Path, found: Mapping[str, Any]) -> None:
    if found.get("keep") and found.get("until"):
        raise source.error((*path, "keep"), "keep_until", until=shown(found["until"]))
    if found["role"] == OWNER and found.get("cost"):
        raise source.error((*path, "cost"), "owner_cost", read=shown(found["cost"]))


def _check_quote(source: Source, path: Path, found: Mapping[str, Any]) -> None:
    if ("monthly" in found) == ("day_rate" in found):
        raise source.error(path, "quote_price")


_CHECKS: Final = {"team": _check_position, "quote": _check_quote}
