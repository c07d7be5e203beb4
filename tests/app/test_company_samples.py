"""The companies that ship with the product and those of the tests are read as they are."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.tree import PACKAGE, ROOT
from timonier.app.company_file import load_company
from timonier.engine.catalogue import MODELS
from timonier.knowledge import load

SAMPLES = sorted((PACKAGE / "app" / "samples").glob("*.toml"))
CASES = sorted((ROOT / "tests" / "companies").glob("v??.toml"))


@pytest.mark.parametrize("path", [*SAMPLES, *CASES], ids=lambda path: path.stem)
def test_a_company_that_ships_is_read_without_a_word(path: Path) -> None:
    company = load_company(path, load())
    assert company.get("company.name")
    assert company.market in load().markets


def test_there_is_a_sample_company_in_each_market() -> None:
    markets = [load_company(path, load()).market for path in SAMPLES]
    assert sorted(markets) == sorted(load().markets)


def test_every_case_says_what_is_expected_of_it() -> None:
    assert len(CASES) == 10
    for case in CASES:
        expected = tomllib.loads(case.with_suffix(".expected.toml").read_text(encoding="utf-8"))
        assert expected["model"] in expected["acceptable"]
        assert set(expected["acceptable"]) <= set(MODELS)
        assert not set(expected["acceptable"]) & set(expected["not_first"])
