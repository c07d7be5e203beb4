"""What the plan costs, line by line, beside the stated budget and what the decision computed."""

from __future__ import annotations

from timonier.app.report.blocks import (
    Block,
    Column,
    Paragraph,
    Section,
    Titles,
    figures,
    table,
)
from timonier.app.report.voice import Voice
from timonier.engine.plan.model import BudgetLine

YEAR = 12  # months


def budget(voice: Voice) -> Section:
    """The plan's lines over the first year, beside the stated budget and the decision's median."""
    blocks: list[Block] = [
        Paragraph(voice.say("budget.intro", currency=voice.word_currency()), "lead"),
        _lines(voice),
        *(Paragraph(said) for said in compared(voice)),
        *_years(voice),
        Paragraph(voice.say("costs.lines_note"), "note"),
    ]
    return Section("budget", voice.say("budget.title"), tuple(blocks))


def cash(voice: Voice, months: int = 3) -> list[float]:
    """What is paid in each of the first months, media space included."""
    plan = voice.plan.budget
    return [plan.month(i, media=True).median for i in range(min(months, plan.months))]


def compared(voice: Voice) -> list[str]:
    """The first year of the plan against the budget that was stated, and against the decision."""
    plan = voice.plan.budget
    year = plan.over(0, YEAR)
    said = []
    if plan.stated:
        gap = plan.stated - year
        key = "budget.within" if gap >= 0 else "budget.beyond"
        said.append(
            voice.say(key, year=voice.money(year), budget=voice.money(plan.stated),
                      gap=voice.money(abs(gap)))
        )  # fmt: skip
    found = plan.periods.get(YEAR)
    if found is not None:
        said.append(
            voice.say("budget.decision", median=voice.money(found.median),
                      range=voice.range(found, "about"))
        )  # fmt: skip
    return said


def _years(voice: Voice) -> list[Block]:
    """Each year of the plan beside the decision's median and its chance of exceeding the budget."""
    plan, cost = voice.plan.budget, voice.document.teams[voice.plan.model].cost
    rows = [
        (
            voice.say("workbook.year", n=str(i + 1)),
            voice.money(plan.over(YEAR * i, YEAR * (i + 1))),
            voice.money(one.paid.p50),
            *([voice.percent(one.over_budget)] if plan.stated else []),
        )
        for i, one in enumerate(cost.by_year)
    ]
    titles: Titles = [
        Column(voice.say("budget.by_year"), width=0.8),
        figures(voice.say("budget.as_planned"), 1.2),
        figures(voice.say("budget.median"), 1.2),
        *([figures(voice.say("costs.over"), 1.0)] if plan.stated else []),
    ]
    return [table(titles, rows, small=True)] if rows else []


def _lines(voice: Voice) -> Block:
    """The first year, quarter by quarter, then the year; media space apart."""
    plan = voice.plan.budget
    quarters = [(q, min(q + 3, plan.months)) for q in range(0, min(YEAR, plan.months), 3)]
    rows, strong = [], []
    for media in (False, True):
        lines = [one for one in plan.lines if (one.kind == "media") == media]
        for line in lines:
            sums = [sum(m.median for m in line.monthly[a:b]) for a, b in quarters]
            if any(sums):
                rows.append(_amounts(voice, line_name(voice, line), sums))
        if not media:
            strong.append(len(rows))
            totals = [plan.over(a, b) for a, b in quarters]
            rows.append(_amounts(voice, voice.say("budget.total"), totals))
    titles: Titles = [
        Column(voice.say("costs.line"), width=1.6),
        *(figures(_quarter(voice, a, b), 0.8) for a, b in quarters),
        figures(voice.say("budget.year"), 0.8),
    ]
    return table(titles, rows, strong=strong, small=True)


def _amounts(voice: Voice, name: str, sums: list[float]) -> tuple[str, ...]:
    cells = [voice.money(amount) if amount else "–" for amount in sums]
    return (name, *cells, voice.money(sum(sums)))


def _quarter(voice: Voice, first: int, last: int) -> str:
    begins, ends = voice.month(first, compact=True), voice.month(last - 1, compact=True)
    return voice.say("budget.quarter", first=begins, last=ends)


def line_name(voice: Voice, line: BudgetLine) -> str:
    """What a budget line is called."""
    if line.kind == "media":
        return voice.say("budget.media")
    who = voice.who(line.key)
    return who if line.kind == "pay" else voice.say(f"budget.{line.kind}", who=who)
