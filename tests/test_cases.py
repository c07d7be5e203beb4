"""The ten reference companies: the model put forward, and the warnings that must or may not be."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import timonier
from tests.conftest import FEW

COMPANIES = Path(__file__).parent / "companies"
SAMPLES = Path(timonier.__file__).parent / "app" / "samples"
CASES = sorted(p.stem for p in COMPANIES.glob("v[0-9][0-9].toml"))


@cache
def decided(name: str) -> Any:
    company = timonier.load_company(COMPANIES / f"{name}.toml")
    return timonier.decide(company, scenarios=FEW)


@cache
def expected(name: str) -> dict[str, Any]:
    return tomllib.loads((COMPANIES / f"{name}.expected.toml").read_text(encoding="utf-8"))


def first(name: str) -> str:
    found = decided(name)
    return str(found.ranked[int(found.ranking.chance_of_best.argmax())])


def test_there_are_ten_reference_companies() -> None:
    assert len(CASES) == 10


@pytest.mark.parametrize("name", CASES)
def test_the_likeliest_model_is_one_that_the_case_accepts(name: str) -> None:
    assert first(name) in expected(name)["acceptable"]
    assert first(name) not in expected(name)["not_first"]


@pytest.mark.parametrize("name", CASES)
def test_the_warnings_of_the_case_are_raised_and_no_forbidden_one_is(name: str) -> None:
    codes = {w.code for w in decided(name).warnings}
    assert set(expected(name)["warnings_required"]) <= codes
    assert not set(expected(name)["warnings_forbidden"]) & codes


@pytest.mark.parametrize("name", [n for n in CASES if expected(n)["kind"] == "clear"])
def test_a_clear_case_gets_its_own_model(name: str) -> None:
    assert first(name) == expected(name)["model"]


@pytest.mark.parametrize("path", [*(f"{n}.toml" for n in CASES), *SAMPLES.glob("*.toml")], ids=str)
def test_what_an_owner_will_pay_is_within_what_they_stated_year_by_year(path: str | Path) -> None:
    """The middle of all the futures, those included in which a rule would close the team: an owner
    pays in these too."""
    company = timonier.load_company(COMPANIES / path)
    found = timonier.decide(company, scenarios=FEW)
    stated = company.facts["marketing.budget"]
    assert found.ranked
    for model in found.ranked:
        paid = np.median(found.judged.scores.by_year[found.row[model]], axis=1)
        assert paid.shape == (3,)
        assert paid.max() <= stated * 1.0001
