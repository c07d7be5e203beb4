"""A picture of a list: who gets what, and the money at stake against the doubt."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from timonier.app.web.drawing import GLYPHS
from timonier.app.web.models import Portfolio
from timonier.app.web.words import current
from timonier.app.wording import about_money, percent
from timonier.engine.call import BASKETS
from timonier.engine.catalogue import MODELS

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 84, 36, 16, 52
COLUMNS, ROWS = 25, 16  # of the grid into which companies are put
SMALLEST, LARGEST = 9.0, 34.0  # pixels of a mark: one company, and the fullest place
LEAST = 1_000.0  # money below which all is drawn at the foot
HALF = 0.5
Point = tuple[str, float, float]  # model, doubt 0-1, money at stake a year


@dataclass(frozen=True)
class Picture:
    """``shared``: for each basket, how many companies of each model; ``first`` of ``total`` hold
    half of the money at stake; ``elsewhere`` count in another currency."""

    drawing: SafeString
    shared: tuple[tuple[str, tuple[int, ...], int], ...]
    currency: str
    total: int
    first: int
    money: float
    elsewhere: int


def picture(portfolio: Portfolio) -> Picture | None:
    """The picture of the open rows of a list; None when none has a first model."""
    rows = portfolio.entries.filter(closed_at__isnull=True).exclude(first_model="")
    held = rows.values_list("currency", "first_model", "holds", "stake")
    by_currency = Counter(row[0] for row in held)
    if not by_currency:
        return None
    currency = by_currency.most_common(1)[0][0]
    points = [
        (model, 1.0 - (holds or 0.0), float(stake))
        for money, model, holds, stake in held
        if money == currency
    ]
    stakes = sorted((stake for _, _, stake in points), reverse=True)
    counted = rows.order_by().values_list("basket", "first_model").annotate(n=Count("id"))
    return Picture(
        drawing=drawn(points, currency),
        shared=_shared({(basket, model): n for basket, model, n in counted}),
        currency=currency,
        total=len(points),
        first=holding(stakes, HALF),
        money=sum(stakes),
        elsewhere=by_currency.total() - len(points),
    )


def _shared(counts: dict[tuple[str, str], int]) -> tuple[tuple[str, tuple[int, ...], int], ...]:
    rows = []
    for basket in BASKETS:
        found = tuple(counts.get((basket, model), 0) for model in MODELS)
        if any(found):
            rows.append((basket, found, sum(found)))
    return tuple(rows)


def holding(stakes: Sequence[float], share: float) -> int:
    """How many of the largest amounts hold a share of their sum.

    >>> holding([60.0, 30.0, 5.0, 5.0], 0.5), holding([1.0, 1.0, 1.0, 1.0], 0.5), holding([], 0.5)
    (1, 2, 0)
    """
    left = share * sum(stakes)
    for n, stake in enumerate(stakes, 1):
        left -= stake
        if left <= 0:
            return n
    return 0


def drawn(points: Iterable[Point], currency: str) -> SafeString:
    """Doubt from left to right, money upwards by tens; a mark as large as the companies in it."""
    points = list(points)
    most = max((stake for *_, stake in points), default=0.0)
    top = max(2 * LEAST, 10 ** math.ceil(math.log10(most)) if most > 0 else 0.0)
    places = Counter((model, *_place(doubt, stake, top)) for model, doubt, stake in points)
    fullest = max(places.values(), default=1)
    marks = format_html_join(
        "",
        '<g class="spot {}" transform="translate({} {}) scale({})">{}</g>',
        (
            _mark(model, column, row, n, fullest)
            for (model, column, row), n in sorted(places.items(), key=lambda one: -one[1])
        ),
    )
    return format_html("{}{}{}", _money_axis(top, currency), _doubt_axis(), marks)


def _place(doubt: float, stake: float, top: float) -> tuple[int, int]:
    """The place of the grid where a company stands, from the left and from the foot."""
    column = min(COLUMNS - 1, int(doubt * COLUMNS))
    return column, min(ROWS - 1, int(_height(stake, top) * ROWS))


def _height(stake: float, top: float) -> float:
    """How high an amount stands, 0-1: by tens from a thousand on."""
    if stake <= LEAST:
        return 0.0
    return math.log10(stake / LEAST) / math.log10(top / LEAST)


def _mark(
    model: str, column: int, row: int, n: int, fullest: int
) -> tuple[str, str, str, str, SafeString]:
    size = SMALLEST + (LARGEST - SMALLEST) * math.sqrt((n - 1) / max(1, fullest - 1))
    size = SMALLEST if n == 1 else size
    shift = (MODELS.index(model) - 1) * 5  # three models at one place stay apart
    x = LEFT + (column + 0.5) / COLUMNS * (WIDTH - LEFT - RIGHT) + shift - size / 2
    y = HEIGHT - BOTTOM - (row + 0.5) / ROWS * (HEIGHT - TOP - BOTTOM) - size / 2
    return model, f"{x:.1f}", f"{y:.1f}", f"{size / 10:.2f}", mark_safe(GLYPHS[model])


def _money_axis(top: float, currency: str) -> SafeString:
    amounts = [10**power for power in range(3, round(math.log10(top)) + 1)]
    ticks = []
    for amount in amounts:
        y = HEIGHT - BOTTOM - _height(amount, top) * (HEIGHT - TOP - BOTTOM)
        ticks.append((LEFT, WIDTH - RIGHT, f"{y:.1f}", about_money(amount, currency, current())))
    return format_html_join(
        "",
        '<path class="spot-grid" d="M{0} {2}H{1}"/>'
        '<text class="spot-money" x="76" y="{2}">{3}</text>',
        ticks,
    )


def _doubt_axis() -> SafeString:
    ticks = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = LEFT + share * (WIDTH - LEFT - RIGHT)
        ticks.append((f"{x:.1f}", HEIGHT - BOTTOM + 20, percent(share, current())))
    return format_html_join("", '<text class="spot-doubt" x="{}" y="{}">{}</text>', ticks)
