"""The budget as a workbook of two pages: what is planned, line by line, and what was really paid.

Every planned amount is a formula over the monthly costs beside it, in the scenario chosen; a stay
that begins or ends within a month counts for its worked days. The second page compares each month
with what was paid, and forecasts the year. Untouched totals equal the plan's.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from timonier.app.charts import colours
from timonier.app.report.sections.budget import compared, line_name
from timonier.app.report.voice import Voice
from timonier.app.safe import TEXT_IS_TEXT
from timonier.engine.catalogue import Triple
from timonier.engine.plan.model import BudgetLine

SCENARIOS = ("P10", "P50", "P90")
YEAR = 12
TOP = 5  # first row of lines, from 0
LATER = (24, 36)  # months at which the years that follow end
SIZES = {"a4": 9, "letter": 1}  # as the format numbers them


@dataclass(frozen=True)
class Sheets:
    """The workbook under way, its formats, and the names of its sheets in the reader's language."""

    voice: Voice
    book: Any
    formats: dict[str, Any]
    budget: str
    actual: str
    paper: int

    @property
    def months(self) -> int:
        return min(YEAR, self.voice.plan.budget.months)

    @property
    def lines(self) -> list[BudgetLine]:
        """What people cost, in the order of the plan."""
        return [one for one in self.voice.plan.budget.lines if one.kind != "media"]

    @property
    def media(self) -> list[BudgetLine]:
        return [one for one in self.voice.plan.budget.lines if one.kind == "media"]

    @property
    def total_row(self) -> int:
        return TOP + len(self.lines)

    @property
    def total_column(self) -> int:
        return 1 + self.months

    @property
    def cost_column(self) -> int:
        """The first of the three columns of monthly costs, after the years that follow."""
        return self.total_column + 1 + len(self.later)

    @property
    def later(self) -> list[tuple[int, int]]:
        """The months of each year after the first: (first, last excluded)."""
        months = self.voice.plan.budget.months
        return [(end - YEAR, min(end, months)) for end in LATER if end - YEAR < months]


def workbook(voice: Voice, paper: Literal["a4", "letter"] = "a4") -> bytes:
    """Write the workbook; its cached values are those that a recalculation gives."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **TEXT_IS_TEXT})
    book.set_properties(
        {
            "title": voice.say("workbook.title", company=voice.company),
            "author": "Timonier",
            "created": datetime.combine(voice.today, time()),
        }
    )
    book.set_calc_mode("auto")
    names = (voice.say("workbook.budget"), voice.say("workbook.actual"))
    sheets = Sheets(voice, book, _formats(voice, book), *names, SIZES[paper])
    for name in names:
        book.add_worksheet(name)
    _budget(sheets)
    _actual(sheets)
    book.close()
    return out.getvalue()


def _formats(voice: Voice, book: Any) -> dict[str, Any]:
    tone = colours()
    sign = voice.knowledge.markets[voice.market].sign
    one = f'#,##0 "{sign}"' if voice.lang == "fr" else f'"{sign}"#,##0'
    amount = f'{one};-{one};"–"'
    head = {"bold": True, "font_color": tone["ink"], "bottom": 1, "text_wrap": True}
    given = {"num_format": amount, "bg_color": tone["outsourced-band"]}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "soft": book.add_format({"font_color": tone["ink-soft"], "italic": True}),
        "head": book.add_format({**head, "align": "center"}),
        "head_left": book.add_format(head),
        "money": book.add_format({"num_format": amount}),
        "input": book.add_format(given),
        "total": book.add_format({"num_format": amount, "bold": True, "top": 1}),
        "strong": book.add_format({"bold": True, "top": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "choice": book.add_format(
            {"bold": True, "bg_color": tone["outsourced-band"], "border": 1, "align": "center"}
        ),
    }


def _budget(sheets: Sheets) -> None:
    """The first page: lines by month, their sum, the stated budget, media space, cash."""
    voice, sheet = sheets.voice, sheets.book.get_worksheet_by_name(sheets.budget)
    sheet.write_string(
        0, 0, voice.say("workbook.title", company=voice.company), sheets.formats["title"]
    )
    sheet.write_string(1, 0, voice.say("workbook.how"), sheets.formats["soft"])
    sheet.write_string(2, 0, voice.say("workbook.scenario"))
    sheet.write_string(2, 1, "P50", sheets.formats["choice"])
    sheet.data_validation(2, 1, 2, 1, {"validate": "list", "source": list(SCENARIOS)})
    _heads(sheets, sheet)
    for i, line in enumerate(sheets.lines):
        _line(sheets, sheet, TOP + i, line)
    _sum(sheets, sheet)
    _below(sheets, sheet)
    sheet.freeze_panes(TOP, 1)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, sheets.cost_column + 2, 11)
    _print(sheet, sheets.paper)


def _heads(sheets: Sheets, sheet: Any) -> None:
    voice, head = sheets.voice, sheets.formats["head"]
    row = TOP - 1
    sheet.write_string(row, 0, voice.say("costs.line"), sheets.formats["head_left"])
    for m in range(sheets.months):
        sheet.write_string(row, 1 + m, voice.month(m, compact=True), head)
    sheet.write_string(row, sheets.total_column, voice.say("workbook.year", n=1), head)
    for i in range(len(sheets.later)):
        sheet.write_string(
            row, sheets.total_column + 1 + i, voice.say("workbook.year", n=i + 2), head
        )
    for j, name in enumerate(SCENARIOS):
        said = voice.say("workbook.cost", scenario=name)
        sheet.write_string(row, sheets.cost_column + j, said, head)


def _unit(line: BudgetLine) -> Triple:
    """The amount that a line's months are shares of: the largest of them."""
    return max(line.monthly, key=lambda amount: amount.median)


def _line(sheets: Sheets, sheet: Any, row: int, line: BudgetLine) -> None:
    """A line: its months as shares of one monthly cost, in the chosen scenario."""
    formats, unit = sheets.formats, _unit(line)
    sheet.write_string(row, 0, line_name(sheets.voice, line))
    for j, value in enumerate((unit.low, unit.median, unit.high)):
        sheet.write_number(row, sheets.cost_column + j, value, formats["input"])
    for m in range(sheets.months):
        _share(sheets, sheet, row, 1 + m, line, m, m + 1)
    first, last = xl_rowcol_to_cell(row, 1), xl_rowcol_to_cell(row, sheets.months)
    year = sum(amount.median for amount in line.monthly[: sheets.months])
    sheet.write_formula(row, sheets.total_column, f"=SUM({first}:{last})", formats["money"], year)
    for i, (begins, ends) in enumerate(sheets.later):
        _share(sheets, sheet, row, sheets.total_column + 1 + i, line, begins, ends)


def _share(
    sheets: Sheets, sheet: Any, row: int, column: int, line: BudgetLine, first: int, last: int
) -> None:
    """A cell that is a share of the line's monthly cost."""
    unit = _unit(line).median or _unit(line).high
    middle = sum(amount.median for amount in line.monthly[first:last])
    share = middle / unit if unit else 0.0
    chosen = _chosen(sheets, row)
    formula = f"={chosen}*{share:.12g}" if share else "=0"
    sheet.write_formula(row, column, formula, sheets.formats["money"], middle)


def _chosen(sheets: Sheets, row: int) -> str:
    cells = ",".join(
        f"${xl_col_to_name(sheets.cost_column + j)}${row + 1}" for j in range(len(SCENARIOS))
    )
    return f'CHOOSE(MATCH($B$3,{{"P10","P50","P90"}},0),{cells})'


def _sum(sheets: Sheets, sheet: Any) -> None:
    """The total of each month, of the year and of those that follow."""
    plan, row = sheets.voice.plan.budget, sheets.total_row
    sheet.write_string(row, 0, sheets.voice.say("budget.total"), sheets.formats["strong"])
    values = [plan.over(m, m + 1) for m in range(sheets.months)]
    values += [plan.over(0, sheets.months), *(plan.over(a, b) for a, b in sheets.later)]
    for i, value in enumerate(values):
        column = xl_col_to_name(1 + i)
        formula = f"=SUM({column}{TOP + 1}:{column}{row})" if sheets.lines else "=0"
        sheet.write_formula(row, 1 + i, formula, sheets.formats["total"], value)


def _below(sheets: Sheets, sheet: Any) -> None:
    """The stated budget and what is left of it, media space, all that is paid."""
    voice, formats, row = sheets.voice, sheets.formats, sheets.total_row + 1
    stated = voice.plan.budget.stated
    if stated:
        for key, at in (("stated", row), ("left", row + 1)):
            sheet.write_string(at, 0, voice.say(f"workbook.{key}"))
        for column, months in _columns(sheets):
            name, value = xl_col_to_name(column), stated * months / YEAR
            paid = f"{name}{sheets.total_row + 1}"
            sheet.write_number(row, column, value, formats["money"])
            left = value - _planned(sheets, column)
            sheet.write_formula(row + 1, column, f"={name}{row + 1}-{paid}", formats["money"], left)
        row += 2
    for line in sheets.media:
        _line(sheets, sheet, row, line)
        row += 1
    _cash(sheets, sheet, row)
    for i, said in enumerate((*compared(voice), voice.say("workbook.prices"))):
        sheet.write_string(row + 2 + i, 0, said, formats["soft"])


def _columns(sheets: Sheets) -> list[tuple[int, int]]:
    """Each column of amounts, with how many months it holds."""
    found = [(1 + m, 1) for m in range(sheets.months)]
    found.append((sheets.total_column, sheets.months))
    return found + [
        (sheets.total_column + 1 + i, ends - begins)
        for i, (begins, ends) in enumerate(sheets.later)
    ]


def _planned(sheets: Sheets, column: int, *, media: bool = False) -> float:
    """The middle of what is planned in a column."""
    plan = sheets.voice.plan.budget
    spans = [(m, m + 1) for m in range(sheets.months)]
    spans += [(0, sheets.months), *sheets.later]
    begins, ends = spans[column - 1]
    return sum(plan.month(i, media=media).median for i in range(begins, ends))


def _cash(sheets: Sheets, sheet: Any, row: int) -> None:
    """All that is paid out, media space included."""
    sheet.write_string(row, 0, sheets.voice.say("workbook.cash"), sheets.formats["strong"])
    for column, _ in _columns(sheets):
        name = xl_col_to_name(column)
        space = "".join(f"+{name}{row - i}" for i in range(len(sheets.media)))
        formula = f"={name}{sheets.total_row + 1}{space}"
        value = _planned(sheets, column, media=True)
        sheet.write_formula(row, column, formula, sheets.formats["total"], value)


TRACKED = ("month", "stated_month", "planned", "paid", "gap", "paid_so_far", "forecast", "media",
           "media_paid")  # fmt: skip


def _actual(sheets: Sheets) -> None:
    """The second page: each month against what was paid, and the year as it is heading."""
    voice, sheet = sheets.voice, sheets.book.get_worksheet_by_name(sheets.actual)
    formats = sheets.formats
    sheet.write_string(0, 0, voice.say("workbook.actual_title"), formats["title"])
    sheet.write_string(1, 0, voice.say("workbook.actual_how"), formats["soft"])
    for i, key in enumerate(TRACKED):
        said = voice.say(f"workbook.{key}")
        sheet.write_string(3, i, said, formats["head_left" if i == 0 else "head"])
    for m in range(sheets.months):
        _tracked(sheets, sheet, 4 + m, m)
    last = 4 + sheets.months
    sheet.write_string(last, 0, voice.say("workbook.year", n=1), formats["strong"])
    plan = voice.plan.budget
    sums = {1: plan.stated or 0.0, 2: plan.over(0, sheets.months), 3: 0.0, 4: 0.0,
            7: _planned_media(sheets, 0, sheets.months), 8: 0.0}  # fmt: skip
    for column, value in sums.items():
        name = xl_col_to_name(column)
        formula = f"=SUM({name}5:{name}{last})"
        sheet.write_formula(last, column, formula, formats["total"], value)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, len(TRACKED) - 1, 16)
    sheet.freeze_panes(4, 1)
    _print(sheet, sheets.paper)


def _tracked(sheets: Sheets, sheet: Any, row: int, month: int) -> None:
    """One month: planned, paid (to fill in), the gap, and the year as it is heading."""
    voice, formats, at = sheets.voice, sheets.formats, row + 1
    plan = voice.plan.budget
    column = xl_col_to_name(1 + month)
    there = f"'{sheets.budget}'!{column}"
    planned, year = plan.over(month, month + 1), plan.over(0, sheets.months)
    sheet.write_string(row, 0, voice.month(month))
    sheet.write_number(row, 1, (plan.stated or 0.0) / YEAR, formats["money"])
    sheet.write_formula(row, 2, f"={there}{sheets.total_row + 1}", formats["money"], planned)
    sheet.write_blank(row, 3, None, formats["input"])
    sheet.write_formula(row, 4, f'=IF(D{at}="",0,D{at}-C{at})', formats["money"], 0.0)
    sheet.write_formula(row, 5, f"=SUM(D$5:D{at})", formats["money"], 0.0)
    heading = f"=SUM(C$5:C${4 + sheets.months})+SUM(E$5:E{at})"
    sheet.write_formula(row, 6, heading, formats["money"], year)
    media = _planned_media(sheets, month, month + 1)
    space = f"={there}{_media_row(sheets)}" if sheets.media else "=0"
    sheet.write_formula(row, 7, space, formats["money"], media)
    sheet.write_blank(row, 8, None, formats["input"])


def _planned_media(sheets: Sheets, first: int, last: int) -> float:
    return sum(amount.median for line in sheets.media for amount in line.monthly[first:last])


def _media_row(sheets: Sheets) -> int:
    """The row of media space on the first page, counted from 1."""
    return sheets.total_row + 2 + (2 if sheets.voice.plan.budget.stated else 0)


def _print(sheet: Any, paper: int) -> None:
    """One page."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 1)
