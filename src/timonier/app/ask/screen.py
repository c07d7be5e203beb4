"""What a conversation looks like: whole words at any width, the colours of the models."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from typing import Protocol

from rich.console import Console
from rich.text import Text

from timonier.app.terminal.style import CAUTION, COLOURS, SOFT

STYLES: Mapping[str, str] = {"question": "bold", "soft": SOFT, "caution": CAUTION, **COLOURS}
LEAD = re.compile(r"\s*(\d+(\.| =) )?")  # what stands before a choice's words


class Write(Protocol):
    """Say a line; ``look`` is what it is: a question, something softer, a model's chances."""

    def __call__(self, text: str, look: str = "", /) -> None: ...


def on_screen(console: Console) -> Write:
    """Write on a terminal, or plain lines in a pipe, which has no width."""

    def write(text: str, look: str = "", /) -> None:
        said = wrapped(text, console.width) if console.is_terminal else text
        shown = Text(said, STYLES.get(look, ""))
        console.print(shown, soft_wrap=True)

    return write


def wrapped(text: str, width: int) -> str:
    """A line cut between words, what follows under the words that it begins with.

    >>> print(wrapped("  1. Yes: we have chosen our channels", 24))
      1. Yes: we have chosen
         our channels
    """
    lead = LEAD.match(text)
    under = " " * (lead.end() if lead else 0)
    return textwrap.fill(
        text, width, subsequent_indent=under, break_long_words=False, break_on_hyphens=False
    )
