"""The reference is generated, complete and up to date."""

from __future__ import annotations

import re

import pytest

from scripts import reference
from timonier import knowledge as facts
from timonier.engine.company import FACTS

KNOWN = facts.load()


@pytest.mark.parametrize("name", reference.PAGES)
def test_the_page_is_what_the_product_says_today(name: str) -> None:
    text = (reference.DOCS / name).read_text(encoding="utf-8")
    assert text == reference.PAGES[name](KNOWN), "run: make docs"


def missing_from_the_reference(names: list[str]) -> list[str]:
    pages = [reference.DOCS / name for name in reference.PAGES]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    return [name for name in names if f"`{name}`" not in text and f"\n## {name}\n" not in text]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(list(KNOWN.figures), id="figures"),
        pytest.param(list(KNOWN.criteria), id="criteria"),
        pytest.param(list(KNOWN.warnings), id="warnings"),
        pytest.param(list(KNOWN.statements), id="statements"),
        pytest.param(list(FACTS), id="facts of a company"),
        pytest.param(list(KNOWN.glossary), id="terms"),
        pytest.param(reference.commands(), id="commands"),
    ],
)
def test_every_name_of_the_product_is_in_the_reference(names: list[str]) -> None:
    assert names
    assert missing_from_the_reference(names) == []


def test_every_figure_that_the_method_page_names_exists() -> None:
    named = re.findall(r"`([a-z_]+\.[a-z_.]+)`", (reference.DOCS / "method.md").read_text("utf-8"))
    assert len(named) > 20
    assert set(named) - set(KNOWN.method) == set()


def test_a_name_that_is_nowhere_is_reported() -> None:
    assert missing_from_the_reference(["never.written"]) == ["never.written"]
