"""Write a company: as the document that shows it, as TOML, or back into the file it came from."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

import tomlkit
from tomlkit.items import InlineTable

from timonier.engine.catalogue import Triple
from timonier.engine.company import (
    FACTS,
    NOT_CONCERNED,
    TABLES,
    Company,
    Range,
    Table,
    field_of,
)

ASSUMPTIONS = "assumptions"
BARE = re.compile(r"[A-Za-z0-9_-]+")
HEADER = re.compile(r"\s*\[")


def to_document(company: Company) -> dict[str, Any]:
    """The company as read: its sections in the file's order, unknown facts left out."""
    document: dict[str, Any] = {}
    for key in FACTS:
        if key in company.facts:
            section, name = key.split(".")
            document.setdefault(section, {})[name] = written(company.facts[key])
    if company.results:
        results = rows(TABLES["marketing.results"], company.results)
        document.setdefault("marketing", {})["results"] = results
    parts = {
        "team": rows(TABLES["team"], company.team),
        "intended": rows(TABLES["intended"], company.intended),
        "quote": rows(TABLES["quote"], company.quotes),
        "tried": rows(TABLES["tried"], company.tried),
        "preferences": _preferences(company),
        "decision": {"chosen": company.chosen} if company.chosen else {},
        ASSUMPTIONS: {key: written(value) for key, value in company.assumptions.items()},
    }
    return document | {name: part for name, part in parts.items() if part}


def to_toml(company: Company) -> str:
    """The company as a file that reads back as the same company."""
    return tomlkit.dumps(to_document(company))


def rows(table: Table, held: Iterable[Any]) -> list[dict[str, Any]]:
    """The rows of a table as a file holds them, what is unsaid left out."""
    return [
        {
            name: dict(value) if column.kind == "levels" else value
            for name, column in zip(table.names, table.columns, strict=True)
            if (value := getattr(row, field_of(name))) not in (None, "", ())
        }
        for row in held
    ]


def _preferences(company: Company) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if company.tradeoffs:
        said["tradeoffs"] = [list(row) for row in company.tradeoffs]
    if company.order:
        said["order"] = list(company.order)
    return said


def written(value: Any) -> Any:
    """An answer as a file holds it."""
    if value is NOT_CONCERNED:
        return NOT_CONCERNED.value
    if isinstance(value, Triple):
        return [value.low, value.median, value.high]
    if isinstance(value, Range):
        return [value.low, value.high]
    if isinstance(value, tuple | list):
        return [written(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _hours(one) for key, one in value.items()}
    return value


def _hours(value: Any) -> Any:
    certain = isinstance(value, Triple) and value.low == value.median == value.high
    return value.median if certain else written(value)


def write_back(text: str, changes: Mapping[str, Any]) -> str:
    """The text of a company file with some answers changed, its comments and its order kept.

    A key is a fact's, or a figure's under ``[assumptions]``; None takes the answer out. A line that
    holds the key in a comment, as in the annotated file, becomes the answer. JSON stays JSON.

    >>> text = "[company]\\nmarket = 'fr'  # where we hire\\n# headcount = 30\\n"
    >>> print(write_back(text, {"company.headcount": 12}))
    [company]
    market = 'fr'  # where we hire
    headcount = 12
    <BLANKLINE>
    """
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return _json(text.lstrip("\ufeff"), changes)
    text = text.removeprefix("\ufeff")
    if text and not text.endswith("\n"):
        text += "\n"
    for key, value in changes.items():
        if key in TABLES and "." not in key:
            text = _rows_back(text, key, value)
        else:
            text = _toml(text, *_address(key), written(value))
    return text


def _rows_back(text: str, key: str, value: Any) -> str:
    """The text with the rows of a table; none of them, or "unknown", goes above every section."""
    document = tomlkit.parse(text)
    document.pop(key, None)
    if not value or isinstance(value, str):
        lines = tomlkit.dumps(document).split("\n")
        said = [] if value is None else [f"{key} = {tomlkit.item(value).as_string()}", ""]
        at = next((i for i, line in enumerate(lines) if HEADER.match(line)), len(lines))
        return "\n".join([*lines[:at], *said, *lines[at:]])
    held = tomlkit.aot()
    for row in value:
        table = tomlkit.table()
        table.update(row)
        held.append(table)
    document.append(key, held)
    return tomlkit.dumps(document)


def _address(key: str) -> tuple[str, str]:
    section, _, name = key.partition(".")
    return (section, name) if key in FACTS else (ASSUMPTIONS, key)


def _toml(text: str, section: str, name: str, value: Any) -> str:
    held = tomllib.loads(text)
    path = _path(held, section, name)
    if path is not None:
        return _replaced(text, path, value)
    if value is None:
        return text
    value = _inline(value) if isinstance(value, Mapping) else value
    return _by_line(text, held, section, name, value) or _added(text, section, name, value)


def _path(held: Mapping[str, Any], section: str, name: str) -> tuple[str, ...] | None:
    """Where an answer stands: a figure may be written "role.figure" or role.figure."""
    for path in ((section, name), (section, *name.split("."))):
        table: Any = held
        for part in path:
            table = table.get(part, path) if isinstance(table, Mapping) else path
        if table is not path:
            return path
    return None


def _replaced(text: str, path: tuple[str, ...], value: Any) -> str:
    document = tomlkit.parse(text)
    table: Any = document
    for part in path[:-1]:
        table = table[part]
    if value is None:
        del table[path[-1]]
    else:
        table[path[-1]] = value
    return tomlkit.dumps(document)


def _inline(value: Mapping[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    table.update(value)
    return table


def _added(text: str, section: str, name: str, value: Any) -> str:
    document = tomlkit.parse(text)
    if not isinstance(document.get(section), MutableMapping):
        document.pop(section, None)  # "unknown", or nothing
        if document.body:
            document.add(tomlkit.nl())
        document.add(section, tomlkit.table())
    document[section][name] = value
    return tomlkit.dumps(document)


def _by_line(text: str, held: dict[str, Any], section: str, name: str, value: Any) -> str | None:
    """The text with the answer on a line of its section: the commented one, or after the last."""
    lines = text.split("\n")
    here = _lines_of_section(lines, section)
    if not here:
        return None
    end = "\r" if lines[here.start - 1].endswith("\r") else ""
    key = name if BARE.fullmatch(name) else json.dumps(name)
    answer = f"{key} = {tomlkit.item(value).as_string()}"
    commented = re.compile(rf"\s*#\s*{re.escape(key)}\s*=[^#]*(#.*)?")
    for i in here:
        if match := commented.fullmatch(lines[i].rstrip("\r")):
            lines[i] = answer + (f"  {match[1]}" if match[1] else "") + end
            break
    else:
        told = [i for i in here if lines[i].strip() and not lines[i].lstrip().startswith("#")]
        lines.insert(told[-1] + 1 if told else here.start, answer + end)
    changed = "\n".join(lines)
    return changed if _holds(changed, {**held, section: {**held[section], name: value}}) else None


def _lines_of_section(lines: list[str], section: str) -> range:
    headers = [i for i, line in enumerate(lines) if HEADER.match(line)]
    for i, following in zip(headers, [*headers[1:], len(lines)], strict=False):
        if lines[i].split("#")[0].strip() == f"[{section}]":
            return range(i + 1, following)
    return range(0)


def _holds(text: str, wanted: Mapping[str, Any]) -> bool:
    """Whether a text says what is wanted: what looked like a line may be part of a long text."""
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def _json(text: str, changes: Mapping[str, Any]) -> str:
    document = json.loads(text)
    for key, value in changes.items():
        if key in TABLES and "." not in key:
            document.pop(key, None)
            document |= {} if value is None else {key: value}
            continue
        section, name = _address(key)
        if not isinstance(document.get(section), dict):
            document[section] = {}
        document[section].pop(name, None) if value is None else document[section].update(
            {name: written(value)}
        )
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
