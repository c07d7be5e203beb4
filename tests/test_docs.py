"""The documentation: every example runs, every link leads somewhere, every name is explained."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from scripts import examples
from tests.tree import ROOT, relative, tracked

PAGES = [pytest.param(page, id=relative(page)) for page in examples.pages()]
SETTING = re.compile(r"\bTIMONIER_[A-Z_]+\b")
PLACE = re.compile(
    r"(?<![\w/.])((?:src|tests|bench|scripts|engine|knowledge|app)/[\w/]+(?:\.\w+)?)"
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES)
def test_every_code_block_of_the_page_does_what_it_says(page: Path, tmp_path: Path) -> None:
    folder = examples.reader_folder(tmp_path)
    names: dict[str, Any] = {}
    for block in examples.blocks(page.read_text(encoding="utf-8")):
        wrong = list(examples.problems(block, folder, names))
        assert wrong == [], f"{relative(page)}, line {block.line}"


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_the_page_leads_to_a_file_or_a_heading(page: Path) -> None:
    text = examples.FENCE.sub("", page.read_text(encoding="utf-8"))
    broken = [link for link in LINK.findall(text) if not leads_somewhere(page, link)]
    assert broken == []


def test_every_page_is_one_link_away_from_the_index() -> None:
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / link).resolve() for link in LINK.findall(index.read_text("utf-8"))}
    docs = [page for page in examples.pages() if page.parent != ROOT and page != index]
    assert [relative(page) for page in docs if page not in linked] == []


def test_every_place_in_the_code_that_a_page_names_is_there() -> None:
    """Decisions and the changelog speak of their day; the others speak of this one."""
    roots = (ROOT, ROOT / "src" / "timonier", ROOT / "src" / "timonier" / "knowledge" / "data")
    missing = [
        f"{relative(page)}: {name}"
        for page in examples.pages()
        if "decisions" not in page.parts and page.name != "CHANGELOG.md"
        for name in PLACE.findall(page.read_text(encoding="utf-8"))
        if "MARKET" not in name and not any((root / name).exists() for root in roots)
    ]
    assert missing == []


def leads_somewhere(page: Path, link: str) -> bool:
    if link.startswith(("https://", "http://", "mailto:")):
        return True
    name, _, heading = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    if not target.exists() or ROOT not in [target, *target.parents]:
        return False
    return not heading or heading in anchors(target.read_text(encoding="utf-8"))


def anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in tracked("src/timonier/*.py"))
    page = (ROOT / "docs" / "how-to" / "serve.md").read_text(encoding="utf-8")
    assert set(SETTING.findall(code)) == set(SETTING.findall(page))


def test_a_page_that_no_longer_tells_the_truth_is_noticed(tmp_path: Path) -> None:
    page = "```console\n$ echo two\nthree\n```\n"
    assert list(examples.problems(examples.blocks(page)[0], tmp_path, {})) != []
    assert examples.rewritten(page, tmp_path) == "```console\n$ echo two\ntwo\n```\n"
    assert not leads_somewhere(ROOT / "README.md", "docs/never-written.md")
