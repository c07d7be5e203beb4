"""A country is one folder: the product runs with a third market that no code knows of."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import timonier
from timonier.knowledge.kept import DATA

HERE = Path(__file__).parent
SOURCE = Path(timonier.__file__).parent
MARKET = "gb"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the product says with the folder of ``tests/data/markets`` beside its own."""
    folder = tmp_path_factory.mktemp("third")
    data = shutil.copytree(DATA, folder / "data")
    shutil.copytree(HERE / "data/markets" / MARKET, data / "markets" / MARKET)
    run = subprocess.run(
        [sys.executable, "-m", "tests.third_market", str(data), MARKET, str(folder)],
        cwd=HERE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3_000:]
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_a_decision_is_made_in_the_money_and_the_words_of_the_market(told: dict[str, Any]) -> None:
    assert told["markets"] == ["ca-qc", "fr", MARKET]
    assert told["currency"] == "GBP"
    assert "Mail shots and newsletters" in told["labels"]


def test_a_hire_costs_what_its_rates_say(told: dict[str, Any]) -> None:
    """60,000 of pay, 15 % of it all and 3 % of 50,000."""
    lines = {line["key"]: line["amount"] for line in told["cost"]["lines"]}
    assert lines == {"insurance": 9_000.0, "pension": 1_500.0}
    assert (told["cost"]["total"], told["cost"]["currency"]) == (70_500.0, "GBP")


def test_the_plan_is_written_with_the_holidays_of_the_market(told: dict[str, Any]) -> None:
    assert any(path.endswith(".pdf") for path in told["files"])
    assert all(told["files"].values())
    assert "Public holidays of England." in told["calendar"].replace("\r\n ", "")


def test_the_pages_offer_it_and_ask_in_its_money(told: dict[str, Any]) -> None:
    assert "United Kingdom" in told["page"]
    assert "£" in told["page"]


def test_no_code_names_a_market_or_a_currency() -> None:
    """ "fr" is a language too: the other market's key and both currencies tell."""
    named = [
        f"{path.relative_to(SOURCE)}: {node.value}"
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in ("ca-qc", "CAD", "EUR")
    ]
    assert named == []
