"""The work on a screen: activities by function, hours a month, before any model."""

from __future__ import annotations

from rich.box import SIMPLE
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from timonier.app.document.parts import Range, Work
from timonier.app.terminal.style import NARROW_SCREEN, SOFT, Voice, heading, unpadded
from timonier.app.wording import hours, listing
from timonier.engine.catalogue import FUNCTIONS
from timonier.knowledge import load


def show_needs(document: Work, console: Console) -> None:
    """Print a work document; the four functions always show."""
    voice = Voice(load(), document.language)
    narrow = console.width < NARROW_SCREEN
    table = Table(box=SIMPLE, pad_edge=False, show_edge=False, padding=(0, 1))
    table.add_column(voice.say("needs.work"), overflow="fold")
    if not narrow:
        table.add_column(voice.say("needs.nature"), style=SOFT)
    table.add_column(voice.say("needs.hours"), justify="right")
    table.add_column(voice.say("needs.range"), justify="right", style=SOFT)
    for function in FUNCTIONS:
        _function(document, function, table, voice, narrow)
    total = document.needs_by_function["all"]
    cells = [Text(voice.say("needs.total"), "bold"), *_hours(total, voice, bold=True)]
    table.add_row(*(cells if narrow else [cells[0], "", *cells[1:]]))
    with unpadded(console):
        console.print(heading(voice.say("needs.title")), table)
        for words in _notes(document, voice):
            console.print(Text(words, SOFT))


def _function(document: Work, key: str, table: Table, voice: Voice, narrow: bool) -> None:
    total = document.needs_by_function[key]
    name = Text(voice.say(f"function.{key}"), "bold")
    if total.p90 <= 0:
        name.append(f"  {voice.say('needs.nothing')}", SOFT)
    row = [name, *_hours(total, voice, bold=True)]
    table.add_row(*(row if narrow else [row[0], "", *row[1:]]))
    mine = [n for n in document.needs if n.function == key]
    for one in sorted(mine, key=lambda n: -n.hours_per_month.p90):
        label = Padding(Text(one.text), (0, 0, 0, 2))  # what is cut stays under its beginning
        cells = [label, *_hours(one.hours_per_month, voice)]
        nature = voice.say(f"nature.{one.nature}")
        table.add_row(*(cells if narrow else [cells[0], nature, *cells[1:]]))
    table.add_section()


def _hours(found: Range, voice: Voice, *, bold: bool = False) -> list[Text]:
    middle = Text(hours(found.p50, voice.lang), "bold" if bold else "")
    low, high = (voice.number(n, 0) for n in (found.p10, found.p90))
    return [middle, Text(f"{low} – {high}")]


def _notes(document: Work, voice: Voice) -> list[str]:
    out = [voice.say("needs.legend")]
    for why, key in (("made_by_the_team", "team_made"), ("not_needed", "not_needed")):
        names = [a.text for a in document.without_hours if a.why == why]
        if names:
            out.append(voice.say(f"needs.{key}", names=listing(names, voice.lang)))
    return out
