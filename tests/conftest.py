"""What every test may ask for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.postgres import postgres, postgres_url
from tests.remembering import remember_decisions

if TYPE_CHECKING:
    from timonier.app.document import Answered

__all__ = ["decided", "postgres", "postgres_url", "written"]

COMPANIES = Path(__file__).parent / "companies"
FEW = 1_024  # scenarios: enough for what tests look at, and quick

remember_decisions()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of few tests first: they start servers, browsers and programs, and one of them begun
    last would leave the other process with nothing to do."""
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: tests[item.path])


@pytest.fixture(scope="session")
def decided() -> Callable[[str], Answered]:
    """The decision of a company of ``tests/companies``, made once a session: ``decided("v17")``."""
    import timonier

    @cache
    def decide(name: str) -> Answered:
        company = timonier.load_company(COMPANIES / f"{name}.toml")
        return timonier.decide(company, scenarios=FEW)

    return decide


@pytest.fixture(scope="session")
def written(decided: Callable[[str], Answered]) -> Callable[..., dict[str, Any]]:
    """The decision document of such a company, read once a language: ``written("v17", "en")``."""

    @cache
    def write(name: str, lang: str = "fr") -> dict[str, Any]:
        document: dict[str, Any] = json.loads(decided(name).to_json(lang))
        return document

    return write
