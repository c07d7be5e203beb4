"""Read one file of records, refusing the first thing that is wrong with a message that helps."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from timonier.knowledge.errors import KnowledgeError, nearest
from timonier.knowledge.records import Record, TextRecord

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Place:
    """Where a record was read, for messages: ``roles.toml, role 'emp_head'``."""

    file: str
    record: str

    def error(self, problem: str, remedy: str) -> KnowledgeError:
        """Build the refusal of this record."""
        return KnowledgeError(self.file, self.record, problem, remedy)


@dataclass(frozen=True)
class Read(Generic[R]):
    """A record that has the right shape, and where it stands."""

    place: Place
    record: R


def read_toml(root: Path, name: str) -> dict[str, Any]:
    """Return the content of ``root/name``; KnowledgeError when absent or not TOML."""
    try:
        return tomllib.loads((root / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise KnowledgeError(name, "", "the file is missing", "Put it back.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        remedy = "Correct the file: it must be TOML in UTF-8."
        raise KnowledgeError(name, "", str(problem), remedy) from None


def read_records(root: Path, name: str, table: str, model: type[R]) -> list[Read[R]]:
    """Return the ``[[table]]`` records of a file that holds nothing else."""
    content = read_toml(root, name)
    refuse_other_tables(name, content, {table})
    return parse_records(name, content, table, model)


def refuse_other_tables(name: str, content: Mapping[str, Any], known: set[str]) -> None:
    """Raise KnowledgeError when a file has a table or key outside ``known``."""
    for key in content:
        if key not in known:
            raise KnowledgeError(name, f"table '{key}'", "unknown table", nearest(key, known))


def parse_records(
    name: str, content: Mapping[str, Any], table: str, model: type[R]
) -> list[Read[R]]:
    """Check each ``[[table]]`` of an already read file against its shape."""
    rows = content.get(table, [])
    if not isinstance(rows, list):
        remedy = f"Write each record under [[{table}]], with double brackets."
        raise KnowledgeError(name, f"table '{table}'", "is not a list of records", remedy)
    return [
        parse_at(Place(name, _identity(table, n, row)), row, model) for n, row in enumerate(rows)
    ]


def parse_one(name: str, content: Mapping[str, Any], table: str, model: type[R]) -> R:
    """Check the single ``[table]`` of an already read file against its shape."""
    return parse_at(Place(name, f"[{table}]"), content.get(table, {}), model).record


def _identity(table: str, number: int, row: Mapping[str, Any]) -> str:
    parts = [str(row[name]) for name in ("key", "code", "role", "fact", "figure") if name in row]
    return f"{table} '{'.'.join(parts)}'" if parts else f"{table} number {number + 1}"


def parse_at(place: Place, row: Mapping[str, Any], model: type[R]) -> Read[R]:
    """Check one record against its shape; ``place`` is where it stands."""
    try:
        return Read(place, model.model_validate(row))
    except ValidationError as problem:
        raise _explain(place, problem, model) from None


def _explain(place: Place, problem: ValidationError, model: type[Record]) -> KnowledgeError:
    errors = problem.errors(include_url=False)
    # An unknown key often explains the missing one: say it first.
    first = min(errors, key=lambda error: error["type"] != "extra_forbidden")
    path = ".".join(str(part) for part in first["loc"])
    leaf = str(first["loc"][-1]) if first["loc"] else ""
    if first["type"] == "extra_forbidden":
        return place.error(f"unknown key '{path}'", nearest(leaf, _keys(model, first["loc"])))
    if first["type"] == "missing":
        if leaf in ("fr", "en"):
            missing = "French" if leaf == "fr" else "English"
            return place.error(f"'{path}' is missing", f"Write the {missing} text.")
        return place.error(f"'{path}' is missing", "Add it to the record.")
    said = first["msg"].removeprefix("Value error, ")
    where = f"'{path}': " if path else ""
    return place.error(f"{where}{said}", "Correct the value.")


def _keys(model: type[Record], loc: tuple[int | str, ...]) -> list[str]:
    if len(loc) > 1:
        return list(TextRecord.model_fields)
    return [field.alias or name for name, field in model.model_fields.items()]
