"""What pages are made of: plain values in one language, drawn by the PDF, Word and Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "right", "center"]


@dataclass(frozen=True)
class Paragraph:
    text: str
    style: Literal["body", "lead", "note"] = "body"


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table; ``width`` is a share of what is left, 0 for as narrow as its content."""

    title: str
    align: Align = "left"
    width: float = 1.0
    sources: bool = False  # it says where figures come from: addresses in it are links


Titles = list[str | Column]


@dataclass(frozen=True)
class Table:
    """Rows of words. ``strong`` rows are totals or groups; the first column heads its row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    strong: frozenset[int] = frozenset()
    small: bool = False


@dataclass(frozen=True)
class Figure:
    """A drawing, what it says in words, and the numbers it is drawn from."""

    svg: str
    alt: str
    caption: str
    data: Table | None = None


@dataclass(frozen=True)
class Callout:
    """Something that must be seen: its meaning is written, never carried by colour alone."""

    kind: Literal["caution", "danger", "good", "neutral"]
    title: str
    text: str
    more: str = ""


@dataclass(frozen=True)
class Pairs:
    """Labels and values, one under the other."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Checklist:
    """Boxes to tick: a label, what to check, whether it is a key one."""

    items: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Blanks:
    """Lines to write on by hand, each under what to write."""

    labels: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    text: str
    address: str


Block = Paragraph | Heading | Bullets | Table | Figure | Callout | Pairs | Checklist | Blanks | Link


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    blocks: tuple[Block, ...]
    new_page: bool = False
    appendix: bool = False  # to look up, after what is to be read
    together: bool = False  # short enough never to be cut by a page


@dataclass(frozen=True)
class ModelColumn:
    """One model on the summary page; ``lines`` answer the summary's ``labels``."""

    model: str
    name: str
    first: bool
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """The first page, which stands alone."""

    eyebrow: str
    company: str
    dated: str
    verdict: str
    confidence: str
    choice: str  # what the company chose when it is not what is advised; "" otherwise
    cautions: tuple[str, ...]  # what must be seen beside the verdict
    marks: Figure
    corner: str  # what the labels are
    labels: tuple[str, ...]
    columns: tuple[ModelColumn, ...]
    notes: tuple[str, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]  # title, sentences
    foot: str


@dataclass(frozen=True)
class Story:
    """A whole report, in one language."""

    title: str
    lang: str
    description: str
    appendix: str  # the title of what comes after the report itself
    page: str  # "page {n} of {total}"
    summary: Summary
    sections: tuple[Section, ...]
    keywords: tuple[str, ...] = field(default=())


def table(
    titles: Sequence[str | Column],
    rows: Sequence[Sequence[str]],
    *,
    caption: str = "",
    strong: Sequence[int] = (),
    small: bool = False,
) -> Table:
    """Build a table; a plain title is a left-aligned column."""
    columns = tuple(Column(one) if isinstance(one, str) else one for one in titles)
    return Table(columns, tuple(tuple(row) for row in rows), caption, frozenset(strong), small)


def figures(title: str, width: float = 0.0) -> Column:
    """A column of numbers."""
    return Column(title, "right", width)
