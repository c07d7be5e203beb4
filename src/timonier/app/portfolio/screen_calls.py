"""The call list in the terminal: in words, the reason and the action of each call."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from timonier.app.company_file.errors import printable
from timonier.app.portfolio.calls import OTHERS, Calls
from timonier.app.portfolio.export import Listed, changed, say
from timonier.app.terminal.style import CAUTION, GOOD, SOFT, unpadded
from timonier.app.wording import about_money, number
from timonier.engine.call import BASKETS

NAME = 40  # characters of a name
COLOUR = {"act_now": CAUTION, "one_question": GOOD, "talk": "bold"}


def show_calls(found: Calls, rows: Sequence[Listed], console: Console, lang: str) -> None:
    """Print how many companies each basket holds, then the first rows."""
    total = len(found.order)
    with unpadded(console):
        console.print(f" {say('list.title', lang, n=number(total, lang))}", style="bold")
        counts = [(say(f"basket.{b}", lang), found.counts[b]) for b in BASKETS if found.counts[b]]
        if counts:
            told = " · ".join(f"{name} {number(n, lang)}" for name, n in counts)
            console.print(f" {told}", style=SOFT)
        unread = sum(found.counts[status] for status in OTHERS)
        if unread:
            console.print(f" {say('list.unread', lang, n=number(unread, lang))}", style=CAUTION)
        console.print()
        if not rows:
            console.print(f" {say('list.empty', lang)}")
            return
        console.print(_table(rows, lang))
        if total > len(rows):
            console.print(f" {say('list.shown', lang, n=len(rows), all=total)}", style=SOFT)


def _table(rows: Sequence[Listed], lang: str) -> Table:
    table = Table(box=None, padding=(0, 2, 1, 0), header_style=SOFT, pad_edge=False)
    table.add_column("", justify="right")
    table.add_column(say("list.company", lang), overflow="fold", ratio=2)
    table.add_column(say("list.why", lang), overflow="fold", ratio=4)
    for key in ("stake", "minutes"):
        table.add_column(say(f"list.{key}", lang), justify="right")
    for place, row in enumerate(rows, 1):
        table.add_row(f" {place}", *_cells(row, lang))
    return table


def _cells(row: Listed, lang: str) -> list[Text | str]:
    line = row.line
    basket = line.call_basket or ""
    company = Text(printable(line.name or line.id, NAME))
    company.append(f"\n{say(f'basket.{basket}', lang)}", style=COLOUR.get(basket, SOFT))
    if line.phone:
        company.append(f"\n{printable(line.phone, NAME)}", style=SOFT)
    why = Text(getattr(line, f"call_reason_{lang}") or "", style=SOFT)
    why.append(f"\n{getattr(line, f'call_action_{lang}')}", style="default not dim")
    said = changed(row.change, lang)
    if said:
        why.append(f"\n{say('list.changed', lang, change=said)}", style=GOOD)
    stake = about_money(line.call_stake, line.currency, lang) if line.currency else ""
    return [
        company,
        why,
        stake,
        number(line.call_minutes, lang),
    ]
