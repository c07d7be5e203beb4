"""A checked list in the terminal: the summary first, then the questions, then row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from timonier.app.company_file.errors import printable
from timonier.app.portfolio.check import ALL_SHOWN, Checked, Tally
from timonier.app.portfolio.reading import ColumnMap, Row
from timonier.app.portfolio.reading.mapping import ASKED, KEPT
from timonier.app.portfolio.reading.values import say
from timonier.app.terminal.style import CAUTION, GOOD, SOFT, unpadded
from timonier.app.wording import number
from timonier.knowledge import load
from timonier.knowledge.columns import load_columns

WIDEST = 60  # characters of a cell
INDENT = (0, 0, 0, 1)


def show_checked(checked: Checked, file: str, console: Console, lang: str) -> None:
    """Print all that a check found."""
    with unpadded(console):
        _summary(checked, file, console, lang)
        _columns(checked, console, lang)
        _questions(checked, console, lang)
        _tallies(checked, console, lang)
        _rows(checked, console, lang)


def _summary(checked: Checked, file: str, console: Console, lang: str) -> None:
    reading, found = checked.reading, checked.reading.found
    title = say(
        f"check.title{'_one' if reading.total == 1 else ''}",
        file=Path(file).name,
        n=number(reading.total, lang),
    )[lang]
    console.print(Padding(Styled(title, style="bold"), INDENT))
    separator = found.separator if found.separator != "\t" else say("check.tab")[lang]
    how = say(
        f"check.written_{found.format}",
        encoding=found.encoding,
        separator=separator,
        sheets=", ".join(found.sheets),
        headings=found.headings,
    )[lang]
    _line(console, how, SOFT)
    if not checked.bad:
        _line(console, say("check.all_good")[lang], GOOD)
    else:
        _line(console, say("check.good", n=number(checked.good, lang))[lang], GOOD)
        _line(console, say("check.bad", n=number(checked.bad, lang))[lang], CAUTION)
    if reading.empty or reading.repeated:
        counts = {"empty": reading.empty, "repeated": reading.repeated}
        _line(console, say("check.left_out", **counts)[lang])
    if found.other_sheets:
        _line(console, say("check.other_sheets", sheets=", ".join(found.other_sheets))[lang])


def _columns(checked: Checked, console: Console, lang: str) -> None:
    mapping = checked.reading.mapping
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=SOFT)
    for key in ("column", "reads", "how"):
        table.add_column(say(f"check.{key}")[lang], overflow="fold")
    for column in mapping.columns:
        table.add_row(*(escape(part) for part in _told(column, lang)))
    _title(console, say("check.columns")[lang])
    console.print(Padding(table, INDENT))
    if mapping.market:
        market = load().markets[mapping.market].label[lang]
        _line(console, say("check.market", market=market)[lang])
    reading = checked.reading
    for key, names in (("map_absent", reading.absent), ("map_new", reading.new)):
        if names:
            _line(console, say(f"check.{key}", columns=", ".join(names))[lang], CAUTION)


def _told(column: ColumnMap, lang: str) -> tuple[str, str, str]:
    target = column.target
    if target is None:
        key = "asked" if column.reads == ASKED else KEPT
        return column.heading, say(f"check.{key}")[lang], ""
    said = target.label[lang]
    if column.part:
        said = say(f"check.{column.part}", what=said)[lang]
    how = []
    if column.unit and column.unit != ASKED:
        how.append(say("check.in_unit", unit=column.unit.removeprefix("en "))[lang])
    if column.mark:
        how.append(say("check.decimal_mark", mark=column.mark)[lang])
    if column.bands not in ("", ASKED, "none"):
        how.append(load_columns().bands[column.bands].label[lang])
    if column.version:
        how.append(column.version)
    if column.values:
        how.append(say("check.mapped", n=len(column.values))[lang])
    return column.heading, said, ", ".join(how)


def _questions(checked: Checked, console: Console, lang: str) -> None:
    questions = checked.reading.questions
    if not questions:
        return
    _title(console, say("check.questions")[lang])
    told: set[str] = set()
    for question in questions:
        if question.text[lang] not in told:
            told.add(question.text[lang])
            _line(console, f"? {question.text[lang]}", CAUTION)
            _line(console, f"  {say('check.answer', answer=question.answer)[lang]}", SOFT)


def _tallies(checked: Checked, console: Console, lang: str) -> None:
    if checked.problems:
        _title(console, say("check.problems")[lang])
        for tally in _most_first(checked.problems):
            _line(console, _problem(tally, lang))
            _line(console, f"  {tally.example.remedy[lang]}", SOFT)
    if checked.changes:
        _title(console, say("check.changes")[lang])
        for tally in _most_first(checked.changes):
            _line(console, _change(tally, lang))


def _most_first(found: dict[tuple[str, str], Tally]) -> list[Tally]:
    return sorted(found.values(), key=lambda tally: -tally.count)


def _problem(tally: Tally, lang: str) -> str:
    column = tally.example.column or say("check.whole_row")[lang]
    fields = {"column": column, "reason": tally.example.reason[lang], "line": tally.line}
    if tally.count == 1:
        return say("check.by_problem_once", **fields)[lang]
    return say("check.by_problem", n=number(tally.count, lang), **fields)[lang]


def _change(tally: Tally, lang: str) -> str:
    change = tally.example
    fields = {
        "column": change.column or say("check.whole_row")[lang],
        "why": change.why(lang),
        "read": printable(change.read, WIDEST),
        "became": printable(change.became, WIDEST) or say("check.nothing")[lang],
    }
    if tally.count == 1:
        return say("check.by_change_once", **fields)[lang]
    return say("check.by_change", n=number(tally.count, lang), **fields)[lang]


def _rows(checked: Checked, console: Console, lang: str) -> None:
    if not checked.shown:
        return
    _title(console, say("check.rows")[lang])
    for row in checked.shown:
        _row(row, console, lang)
    if checked.reading.total > ALL_SHOWN and checked.bad > len(checked.shown):
        _line(console, say("check.more", n=len(checked.shown))[lang], SOFT)


def _row(row: Row, console: Console, lang: str) -> None:
    head = Styled(f"{say('check.row', line=row.source_row)[lang]}  ", style="bold")
    head.append(printable(row.name or row.id, WIDEST))
    if row.problems:
        head.append(f"  {say('check.set_aside')[lang]}", style=CAUTION)
    console.print(Padding(head, INDENT))
    for change in row.changes:
        if change.code != "market":  # told once for the column
            became = printable(change.became, WIDEST) or say("check.nothing")[lang]
            said = f"{printable(change.read, WIDEST)} → {became}. {change.why(lang)}"
            _cell(console, "~", change.column, said, SOFT, lang)
    for problem in row.problems:
        said = f"{problem.reason[lang]} {problem.remedy[lang]}"
        _cell(console, "!", problem.column, said, CAUTION, lang)


def _cell(console: Console, mark: str, column: str, said: str, style: str, lang: str) -> None:
    column = column or say("check.whole_row")[lang]
    _line(console, f"  {say('check.cell', mark=mark, column=column, said=said)[lang]}", style)


def _title(console: Console, text: str) -> None:
    console.print()
    console.print(Padding(Styled(text, style="bold"), INDENT))


def _line(console: Console, text: str, style: Any = "") -> None:
    console.print(Padding(Styled(text, style=style), INDENT))
