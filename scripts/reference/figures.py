"""The pages of figures, with their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from scripts.reference.markdown import number, page, table
from timonier.engine.catalogue import Figure, Knowledge, Text


def amount(figure: Figure) -> str:
    """Write a figure's value, or its low – likely – high."""
    value = figure.value
    if not figure.is_range:
        return number(value.median)
    return " – ".join(number(part) for part in (value.low, value.median, value.high))


def source(figure: Figure) -> str:
    """Write where a figure comes from, as a link when it can be read there."""
    said = f"[{figure.source}]({figure.url})" if figure.url else figure.source
    return f"{said} ({figure.year})"


def figure_table(figures: list[Figure], units: Mapping[str, Text]) -> str:
    """Write a table of figures; a source that they all share is said once, above it."""
    shared = len(figures) > 1 and len({(source(f), f.review_by) for f in figures}) == 1
    rows = (
        [f"`{f.key}`", f.label.fr, f.label.en, amount(f), units[f.unit].en]
        + ([] if shared else [source(f), f.review_by])
        for f in figures
    )
    head = ["key", "français", "English", "value", "unit"]
    if not shared:
        return table([*head, "source", "review by"], rows)
    said = f"Source: {source(figures[0])}; review by {figures[0].review_by}."
    return f"{said}\n\n{table(head, rows)}"


def figures_page(
    known: Knowledge, title: str, introduction: str, groups: Mapping[str, list[Figure]]
) -> str:
    parts = [
        f"## {name}\n\n{figure_table(group, known.units)}"
        for name, group in groups.items()
        if group
    ]
    return page(title, introduction, *parts)


def by_first_word(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Group figures by what comes before the first dot of their key."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.key.split(".")[0], []).append(figure)
    return groups


def method_figures(known: Knowledge) -> str:
    introduction = (
        "Every number of the method. Most are estimates, all are dated, and a company file may "
        "replace any of them under `[assumptions]`. A range is low – likely – high."
    )
    sectors = [f for key, f in known.figures.items() if key.startswith("sector.")]
    groups = by_first_word([*known.method.values(), *sectors])
    return figures_page(known, "Figures of the method", introduction, groups)


def market_figures(key: str) -> Callable[[Knowledge], str]:
    def write(known: Knowledge) -> str:
        market = known.markets[key]
        roles = {role: list(figures.values()) for role, figures in market.roles.items()}
        rest = {
            "work and market": [market.worked_hours_per_year, *market.figures.values()],
            **{
                f"contributions from {month}": list(figures.values())
                for month, figures in market.contributions.items()
            },
        }
        rest["notice"] = list(market.notice.values())
        unique = {name: list({f.key: f for f in group}.values()) for name, group in rest.items()}
        introduction = f"What things cost in {market.label.en}, in {market.currency}."
        return figures_page(known, f"Figures: {market.label.en}", introduction, {**unique, **roles})

    return write


def figures_of(things: str, title: str) -> Callable[[Knowledge], str]:
    def write(known: Knowledge) -> str:
        keys = getattr(known, things)
        mine = [figure for key, figure in known.figures.items() if key.split(".")[0] in keys]
        groups = {key: group for key, group in by_first_word(mine).items() if key in keys}
        labelled = {f"{key} ({keys[key].label.en})": group for key, group in groups.items()}
        return figures_page(known, title, "A range is low – likely – high.", labelled)

    return write


def answer_figures(known: Knowledge) -> str:
    introduction = (
        "What an answer costs the person who gives it: the next question is the one whose value is "
        "largest for its effort."
    )
    groups = by_first_word(f for key, f in known.figures.items() if key.endswith(".minutes"))
    return figures_page(known, "Figures of the questions", introduction, groups)


def sources(known: Knowledge) -> str:
    rows = (
        (
            f"[{one.title}]({one.url})" if one.url else one.title,
            one.year,
            one.strength,
            one.supports.en,
        )
        for one in known.sources.values()
    )
    introduction = "The public pages behind the method. Strength: A research, B survey, C practice."
    return page("Sources", introduction, table(["source", "year", "strength", "backs"], rows))


def spread(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {number(value)}" for name, value in values.items())
