"""Map each requirement drawn from the published article to the tests whose name cites it.

A test cites R034 when ``r034`` is a word of its name: ``test_r034_junior_alone_is_never_first``.
"""

from __future__ import annotations

import ast
import csv
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CITED = re.compile(r"(?<![a-z0-9])r(\d{3})(?![0-9])")
PAGE = ROOT / "docs" / "reference" / "requirements.md"


@dataclass(frozen=True)
class Requirement:
    """What must hold, and why no test says so when none does."""

    id: str
    must_hold: str
    reason: str


@dataclass(frozen=True)
class Citation:
    """A test that cites a requirement, by its file from the root of the project."""

    file: str
    name: str


def requirements() -> list[Requirement]:
    """Read tests/requirements.csv."""
    with (ROOT / "tests" / "requirements.csv").open(encoding="utf-8", newline="") as rows:
        return [Requirement(**row) for row in csv.DictReader(rows)]


def citations(source: str) -> dict[str, list[str]]:
    """Find the requirements that the tests of a module cite, by the names of its functions.

    >>> citations("def test_r034_and_r036_hold(): ...")
    {'R034': ['test_r034_and_r036_hold'], 'R036': ['test_r034_and_r036_hold']}
    """
    found: dict[str, list[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for digits in CITED.findall(node.name):
                found.setdefault(f"R{digits}", []).append(node.name)
    return found


def coverage() -> dict[str, list[Citation]]:
    """Find, for each requirement that is cited, the tests that cite it."""
    found: dict[str, list[Citation]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        file = path.relative_to(ROOT).as_posix()
        for cited, names in citations(path.read_text(encoding="utf-8")).items():
            found.setdefault(cited, []).extend(Citation(file, name) for name in names)
    return found


def page() -> str:
    """Write the table as a Markdown page."""
    tests = coverage()
    lines = [
        "# Requirements",
        "",
        "<!-- Written by `make docs` from tests/requirements.csv and the names of the tests. -->",
        "",
        "What the published article asks of the product, in our words, and the tests that hold it.",
        "",
        "| id | what must hold | tests |",
        "| --- | --- | --- |",
    ]
    for one in requirements():
        links = [f"[{t.name}](../../{t.file})" for t in tests.get(one.id, [])]
        lines.append(f"| {one.id} | {one.must_hold} | {'<br>'.join(links) or one.reason} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page when it changed."""
    text = page()
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
        print("docs/reference/requirements.md is written again")


if __name__ == "__main__":
    main()
