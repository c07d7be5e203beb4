"""Every figure of the knowledge for a terminal: value, unit, source, and when to review it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text as RichText

from timonier.app.cost import InputError
from timonier.app.wording import day_label, number
from timonier.engine.catalogue import Figure, Knowledge
from timonier.knowledge import load
from timonier.knowledge.typography import NARROW

DETAILED = 3  # up to that many figures, each is shown with its note and its address

BARE = ("count",)  # units whose name says nothing that the number does not


def find_figures(knowledge: Knowledge, keys: Sequence[str], lang: str = "fr") -> list[Figure]:
    """Return the figures that keys name: exact, or all that a role, market or group holds.

    No key means all of them. ``ROLE.FIGURE`` finds the figure in every market. InputError names
    the nearest keys.
    """
    if not keys:
        return list(knowledge.figures.values())
    found: dict[str, Figure] = {}
    for key in keys:
        matching = [figure for figure in knowledge.figures.values() if _named(figure, key)]
        if not matching:
            raise InputError(_unknown(knowledge, key, lang))
        found |= {figure.key: figure for figure in matching}
    return list(found.values())


def _named(figure: Figure, key: str) -> bool:
    path, asked = f".{figure.key}.", f".{key}."
    return figure.key == key or path.startswith(asked) or path.partition(".")[2].find(asked) > 0


def _unknown(knowledge: Knowledge, key: str, lang: str) -> str:
    short = {figure.split(".", 1)[1]: figure for figure in knowledge.figures if "." in figure}
    close = get_close_matches(key, [*knowledge.figures, *short], n=3, cutoff=0.6)
    if not close:
        return _say("none_close", lang, given=key)
    return _say("unknown", lang, given=key, nearest=", ".join(close))


def stale(knowledge: Knowledge, today: date) -> list[Figure]:
    """Return the figures whose review date is past, the oldest date first."""
    past = [one for one in knowledge.figures.values() if one.review_by < today.isoformat()]
    return sorted(past, key=lambda figure: (figure.review_by, figure.key))


def render(figures: Sequence[Figure], lang: str, console: Console) -> None:
    """Print figures: in full when there are few, else as a table with numbered sources."""
    if not figures:
        console.print(_say("nothing_stale", lang))
    elif len(figures) <= DETAILED:
        for place, figure in enumerate(figures):
            console.print(*([] if place == 0 else [""]), _card(figure, lang), sep="\n")
    else:
        _print_table(figures, lang, console)


def _card(figure: Figure, lang: str) -> Table:
    card = Table(box=None, show_header=False, pad_edge=False, title=figure.label[lang])
    card.title_justify, card.title_style = "left", "bold"
    card.add_column(style="dim", no_wrap=True)
    card.add_column(overflow="fold")
    for name, said in _details(figure, lang):
        if said:
            card.add_row(_say(name, lang), said)
    return card


def _details(figure: Figure, lang: str) -> Iterable[tuple[str, str]]:
    yield "figure", figure.key
    yield "value", value(figure, lang)
    yield "note", figure.note[lang]
    yield "source", _source(figure, lang)
    yield "address", figure.url
    yield "year", _say("undated", lang) if figure.year == "n.d." else figure.year
    yield "review", day_label(date.fromisoformat(figure.review_by), lang)


def _print_table(figures: Sequence[Figure], lang: str, console: Console) -> None:
    sources = list(dict.fromkeys(one.source for one in figures if one.source != "estimate"))
    table = Table(box=SIMPLE, pad_edge=False)
    table.add_column(_say("figure", lang), overflow="fold")
    table.add_column(_say("value", lang))
    table.add_column(_say("source", lang), style="dim")
    table.add_column(_say("review", lang), style="dim", no_wrap=True)
    for figure in figures:
        name = RichText(figure.label[lang]).append(f"\n{figure.key}", "dim")
        backed = figure.source in sources
        source = str(sources.index(figure.source) + 1) if backed else _say("estimate", lang)
        table.add_row(name, value(figure, lang), source, figure.review_by)
    console.print(table)
    if sources:
        console.print(RichText(_say("sources", lang), "dim"))
        for place, said in enumerate(sources, start=1):
            console.print(RichText(f"{place:>3}  {said}", "dim"))


def value(figure: Figure, lang: str) -> str:
    """Say a figure's value or range with its unit, in full.

    >>> value(load().figures["in_house.bought_share_max"], "en")
    '25%'
    >>> value(load().figures["fr.emp_head.salary"], "en")
    '50,000 (42,000 to 65,000) EUR a year'
    """
    share = figure.unit.startswith("ratio")
    factor = 100 if share else 1
    low, median, high = (
        _plain(factor * one, lang)
        for one in (figure.value.low, figure.value.median, figure.value.high)
    )
    said = _say("range", lang, low=low, median=median, high=high) if figure.is_range else median
    if not share:
        return said if figure.unit in BARE else f"{said} {_unit(figure, lang)}"
    percent = f"{NARROW if lang == 'fr' else ''}%"
    period = {"fr": " par an", "en": " a year"}[lang] if figure.unit == "ratio/year" else ""
    return f"{said}{percent}{period}"


def _unit(figure: Figure, lang: str) -> str:
    knowledge = load()
    most = abs(figure.value.high)
    one = most < 2 if lang == "fr" else most == 1
    words = knowledge.wording.get(f"unit_one.{figure.unit}") if one else None
    return (words or knowledge.units[figure.unit])[lang]


def _plain(amount: float, lang: str) -> str:
    """Write a number with the decimals it has, six at most."""
    decimals = next(n for n in range(7) if n == 6 or round(amount, n) == round(amount, 6))
    return number(amount, lang, decimals)


def _source(figure: Figure, lang: str) -> str:
    if figure.source == "estimate":
        return _say("estimate", lang)
    return figure.source.removesuffix(f", {figure.url}").replace("estimate", _say("estimate", lang))


def _say(key: str, lang: str, **facts: object) -> str:
    return load().wording[f"figures.{key}"][lang].format(**facts)
