"""What only the page needs beyond ``app.wording``: amounts in thousands, chances in words."""

from __future__ import annotations

from timonier.app.document.words import Words
from timonier.app.web.words import current
from timonier.app.wording import MINUS, number, significant, signs
from timonier.knowledge import load
from timonier.knowledge.typography import NARROW


def plain(value: float) -> str:
    """Write a number with the decimals it has, three at most."""
    digits = next(d for d in (0, 1, 2, 3) if d == 3 or abs(value - round(value, d)) < 1e-9)
    return number(value, current(), digits)


def measured(value: str, unit: str) -> str:
    """Write a number with its unit, as the language sets them: $12,000 a year, 12 000 $ par an."""
    french = current() == "fr"
    if unit[:1] in signs().values() and not french:
        return f"{unit[0]}{value}{unit[1:]}"
    if unit[:1] in ("%", *signs().values()):
        return f"{value}{NARROW if french else ''}{unit}"
    if unit == "×":
        return f"×\u00a0{value}"
    return f"{value}\u00a0{unit}" if unit else value


def thousands(value: float, currency: str) -> str:
    """Write an amount in thousands, with three significant figures at most."""
    kept = significant(value, 3) / 1000
    text = number(abs(kept), current(), 1 if abs(kept) < 10 else 0)
    sign = MINUS if kept < 0 else ""
    if current() == "fr":
        return f"{sign}{text}{NARROW}k{signs()[currency]}"
    return f"{sign}{signs()[currency]}{text}k"


def odds(chance: float) -> str:
    """Say a chance in words that people count with, as the decision document does."""
    return Words(load(), current(), "").odds(chance)
