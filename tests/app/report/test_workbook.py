"""The budget: formulas that another program recalculates to the plan's own numbers."""

from __future__ import annotations

import io
import subprocess
from functools import cache
from pathlib import Path

import openpyxl
import pypdf
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.app.report.voices import LANGS, voice
from tests.engine.plan.samples import EXAMPLES
from timonier.app.report.workbook import TOP, workbook


@cache
def content(name: str, lang: str = "fr") -> bytes:
    return workbook(voice(name, lang))


def opened(found: bytes, *, values: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(found), data_only=values)


def total_row(name: str) -> int:
    """The row of totals, from 1."""
    lines = voice(name, "fr").plan.budget.lines
    return TOP + len([one for one in lines if one.kind != "media"]) + 1


def converted(found: bytes, folder: Path, form: str, **cells: object) -> Path:
    """The workbook as LibreOffice makes it again, some cells of its two sheets filled in."""
    book = opened(found, values=False)
    for place, value in cells.items():
        sheet, _, cell = place.partition("_")
        book.worksheets[int(sheet[1:])][cell] = value
    source = folder / "budget.xlsx"
    book.save(source)
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
         "--convert-to", form, "--outdir", str(folder / "out"), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return folder / "out" / f"budget.{form}"


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("lang", LANGS)
def test_every_month_and_every_total_is_a_live_formula(name: str, lang: str) -> None:
    sheet = opened(content(name, lang), values=False).worksheets[0]
    row = total_row(name)
    for at in range(TOP + 1, row + 1):
        assert str(sheet.cell(at, 2).value).startswith("="), at
    assert str(sheet.cell(row, 2).value).startswith("=SUM") or row == TOP + 1


@pytest.mark.parametrize("name", EXAMPLES)
def test_stored_totals_are_the_plans(name: str) -> None:
    sheet = opened(content(name), values=True).worksheets[0]
    budget = voice(name, "fr").plan.budget
    for month in range(12):
        value = sheet.cell(total_row(name), 2 + month).value
        assert value == pytest.approx(budget.month(month).median)
    assert sheet.cell(total_row(name), 14).value == pytest.approx(budget.over(0, 12))


def test_libreoffice_recalculates_each_scenario_to_the_plan(tmp_path: Path) -> None:
    budget = voice("hybrid", "fr").plan.budget
    for scenario, part in (("P10", "low"), ("P50", "median"), ("P90", "high")):
        path = converted(content("hybrid"), tmp_path, "xlsx", s0_B3=scenario)
        book = openpyxl.load_workbook(path, data_only=True)
        sheet = book.worksheets[0]
        for month in range(12):
            found = sheet.cell(total_row("hybrid"), 2 + month).value
            assert found == pytest.approx(getattr(budget.month(month), part), abs=0.01)
        cells = [cell.value for one in book for row in one.iter_rows() for cell in row]
        assert [value for value in cells if is_error(value)] == []


def is_error(value: object) -> bool:
    return isinstance(value, str) and value.startswith("#")


def row_of(sheet: Worksheet, label: str) -> list[object]:
    return next([c.value for c in row] for row in sheet.iter_rows() if row[0].value == label)


def test_the_stated_budget_and_what_is_left_of_it_have_a_line() -> None:
    sheet = opened(content("hybrid"), values=True).worksheets[0]
    stated, left = row_of(sheet, "Budget annoncé"), row_of(sheet, "Reste sur le budget")
    total = row_of(sheet, "Total, hors achat d’espace")
    assert stated[13] == voice("hybrid", "fr").plan.budget.stated
    assert left[13] == pytest.approx(stated[13] - total[13])  # type: ignore[operator]


def test_no_line_is_a_residual_that_can_be_negative() -> None:
    for name in EXAMPLES:
        sheet = opened(content(name), values=True).worksheets[0]
        for at in range(TOP + 1, total_row(name) + 1):
            assert all((sheet.cell(at, column).value or 0) >= 0 for column in range(2, 16)), at


def test_what_was_paid_is_filled_in_and_the_year_is_forecast_from_it(tmp_path: Path) -> None:
    budget = voice("hybrid", "fr").plan.budget
    paid = budget.month(0).median + 1000.0
    path = converted(content("hybrid"), tmp_path, "xlsx", s1_D5=paid)
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[1]
    planned, given, gap, so_far, forecast = (sheet.cell(5, column).value for column in range(3, 8))
    assert planned == pytest.approx(budget.month(0).median, abs=0.01)
    assert given == pytest.approx(paid)
    assert gap == pytest.approx(1000.0, abs=0.01)
    assert so_far == pytest.approx(paid)
    assert forecast == pytest.approx(budget.over(0, 12) + 1000.0, abs=0.01)
    assert sheet.cell(6, 5).value == 0  # nothing was filled in: no difference is claimed


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_prints_on_two_pages(name: str, tmp_path: Path) -> None:
    path = converted(content(name), tmp_path, "pdf")
    assert len(pypdf.PdfReader(path).pages) == 2


def test_a_plan_that_costs_nothing_still_has_a_budget() -> None:
    sheet = opened(content("outsourced"), values=True).worksheets[0]
    assert sheet.cell(total_row("outsourced"), 2).value == 0
