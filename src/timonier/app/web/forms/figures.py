"""A figure of the knowledge asked as a question: the company's own salary, rate or delay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from timonier.app.company_file.kinds import Refused, Said
from timonier.app.company_file.kinds.keys import hours_shown, one_or_three
from timonier.app.interview import answers
from timonier.app.web.forms.question import Question
from timonier.app.web.numbers import plain
from timonier.app.web.words import current, say
from timonier.engine.catalogue import Figure
from timonier.engine.company import Fact
from timonier.knowledge import load

ASSUMPTIONS = "assumptions"
WIDEST = 1e10


def find(key: str, market: Any) -> Figure | None:
    """The figure that a key of ``[assumptions]`` names in a market, with or without the market."""
    known = load().figures
    return known.get(f"{market}.{key}") or known.get(key)


def is_figure(key: str, document: Mapping[str, Any]) -> bool:
    """Whether a key names a figure of this company's market."""
    return find(key, answers.read(document, "company.market")) is not None


def build(
    key: str, document: Mapping[str, Any], sent: str | None = None, **remarks: Any
) -> Question:
    """Ask for the company's own value of a figure, ours and its source beside it."""
    market = answers.read(document, "company.market")
    figure, lang = find(key, market), current()
    if figure is None:
        raise KeyError(key)
    held = document.get(ASSUMPTIONS, {}).get(key)
    named = label(key, market)
    return Question(
        key=key,
        kind="figure",
        section=load().wording["section.assumptions"][lang],
        label=named,
        question=str(say("figure.question", label=named)),
        why=str(say("figure.why")),
        help=str(say("figure.ours", value=shown(figure), source=source(figure))),
        unit=unit(figure),
        options=(),
        groups=(),
        value=sent if sent is not None else written(held),
        state="" if held is None else ("unknown" if held == "unknown" else "known"),
        may_be_not_concerned=False,
        typed=True,
        exact=True,
        picked=False,
        **remarks,
    )


def parse(key: str, sent: QueryDict, market: Any) -> Said:
    """Read one value, or low; likely; high, of a figure; Refused when it cannot be kept."""
    figure = find(key, market)
    if figure is None:
        raise KeyError(key)
    share = figure.unit.startswith("ratio") and figure.value.high <= 1
    unit = f"currency/{figure.unit.partition('/')[2]}" if figure.is_money else ""
    fact = Fact(key, "float", low=0, high=1 if share else WIDEST, unit=unit)
    said = one_or_three(load(), fact, sent.get("value", ""), current())
    if isinstance(said.value, list) and len(said.value) != 3:
        raise Refused("one_or_three")
    return said


def label(key: str, market: Any) -> str:
    """What a figure is called."""
    figure = find(key, market)
    return figure.label[current()] if figure else key


def written(held: Any) -> str:
    """An assumption as the input shows it."""
    return hours_shown(held, current())


def shown(figure: Figure) -> str:
    """The knowledge's value: one number, or low – likely – high."""
    value = figure.value
    if not figure.is_range:
        return plain(value.median)
    return " – ".join(plain(v) for v in (value.low, value.median, value.high))


def source(figure: Figure) -> str:
    """Where a figure comes from, an estimate called by its name."""
    named = str(say("figure.estimate")) if figure.estimate else figure.source
    return f"{named}, {figure.year}"


def unit(figure: Figure) -> str:
    """How the figure's unit reads."""
    units = load().units
    return units[figure.unit][current()] if figure.unit in units else figure.unit
