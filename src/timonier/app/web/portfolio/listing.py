"""The call list as a page asks for it: filtered, sorted, cut on the server, from the rows kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.utils import timezone

from timonier.app.portfolio.line import Line
from timonier.app.web import telling
from timonier.app.web.models import ClientLink, Entry, Portfolio
from timonier.app.web.portfolio.keeping import line_in
from timonier.app.web.portfolio.running import CALL_ORDER
from timonier.engine.call import BASKETS
from timonier.engine.catalogue import MODELS
from timonier.knowledge.columns import fold

OF_A_PAGE = 50
ORDERS: Mapping[str, tuple[str, ...]] = {
    "call": CALL_ORDER,
    "stake": ("-stake", "number"),
    "doubt": ("holds", "number"),
    "minutes": ("minutes", "number"),
    "name": ("name", "number"),
    "list": ("number",),
}
STATES = ("open", "closed", "asked", "answered")
AT_ONCE = 500  # rows read at a time where all are


@dataclass(frozen=True)
class Asked:
    """What a page of the list was asked for; "" is anything."""

    basket: str = ""
    model: str = ""
    state: str = "open"
    q: str = ""
    order: str = "call"
    told: str = ""  # the key under which the words looked for are kept: they name a company

    @classmethod
    def of(cls, sent: Mapping[str, str], portfolio: Portfolio) -> Asked:
        """What a form or an address asks of a list; what it says wrongly is not asked."""
        told = sent.get(telling.NAME, "")
        held = telling.find(told)
        words = held.get("q", "") if held.get("list") == portfolio.pk else ""
        if not words and (words := sent.get("q", "").strip()[:80]):
            told = telling.keep({"q": words, "list": portfolio.pk})
        return cls(
            basket=_one_of(sent.get("basket", ""), BASKETS),
            model=_one_of(sent.get("model", ""), MODELS),
            state=_one_of(sent.get("state", "open"), STATES),
            q=words,
            order=_one_of(sent.get("order", ""), tuple(ORDERS)) or "call",
            told=told if words else "",
        )

    @property
    def query(self) -> str:
        """The same, as the end of an address, which names no company."""
        held = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "q"}
        return urlencode({k: v for k, v in held.items() if v or k == "state"})


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else ""


def entries(portfolio: Portfolio, asked: Asked) -> QuerySet[Entry]:
    """The rows asked for, in the order asked for."""
    found = portfolio.entries.exclude(basket="")
    if asked.basket:
        found = found.filter(basket=asked.basket)
    if asked.model:
        found = found.filter(first_model=asked.model)
    if asked.state in ("open", "closed"):
        found = found.filter(closed_at__isnull=asked.state == "open")
    elif asked.state:
        answered = asked.state == "answered"
        found = found.filter(links__answered_at__isnull=not answered).distinct()
    if words := fold(asked.q):
        found = found.filter(words__contains=words)
    return found.order_by(*ORDERS[asked.order])


def counts(portfolio: Portfolio) -> dict[str, int]:
    """How many open rows each basket holds, in the baskets' order."""
    rows = portfolio.entries.filter(closed_at__isnull=True).order_by()
    found = dict(rows.values_list("basket").annotate(n=Count("id")))
    return {basket: found.get(basket, 0) for basket in BASKETS}


def lines(portfolio: Portfolio, asked: Asked) -> Iterator[tuple[Entry, Line]]:
    """All the rows asked for, with what was decided of each, some hundreds at a time."""
    for entry in entries(portfolio, asked).iterator(AT_ONCE):
        line = line_in(entry)
        if line is not None:
            yield entry, line


def open_links(portfolio: Portfolio) -> dict[int, str]:
    """The link of the question that each row still waits for, the newest, by the row."""
    open_ = ClientLink.objects.filter(
        entry__portfolio=portfolio, answered_at=None, expires_at__gt=timezone.now()
    )
    return dict(open_.order_by("created_at").values_list("entry_id", "pk"))
