"""How the columns of a list are read: proposed, shown, corrected by hand, remembered as TOML."""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import tomlkit

from timonier.app.company_file.errors import nearest, printable
from timonier.app.portfolio.reading.files import Wanted
from timonier.app.portfolio.reading.numbers import unit_of
from timonier.app.portfolio.reading.values import ListError, Question, say
from timonier.knowledge import load
from timonier.knowledge.columns import Part, Target, load_columns

KEPT: Final = "kept"
ASKED: Final = "?"
AS_FOUND: Final = Wanted()
NO_VALUES: Final[Mapping[str, Any]] = MappingProxyType({})
SETTINGS = ("heading", "reads", "part", "unit", "decimal", "bands", "version", "values")


@dataclass(frozen=True)
class ColumnMap:
    """How one column is read.

    ``reads`` is a fact of the company file, a number of a register, a place or a person (see
    ``knowledge/data/columns.toml``), "kept" to give the column back as it came, or "?" while it
    is open. ``unit`` multiplies what the cells say ("k€", "%", "€/mois"); ``decimal`` is the
    decimal mark; ``bands`` the register whose codes the cells are; ``version`` the classification
    of an activity code; ``values`` what a cell stands for, by what it says.
    """

    heading: str
    reads: str = KEPT
    part: Part = ""
    unit: str = ""
    decimal: str = ""
    bands: str = ""
    version: str = ""
    values: Mapping[str, Any] = field(default_factory=lambda: NO_VALUES)

    @property
    def mark(self) -> str:
        """The decimal mark, "" while nothing has settled it."""
        return self.decimal if self.decimal != ASKED else ""

    @property
    def target(self) -> Target | None:
        return load_columns().targets.get((self.reads, self.part))


@dataclass(frozen=True)
class ListMap:
    """How a list is read: the market of the rows that do not say theirs, its columns, its file."""

    columns: tuple[ColumnMap, ...] = ()
    market: str = ""
    wanted: Wanted = AS_FOUND

    def of(self, heading: str) -> ColumnMap | None:
        return next((column for column in self.columns if column.heading == heading), None)

    def answered(self, heading: str) -> ColumnMap | None:
        """The column of that heading, once somebody has said what it reads."""
        column = self.of(heading)
        return column if column is not None and column.reads != ASKED else None


def read_map(path: str | Path) -> ListMap:
    """The mapping of a TOML file; ListError names what is wrong and what may stand there."""
    file = printable(str(path), 200)
    try:
        held = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise ListError("map_unreadable", file=file, reason=problem.strerror or "") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ListError("map_toml", file=file, reason=printable(str(problem), 200)) from None
    return map_from(held, file)


def map_from(held: Mapping[str, Any], file: str = "map.toml") -> ListMap:
    """The mapping that a document holds."""
    _known(held, ("market", "file", "column"), file, "")
    market = held.get("market", "")
    _one_of("market", market, ["", *load().markets], file)
    rows = held.get("column", [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise ListError("map_columns", file=file)
    columns = tuple(_column(row, file) for row in rows)
    return ListMap(columns, market, _wanted(held.get("file", {}), file))


def _wanted(held: Any, file: str) -> Wanted:
    if not isinstance(held, Mapping):
        raise ListError("map_value", file=file, key="file", read=repr(held), allowed="[file]")
    _known(held, ("encoding", "separator", "sheets", "headings"), file, "file")
    encoding, separator = held.get("encoding", ""), held.get("separator", "")
    sheets, headings = held.get("sheets", []), held.get("headings", 0)
    try:
        codecs.lookup(encoding or "utf-8")
    except (LookupError, TypeError):
        allowed = "utf-8, cp1252, mac_roman, cp850, utf-16"
        raise ListError(
            "map_value", file=file, key="file.encoding", read=repr(encoding), allowed=allowed
        ) from None
    if not isinstance(separator, str) or len(separator) > 1:
        _one_of("file.separator", separator, [";", ",", "\t", "|"], file)
    if not isinstance(headings, int) or headings < 0:
        raise ListError(
            "map_value", file=file, key="file.headings", read=repr(headings), allowed="1, 2, 3…"
        )
    if not isinstance(sheets, list) or not all(isinstance(name, str) for name in sheets):
        raise ListError(
            "map_value", file=file, key="file.sheets", read=repr(sheets), allowed='["…"]'
        )
    return Wanted(encoding, separator, tuple(sheets), headings)


def _column(row: Mapping[str, Any], file: str) -> ColumnMap:
    name = str(row.get("heading", ""))
    _known(row, SETTINGS, file, name)
    for key in SETTINGS[:-1]:
        if not isinstance(row.get(key, ""), str):
            raise ListError(
                "map_value", file=file, key=f"{name}, {key}", read=repr(row[key]), allowed='"…"'
            )
    reads, part = row.get("reads", KEPT), row.get("part", "")
    columns = load_columns()
    if reads not in (KEPT, ASKED) and (reads, part) not in columns.targets:
        allowed = [key for key, of in columns.targets if of == part]
        _one_of(f"{name}, reads", reads, [KEPT, *allowed], file)
    if (unit := row.get("unit", "")) not in ("", ASKED) and unit_of(unit) is None:
        _one_of(f"{name}, unit", unit, ["k€", "M€", "€", "k$", "M$", "$", "%", "€/mois"], file)
    _one_of(f"{name}, decimal", row.get("decimal", ""), ["", ",", ".", ASKED], file)
    _one_of(f"{name}, bands", row.get("bands", ""), ["", "none", *columns.bands, ASKED], file)
    _one_of(f"{name}, version", row.get("version", ""), ["", *columns.classifications], file)
    values = row.get("values", NO_VALUES)
    if not isinstance(values, Mapping):
        raise ListError(
            "map_value", file=file, key=f"{name}, values", read=repr(values), allowed="{ … = … }"
        )
    settings = {key: row[key] for key in SETTINGS[:-1] if key in row}
    return ColumnMap(**{**settings, "values": MappingProxyType(dict(values))})


def _known(held: Mapping[str, Any], allowed: Sequence[str], file: str, where: str) -> None:
    for key in held:
        if key not in allowed:
            named = f"{where}, {key}" if where else key
            raise ListError("map_key", file=file, key=named, allowed=", ".join(allowed))


def _one_of(key: str, read: Any, allowed: Sequence[str], file: str) -> None:
    if not isinstance(read, str) or read not in allowed:
        near = nearest(read, {one: one for one in allowed}) if isinstance(read, str) else None
        shown = f'"{near}"' if near else ", ".join(f'"{one}"' for one in allowed if one)
        raise ListError("map_value", file=file, key=key, read=repr(read), allowed=shown)


def write_map(mapping: ListMap, questions: Sequence[Question], lang: str) -> str:
    """The mapping as TOML, a comment above each question and beside each reading."""
    lines = [f"# {part}" for part in say("map.intro")[lang].split("\n")]
    lines += ["", *_asked(questions, "", lang)]
    lines.append(f"market = {_text(mapping.market)}")
    wanted = {
        "encoding": mapping.wanted.encoding,
        "separator": mapping.wanted.separator,
        "sheets": list(mapping.wanted.sheets),
        "headings": mapping.wanted.headings,
    }
    if any(wanted.values()):
        lines += ["", "[file]"]
        lines += [
            f"{key} = {tomlkit.item(value).as_string()}" for key, value in wanted.items() if value
        ]
    for column in mapping.columns:
        lines += ["", *_asked(questions, column.heading, lang), *column_lines(column, lang)]
    return "\n".join(lines) + "\n"


def column_lines(column: ColumnMap, lang: str) -> list[str]:
    """One column as TOML."""
    target = column.target
    said = f"  # {target.label[lang]}" if target else ""
    lines = ["[[column]]", f"heading = {_text(column.heading)}"]
    lines.append(f"reads = {_text(column.reads)}{said}")
    for key in SETTINGS[2:-1]:
        if value := getattr(column, key):
            lines.append(f"{key} = {_text(value)}")
    if column.values:
        pairs = [f"{_text(k)} = {tomlkit.item(v).as_string()}" for k, v in column.values.items()]
        lines.append(f"values = {{ {', '.join(pairs)} }}")
    return lines


def _asked(questions: Sequence[Question], column: str, lang: str) -> list[str]:
    return [
        f"# {line}"
        for question in questions
        if question.column == column
        for line in (f"? {question.text[lang]}", f"  {question.answer}")
    ]


def _text(value: str) -> str:
    return str(tomlkit.string(value).as_string())
