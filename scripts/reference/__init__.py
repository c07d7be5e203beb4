"""Write the reference pages and the glossary from the knowledge, the facts and the command line.

``python -m scripts.reference`` writes them; a test compares them with what it would write.
"""

from __future__ import annotations

from collections.abc import Callable

from scripts.reference.companies import company_file, lists, portfolio_row, unknown_facts
from scripts.reference.figures import (
    answer_figures,
    figures_of,
    market_figures,
    method_figures,
    sources,
)
from scripts.reference.floors import floors
from scripts.reference.interfaces import assistants, command_line, commands
from scripts.reference.markdown import DOCS
from scripts.reference.records import criteria, glossary, statements, warnings
from timonier import knowledge as facts
from timonier.app.report.files import slug
from timonier.engine.catalogue import Knowledge

MARKETS = facts.load().markets.values()
PAGES: dict[str, Callable[[Knowledge], str]] = {
    "reference/command-line.md": command_line,
    "reference/company-file.md": company_file,
    "reference/assistants.md": assistants,
    "reference/unknown-facts.md": unknown_facts,
    "reference/criteria.md": criteria,
    "reference/warnings.md": warnings,
    "reference/portfolio-row.md": portfolio_row,
    "reference/statements.md": statements,
    "reference/sources.md": sources,
    "reference/figures-method.md": method_figures,
    **{f"reference/figures-{slug(m.label.en)}.md": market_figures(m.key) for m in MARKETS},
    "reference/figures-roles.md": figures_of("roles", "Figures of the roles"),
    "reference/figures-activities.md": figures_of("activities", "Figures of the activities"),
    "reference/figures-questions.md": answer_figures,
    "reference/lists.md": lists,
    "reference/floors.md": floors,
    "glossary.md": glossary,
}


def main() -> None:
    """Write every page, and say which ones changed."""
    known = facts.load()
    for name, write in PAGES.items():
        path = DOCS / name
        text = write(known)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"docs/{name} is written again")


__all__ = ["DOCS", "PAGES", "commands", "main"]
