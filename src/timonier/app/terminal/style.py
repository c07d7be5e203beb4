"""How the terminal looks: marks, colours that hold on light and dark, bars, and short numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from timonier.app.charts import MARKS, hundred
from timonier.app.document.parts import Naming, Range
from timonier.app.wording import number, percent, significant, signs
from timonier.engine.catalogue import Knowledge
from timonier.knowledge.typography import NARROW

# Middle tones of the look's colours: 3:1 or more on a white and on a black ground.
COLOURS = {
    "in_house": "#4a7fc9",
    "outsourced": "#b57a14",
    "hybrid": "#1f9c94",
}
CAUTION, GOOD, SOFT = "#c0662b", "#4d9148", "dim"
NARROW_SCREEN = 76  # columns below which a table is shown as lines
LABELS, COLUMN = 22, 18  # room that the comparison takes: its labels, then each model
AMOUNTS = 17  # of which a range of money: "€1,000k – €1,320k"
ROW = 50  # marks in a line of the bar


@contextmanager
def unpadded(console: Console) -> Iterator[None]:
    """In a file or a pipe, lines end with their last letter; a terminal never shows the rest."""
    if console.is_terminal:
        yield
        return
    with console.capture() as kept:
        yield
    for line in kept.get().splitlines():
        console.file.write(f"{line.rstrip(' ')}\n")


@dataclass(frozen=True)
class Voice:
    """What a screen is written with: the knowledge, the language, the currency, the names."""

    knowledge: Knowledge
    lang: str
    currency: str = ""
    naming: Naming = field(default_factory=Naming)

    def say(self, key: str, **values: object) -> str:
        """A sentence of the terminal's wording, or of the common vocabulary when it has a dot."""
        known = self.knowledge.wording
        found = known.get(f"terminal.{key}") or known[key]
        return found[self.lang].format(**values) if values else found[self.lang]

    def percent(self, share: float) -> str:
        return percent(share, self.lang)

    def number(self, value: float, decimals: int = 0) -> str:
        return number(value, self.lang, decimals)

    def thousands(self, amount: float) -> str:
        """An amount in thousands, three significant figures at most."""
        kept = significant(amount, 3) / 1000
        written = number(kept, self.lang, 1 if abs(kept) < 10 and kept % 1 else 0)
        sign = signs()[self.currency]
        return f"{written}{NARROW}k{sign}" if self.lang == "fr" else f"{sign}{written}k"

    def span(self, low: str, high: str) -> str:
        """A range; French says the unit of money once, after the higher amount."""
        unit = f"{NARROW}k{signs()[self.currency]}" if self.currency else ""
        if self.lang == "fr" and unit and high.endswith(unit):
            low = low.removesuffix(unit)
        return f"{low} – {high}"

    def title(self, model: str, called: str = "") -> Text:
        """A model's mark and name, in its colour; ``called`` as another team of it."""
        name = self.say(f"model.{called or self.naming.model(model)}")
        return Text(f"{MARKS[model]} {name}", f"bold {COLOURS[model]}")


def mark(model: str) -> Text:
    """The shape of a model in its colour."""
    return Text(MARKS[model], COLOURS[model])


def bar(shares: dict[str, float], width: int) -> Text:
    """A hundred marks, as many of each model as its chances in a hundred, in lines that fit."""
    owners = [m for m, n in hundred(shares).items() for _ in range(n)]
    room = ROW if width < 2 * ROW + 4 else 2 * ROW
    room = min(room, max(10, (width - 4) // 10 * 10))
    out = Text()
    for i, model in enumerate(owners):
        if i and i % room == 0:
            out.append("\n")
        out.append(MARKS[model], COLOURS[model])
    return out


def heading(words: str) -> Text:
    """The title of a part of the screen."""
    return Text(words, "bold")


def spread(found: Range, write: Callable[[float], str], voice: Voice) -> Text:
    """The middle, and the range in softer letters when there is one."""
    low, middle, high = map(write, found)
    out = Text(middle)
    if low != high:
        out.append(f"\n{voice.span(low, high)}", SOFT)
    return out
