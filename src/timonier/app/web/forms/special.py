"""What no single field can ask: the team, the preferences, the choice, one's own figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from timonier.app.web.forms import answers, figures
from timonier.app.web.forms.parse import Refused, number, to_number
from timonier.app.web.forms.question import Option
from timonier.app.web.numbers import plain
from timonier.app.web.words import current, say
from timonier.app.wording import signs
from timonier.engine.company import CHOSEN, Fact
from timonier.knowledge import load

POSITIONS = ("team", "intended")
KEYS = (*POSITIONS, "preferences.order", "preferences.tradeoffs", "decision.chosen", "assumptions")
MOST_ROWS = 20
SPARE_ROWS = 2
TRADES = 3
RATIOS = (1.5, 2, 3, 5, 10)
LONGEST_NAME = 80
QUANTITY = Fact("quantity", "float", low=0, high=50)
TENURE = Fact("since_months", "float", low=0, high=720)
COST = Fact("cost", "float", low=0, high=1e10)


@dataclass(frozen=True)
class RoleGroup:
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Row:
    """One position as the form shows it."""

    index: int
    groups: tuple[RoleGroup, ...]
    quantity: str
    since: str
    cost: str
    name: str


def rows(document: Mapping[str, Any], key: str, sent: QueryDict | None) -> list[Row]:
    """The positions as sent, else as kept, and a few empty lines to add more."""
    if sent is not None:
        count = min(
            int(sent.get("count", "0")) if sent.get("count", "0").isdecimal() else 0, MOST_ROWS
        )
        held = [{part: sent.get(f"{part}.{i}", "") for part in PARTS} for i in range(count)]
    else:
        held = [_written(position) for position in document.get(key) or []]
    held += [dict.fromkeys(PARTS, "")] * min(SPARE_ROWS, MOST_ROWS - len(held))
    return [_row(i, position) for i, position in enumerate(held)]


PARTS = ("role", "quantity", "since_months", "cost", "name")


def _written(position: Mapping[str, Any]) -> dict[str, str]:
    said = {k: plain(v) for k, v in position.items() if isinstance(v, int | float)}
    texts = {k: str(v) for k, v in position.items() if isinstance(v, str)}
    return {**dict.fromkeys(PARTS, ""), **said, **texts}


def _row(index: int, held: Mapping[str, str]) -> Row:
    groups = tuple(
        RoleGroup(title, tuple(Option(k, label, k == held["role"]) for k, label in options))
        for title, options in role_choices()
    )
    return Row(index, groups, held["quantity"], held["since_months"], held["cost"], held["name"])


def role_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The roles by category, those who are already inside the company left out."""
    knowledge, lang = load(), current()
    grouped: dict[str, list[tuple[str, str]]] = {}
    for role in knowledge.roles.values():
        if role.category != "internal_existing":
            grouped.setdefault(role.category, []).append((role.key, role.label[lang]))
    return [(knowledge.wording[f"category.{c}"][lang], found) for c, found in grouped.items()]


def positions(sent: QueryDict) -> list[dict[str, Any]]:
    """Read the positions sent; a line without a role is left out; Refused when one cannot be."""
    said = sent.get("count", "0")
    count = int(said) if said.isdecimal() else 0
    if count > MOST_ROWS:
        raise Refused(say("field.rows"))
    return [_position(sent, i) for i in range(count) if sent.get(f"role.{i}")]


def _position(sent: QueryDict, i: int) -> dict[str, Any]:
    role = sent[f"role.{i}"]
    if role not in load().roles or load().roles[role].category == "internal_existing":
        raise Refused(say("field.choose"))
    found: dict[str, Any] = {"role": role, "quantity": 1}
    for part, fact in (("quantity", QUANTITY), ("since_months", TENURE), ("cost", COST)):
        text = sent.get(f"{part}.{i}", "").strip()
        if text:
            found[part] = number(text, fact)
    if not found["quantity"] > 0:
        raise Refused(say("field.quantity"))
    name = " ".join(sent.get(f"name.{i}", "").split())
    if len(name) > LONGEST_NAME:
        raise Refused(say("field.too_long", most=LONGEST_NAME))
    return found | ({"name": name} if name else {})


def ranks(document: Mapping[str, Any]) -> list[tuple[int, tuple[Option, ...]]]:
    """One line for each rank, with the criterion that holds it."""
    order = answers.read(document, "preferences.order") or []
    places = range(len(load().criteria))
    return [(n + 1, criteria(order[n] if n < len(order) else "")) for n in places]


def criteria(chosen: str) -> tuple[Option, ...]:
    """The criteria to choose from, none of them included."""
    known, lang = load().criteria.values(), current()
    none = Option("", str(say("special.no_rank")), not chosen)
    return none, *(Option(c.key, c.label[lang], c.key == chosen) for c in known)


def order(sent: QueryDict) -> list[str]:
    """The criteria in the order given, each once; an empty rank is skipped."""
    known = load().criteria
    said = [sent.get(f"rank.{n}", "") for n in range(1, len(known) + 1)]
    ranked = [c for c in said if c]
    if not set(ranked) <= set(known) or len(ranked) != len(set(ranked)):
        raise Refused(say("special.twice"))
    return ranked


def trades(
    document: Mapping[str, Any],
) -> list[tuple[int, tuple[Option, ...], tuple[Option, ...], tuple[Option, ...]]]:
    """The trade-offs: this criterion, so many times as important, as that one."""
    held = list(answers.read(document, "preferences.tradeoffs") or [])
    held += [["", "", 2]] * (TRADES - len(held))
    return [
        (i, criteria(first), _times(float(times)), criteria(second))
        for i, (first, second, times) in enumerate(held[:TRADES])
    ]


def _times(chosen: float) -> tuple[Option, ...]:
    listed = RATIOS if chosen in RATIOS else (*RATIOS, chosen)
    return tuple(
        Option(plain(n), str(say("special.times", n=plain(n))), n == chosen) for n in listed
    )


def tradeoffs(sent: QueryDict) -> list[list[Any]]:
    """Read the trade-offs; a line with a criterion missing is left out."""
    found: list[list[Any]] = []
    for i in range(TRADES):
        first, second = sent.get(f"first.{i}", ""), sent.get(f"second.{i}", "")
        times = to_number(sent.get(f"times.{i}", ""))
        if not first or not second:
            continue
        if {first, second} - set(load().criteria) or first == second or times not in RATIOS:
            raise Refused(say("special.trade"))
        found.append([first, second, times])
    return found


def choices(document: Mapping[str, Any]) -> tuple[Option, ...]:
    """The models that can be chosen, whatever the advice."""
    held = answers.read(document, "decision.chosen")
    words, lang = load().wording, current()
    return tuple(
        Option(m, words[f"model.{m}"][lang], m == held, words[f"model_description.{m}"][lang])
        for m in CHOSEN
    )


def chosen(sent: QueryDict) -> str | None:
    """The model chosen; None to follow the advice."""
    said = sent.get("value", "")
    if said and said not in CHOSEN:
        raise Refused(say("field.choose"))
    return said or None


@dataclass(frozen=True)
class Own:
    """One figure replaced by the company's own."""

    key: str
    label: str
    mine: str
    ours: str
    source: str  # where ours comes from


def own_figures(document: Mapping[str, Any]) -> list[Own]:
    """The figures replaced, with ours beside them; ours is "" where the market does not say it."""
    market = answers.read(document, "company.market")
    found = []
    for key, held in (document.get("assumptions") or {}).items():
        figure = figures.find(key, market)
        ours = f"{figures.shown(figure)} {figures.unit(figure)}" if figure else ""
        source = figures.source(figure) if figure else ""
        found.append(Own(key, figures.label(key, market), figures.written(held), ours, source))
    return found


def replaceable(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every figure that can be replaced for this market: key as written in the file, and name."""
    market = answers.read(document, "company.market")
    listed = []
    for key in load().figures:
        first, _, rest = key.partition(".")
        if first in load().markets and first != market:
            continue
        short = rest if first == market else key
        listed.append((short, figures.label(short, market)))
    return sorted(listed, key=lambda pair: pair[1].lower())


def currency_sign(document: Mapping[str, Any]) -> str:
    """The sign of the market's currency, "" while the market is unknown."""
    market = load().markets.get(str(answers.read(document, "company.market")))
    return signs()[market.currency] if market else ""
