"""One folder a country or province: who it is, its prices, contributions, notices and words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from timonier.engine.catalogue import Figure, Identifier, Market, Quiet, Role, Text, is_currency
from timonier.engine.cost import RULE_SETS, try_rules
from timonier.knowledge.errors import KnowledgeError, nearest
from timonier.knowledge.figures import (
    MONEY_PERIOD,
    Names,
    figure,
    joined,
    notice_figure,
    plain_figures,
)
from timonier.knowledge.frozen import Frozen
from timonier.knowledge.library import read_library
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
    IdentifierRecord,
    MarketRecord,
    NoticeRecord,
    PriceRecord,
    QuietRecord,
    WordRecord,
)
from timonier.knowledge.things import check_known
from timonier.knowledge.wording import sentences

FOLDER = "markets"
FILES = {"market", "prices", "contributions", "law"}  # the law is read with the plan
MAY_HAVE = {"wording", "words", "teams"}
PRICED = {
    "employee": {"salary"},
    "strategic_external": {"day_rate"},
    "agency": {"retainer", "hour_rate"},
    "freelancer": {"day_rate"},
    "internal_existing": set[str](),
}
FIGURES = (
    "hours_per_day",
    "worked_hours_per_year",
    "productive_share",
    "equipment_initial",
    "software_marketing_seat",
    "martech_platform",
    "job_ad",
    "payroll_per_head",
    "revenue_per_head",
    "dismissal_procedure_months",
    "owner_hour",
    "recruitment_fee",
    "severance_months_per_year",
    "indexation",
    "onboarding_cost",
    "agency_min_term",
    "agency_rolling_notice",
    "freelancer_min_term",
)


def read_heads(root: Path) -> list[MarketRecord]:
    """Return who each market is, in alphabetical order of their folders."""
    return [_head(root, path.name) for path in sorted((root / FOLDER).iterdir()) if path.is_dir()]


def read_market(root: Path, head: MarketRecord, roles: Mapping[str, Role], names: Names) -> Market:
    """Read and check one market; KnowledgeError names what it lacks."""
    name = _file(head.key, "prices")
    content = read_toml(root, name)
    refuse_other_tables(name, content, {"figure", "price", "notice"})
    rows = parse_records(name, content, "figure", FigureRecord)
    figures = plain_figures(rows, names, prefix=f"{head.key}.")
    for missing in (key for key in FIGURES if key not in figures):
        raise Place(name, f"figure '{missing}'").error("is missing", "Add the record.")
    prices = parse_records(name, content, "price", PriceRecord)
    _check_currency(head.currency, [*rows, *prices])
    return Market(
        key=head.key,
        label=head.label.text(),
        country=head.country,
        subdivision=head.subdivision,
        timezone=head.timezone,
        currency=head.currency,
        sign=head.sign,
        currency_name=head.currency_name.text(),
        locales=Frozen(head.locales.model_dump()),
        paper=head.paper,
        working_days=tuple(head.working_days),
        day_start=head.day_start,
        holidays=head.holidays.text(),
        quiet=_quiet(root, head),
        employer_rules=head.employer_rules,
        identifiers=_identifiers(root, head),
        proposed_in=tuple(head.proposed_in),
        hours_per_day=figures["hours_per_day"].value.median,
        worked_hours_per_year=figures["worked_hours_per_year"],
        roles=_prices(name, head, prices, roles, names),
        notice=_notices(root, head, roles, names),
        figures=Frozen(figures),
        contributions=_contributions(root, head, names),
        words=_words(root, head),
        terms=_terms(root, head),
        library=read_library(root, _file(head.key, "teams"), roles),
    )


def market_figures(market: Market) -> list[Figure]:
    """Return every figure of a market, notices and contributions included."""
    groups = [
        market.figures,
        *market.roles.values(),
        market.notice,
        *market.contributions.values(),
    ]
    return [figure for group in groups for figure in group.values()]


def _file(market: str, name: str) -> str:
    return f"{FOLDER}/{market}/{name}.toml"


def _head(root: Path, key: str) -> MarketRecord:
    """Who the market of a folder is; a file that it lacks, or that has no place there, is named."""
    present = {path.stem for path in (root / FOLDER / key).glob("*.toml")}
    for missing in sorted(FILES - present):
        remedy = f"A market has {', '.join(sorted(f'{name}.toml' for name in FILES))}."
        raise KnowledgeError(_file(key, missing), "", "the file is missing", remedy)
    for other in sorted(present - FILES - MAY_HAVE):
        remedy = nearest(other, FILES | MAY_HAVE)
        raise KnowledgeError(_file(key, other), "", "unknown file of a market", remedy)
    name = _file(key, "market")
    content = read_toml(root, name)
    refuse_other_tables(name, content, {"market", "identifier", "quiet"})
    head = parse_one(name, content, "market", MarketRecord)
    if head.key != key:
        raise KnowledgeError(name, "[market]", f"key is '{head.key}'", f"Write key = '{key}'.")
    check_known(Place(name, "[market]"), [head.employer_rules], RULE_SETS, "rule set")
    return head


def _identifiers(root: Path, head: MarketRecord) -> tuple[Identifier, ...]:
    name = _file(head.key, "market")
    rows = parse_records(name, read_toml(root, name), "identifier", IdentifierRecord)
    return tuple(Identifier(r.record.key, r.record.label.text(), r.record.digits) for r in rows)


def _quiet(root: Path, head: MarketRecord) -> tuple[Quiet, ...]:
    name = _file(head.key, "market")
    rows = [r.record for r in parse_records(name, read_toml(root, name), "quiet", QuietRecord)]
    return tuple(Quiet(r.label.text(), r.month, r.day, r.weekday, r.days) for r in rows)


def _check_currency(
    currency: str, rows: Iterable[Read[FigureRecord] | Read[PriceRecord] | Read[ContributionRecord]]
) -> None:
    for row in rows:
        money = row.record.unit.split("/")[0]
        if is_currency(money) and money != currency:
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
        for missing in PRICED[role.category] - set(found.get(role.key, {})):
            place = Place(name, f"price '{role.key}.{missing}'")
            raise place.error("is missing", "Add the record: every role has its prices.")
    return Frozen({role: Frozen(prices) for role, prices in found.items()})


def _notices(
    root: Path, head: MarketRecord, roles: Mapping[str, Role], names: Names
) -> Frozen[str, Figure]:
    name = _file(head.key, "prices")
    found: dict[str, Figure] = {}
    for row in parse_records(name, read_toml(root, name), "notice", NoticeRecord):
        role = row.record.role
        check_known(row.place, [role], roles, "role")
        check_known(row.place, row.record.sources, [*names.sources, "estimate"], "source")
        if role in found:
            raise row.place.error("duplicate role", "Keep one of the two records.")
        found[role] = notice_figure(head.key, roles[role].label, row.record, names)
    for role in (r.key for r in roles.values() if r.category != "internal_existing"):
        if role not in found:
            place = Place(name, f"notice '{role}'")
            raise place.error("is missing", "Add the record: whoever comes may leave.")
    return Frozen(found)


def _contributions(
    root: Path, head: MarketRecord, names: Names
) -> Frozen[str, Mapping[str, Figure]]:
    """The statutory figures by the month they begin; all that the rule set reads must be there."""
    name = _file(head.key, "contributions")
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
    if not found:
        raise KnowledgeError(name, "", "no statutory figure", "Add the records of its rule set.")
    first = found[min(found)]
    try_rules(head.employer_rules, {k: f.value.median for k, f in first.items()}, _lacks(name))
    return Frozen({date: Frozen(found[date]) for date in sorted(found)})


def _lacks(name: str) -> Callable[[str], KnowledgeError]:
    def refuse(key: str) -> KnowledgeError:
        remedy = "Add the record: the rule set of this market reads it."
        return KnowledgeError(name, f"figure '{key}'", "is missing", remedy)

    return refuse


def _terms(root: Path, head: MarketRecord) -> Frozen[str, str]:
    name = _file(head.key, "words")
    if not (root / name).exists():
        return Frozen({})
    rows = [r.record for r in parse_records(name, read_toml(root, name), "word", WordRecord)]
    return Frozen({r.common: r.here for r in rows})


def _words(root: Path, head: MarketRecord) -> Frozen[str, Text]:
    name = _file(head.key, "wording")
    if not (root / name).exists():
        return Frozen({})
    return Frozen(dict(sentences(name, read_toml(root, name))))
