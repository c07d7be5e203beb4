"""What the tests look for in any page: clean HTML, one language, nothing inline."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from timonier.knowledge import load

VOID = {"meta", "link", "input", "br", "hr", "img", "source", "col", "wbr"}
SHAPES = {"path", "circle", "rect", "line"}


class Page(HTMLParser):
    """One parsed page: its tags with their attributes, its text, and what does not close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.unclosed: list[str] = []
        self.elsewhere = 0  # depth inside an element of another language, or of a script
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.tags.append((tag, held))
        if tag not in VOID:
            self.open.append(tag)
            if self.elsewhere or tag == "script" or (tag != "html" and "lang" in held):
                self.elsewhere += 1
        for name in ("aria-label", "title", "placeholder", "alt"):
            if held.get(name) and not self.elsewhere:
                self.texts.append(held[name])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.unclosed.append(tag)
            return
        self.open.pop()
        self.elsewhere = max(0, self.elsewhere - 1)

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.elsewhere:
            self.texts.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def attributes(self, name: str) -> list[str]:
        return [held[name] for _, held in self.tags if name in held]


def check_page(response: Any, lang: str) -> Page:
    """Assert what every page owes its reader, and return it parsed."""
    html = response.content.decode()
    page = Page(html)
    assert page.unclosed == []
    assert page.open == []
    assert f'<html lang="{lang}"' in html or not html.startswith("<!doctype")
    assert not [held for _, held in page.tags if "style" in held]
    assert not [name for _, held in page.tags for name in held if name.startswith("on")]
    assert "<style" not in html
    for tag, held in page.tags:
        if tag == "script" and held.get("type") not in ("application/ld+json",):
            assert held.get("src"), "a script written inside a page"
    ids = page.attributes("id")
    assert len(ids) == len(set(ids)), sorted({i for i in ids if ids.count(i) > 1})
    assert foreign(page, lang) == []
    return page


def foreign(page: Page, lang: str) -> list[str]:
    """The sentences of the other language that a page shows."""
    other = "en" if lang == "fr" else "fr"
    text = page.text
    found = []
    titles = " ".join(source.title for source in load().sources.values())  # kept as published
    for key, said in load().wording.items():
        theirs, ours = said[other], said[lang]
        plain = re.split(r"\{\w*\}", theirs)
        longest = max(plain, key=len).strip()
        if longest in titles:
            continue
        if (
            len(longest) >= 12
            and " " in longest
            and longest in text
            and longest not in ours
            and re.search(rf"(?<!\w){re.escape(longest)}(?!\w)", text)
        ):
            found.append(f"{key}: {longest}")
    return found
