"""One file a country or province: its prices, its figures, its statutory contributions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from timonier.engine.catalogue import Figure, Market, Role
from timonier.knowledge.errors import KnowledgeError
from timonier.knowledge.figures import MONEY_PERIOD, Names, figure, joined, plain_figures
from timonier.knowledge.frozen import Frozen
from timonier.knowledge.reading import (
    Place,
    Read,
    parse_one,
    parse_records,
    read_records,
    read_toml,
    refuse_other_tables,
)
from timonier.knowledge.records import (
    ContributionRecord,
    FigureRecord,
    MarketRecord,
    PriceRecord,
)
from timonier.knowledge.things import check_known

CURRENCIES = ("EUR", "CAD")
REQUIRED = {
    "employee": {"salary"},
    "strategic_external": {"day_rate"},
    "agency": {"retainer", "hour_rate"},
    "freelancer": {"day_rate"},
    "internal_existing": set[str](),
}


def market_keys(root: Path) -> list[str]:
    """Return the markets that have a file, in alphabetical order."""
    return sorted(path.stem for path in (root / "markets").glob("*.toml"))


def read_market(root: Path, key: str, roles: Mapping[str, Role], names: Names) -> Market:
    """Read and check one market; KnowledgeError when a role lacks a price."""
    name = f"markets/{key}.toml"
    content = read_toml(root, name)
    refuse_other_tables(name, content, {"market", "figure", "price"})
    head = parse_one(name, content, "market", MarketRecord)
    rows = parse_records(name, content, "figure", FigureRecord)
    figures = plain_figures(rows, names, prefix=f"{key}.")
    prices = parse_records(name, content, "price", PriceRecord)
    _check_head(name, key, head, figures)
    _check_currency(head.currency, [*rows, *prices])
    return Market(
        key=key,
        label=head.label.text(),
        currency=head.currency,
        timezone=head.timezone,
        hours_per_day=figures["hours_per_day"].value.median,
        worked_hours_per_year=figures["worked_hours_per_year"],
        roles=_prices(name, head, prices, roles, names),
        figures=Frozen(figures),
        contributions=_contributions(root, head, names),
    )


def market_figures(market: Market) -> list[Figure]:
    """Return every figure of a market, contributions included."""
    groups = [market.figures, *market.roles.values(), *market.contributions.values()]
    return [figure for group in groups for figure in group.values()]


def _check_head(name: str, key: str, head: MarketRecord, figures: Mapping[str, Figure]) -> None:
    if head.key != key:
        raise KnowledgeError(name, "[market]", f"key is '{head.key}'", f"Write key = '{key}'.")
    for needed in ("hours_per_day", "worked_hours_per_year"):
        if needed not in figures:
            raise KnowledgeError(name, f"figure '{needed}'", "is missing", "Add the record.")


def _check_currency(
    currency: str, rows: Iterable[Read[FigureRecord] | Read[PriceRecord] | Read[ContributionRecord]]
) -> None:
    for row in rows:
        money = row.record.unit.split("/")[0]
        if money in CURRENCIES and money != currency:
            remedy = f"Amounts of this market are in {currency}."
            raise row.place.error(f"unit '{row.record.unit}'", remedy)


def _prices(
    name: str,
    head: MarketRecord,
    rows: Iterable[Read[PriceRecord]],
    roles: Mapping[str, Role],
    names: Names,
) -> Frozen[str, Mapping[str, Figure]]:
    found: dict[str, dict[str, Figure]] = {}
    for row in rows:
        price = row.record
        check_known(row.place, [price.role], roles, "role")
        wanted = f"{head.currency}/{MONEY_PERIOD[price.figure]}"
        if price.unit != wanted:
            raise row.place.error(f"unit '{price.unit}'", f"A {price.figure} is in {wanted}.")
        mine = found.setdefault(price.role, {})
        if price.figure in mine:
            raise row.place.error("duplicate price", "Keep one of the two records.")
        label = joined(roles[price.role].label, names.wording[f"figure.{price.figure}"])
        key = f"{head.key}.{price.role}.{price.figure}"
        mine[price.figure] = figure(key, label, row.place, price, names)
    for role in roles.values():
        for missing in REQUIRED[role.category] - set(found.get(role.key, {})):
            place = Place(name, f"price '{role.key}.{missing}'")
            raise place.error("is missing", "Add the record: every role has its prices.")
    return Frozen({role: Frozen(prices) for role, prices in found.items()})


def _contributions(
    root: Path, head: MarketRecord, names: Names
) -> Frozen[str, Mapping[str, Figure]]:
    name = f"contributions/{head.key}.toml"
    if not (root / name).exists():
        return Frozen({})
    rows = read_records(root, name, "figure", ContributionRecord)
    _check_currency(head.currency, rows)
    found: dict[str, dict[str, Figure]] = {}
    for row in rows:
        record = row.record
        mine = found.setdefault(record.from_, {})
        if record.key in mine:
            raise row.place.error("duplicate key and date", "Keep one of the two records.")
        key = f"{head.key}.contributions.{record.key}@{record.from_}"
        mine[record.key] = figure(key, record.label.text(), row.place, record, names)
    return Frozen({date: Frozen(found[date]) for date in sorted(found)})
