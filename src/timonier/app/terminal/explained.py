"""Where a number comes from, on a screen."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from timonier.app.document.parts import Explained, Input
from timonier.app.terminal.style import SOFT, Voice, unpadded
from timonier.knowledge import load


def show_explained(found: Explained, console: Console) -> None:
    """Print an explanation: value, definition, formula, inputs with their sources, uses."""
    voice = Voice(load(), found.language)
    card = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    card.add_column(style=SOFT, no_wrap=True)
    card.add_column(overflow="fold")
    told = {"value": found.value, "definition": found.definition, "formula": found.formula}
    for name, words in told.items():
        if words:
            card.add_row(voice.say(f"explain.{name}"), Text(words))
    for i, one in enumerate(found.inputs):
        title = voice.say("explain.inputs") if i == 0 else ""
        card.add_row(title, _input(one, voice))
    if found.used_in:
        card.add_row(voice.say("explain.used_in"), Text(found.used_in))
    with unpadded(console):
        console.print(Text(found.title, "bold"), Text(found.path, SOFT), card, sep="\n")


def _input(one: Input, voice: Voice) -> Text:
    text = Text(voice.say("input", label=one.label))
    text.append(one.value, "bold")
    origin = voice.say(f"explain.{one.origin}")
    rest = ", ".join(known for known in (one.source, one.year) if known)
    return text.append(f"  [{origin}{', ' + rest if rest else ''}]", SOFT)
