"""Every figure with its source and its dates, and every page that backs one."""

from __future__ import annotations

from timonier.app.web.guide.blocks import Block, Heading, Link, Page, Para, Table
from timonier.app.web.words import Lang
from timonier.app.wording import number
from timonier.engine.catalogue import Figure, Knowledge


def sources(k: Knowledge, lang: Lang) -> Page:
    """List the sources, then the figures by group, estimates marked as such."""
    words = {key: text[lang] for key, text in k.wording.items() if key.startswith("web.guide.")}

    def say(key: str) -> str:
        return words[f"web.guide.{key}"]

    pages = tuple(
        (Link(s.title, s.url), s.year, k.wording[f"strength.{s.strength}"][lang], s.supports[lang])
        for s in k.sources.values()
    )
    head = tuple(say(f"column.{c}") for c in ("source", "year", "strength", "supports"))
    blocks: list[Block] = [Para(say("sources.estimate")), Heading(say("sources.pages"), "pages")]
    blocks.append(Table(say("sources.pages"), head, pages))
    columns = ("figure", "value", "unit", "year", "review", "source")
    for group in ("method", *k.markets, "roles", "activities"):
        figures = [f for f in k.figures.values() if _group(k, f) == group]
        market = k.markets.get(group)
        title = market.label[lang] if market else say(f"sources.{group}")
        rows = tuple(_row(f, k, lang, say("sources.own")) for f in figures)
        head = tuple(say(f"column.{c}") for c in columns)
        blocks += [Heading(title, group), Table(title, head, rows, numeric=(1,))]
    title, about = say("sources.title"), say("sources.description")
    return Page("sources", title, about, tuple(blocks), schema="Dataset")


def _group(k: Knowledge, figure: Figure) -> str:
    first = figure.key.split(".")[0]
    if first in k.markets:
        return first
    if first in k.roles:
        return "roles"
    return "activities" if first in k.activities else "method"


def _row(figure: Figure, k: Knowledge, lang: Lang, own: str) -> tuple[str | Link, ...]:
    value = figure.value
    said = _plain(value.median, lang)
    if figure.is_range:
        said = f"{_plain(value.low, lang)} – {said} – {_plain(value.high, lang)}"
    unit = k.units[figure.unit][lang] if figure.unit in k.units else figure.unit
    source: str | Link = own if figure.estimate else figure.source
    if figure.url:
        source = Link(figure.source, figure.url)
    return (figure.label[lang], said, unit, figure.year, figure.review_by, source)


def _plain(value: float, lang: Lang) -> str:
    digits = next(d for d in (0, 1, 2, 3, 4) if d == 4 or abs(value - round(value, d)) < 1e-9)
    return number(value, lang, digits)
