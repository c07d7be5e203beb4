"""What each model costs, month by month and over one, two and three years."""

from __future__ import annotations

from timonier.app import charts
from timonier.app.report.blocks import Block, Heading, Paragraph, Section, table
from timonier.app.report.drawing import figure
from timonier.app.report.sections.comparator import head, staffed
from timonier.app.report.sections.summary import stated_budget
from timonier.app.report.voice import Voice
from timonier.engine.catalogue import Triple

PERIODS = (12, 24, 36)


def costs(voice: Voice) -> Section:
    """The models: the monthly chart, the totals, the chance of passing the budget."""
    blocks: list[Block] = [
        Paragraph(voice.say("costs.intro", currency=voice.word_currency()), "lead"),
        _chart(voice),
        _totals(voice),
        Paragraph(voice.say("costs.note"), "note"),
        Heading(voice.say("costs.frontier")),
        Paragraph(voice.document.verdict.money),
        *_levers(voice),
        _frontier(voice),
    ]
    return Section("costs", voice.say("costs.title"), tuple(blocks))


def _levers(voice: Voice) -> list[Block]:
    """What to do where the budget buys too little, and what a dearer model buys."""
    levers, bought = voice.document.levers, voice.document.bought
    told = [] if levers is None else [levers.spend, levers.want_less, levers.wait]
    return [Paragraph(one.text) for one in (*told, bought) if one is not None]


def _frontier(voice: Voice) -> Block:
    """How much of the useful work each budget buys."""
    rungs = [charts.Rung(s.budget, s.models, s.model, s.stated) for s in voice.document.frontier]
    axes = (voice.say("costs.budget"), voice.say("costs.work_done"))
    spec = charts.frontier(rungs, axes, voice.lang, voice.currency)
    said = (voice.say("costs.frontier"), voice.document.verdict.money)
    alt = ". ".join(text.rstrip(".") for text in said if text) + "."
    return figure(voice, spec, alt, voice.say("costs.frontier_note"))


def _chart(voice: Voice) -> Block:
    names = staffed(voice)
    series = [
        charts.Series(
            m,
            voice.model(m),
            [Triple(*month) for month in voice.document.teams[m].cost.monthly],
        )
        for m in names
    ]
    spec = charts.cost_band(series, voice.say("costs.axis"), voice.lang, voice.currency)
    said = [
        voice.say(
            "costs.chart_model",
            model=s.label,
            first=voice.about(s.values[0].median),
            last=voice.about(s.values[-1].median),
        )
        for s in series
    ]
    alt = voice.say("costs.chart_alt", models=" ".join(said))
    return figure(voice, spec, alt, voice.say("costs.chart_note"))


def _totals(voice: Voice) -> Block:
    names = staffed(voice)
    costs = [voice.document.teams[m].cost for m in names]
    rows: list[tuple[str, ...]] = []
    strong = []
    for months in PERIODS:
        found = [Triple(*cost.over(months)) for cost in costs]
        strong.append(len(rows))
        middles = [voice.money(one.median) for one in found]
        rows.append((voice.say("costs.months", n=months), *middles))
        rows.append((voice.say("costs.range"), *map(voice.range, found)))
    said = {
        "initial": [_money(voice, Triple(*cost.initial)) for cost in costs],
        "exit": [_money(voice, Triple(*cost.exit)) for cost in costs],
        "internal_time": [voice.hours(cost.internal_time.p50) for cost in costs],
    }
    rows += [(voice.say(f"costs.{key}"), *cells) for key, cells in said.items()]
    if stated_budget(voice):
        over = (voice.percent(cost.paid_over_budget) for cost in costs)
        rows.append((voice.say("costs.over"), *over))
    return table(
        head(voice, names, "costs.cost"), rows, caption=voice.say("costs.table"), strong=strong
    )


def _money(voice: Voice, amount: Triple) -> str:
    middle = voice.money(amount.median)
    if amount.low == amount.high:
        return middle
    return f"{middle} ({voice.range(amount)})"
