"""Markdown that the pages of the reference share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
NOTICE = "<!-- Written by `make docs`: change the knowledge, not this page. -->"


def cell(text: object) -> str:
    """Write one cell of a table: no line break, no bar that would cut it."""
    return str(text).replace("|", "\\|").replace("\n", " ").strip()


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write a Markdown table."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(cell(part) for part in line) + " |" for line in lines)


def page(title: str, introduction: str, *parts: str) -> str:
    """Write a whole page, which ends with one line break."""
    return "\n\n".join([f"# {title}", NOTICE, introduction, *parts]) + "\n"


def number(value: float) -> str:
    """Write a figure as its record does, with thousands apart: 61 200, 0.05."""
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.replace(",", "\u202f")
