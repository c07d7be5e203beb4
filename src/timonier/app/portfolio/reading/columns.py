"""From a column of the mapping to the function that reads its cells."""

from __future__ import annotations

from functools import partial
from typing import Any

from timonier.app.portfolio.reading.amounts import read_amount
from timonier.app.portfolio.reading.answers import read_choice, read_text, read_typed
from timonier.app.portfolio.reading.headings import classification_in
from timonier.app.portfolio.reading.identifiers import Identified, identified, siren_of_vat
from timonier.app.portfolio.reading.mapping import ASKED, KEPT, ColumnMap
from timonier.app.portfolio.reading.outcomes import (
    BLANK,
    Outcome,
    Reader,
    changed,
    refused,
    text_of,
)
from timonier.app.portfolio.reading.outcomes import KEPT as AS_IT_CAME
from timonier.app.portfolio.reading.values import Cell
from timonier.engine.company import FACTS, NUMBERS, Fact
from timonier.knowledge.columns import fold, load_columns

CONTACTS = ("adviser", "contact", "phone", "email")
REGISTERS = ("siren", "siret", "neq", "vat")
REMEMBERED = 20_000  # different cells of a column, before they are forgotten


def reader_of(column: ColumnMap) -> Reader:
    """What reads the cells of a column; the same cell is read once."""
    if column.reads in (KEPT, ASKED):
        return _kept
    read = _valued(column, _reader(column))
    known: dict[tuple[type, Cell], Outcome] = {}

    def remembering(cell: Cell) -> Outcome:
        key = (type(cell), cell)
        found = known.get(key)
        if found is None:
            found = read(cell)
            if len(known) >= REMEMBERED:
                known.clear()
            known[key] = found
        return found

    return remembering


def _kept(cell: Cell) -> Outcome:
    return BLANK if cell is None or cell == "" else AS_IT_CAME


def _reader(column: ColumnMap) -> Reader:
    key = column.reads
    if key in FACTS:
        return _fact_reader(column, FACTS[key])
    if key in REGISTERS:
        return partial(_read_number, column)
    if key == "sector_code":
        return partial(_read_code, column)
    if key in CONTACTS:
        return lambda cell: Outcome("contact", text_of(cell))
    return lambda cell: Outcome("identifier", text_of(cell).strip())


def _fact_reader(column: ColumnMap, fact: Fact) -> Reader:
    if fact.kind in NUMBERS:
        return partial(read_amount, column, fact)
    if fact.kind == "text":
        return partial(read_text, column)
    if fact.kind in ("month", "timezone"):
        return partial(read_typed, column, fact)
    return partial(read_choice, column, fact)


def _valued(column: ColumnMap, read: Reader) -> Reader:
    """What the mapping says of a value comes first, then the words that say nothing."""
    values = {fold(key): value for key, value in column.values.items()}
    blanks = load_columns().blanks

    def valued(cell: Cell) -> Outcome:
        text = text_of(cell)
        bare = text.strip()
        if not bare:
            return BLANK
        if values and (folded := fold(bare)) in values:
            return _as_mapped(column, cell, values[folded])
        if bare.casefold() in blanks:
            return Outcome("blank", changes=(changed(column.heading, cell, "", "blank"),))
        return read(cell)

    return valued


def _as_mapped(column: ColumnMap, cell: Cell, value: Any) -> Outcome:
    change = changed(column.heading, cell, value, "mapped")
    if value == "":
        return Outcome("blank", changes=(change,))
    fate = "fact" if column.reads in FACTS else "identifier"
    return Outcome(fate, value, (change,))  # type: ignore[arg-type]


def _read_number(column: ColumnMap, cell: Cell) -> Outcome:
    """The number of a register; that of a tax authority holds one."""
    text, key = text_of(cell), column.reads
    found = siren_of_vat(text) if key == "vat" else identified(key, text)
    if key == "siret" and found.is_wrong and not identified("siren", text).is_wrong:
        found = identified("siren", text)  # a column of both
    label = column.target.label if column.target else key
    if found.is_wrong:
        return refused(column.heading, cell, f"number_{found.code}", what=label, **_sizes(key))
    return Outcome("identifier", found.number, _given_back(column, cell, found, label))


def _sizes(key: str) -> dict[str, Any]:
    from timonier.app.portfolio.reading.identifiers import digits_in

    return {"digits": "FR + 11" if key == "vat" else str(digits_in(key))}


def _given_back(column: ColumnMap, cell: Cell, found: Identified, label: Any) -> tuple[Any, ...]:
    if found.code:
        return (changed(column.heading, cell, found.number, found.code, what=label),)
    if text_of(cell) != found.number:
        return (changed(column.heading, cell, found.number, "written"),)
    return ()


def _read_code(column: ColumnMap, cell: Cell) -> Outcome:
    """An activity code as it came: a register's own form is not ours to mend."""
    text = text_of(cell).strip()
    code, _, _ = text.partition(" ")
    kinds = load_columns().classifications
    known = kinds[column.version].pattern if column.version else None
    if known is not None and not known.fullmatch(code.upper()):
        return refused(column.heading, cell, "code", version=column.version)
    return Outcome("identifier", text)


def version_in(cell: Cell) -> str:
    """The classification that a cell names, else the cell itself."""
    found = classification_in(text_of(cell))
    return found.key if found else text_of(cell).strip()
