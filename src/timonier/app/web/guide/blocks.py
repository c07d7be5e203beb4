"""What a page of the guide is made of, and how it reads as Markdown and as schema.org data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ARTICLE = {
    "@type": "Article",
    "name": "Recruter ou externaliser son marketing ?",
    "author": {"@type": "Person", "name": "Antoine Blot"},
    "datePublished": "2025-07-25",
    "url": "https://www.antoine-blot.com/blogue/recruter-externaliser-marketing-pme/",
}


@dataclass(frozen=True)
class Link:
    text: str
    url: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Heading:
    text: str
    anchor: str
    model: str = ""  # draws the model's shape before the text
    kind: str = "heading"


@dataclass(frozen=True)
class Para:
    text: str
    kind: str = "para"


@dataclass(frozen=True)
class Sub:
    """A smaller heading, left out of the contents."""

    text: str
    kind: str = "sub"


@dataclass(frozen=True)
class Items:
    items: tuple[str, ...]
    kind: str = "items"


@dataclass(frozen=True)
class Terms:
    """Terms and what they mean; each has an anchor of its own."""

    rows: tuple[tuple[str, str, str], ...]  # anchor, term, definition
    kind: str = "terms"


@dataclass(frozen=True)
class Table:
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | Link, ...], ...]
    numeric: tuple[int, ...] = ()  # columns that hold numbers
    kind: str = "table"


Block = Heading | Sub | Para | Items | Terms | Table


@dataclass(frozen=True)
class Page:
    """One page of the guide in one language."""

    key: str
    title: str
    description: str
    blocks: tuple[Block, ...]
    schema: str = "WebPage"  # schema.org type of what it holds
    parts: tuple[Mapping[str, Any], ...] = field(default=())  # its schema.org parts


def markdown(page: Page, lang: str, url: str, version: str) -> str:
    """Write a page as Markdown with a front matter that says what to cite."""
    front = {
        "title": page.title,
        "description": page.description,
        "language": lang,
        "canonical_url": url,
        "knowledge_version": version,
        "based_on": ARTICLE["url"],
        "based_on_author": "Antoine Blot",
    }
    lines = ["---", *(f"{key}: {_quoted(str(value))}" for key, value in front.items()), "---", ""]
    lines += [f"# {page.title}", "", page.description, ""]
    for block in page.blocks:
        lines += [*_markdown(block), ""]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _markdown(block: Block) -> list[str]:
    match block:
        case Heading():
            return [f"## {block.text}"]
        case Sub():
            return [f"### {block.text}"]
        case Para():
            return [block.text]
        case Items():
            return [f"- {item}" for item in block.items]
        case Terms():
            return [f"- **{term}**: {text}" for _, term, text in block.rows]
        case Table():
            rows = [" | ".join(_cell(cell) for cell in row) for row in block.rows]
            rule = " | ".join("---" for _ in block.head)
            return [f"*{block.caption}*", "", " | ".join(block.head), rule, *rows]


def _cell(cell: str | Link) -> str:
    text = str(cell).replace("|", "\\|").replace("\n", " ")
    return f"[{text}]({cell.url})" if isinstance(cell, Link) and cell.url else text or "–"


def schema(page: Page, lang: str, url: str, version: str) -> dict[str, Any]:
    """Describe a page to machines, in the words of schema.org."""
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": page.schema,
        "@id": url,
        "url": url,
        "name": page.title,
        "description": page.description,
        "inLanguage": lang,
        "version": version,
        "isPartOf": {"@type": "WebSite", "name": "Timonier"},
        "isBasedOn": ARTICLE,
        "license": "https://opensource.org/license/mit",
        "isAccessibleForFree": True,
    }
    place = {"FAQPage": "mainEntity", "DefinedTermSet": "hasDefinedTerm"}.get(page.schema)
    if page.parts and place:
        described[place] = list(page.parts)
    return described
