"""A few kilobytes that would take the machine: refused in words, and soon."""

from __future__ import annotations

from pathlib import Path
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.app.portfolio.sheets import workbook
from timonier.app.portfolio.reading import ListError, read_list, xlsx_lines


def damaged(folder: Path, part: str, content: bytes) -> Path:
    """A workbook of one row, with one of its parts replaced."""
    whole, path = workbook(folder, {"F": [["Entreprise", "Pays"], ["A", "France"]]}), folder / "bad"
    with ZipFile(whole) as sound, ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for one in sound.namelist():
            packed.writestr(one, content if one == part else sound.read(one))
        if part not in sound.namelist():
            packed.writestr(part, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"
CELL = b'<c r="%s%d" t="inlineStr"><is><t>Entreprise</t></is></c>'


def sheet(*rows: tuple[int, bytes]) -> bytes:
    """The text of a sheet: rows of one cell, each with its number and its column."""
    told = (b'<row r="%d">%s</row>' % (n, CELL % (column, n)) for n, column in rows)
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return head + b"<sheetData>%s</sheetData></worksheet>" % b"".join(told)


BOMBS = {
    "strings that unpack into memory": ("xl/media/x.xml", b" " * 101_000_000, "unpacked"),
    "a row beyond any sheet": (SHEET, sheet((1, b"A"), (10**12, b"A")), "unpacked"),
    "rows as wide as can be": (SHEET, sheet(*((n, b"XFD") for n in range(1, 500))), "unpacked"),
    "a column beyond any sheet": (SHEET, sheet((1, b"A"), (2, b"ZZZZ")), "no_workbook"),
    "a sheet cut short": (SHEET, sheet((1, b"A"), (2, b"A"))[:-60], "no_workbook"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_small_workbook_that_would_take_the_machine_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, content, code = BOMBS[name]
    monkeypatch.setattr(xlsx_lines, "MOST_CELLS", 1_000_000)
    path = damaged(tmp_path, part, content)
    assert path.stat().st_size < 200_000
    started = process_time()
    with pytest.raises(ListError) as refused:
        list(read_list(path).rows())
    assert refused.value.code == code
    assert process_time() - started < 30  # a million rows passed by: two seconds here
    assert refused.value.words("fr") != refused.value.words("en")


def test_a_workbook_that_unpacks_beyond_any_list_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["Entreprise", "Pays"], *([f"A {n}", "France"] for n in range(100))]
    path = workbook(tmp_path, {"F": rows})
    assert read_list(path).total == 100
    monkeypatch.setattr(xlsx_lines, "LARGEST", 5_000)
    with pytest.raises(ListError, match="unpacked"):
        read_list(path)
