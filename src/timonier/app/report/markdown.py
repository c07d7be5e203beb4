"""Blocks as Markdown, for people who paste the plan elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from timonier.app.report.blocks import (
    Blanks,
    Block,
    Bullets,
    Callout,
    Checklist,
    Figure,
    Heading,
    Link,
    Pairs,
    Paragraph,
    Story,
    Table,
)

SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|#~&@"})
BARE = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp)(?=:)|\bwww(?=\.)")  # made a link by many readers
LEADING = re.compile(r"^(\s*\d{1,9})(?=[.)])|^(\s*)(?=[-+=])")


def whole(story: Story) -> str:
    """The report in one Markdown text, its first page as an introduction."""
    summary = story.summary
    lines = [f"# {escape(story.title)}", "", escape(summary.dated), ""]
    lines += [f"**{escape(summary.verdict)}**", "", escape(summary.confidence), ""]
    for said in filter(None, (summary.choice, *summary.cautions)):
        lines += [f"> {escape(said)}", ""]
    columns = (summary.corner, *(column.name for column in summary.columns))
    rows = [
        (label, *(column.lines[i] for column in summary.columns))
        for i, label in enumerate(summary.labels)
    ]
    lines += [*_rows(columns, rows), ""]
    for note in summary.notes:
        lines += [escape(note), ""]
    for title, items in summary.lists:
        lines += [f"## {escape(title)}", "", *(f"- {escape(item)}" for item in items), ""]
    for section in story.sections:
        lines += [f"## {escape(section.title)}", "", *_blocks(section.blocks, deeper=1)]
    return "\n".join(lines).rstrip() + "\n"


def document(title: str, company: str, blocks: Sequence[Block]) -> str:
    """One document: a job description or a brief."""
    lines = [f"# {escape(title)}", "", escape(company), "", *_blocks(blocks, deeper=0)]
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str) -> str:
    r"""Words that Markdown must not read as marks, links or the beginning of a list.

    >>> escape("- [x](http://a.b)"), escape("1. R&D")
    ('\\- \\[x\\](http\\://a.b)', '1\\. R\\&D')
    """
    marked = BARE.sub(r"\g<0>\\", text.translate(SPECIAL).replace("\n", " "))
    return LEADING.sub(r"\g<0>\\", marked)


def _blocks(blocks: Iterable[Block], deeper: int) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        lines += [*_block(block, deeper), ""]
    return lines


def _block(block: Block, deeper: int) -> list[str]:
    if isinstance(block, Paragraph):
        return [escape(block.text)]
    if isinstance(block, Heading):
        return [f"{'#' * (block.level + deeper)} {escape(block.text)}"]
    if isinstance(block, Bullets):
        mark = "1." if block.ordered else "-"
        return [f"{mark} {escape(item)}" for item in block.items]
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Pairs):
        return [f"- **{escape(label)}** {escape(value)}" for label, value in block.items]
    if isinstance(block, Checklist):
        return [_box(*item) for item in block.items]
    if isinstance(block, Callout):
        said = [f"> **{escape(block.title)}** {escape(block.text)}".rstrip()]
        return [*said, f"> {escape(block.more)}"] if block.more else said
    if isinstance(block, Blanks):
        return [f"- {escape(label)} {escape('_' * 20)}" for label in block.labels]
    if isinstance(block, Link):
        return [f"[{escape(block.text)}]({block.address})"]
    return _figure(block)


def _box(label: str, check: str, key: bool) -> str:
    said = f"**{escape(label)}**" if key else escape(label)
    return f"- [ ] {said}" + (f" — {escape(check)}" if check else "")


def _figure(block: Figure) -> list[str]:
    lines = [escape(block.alt)]
    return [*lines, "", *_table(block.data)] if block.data else lines


def _table(block: Table) -> list[str]:
    lines = [f"**{escape(block.caption)}**", ""] if block.caption else []
    rows = [
        tuple(f"**{cell}**" if cell and i in block.strong else cell for cell in map(escape, row))
        for i, row in enumerate(block.rows)
    ]
    aligned = ["--:" if c.align == "right" else ":-:" if c.align == "center" else "---"
               for c in block.columns]  # fmt: skip
    titles = [escape(column.title) for column in block.columns]
    return [*lines, _line(titles), _line(aligned), *(_line(row) for row in rows)]


def _rows(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    made = [_line([escape(title) for title in titles]), _line(["---"] * len(titles))]
    return made + [_line([escape(cell) for cell in row]) for row in rows]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
