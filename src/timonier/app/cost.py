"""What a hire costs: the options checked, the document, and the table for people."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rich.box import SIMPLE
from rich.console import Group
from rich.table import Table
from rich.text import Text as RichText

from timonier.app.wording import money, number
from timonier.engine.catalogue import Figure
from timonier.engine.cost import (
    RULE_SETS,
    CostLine,
    EmployerCost,
    Terms,
    employer_cost,
    figures_at,
    rules_at,
)
from timonier.knowledge import load
from timonier.knowledge.typography import NARROW

MONEY = (0, 1e10)
HEADCOUNT = (1, 10_000)
RATE = (0, 0.25)  # an accident rate or a levy above a quarter of pay is a slip of the decimal point
TERMS = ("cadre", "at_mp", "mutuelle", "mobility", "manufacturing", "benefits", "apprentice")


class InputError(ValueError):
    """Something asked that cannot be answered; the message says what to write instead."""


@dataclass(frozen=True)
class Hire:
    """A checked request; ``None`` stands for the figure that the law or the market gives."""

    market: str
    salary: float  # gross, a year, in the market's currency
    cadre: bool = False
    headcount: int = 20
    payroll: float | None = None  # a year, all staff
    date: str = "2026-01"
    at_mp: float | None = None  # AT/MP in France, CNESST in Québec
    mutuelle: float | None = None
    mobility: float | None = None
    manufacturing: bool = False
    benefits: float | None = None  # a year
    apprentice: bool = False


def hire(market: str, salary: float, *, lang: str = "fr", **options: Any) -> Hire:
    """Check a request; InputError, in that language, names what is wrong and the remedy."""
    asked = Hire(market, salary, **options)
    _check_market(asked, lang)
    _check_date(asked, lang)
    for name, bounds in (("salary", MONEY), ("headcount", HEADCOUNT), ("payroll", MONEY),
                         ("mutuelle", MONEY), ("benefits", MONEY)):  # fmt: skip
        _check_number(name, getattr(asked, name), bounds, "number", lang)
    for name in ("at_mp", "mobility"):
        _check_number(name, getattr(asked, name), RATE, "rate", lang)
    return asked


def cost_of(asked: Hire) -> EmployerCost:
    """The cost of a checked request under the rules of its date."""
    return employer_cost(
        load().markets[asked.market].employer_rules,
        asked.salary,
        rules_at(load().markets[asked.market], asked.date),
        Terms(
            headcount=asked.headcount,
            payroll=_payroll(asked),
            cadre=asked.cadre,
            at_mp=asked.at_mp,
            mutuelle=asked.mutuelle,
            mobility=asked.mobility,
            manufacturing=asked.manufacturing,
            benefits=asked.benefits,
            apprentice=asked.apprentice,
        ),
    )


def _payroll(asked: Hire) -> float:
    per_head = load().markets[asked.market].figures["payroll_per_head"].value.median
    return asked.headcount * per_head if asked.payroll is None else asked.payroll


def cost_document(asked: Hire) -> dict[str, Any]:
    """The result as the published document: amounts to the cent, lines that add up to the total."""
    cost = cost_of(asked)
    figures = figures_at(load().markets[asked.market], asked.date)
    return {
        "total": _total(cost),
        "gross": _cents(cost.gross),
        "lines": [
            {
                "key": line.key,
                "amount": _cents(line.amount),
                "rate": None if line.rate is None else round(line.rate, 6) + 0.0,
                "base": None if line.base is None else _cents(line.base),
                "source": figures[line.source_key].source,
            }
            for line in cost.lines
        ],
        "currency": load().markets[asked.market].currency,
        "year": cost.year,
    }


def render(asked: Hire, lang: str = "fr") -> Group:
    """The result as a table for a terminal, its remarks and its sources below."""
    cost = cost_of(asked)
    figures = figures_at(load().markets[asked.market], asked.date)
    due = [line for line in cost.lines if _cents(line.amount)]
    sources = list(dict.fromkeys(figures[line.source_key].source for line in due))
    return Group(
        RichText(_say("title", lang, gross=_money(cost.gross, _currency(asked), lang)), "bold"),
        RichText(_circumstances(asked, cost, lang), "dim"),
        "",
        _table(asked, cost, due, sources, lang),
        "",
        _summary(asked, cost, lang),
        *(_item("·", RichText(remark)) for remark in _remarks(asked, cost, lang)),
        "",
        RichText(_say("sources", lang), "dim"),
        *(_item(str(n), _source(one, lang)) for n, one in enumerate(sources, start=1)),
    )


# The table


def _table(
    asked: Hire,
    cost: EmployerCost,
    due: list[CostLine],
    sources: list[str],
    lang: str,
) -> Table:
    currency = _currency(asked)
    figures = figures_at(load().markets[asked.market], asked.date)
    table = Table(box=SIMPLE, pad_edge=False, show_footer=True)
    total = _money(_total(cost), currency, lang)
    table.add_column(_say("column.line", lang), _say("total", lang), footer_style="bold")
    table.add_column(_say("column.base", lang), justify="right", no_wrap=True)
    table.add_column(_say("column.rate", lang), justify="right", no_wrap=True)
    table.add_column(
        _say("column.amount", lang), total, justify="right", no_wrap=True, footer_style="bold"
    )
    table.add_column(_say("column.source", lang), justify="right", style="dim")
    table.add_row(_say("gross", lang), "", "", _money(cost.gross, currency, lang), "")
    for line in due:
        figure = figures[line.source_key]
        table.add_row(
            _label(line, figure, lang),
            "" if line.base is None else _money(line.base, currency, lang),
            "" if line.rate is None else _rate(line.rate, lang),
            _money(line.amount, currency, lang),
            str(sources.index(figure.source) + 1),
            style="green" if line.amount < 0 else None,
        )
    return table


def _label(line: CostLine, figure: Figure, lang: str) -> str:
    named = load().wording.get(f"cost.line.{line.key}", figure.label)
    return named[lang]


def _item(mark: str, words: RichText) -> Table:
    """One item of a list whose further lines align under the first."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", min_width=2)
    grid.add_column()
    grid.add_row(RichText(mark, words.style), words)
    return grid


def _source(source: str, lang: str) -> RichText:
    """A source's title and site; where the terminal knows links, the title opens the page."""
    title, _, address = source.rpartition(", http")
    if not title:
        return RichText(_say("estimate", lang), "dim")
    site = address.partition("://")[2].split("/")[0].removeprefix("www.")
    return RichText(f"{title}, {site}", f"dim link http{address}")


def _circumstances(asked: Hire, cost: EmployerCost, lang: str) -> str:
    market = load().markets[asked.market]
    rules = max(start for start in market.contributions if start <= asked.date)
    said = _say("rules", lang, market=market.label[lang], rules=rules, headcount=asked.headcount)
    return f"{said} · {_say('executive', lang)}" if asked.cadre else said


def _summary(asked: Hire, cost: EmployerCost, lang: str) -> RichText:
    total = _total(cost)
    month = _money(total / 12, _currency(asked), lang)
    if not cost.gross:
        return RichText(_say("summary_unpaid", lang, month=month))
    ratio = number(total / cost.gross, lang, 2)
    return RichText(_say("summary", lang, month=month, ratio=ratio))


def _remarks(asked: Hire, cost: EmployerCost, lang: str) -> Iterator[str]:
    """What the reader should know before trusting the figures."""
    rules = rules_at(load().markets[asked.market], asked.date)
    market = load().markets[asked.market]
    rule_set = RULE_SETS[market.employer_rules]
    if asked.at_mp is None and "at_mp" in rule_set.reads:
        yield _say(f"remark.at_mp_{market.employer_rules}", lang)
    if asked.payroll is None and any(line.key == "hsf" for line in cost.lines):
        payroll = money(_payroll(asked), _currency(asked), lang)
        yield _say("remark.payroll", lang, payroll=payroll)
    if asked.mobility is None and any(line.key == "versement_mobilite" for line in cost.lines):
        yield _say("remark.mobility", lang)
    if asked.benefits is None and any(line.key == "group_benefits" for line in cost.lines):
        yield _say("remark.benefits", lang, share=_rate(rules["group_benefits_rate"], lang))
    if asked.apprentice:
        yield _say(f"remark.apprentice_{market.employer_rules}", lang)
    elif asked.salary < rules.get("smic", 0.0):
        yield _say("remark.below_smic", lang, smic=_money(rules["smic"], _currency(asked), lang))
    if int(asked.date[:4]) > cost.year:
        yield _say("remark.later_year", lang, asked=asked.date[:4], year=cost.year)


# Numbers and words


def _total(cost: EmployerCost) -> float:
    """The total of the amounts as they are shown, so that whoever adds them up finds it."""
    return _cents(round(cost.gross, 2) + sum(_cents(line.amount) for line in cost.lines))


def _currency(asked: Hire) -> str:
    return load().markets[asked.market].currency


def _cents(amount: float) -> float:
    return round(amount, 2) + 0.0  # no minus zero


def _money(amount: float, currency: str, lang: str) -> str:
    return money(amount, currency, lang, decimals=2)


def _rate(share: float, lang: str) -> str:
    """A statutory rate in full: two decimals, or the three or four that some have."""
    percentage = 100 * share
    decimals = next((n for n in (2, 3) if math.isclose(percentage, round(percentage, n))), 4)
    return f"{number(percentage, lang, decimals)}{NARROW if lang == 'fr' else ''}%"


def _say(key: str, lang: str, **facts: object) -> str:
    return load().wording[f"cost.{key}"][lang].format(**facts)


# What is refused


def _check_market(asked: Hire, lang: str) -> None:
    markets = load().markets
    if asked.market not in markets:
        allowed = ", ".join(sorted(markets))
        raise InputError(_say("error.market", lang, given=asked.market, allowed=allowed))
    rules = RULE_SETS[markets[asked.market].employer_rules]
    for name in TERMS:
        if name not in rules.reads and getattr(asked, name) not in (None, False):
            facts = {"name": _option(name), "market": asked.market}
            raise InputError(_say("error.elsewhere", lang, **facts))


def _check_date(asked: Hire, lang: str) -> None:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", asked.date):
        raise InputError(_say("error.date", lang, given=asked.date))
    first = min(load().markets[asked.market].contributions)
    if asked.date < first:
        raise InputError(_say("error.early", lang, given=asked.date, first=first))


def _check_number(
    name: str, value: float | None, bounds: tuple[float, float], kind: str, lang: str
) -> None:
    low, high = bounds
    if value is None or (math.isfinite(value) and low <= value <= high):
        return
    written = {"low": _bound(low, lang), "high": _bound(high, lang)}
    given = f"{value:.15g}"
    raise InputError(_say(f"error.{kind}", lang, name=_option(name), given=given, **written))


def _bound(bound: float, lang: str) -> str:
    return number(bound, lang, 0 if bound == int(bound) else 2)


def _option(name: str) -> str:
    return "SALARY" if name == "salary" else f"--{name.replace('_', '-')}"
