"""The file of a list: its own types, merged cells, what is no list."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from tests.app.portfolio.sheets import accounted, workbook
from tests.app.portfolio.test_reading.texts import read
from tests.hostile_names import NAMES, REFUSED
from timonier.app.portfolio.reading import (
    ListError,
    read_list,
)
from timonier.knowledge.columns import fold

# Files


def test_parquet_is_read_with_its_own_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "company_id": ["a1", "a2"],
            "company": ["Nord", "Sud"],
            "employees": pa.array([12.0, None]),
            "annual_revenue": [1_400_000, 2],
            "market": ["fr", "ca-qc"],
            "since": [dt.date(2020, 1, 2), None],
            "tags": [["x", "y"], []],
        }
    )
    pq.write_table(table, tmp_path / "list.parquet")
    reading = read_list(tmp_path / "list.parquet")
    rows = list(reading.rows())
    assert accounted(reading, rows) == []
    assert [row.id for row in rows] == ["a1", "a2"]
    assert rows[0].facts["company"] == {
        "name": "Nord", "headcount": 12, "revenue": 1_400_000, "market": "fr",
    }  # fmt: skip
    assert rows[0].kept == {"since": dt.date(2020, 1, 2), "tags": '["x", "y"]'}
    assert rows[1].facts["company"]["market"] == "ca-qc"


def test_a_day_in_a_column_of_headcounts_is_the_band_that_a_spreadsheet_changed(
    tmp_path: Path,
) -> None:
    rows = [["Entreprise", "Effectif", "Pays"], ["A", dt.date(2026, 9, 6), "France"]]
    (row,) = read_list(workbook(tmp_path, {"F": rows})).rows()
    assert [problem.code for problem in row.problems] == ["date"]
    assert "6-9" in row.problems[0].remedy.fr


def test_a_cell_that_spans_several_rows_says_the_same_of_each(tmp_path: Path) -> None:
    """As an office groups its companies by region: only the first row holds the text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Société", "Pays", "Effectif", "Notes"],
        ["Alpha", "France", 12, "à rappeler"],
        ["Beta", None, 30, None],
        [None, None, None, None],
        ["Gamma", None, 45, None],
        ["Delta", "Canada", 8, None],
    ):
        sheet.append(row)
    sheet.merge_cells("B2:B5")
    sheet.merge_cells("D5:D6")
    path = tmp_path / "regions.xlsx"
    book.save(path)
    reading = read_list(path)
    rows = list(reading.rows())
    assert accounted(reading, rows) == []
    assert [row.name for row in rows] == ["Alpha", "Beta", "Gamma", "Delta"]
    markets = [row.facts.get("company", {}).get("market") for row in rows]
    assert markets == ["fr", "fr", "fr", None]
    assert [row.cells[3] for row in rows] == ["à rappeler", None, None, None]


def test_formulas_that_were_never_computed_are_refused_and_not_read_as_blank(
    tmp_path: Path,
) -> None:
    rows = [["Entreprise", "Effectif", "Pays"], ["A", "=10+2", "France"]]
    with pytest.raises(ListError, match="formulas"):
        read_list(workbook(tmp_path, {"F": rows}))


@pytest.mark.parametrize("name", NAMES)
def test_any_name_comes_in_as_it_is_written(name: str) -> None:
    _, (row,) = read(f'Entreprise,Pays\n"{NAMES[name].replace(chr(34), chr(34) * 2)}",France\n')
    assert row.name == NAMES[name]
    assert row.problems == ()


@pytest.mark.parametrize("name", ["line", "escape", "override"])
def test_a_name_that_no_document_could_hold_keeps_its_row_out(name: str) -> None:
    _, (row,) = read(f'Entreprise,Pays\n"{REFUSED[name]}",France\n')
    assert [(p.column, p.code) for p in row.problems] == [("Entreprise", "refused")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n;;\n", "no_headings"),
        (b"PK\x03\x04 no workbook", "no_workbook"),
        (b"PAR1 no parquet", "no_parquet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel"),
        (b'Entreprise,Effectif\n"A,12\n' + b"x" * 1_100_000, "unclosed"),
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(ListError) as refused:
        list(read_list(path).rows())
    assert refused.value.code == code
    assert refused.value.words("fr") != refused.value.words("en")


def test_a_list_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "folder"), (tmp_path / "none.csv", "missing")):
        with pytest.raises(ListError) as refused:
            read_list(path)
        assert refused.value.code == code


def test_folding_keeps_what_tells_words_apart() -> None:
    assert fold("Chiffre d’affaires") == fold("CHIFFRE D'AFFAIRES :") == "chiffre d affaires"
    assert fold("NumberOfEmployees") == "number of employees"
