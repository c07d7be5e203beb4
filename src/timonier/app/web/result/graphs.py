"""The charts of the page: the report's specifications, with a sentence and the data as a table."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from timonier.app import charts
from timonier.app.document.parts import Answer, Document
from timonier.app.web.result.reading import Decision, about, full, word
from timonier.app.web.words import say
from timonier.app.wording import listing, number, percent
from timonier.engine.catalogue import FUNCTIONS, MODELS, Triple
from timonier.engine.company import FACTS
from timonier.knowledge import load


@dataclass(frozen=True)
class Graph:
    """A chart, what it shows in a sentence, and its numbers."""

    key: str
    title: str
    alt: str
    spec: charts.Spec
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    models: tuple[tuple[str, str], ...] = ()  # those that its shapes and colours stand for, named
    said: str = ""  # how to read it, when the page's wording does not say

    @property
    def spec_text(self) -> str:
        """The specification as the page carries it."""
        return json.dumps(self.spec, ensure_ascii=False, separators=(",", ":"))

    @property
    def data(self) -> str:
        """What its table is called."""
        return str(say("result.schedule.table" if self.key == "schedule" else "result.chart.data"))

    @property
    def note(self) -> str:
        """How to read it."""
        return self.said or str(say(f"result.chart.note.{self.key}"))


def graphs(decision: Decision, model: str | None) -> list[Graph]:
    """Every chart that this decision has the numbers for; ``model`` is the one put forward."""
    if model is None:
        return []
    drawn = [
        _chances(decision),
        _frontier(decision),
        _coverage(decision),
        _cost(decision),
        _filling(decision, model),
    ]
    tips = _tips(decision)
    return [*drawn, tips] if tips else drawn


def _names(decision: Decision, models: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Models with what the decision calls them."""
    return tuple((model, decision.named(model)) for model in models)


def _chances(decision: Decision) -> Graph:
    shares = {m: decision.document.models[m].chance_of_best for m in MODELS}
    rows = tuple((decision.named(m), percent(share, decision.lang)) for m, share in shares.items())
    head = (str(say("result.chart.model")), str(say("result.line.chance")))
    said = listing([" ".join(row) for row in rows], decision.lang)
    title, alt = str(say("result.chart.chances")), str(say("result.dial", models=said))
    return Graph(
        "chances", title, alt, charts.chances(shares), head, rows, _names(decision, MODELS)
    )


def _frontier(decision: Decision) -> Graph:
    """How much of the useful work each budget buys."""
    document, lang = decision.document, decision.lang
    rungs = [charts.Rung(s.budget, s.models, s.model, s.stated) for s in document.frontier]
    axes = (str(say("result.chart.budget")), str(say("result.chart.work_done")))
    spec = charts.frontier(rungs, axes, lang, decision.currency)
    names = [m for m in MODELS if any(m in r.done for r in rungs)]
    rows = tuple(
        (
            about(decision, r.budget),
            *(percent(r.done[m], lang) if m in r.done else "–" for m in names),
            word(f"model.{document.naming.at(s)}") if s.model else "–",
        )
        for r, s in zip(rungs, document.frontier, strict=True)
    )
    models = tuple((m, word(f"model.{_at_all(document, m)}")) for m in names)
    first = str(say("result.chart.best"))
    head = (axes[0], *(name for _, name in models), first)
    title, alt = str(say("result.chart.frontier")), document.verdict.money
    return Graph("frontier", title, alt, spec, head, rows, models)


def _at_all(document: Document, model: str) -> str:
    """A model as it is called whatever the budget: plainly where its teams differ in that."""
    said = {document.naming.at(s) for s in document.frontier if s.model == model}
    said.add(document.called(model))
    return model if len(said) > 1 else said.pop()


def _cost(decision: Decision) -> Graph:
    names = decision.staffed
    series = [
        charts.Series(
            name,
            decision.named(name),
            [Triple(*month) for month in decision.team(name).cost.monthly],
        )
        for name in names
    ]
    axis = str(say("result.chart.month"))
    spec = charts.cost_band(series, axis, decision.lang, decision.currency)
    said = [
        str(
            say(
                "result.chart.cost_model",
                model=s.label,
                first=about(decision, s.values[0].median),
                last=about(decision, s.values[-1].median),
            )
        )
        for s in series
    ]
    months = range(len(series[0].values) if series else 0)
    rows = tuple(
        (str(month + 1), *(_amounts(decision, s.values[month]) for s in series)) for month in months
    )
    head = (axis, *(s.label for s in series))
    return Graph("cost", str(say("result.chart.cost")), " ".join(said), spec, head, rows)


def _amounts(decision: Decision, values: Triple) -> str:
    low, middle, high = (full(decision, x) for x in (values.low, values.median, values.high))
    return str(say("result.chart.triple", low=low, middle=middle, high=high))


def _filling(decision: Decision, model: str) -> Graph:
    found = decision.team(model).coverage_by_month
    series = [
        charts.Series(model, word(f"function.{f}"), [Triple(*month) for month in found[f]])
        for f in FUNCTIONS
    ]
    axis = str(say("result.chart.month"))
    rows = tuple(
        (str(month + 1), *(percent(s.values[month].median, decision.lang) for s in series))
        for month in range(len(series[0].values))
    )
    parts = [
        str(
            say(
                "result.chart.fills",
                function=s.label,
                first=percent(s.values[2].median, decision.lang),
                later=percent(s.values[min(11, len(s.values) - 1)].median, decision.lang),
            )
        )
        for s in series
    ]
    title = str(say("result.chart.filling", model=decision.named(model)))
    head = (axis, *(s.label for s in series))
    return Graph(
        "filling",
        title,
        " ".join(parts),
        charts.filling(model, series, axis, decision.lang),
        head,
        rows,
    )


def _coverage(decision: Decision) -> Graph:
    names = decision.staffed
    words = [word(f"function.{function}") for function in FUNCTIONS]
    series = [
        charts.Series(
            name,
            decision.named(name),
            [Triple(*decision.team(name).coverage[f]) for f in FUNCTIONS],
        )
        for name in names
    ]
    spec = charts.coverage(words, series, str(say("result.chart.covered")), decision.lang)
    rows = tuple(
        (label, *(percent(s.values[i].median, decision.lang) for s in series))
        for i, label in enumerate(words)
    )
    said = [
        str(
            say(
                "result.chart.coverage_model",
                model=s.label,
                parts=listing(
                    [
                        f"{label.lower()} {percent(s.values[i].median, decision.lang)}"
                        for i, label in enumerate(words)
                    ],
                    decision.lang,
                ),
            )
        )
        for s in series
    ]
    head = (str(say("result.chart.function")), *(s.label for s in series))
    title = str(say("result.chart.coverage"))
    return Graph("coverage", title, " ".join(said), spec, head, rows, _names(decision, names))


def _tips(decision: Decision) -> Graph | None:
    document = decision.document
    found = [
        (tip, now, flips)
        for tip in document.tipping_points
        for now, flips in [(_number(tip.now), _number(tip.flips_at))]
        if now is not None and flips is not None
    ][:3]
    if not found:
        return None
    tips = [
        charts.Tip(
            fact_label(tip.fact, decision),
            float(now),
            float(flips),
            fact_value(tip.fact, now, decision),
            fact_value(tip.fact, flips, decision),
            tip.to,
        )
        for tip, now, flips in found
    ]
    rows = tuple(
        (t.label, t.now_said, t.flips_said, word(f"model.{document.called_after(tip)}"))
        for t, (tip, _, _) in zip(tips, found, strict=True)
    )
    head = tuple(str(say(f"result.chart.{c}")) for c in ("fact", "now", "flips", "then"))
    alt = " ".join(tip.text for tip, _, _ in found)
    return Graph(
        "tips", str(say("result.chart.tips")), alt, charts.tipping_points(tips), head, rows
    )


def _number(value: Answer) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def fact_label(key: str, decision: Decision) -> str:
    """What a fact or a figure is called."""
    knowledge = load()
    if key in knowledge.facts:
        return knowledge.facts[key].label[decision.lang]
    return knowledge.figures[key].label[decision.lang] if key in knowledge.figures else key


def fact_value(key: str, value: float, decision: Decision) -> str:
    """A fact's number as people read it."""
    unit = FACTS[key].unit if key in FACTS else ""
    if unit == "money_year" or (key not in FACTS and value >= 1000):
        return about(decision, value)
    if unit == "share":
        return percent(value, decision.lang)
    return number(value, decision.lang, 0 if value == round(value) else 1)
