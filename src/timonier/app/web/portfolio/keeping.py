"""A row in the database: what was read and what was decided, packed, beside what is looked up."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from timonier.app.document.parts import plain
from timonier.app.portfolio.calls import LAST, TURN
from timonier.app.portfolio.given import Given
from timonier.app.portfolio.line import Line, Trouble
from timonier.app.web.models import Entry
from timonier.knowledge.columns import fold

LONGEST = 200  # characters of a name or an identifier that is looked up


def pack(held: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(held, ensure_ascii=False, sort_keys=True).encode(), 6)


def unpack(packed: bytes | memoryview) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(bytes(packed)))
    return found


def packed_given(given: Given, cells: list[Any] | None = None, sheet: str = "") -> bytes:
    """A row as read; with its cells when some of them are to be mended."""
    held = {
        "source_row": given.source_row,
        "id": given.id,
        "name": given.name,
        "facts": given.facts,
        "kept": given.kept,
        "identifiers": given.identifiers,
        "problems": [plain(one) for one in given.problems],
    }
    return pack({**held, "cells": cells, "sheet": sheet} if cells is not None else held)


def given_in(entry: Entry) -> Given:
    """The row as read."""
    held = unpack(entry.given)
    troubles = tuple(Trouble(**one) for one in held.pop("problems"))
    held.pop("cells", None)
    held.pop("sheet", None)
    return Given(**held, problems=troubles)


def put_given(entry: Entry, given: Given, packed: bytes) -> None:
    """Lay a row as read into its entry, with what it is looked up by."""
    entry.given = packed
    entry.ident = given.id[:LONGEST]
    entry.name = (given.name or "")[:LONGEST]
    entry.words = fold(f"{entry.name} {entry.ident}")[: 2 * LONGEST]
    entry.is_good = not given.problems


READ = ("given", "ident", "name", "words", "is_good")  # fields that ``put_given`` fills


def put_line(entry: Entry, line: Line) -> None:
    """Lay a decided row into its entry, with what the list is ordered and filtered by."""
    entry.line = pack(plain(line))
    entry.status, entry.effort = line.status, line.effort
    entry.basket = line.call_basket or ""
    entry.turn = TURN.get(entry.basket, LAST)
    entry.score, entry.stake, entry.minutes = line.call_score, line.call_stake, line.call_minutes
    entry.holds = line.holds_if_known
    entry.first_model, entry.currency = line.first_model or "", line.currency or ""
    entry.wanted = ""


DECIDED = ("line", "status", "effort", "basket", "turn", "score", "stake", "minutes", "holds",
           "first_model", "currency", "wanted")  # fmt: skip


def clear_line(entry: Entry) -> None:
    """Forget what was decided: the row has changed."""
    blank = Entry()
    for field in DECIDED:
        setattr(entry, field, getattr(blank, field))


def line_in(entry: Entry) -> Line | None:
    """The row as decided; None before."""
    if not entry.line:
        return None
    held = unpack(entry.line)
    held["problems"] = tuple(Trouble(**one) for one in held["problems"] or ())
    held["warnings"] = tuple(held["warnings"] or ())
    return Line(**held)
