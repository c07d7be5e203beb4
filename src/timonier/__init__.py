"""Timonier: recruit your marketing, outsource it, or go hybrid."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from timonier.engine import keeping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from timonier.app.document import Answered
    from timonier.app.portfolio.line import Line
    from timonier.engine.catalogue import Knowledge
    from timonier.engine.company import Company

__version__ = "0.1.0"
__all__ = ["company_from", "decide", "load_company", "portfolio", "read_company_file"]

# Before NumPy is there: its linear algebra would keep a thread of its own turning in wait for the
# next product of small matrices, on a processor that the simulation needs.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _keep(name: str, described: str, compile_: keeping.Compile) -> keeping.Code:
    from timonier.kernel_cache import keep  # when a kernel is first called, not at every start

    return keep(name, described, compile_)


keeping.keep = _keep


def decide(
    company: Company,
    *,
    knowledge: Knowledge | None = None,
    seed: int = 0,
    scenarios: int | None = None,
    months: int | None = None,
    effort: str = "full",
    threads: int = 2,
) -> Answered:
    """Decide for one company; ``knowledge`` defaults to the one that comes with the package.

    ``effort``: "full"; "quick" for many companies; "triage" to sort a long list. What a lesser one
    loses is measured and published. The words are those of the company's market.
    """
    from timonier.app.document import Answered
    from timonier.engine import decision
    from timonier.knowledge import load
    from timonier.knowledge.spoken import spoken_in

    decided = decision.decide(
        company,
        knowledge=spoken_in(knowledge or load(), company.market),
        seed=seed,
        scenarios=scenarios,
        months=months,
        effort=effort,
        threads=threads,
    )
    return Answered.of(decided)


def portfolio(
    rows: Iterable[Mapping[str, Any]],
    *,
    effort: str = "quick",
    seed: int = 0,
    scenarios: int | None = None,
) -> Iterator[Line]:
    """Decide for many companies, one after the other, and say which calls are worth making.

    ``rows`` are mappings, as data frames give them: keys of the company file
    ("company.headcount"), ``id`` and ``name``; what else they hold comes back in ``kept``. A row
    that cannot be read says so in its ``problems``. Needs no memory beyond one row.
    """
    from timonier.app.portfolio.given import mapped
    from timonier.app.portfolio.judging import How, line_of

    how = How(effort, seed, scenarios)
    return (line_of(row, how) for row in mapped(rows))


def company_from(document: Any) -> Company:
    """Read a company from a mapping, as a server does: never from a path."""
    from timonier.app.company_file import company_from as build
    from timonier.knowledge import load

    return build(document, load())


def read_company_file(path: str | Path) -> Company:
    """Read a company from a TOML or JSON file, or from standard input ("-")."""
    from timonier.app.company_file import read_company_file as read
    from timonier.knowledge import load

    return read(path, load())


def load_company(source: str | Path | Mapping[str, Any]) -> Company:
    """Read a company from whichever of the two it is given: for scripts and notebooks."""
    from timonier.app.company_file import load_company as load_either
    from timonier.knowledge import load

    return load_either(source, load())
