"""What no single field can ask beside tables: preferences, the choice, one's own figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from timonier.app.document.parts import Naming
from timonier.app.interview import answers
from timonier.app.web.forms import figures
from timonier.app.web.forms.parse import to_number
from timonier.app.web.forms.question import Option
from timonier.app.web.numbers import plain
from timonier.app.web.words import current, say
from timonier.engine.company import CHOSEN, TABLES
from timonier.knowledge import load

KEYS = (*TABLES, "preferences.order", "preferences.tradeoffs", "decision.chosen", "assumptions")
TRADES = 3
RATIOS = (1.5, 2, 3, 5, 10)


class Refused(ValueError):
    """An answer of several fields that cannot be kept; the message says what to do."""


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
    words, lang, called = load().wording, current(), Naming.of(document).model
    return tuple(
        Option(
            m, words[f"model.{called(m)}"][lang], m == held, words[f"model_description.{m}"][lang]
        )
        for m in CHOSEN
    )


def chosen(sent: QueryDict) -> str | None:
    """The model chosen; None to follow the advice."""
    said = sent.get("value", "")
    if said and said not in CHOSEN:
        raise Refused(load().wording["field.choose"][current()])
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
