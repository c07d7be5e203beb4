"""Open a list: which format, which encoding and separator, where its headings are."""

from __future__ import annotations

import shutil
import sys
import tempfile
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from timonier.app.portfolio.reading.values import Cell, ListError

MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml")  # what some programs name .xls
ZIP, PARQUET, OLD_EXCEL = b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0"


class Line(NamedTuple):
    """A line of the file: its number from 1, the sheet it stands in, its cells."""

    number: int
    sheet: str
    cells: list[Cell]


@dataclass(frozen=True)
class Found:
    """How a file is written: found out, or said by the mapping."""

    format: str  # "csv", "xlsx" or "parquet"
    encoding: str = ""
    separator: str = ""
    sheets: tuple[str, ...] = ()  # those that are read
    other_sheets: tuple[str, ...] = ()
    headings: int = 1  # the number of the line that names the columns


@dataclass(frozen=True)
class Wanted:
    """What a mapping imposes of ``Found``; empty: to be found out."""

    encoding: str = ""
    separator: str = ""
    sheets: tuple[str, ...] = ()
    headings: int = 0


Lines = Callable[[], Iterator[Line]]


def local_copy(origin: str | Path | BinaryIO) -> Path:
    """The path of a list; what can be read only once (standard input, an upload) is copied first.

    The copy is deleted when the program ends.
    """
    if not isinstance(origin, str | Path):
        return _copied(origin)
    if str(origin) == "-":
        return _copied(sys.stdin.buffer)
    path = Path(origin)
    if path.is_dir():
        raise ListError("folder", file=str(path))
    if not path.exists():
        raise ListError("missing", file=str(path))
    return path


def _copied(stream: BinaryIO) -> Path:
    import atexit

    with tempfile.NamedTemporaryFile(prefix="timonier-", suffix=".list", delete=False) as file:
        shutil.copyfileobj(stream, file)
    path = Path(file.name)
    atexit.register(path.unlink, missing_ok=True)
    return path


def format_of(path: Path) -> str:
    """Told by the first bytes, never by the name."""
    try:
        with path.open("rb") as file:
            first = file.read(64)
    except OSError as problem:
        raise ListError("unreadable", file=str(path), reason=problem.strerror or "") from None
    if not first:
        raise ListError("empty", file=str(path))
    if first.startswith(OLD_EXCEL):
        raise ListError("old_excel", file=str(path))
    if first.removeprefix(BOM_UTF8).lstrip().lower().startswith(MARKUP):
        raise ListError("web_page", file=str(path))
    if first.startswith(ZIP):
        return "xlsx"
    return "parquet" if first.startswith(PARQUET) else "csv"
