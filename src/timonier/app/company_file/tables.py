"""Rows of the company file: people in place or wanted, offers, what was tried, results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from timonier.app.company_file.answers import (
    KINDS,
    is_unknown,
    key_among,
    native,
    number,
    refuse,
    things_named,
)
from timonier.app.company_file.errors import Source, hint, nearest, say, shown
from timonier.app.company_file.places import Path
from timonier.engine.catalogue import Knowledge
from timonier.engine.company import NOTHING, OWNER, Fact, Table, field_of

MOST_ROWS: Final = 20  # of offers, attempts and results
HIRED: Final = ("employee", "internal_existing")


def roles_of(column: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The roles that a column may name: of an offer a provider, in place the owner too."""
    roles = knowledge.roles.items()
    if column == "quote.role":
        return tuple(key for key, role in roles if role.category not in HIRED)
    there = tuple(key for key, role in roles if role.category != "internal_existing")
    return {"team.role": (*there, OWNER), "tried.what": (*there, OWNER, NOTHING)}.get(column, there)


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
        if not is_unknown(value):
            read = _KINDS[columns[name].kind](source, (*path, name), columns[name], value)
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


# --- kinds that only rows have ----------------------------------------------------------------


def _role(source: Source, path: Path, column: Fact, value: Any) -> str:
    may, roles = roles_of(column.key, source.knowledge), source.knowledge.roles
    if isinstance(value, str) and value in may:
        return value
    if isinstance(value, str) and value in roles:
        kind = {"quote.role": "role_hired", "intended.role": "role_there"}.get(column.key)
        inside = value != OWNER and roles[value].category == "internal_existing"
        raise source.error(path, "role_inside" if inside or not kind else kind, read=shown(value))
    names = {**things_named({k: r for k, r in roles.items() if k in may}), **{k: k for k in may}}
    return key_among(source, path, value, names, say(source.knowledge, "allowed.role"))


def _levels(source: Source, path: Path, column: Fact, value: Any) -> tuple[tuple[str, int], ...]:
    """Skills with a level each, in the order of their keys."""
    skills = source.knowledge.skills
    if not isinstance(value, Mapping):
        raise refuse(source, path, value, say(source.knowledge, "allowed.levels"))
    found: dict[str, int] = {}
    for key, level in value.items():
        if not isinstance(key, str) or key not in skills:
            allowed = say(source.knowledge, "allowed.skill", choices=", ".join(skills))
            near = nearest(key, things_named(skills)) if isinstance(key, str) else None
            remedy = hint(source.knowledge, "near", near) if near else None
            raise source.error(path, "item_expected", read=shown(key), allowed=allowed, hint=remedy)
        if not is_unknown(native(level)):
            found[key] = int(number(source, (*path, key), level, 0, 5, kind="whole"))
    return tuple(sorted(found.items()))


_KINDS: Final[Mapping[str, Callable[[Source, Path, Fact, Any], Any]]] = {
    **KINDS,
    "role": _role,
    "levels": _levels,
}
