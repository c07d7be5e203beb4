"""The budget as a workbook: months and lines, three scenarios, live formulas, sources.

The plan's own lines are formulas over the assumptions. What the simulation adds to them (start-up
costs, vacancies, indexation) is a line of values, so that untouched totals equal the decision's.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from timonier.app.charts import colours
from timonier.app.report.sections.costs import line_name
from timonier.app.report.sections.grounds import source
from timonier.app.report.voice import Voice
from timonier.engine.catalogue import Triple
from timonier.engine.plan.inputs import PlanMember

SCENARIOS = ("P10", "P50", "P90")
TOP = 6  # first row of lines on the budget sheet, from 0
LEFT = 2  # first column of months
PERIODS = (12, 24, 36)
SIZES = {"a4": 9, "letter": 1}  # as the format numbers them
# A name that begins like a formula, an address or a number is still a name.
TEXT_IS_TEXT = dict.fromkeys(
    ("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False
)
WHOLE = 5  # market figures from which no decimals show


@dataclass(frozen=True)
class Sheets:
    """The workbook under way, its formats, and the names of its sheets in the reader's language."""

    voice: Voice
    book: Any
    formats: dict[str, Any]
    budget: str
    inputs: str
    decision: str
    paper: int

    @property
    def months(self) -> int:
        return self.voice.plan.budget.months

    @property
    def members(self) -> list[tuple[str, PlanMember]]:
        people = self.voice.plan.people
        lines = [line.key for line in self.voice.plan.budget.lines if line.key in people]
        return [(key, people[key]) for key in lines]


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
    sheets = Sheets(
        voice,
        book,
        _formats(voice, book),
        voice.say("workbook.budget"),
        voice.say("workbook.inputs"),
        voice.say("workbook.decision"),
        SIZES[paper],
    )
    for name in (sheets.budget, sheets.inputs, sheets.decision):
        book.add_worksheet(name)
    _budget(sheets)
    _inputs(sheets)
    _decision(sheets)
    book.close()
    return out.getvalue()


def _formats(voice: Voice, book: Any) -> dict[str, Any]:
    tone = colours()
    sign = voice.knowledge.markets[voice.market].sign
    one = f'#,##0 "{sign}"' if voice.lang == "fr" else f'"{sign}"#,##0'
    amount = f'{one};-{one};"–"'
    head = {"bold": True, "font_color": tone["ink"], "bottom": 1, "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "soft": book.add_format({"font_color": tone["ink-soft"], "italic": True}),
        "head": book.add_format({**head, "align": "center"}),
        "head_left": book.add_format(head),
        "money": book.add_format({"num_format": amount}),
        "input": book.add_format({"num_format": amount, "bg_color": tone["outsourced-band"]}),
        "number": book.add_format({"num_format": '#,##0;-#,##0;"–"'}),
        "share": book.add_format({"num_format": "0.00"}),
        "unit": book.add_format({"indent": 1}),
        "head_unit": book.add_format({**head, "indent": 1}),
        "head_right": book.add_format({**head, "align": "right"}),
        "whole": book.add_format({"num_format": "0", "bg_color": tone["outsourced-band"]}),
        "total": book.add_format({"num_format": amount, "bold": True, "top": 1}),
        "strong": book.add_format({"bold": True, "top": 1}),
        "choice": book.add_format(
            {"bold": True, "bg_color": tone["outsourced-band"], "border": 1, "align": "center"}
        ),
    }


def _budget(sheets: Sheets) -> None:
    voice, sheet = sheets.voice, sheets.book.get_worksheet_by_name(sheets.budget)
    last = LEFT + sheets.months - 1
    sheet.write(0, 0, voice.say("workbook.title", company=voice.company), sheets.formats["title"])
    sheet.write(1, 0, voice.say("workbook.how"), sheets.formats["soft"])
    sheet.write(2, 0, voice.say("workbook.scenario"))
    sheet.write(2, 1, "P50", sheets.formats["choice"])
    sheet.data_validation(2, 1, 2, 1, {"validate": "list", "source": list(SCENARIOS)})
    sheet.write_formula(3, 1, '=MATCH(B3,{"P10","P50","P90"},0)', None, 2)
    sheet.write(3, 0, voice.say("workbook.scenario_number"), sheets.formats["soft"])
    _heads(sheets, sheet)
    for i, (key, member) in enumerate(sheets.members):
        _line(sheets, sheet, TOP + i, i, voice.who(key), member)
    row = TOP + len(sheets.members)
    _contingency(sheets, sheet, row)
    _totals(sheets, sheet, row + 1)
    sheet.freeze_panes(TOP, LEFT)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 15)
    sheet.set_column(LEFT, last, 11)
    _print(sheet, sheets.paper)


def _heads(sheets: Sheets, sheet: Any) -> None:
    voice = sheets.voice
    sheet.write(TOP - 1, 0, voice.say("costs.line"), sheets.formats["head_left"])
    sheet.write(TOP - 1, 1, voice.say("workbook.all_months"), sheets.formats["head"])
    for m in range(sheets.months):
        sheet.write(TOP - 2, LEFT + m, m + 1, sheets.formats["soft"])
        sheet.write(TOP - 1, LEFT + m, voice.month(m, compact=True), sheets.formats["head"])


def _line(sheets: Sheets, sheet: Any, row: int, index: int, name: str, member: PlanMember) -> None:
    """A member's month: their cost in the chosen scenario while they are there."""
    source_row = index + 4
    there = f"'{sheets.inputs}'!"
    sheet.write(row, 0, name)
    for m in range(sheets.months):
        number = f"{xl_col_to_name(LEFT + m)}${TOP - 1}"
        formula = (
            f"=IF(AND({number}>={there}$E${source_row},{number}<={there}$F${source_row}),"
            f"CHOOSE($B$4,{there}$B${source_row},{there}$C${source_row},{there}$D${source_row}),0)"
        )
        value = member.monthly_cost.median if _there(member, m) else 0.0
        sheet.write_formula(row, LEFT + m, formula, sheets.formats["money"], value)
    _sum(sheets, sheet, row, sheets.formats["money"])


def _there(member: PlanMember, month: int) -> bool:
    return member.arrival <= month and (member.end_month is None or month < member.end_month)


def _contingency(sheets: Sheets, sheet: Any, row: int) -> None:
    """What each month of the decision holds beside the members' costs, scenario by scenario."""
    sheet.write(row, 0, line_name(sheets.voice, "contingency"))
    for m in range(sheets.months):
        column = xl_col_to_name(LEFT - 1 + m)
        there = f"'{sheets.decision}'!{column}"
        formula = f"=CHOOSE($B$4,{there}8,{there}9,{there}10)"
        sheet.write_formula(row, LEFT + m, formula, sheets.formats["money"], rest(sheets, m).median)
    _sum(sheets, sheet, row, sheets.formats["money"])


def rest(sheets: Sheets, month: int) -> Triple:
    """The decision's month less the members', for the three scenarios."""
    total = sheets.voice.plan.budget.total[month]
    there = [m.monthly_cost for _, m in sheets.members if _there(m, month)]
    return Triple(
        total.low - sum(cost.low for cost in there),
        total.median - sum(cost.median for cost in there),
        total.high - sum(cost.high for cost in there),
    )


def _totals(sheets: Sheets, sheet: Any, row: int) -> None:
    voice, formats = sheets.voice, sheets.formats
    sheet.write(row, 0, voice.say("workbook.total"), formats["strong"])
    for m in range(sheets.months):
        column = xl_col_to_name(LEFT + m)
        formula = f"=SUM({column}{TOP + 1}:{column}{row})"
        value = voice.plan.budget.total[m].median
        sheet.write_formula(row, LEFT + m, formula, formats["total"], value)
    _sum(sheets, sheet, row, formats["total"])
    for i, n in enumerate(p for p in PERIODS if p <= sheets.months):
        at = row + 2 + i
        last = xl_col_to_name(LEFT + n - 1)
        sheet.write(at, 0, voice.say("workbook.first_months", n=n))
        value = sum(month.median for month in voice.plan.budget.total[:n])
        first = xl_col_to_name(LEFT)
        formula = f"=SUM({first}{row + 1}:{last}{row + 1})"
        sheet.write_formula(at, 1, formula, formats["money"], value)


def _sum(sheets: Sheets, sheet: Any, row: int, form: Any) -> None:
    first = xl_rowcol_to_cell(row, LEFT)
    last = xl_rowcol_to_cell(row, LEFT + sheets.months - 1)
    sheet.write_formula(row, 1, f"=SUM({first}:{last})", form, _row_sum(sheets, row))


def _row_sum(sheets: Sheets, row: int) -> float:
    members = sheets.members
    months = range(sheets.months)
    if row - TOP < len(members):
        member = members[row - TOP][1]
        return sum(member.monthly_cost.median for m in months if _there(member, m))
    if row - TOP == len(members):
        return sum(rest(sheets, m).median for m in months)
    return sum(month.median for month in sheets.voice.plan.budget.total)


def _inputs(sheets: Sheets) -> None:
    """The assumptions: cost a month by scenario, first and last month, then prices and sources."""
    voice, sheet = sheets.voice, sheets.book.get_worksheet_by_name(sheets.inputs)
    formats = sheets.formats
    sheet.write(0, 0, voice.say("workbook.inputs_how"), formats["soft"])
    titles = ("line", *SCENARIOS, "first", "last")
    for i, key in enumerate(titles):
        said = key if key in SCENARIOS else voice.say(f"workbook.{key}")
        sheet.write(2, i, said, formats["head_left" if i == 0 else "head"])
    for i, (key, member) in enumerate(sheets.members):
        row = 3 + i
        cost = member.monthly_cost
        end = sheets.months if member.end_month is None else member.end_month
        sheet.write(row, 0, voice.who(key))
        for j, value in enumerate((cost.low, cost.median, cost.high)):
            sheet.write_number(row, 1 + j, value, formats["input"])
        sheet.write_number(row, 4, member.arrival + 1, formats["whole"])
        sheet.write_number(row, 5, min(end, sheets.months), formats["whole"])
    _prices(sheets, sheet, 5 + len(sheets.members))
    sheet.set_column(0, 0, 64)
    sheet.set_column(1, 3, 13)
    sheet.set_column(4, 4, 24)
    sheet.set_column(5, 5, 13)
    sheet.set_column(6, 6, 60)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(sheets.paper)


def _prices(sheets: Sheets, sheet: Any, top: int) -> None:
    voice, formats = sheets.voice, sheets.formats
    market = voice.knowledge.markets[voice.market]
    titles = ("figure", "low", "middle", "high", "unit", "year", "source")
    shapes = ("head_left", *["head_right"] * 3, *["head_unit"] * 3)
    for i, (key, shape) in enumerate(zip(titles, shapes, strict=True)):
        sheet.write(top, i, voice.say(f"workbook.{key}"), formats[shape])
    roles = dict.fromkeys(member.role for member in voice.plan.people.values())
    known = [f for role in roles for f in market.roles.get(role, {}).values()]
    known += list(market.figures.values())
    for i, figure in enumerate(known):
        row = top + 1 + i
        sheet.write(row, 0, figure.label[voice.lang])
        for j, value in enumerate((figure.value.low, figure.value.median, figure.value.high)):
            whole = figure.value.high >= WHOLE
            sheet.write_number(row, 1 + j, value, formats["number" if whole else "share"])
        unit = voice.knowledge.units.get(figure.unit)
        sheet.write(row, 4, unit[voice.lang] if unit else figure.unit, formats["unit"])
        sheet.write(row, 5, figure.year, formats["unit"])
        sheet.write(row, 6, source(voice, figure), formats["unit"])


def _decision(sheets: Sheets) -> None:
    """The decision's own numbers by month, and the check that the budget equals them."""
    voice, sheet = sheets.voice, sheets.book.get_worksheet_by_name(sheets.decision)
    formats = sheets.formats
    sheet.write(0, 0, voice.say("workbook.decision_how"), formats["soft"])
    for m in range(sheets.months):
        sheet.write(1, 1 + m, voice.month(m, compact=True), formats["head"])
        month, left = voice.plan.budget.total[m], rest(sheets, m)
        for i, value in enumerate((month.low, month.median, month.high)):
            sheet.write_number(2 + i, 1 + m, value, formats["money"])
        for i, value in enumerate((left.low, left.median, left.high)):
            sheet.write_number(7 + i, 1 + m, value, formats["money"])
        _check(sheets, sheet, m)
    for i, name in enumerate(SCENARIOS):
        sheet.write(2 + i, 0, voice.say("workbook.cost_in", scenario=name))
        sheet.write(7 + i, 0, voice.say("workbook.rest_in", scenario=name))
    sheet.write(5, 0, voice.say("workbook.check"), formats["strong"])
    _periods(sheets, sheet, 12)
    sheet.set_column(0, 0, 52)
    sheet.set_column(1, sheets.months, 12)
    sheet.freeze_panes(2, 1)
    _print(sheet, sheets.paper)


def _print(sheet: Any, paper: int) -> None:
    """A year to a page, the names of lines on each."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(3, 0)
    sheet.repeat_columns(0, 1)


def _check(sheets: Sheets, sheet: Any, month: int) -> None:
    """Budget less decision, nought until somebody edits an assumption."""
    row = TOP + len(sheets.members) + 2
    column, own = xl_col_to_name(LEFT + month), xl_col_to_name(1 + month)
    chosen = f"CHOOSE('{sheets.budget}'!$B$4,{own}3,{own}4,{own}5)"
    formula = f"=ROUND('{sheets.budget}'!{column}{row}-{chosen},2)"
    sheet.write_formula(5, 1 + month, formula, sheets.formats["total"], 0.0)


def _periods(sheets: Sheets, sheet: Any, top: int) -> None:
    """Totals that the decision publishes: the cases of a sum are not the sums of the cases."""
    voice, formats = sheets.voice, sheets.formats
    sheet.write(top, 0, voice.say("workbook.periods"), formats["head_left"])
    for i, name in enumerate(SCENARIOS):
        sheet.write(top, 1 + i, name, formats["head"])
    for i, (n, total) in enumerate(sorted(voice.plan.budget.periods.items())):
        row = top + 1 + i
        sheet.write(row, 0, voice.say("costs.months_all", n=n))
        for j, value in enumerate((total.low, total.median, total.high)):
            sheet.write_number(row, 1 + j, value, formats["money"])
    note = top + 2 + len(voice.plan.budget.periods)
    sheet.write(note, 0, voice.say("costs.note"), formats["soft"])
