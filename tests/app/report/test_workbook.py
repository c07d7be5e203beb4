"""The budget: formulas that another program recalculates to the decision's own numbers."""

from __future__ import annotations

import io
import subprocess
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from tests.app.report.voices import LANGS, voice
from tests.engine.plan.samples import EXAMPLES
from timonier.app.report.workbook import LEFT, TOP, workbook


@cache
def content(name: str, lang: str = "fr") -> bytes:
    return workbook(voice(name, lang))


def opened(found: bytes, *, values: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(found), data_only=values)


def total_row(name: str) -> int:
    """The row of totals, from 1: after the members and the contingencies."""
    people = voice(name, "fr").plan.people
    lines = [line for line in voice(name, "fr").plan.budget.lines if line.key in people]
    return TOP + len(lines) + 2


def recalculated(found: bytes, folder: Path, scenario: str) -> openpyxl.Workbook:
    """The workbook after LibreOffice has computed it again in a scenario, stored values dropped."""
    book = opened(found, values=False)
    book.worksheets[0]["B3"] = scenario
    source = folder / f"{scenario}.xlsx"
    book.save(source)
    out = folder / "out"
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
         "--convert-to", "xlsx", "--outdir", str(out), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return openpyxl.load_workbook(out / source.name, data_only=True)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("lang", LANGS)
def test_every_month_and_every_total_is_a_live_formula(name: str, lang: str) -> None:
    sheet = opened(content(name, lang), values=False).worksheets[0]
    row = total_row(name)
    for at in range(TOP + 1, row + 1):
        assert str(sheet.cell(at, LEFT + 1).value).startswith("="), at
    assert str(sheet.cell(row, 2).value).startswith("=SUM")


@pytest.mark.parametrize("name", EXAMPLES)
def test_stored_totals_are_the_decisions(name: str) -> None:
    sheet = opened(content(name), values=True).worksheets[0]
    for i, month in enumerate(voice(name, "fr").plan.budget.total):
        assert sheet.cell(total_row(name), LEFT + 1 + i).value == pytest.approx(month.median)


def test_libreoffice_recalculates_each_scenario_to_the_decision(tmp_path: Path) -> None:
    budget = voice("hybrid", "fr").plan.budget
    for scenario, part in (("P10", "low"), ("P90", "high")):
        book = recalculated(content("hybrid"), tmp_path, scenario)
        sheet = book.worksheets[0]
        for i, month in enumerate(budget.total):
            found = sheet.cell(total_row("hybrid"), LEFT + 1 + i).value
            assert found == pytest.approx(getattr(month, part), abs=0.01)
        checks = [cell.value for cell in book.worksheets[2][6][1 : 1 + budget.months]]
        assert checks == [0] * budget.months
        errors = [c.value for s in book for row in s.iter_rows() for c in row if is_error(c.value)]
        assert errors == []


def is_error(value: object) -> bool:
    return isinstance(value, str) and value.startswith("#")


def test_assumptions_stand_on_their_own_sheet_with_their_sources() -> None:
    sheet = opened(content("hybrid"), values=True).worksheets[1]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    salary = next(row for row in rows if row[0] and "Salaire annuel brut" in str(row[0]))
    assert salary[1] < salary[2] < salary[3]
    assert salary[6]


def test_the_decisions_own_period_totals_are_there() -> None:
    sheet = opened(content("hybrid"), values=True).worksheets[2]
    numbers = {cell.value for row in sheet.iter_rows() for cell in row}
    for total in voice("hybrid", "fr").plan.budget.periods.values():
        assert {total.low, total.median, total.high} <= numbers


def test_a_plan_that_costs_nothing_still_has_a_budget() -> None:
    sheet = opened(content("outsourced"), values=True).worksheets[0]
    assert sheet.cell(total_row("outsourced"), LEFT + 1).value == pytest.approx(60.0)
