"""Voices for hand-written decisions, made once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from tests.app.report.documents import document
from tests.engine.plan.samples import EXAMPLES
from timonier.app.report.blocks import Figure, Story, Table
from timonier.app.report.folder import Made, files
from timonier.app.report.story import story
from timonier.app.report.voice import Voice
from timonier.engine.plan import build_plan
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan

TODAY = date(2026, 11, 23)
LINK = "https://timonier.example/fr/s/1AbCdEf/"
LANGS = ("fr", "en")
# Right quotes, accents, marks of Markdown and of HTML, an emoji, and a word nothing can break.
LONG_NAME = "L’Œuvre d’Été & <Fils> « Bâtir* » 🚀 " + "Zinguerie" * 12


@cache
def voice(name: str, lang: str, company: str = "Jardinerie du Nord") -> Voice:
    plan = build_plan(EXAMPLES[name](), load_plan(), load())
    return Voice(document(name, lang, company), plan, lang, TODAY, LINK, load(), load_plan())


@cache
def told(name: str, lang: str) -> Story:
    return story(voice(name, lang))


@cache
def folder(name: str, lang: str) -> tuple[Made, ...]:
    return tuple(files(voice(name, lang), 'company.market = "ca-qc"\n'))


def words(story_: Story) -> Iterator[str]:
    """Every text of a report that a person reads."""
    summary = story_.summary
    yield from (summary.verdict, summary.confidence, summary.foot, summary.dated)
    yield from (summary.choice, *summary.cautions)
    yield from summary.labels
    for _, items in summary.lists:
        yield from items
    for section in story_.sections:
        yield section.title
        for block in section.blocks:
            yield from texts(block)


def texts(block: Any) -> Iterator[str]:
    if isinstance(block, str):
        yield block
    elif isinstance(block, tuple):
        for one in block:
            yield from texts(one)
    elif isinstance(block, Figure):
        yield from (block.alt, block.caption)
        if block.data:
            yield from texts(block.data)
    elif isinstance(block, Table):
        yield block.caption
        yield from (column.title for column in block.columns)
        yield from texts(block.rows)
    elif hasattr(block, "__dataclass_fields__"):
        for key in block.__dataclass_fields__:
            if key not in ("kind", "style", "address"):
                yield from texts(getattr(block, key))
