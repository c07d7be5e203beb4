"""One fact, one number, over fifteen more companies: with those of ``test_one_fact``, twenty.

Invented ones, inputs of the findings and situations told in public, each in one language; quick
decisions of few scenarios, and no PDF, whose making and reading ``test_one_fact`` holds.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import timonier
from bench.plans import EACH
from bench.read_back import Folder
from bench.sent_out import opens
from timonier.app.document import Answered
from timonier.app.report import folder
from timonier.app.report.make import voice_of
from timonier.app.report.voice import Voice
from timonier.engine.plan import second_reading

HERE = Path(__file__).parents[2] / "companies"
NAMES = (
    *(f"invented/{one.stem}" for one in sorted((HERE / "invented").glob("*.toml"))),
    *(f"findings/{one}" for one in ("b_qc_b2b_saas", "fr25", "owner-alone", "pop16", "pop27",
                                    "r17_decisive", "web-fr-owner")),
    *(f"real/{one}" for one in ("r11", "r18")),
)  # fmt: skip
TODAY = date(2026, 11, 23)


def decision(name: str) -> Answered:
    company = timonier.load_company(HERE / f"{name}.toml")
    return timonier.decide(company, effort="quick", scenarios=64)


def read(said: Voice, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """The files of a plan, read back but for the PDF."""
    monkeypatch.setattr(folder, "render", lambda *_: b"")
    return Folder({one.path: one.content for one in folder.files(said)}, said)


@pytest.mark.parametrize("name", NAMES)
def test_every_document_tells_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody acts or is paid before they exist or beyond their hours; what is sent is the contract
    and holds nothing private; no quantity has two values."""
    lang = ("fr", "en")[NAMES.index(name) % 2]
    said = voice_of(decision(name), lang, TODAY)
    made = read(said, monkeypatch)
    assert [fault for _, check in EACH if check is not opens for fault in check(made)] == []
    assert second_reading(said.plan) == ()


def test_they_are_fifteen_companies_of_both_markets_and_of_all_sizes() -> None:
    known = [timonier.load_company(HERE / f"{name}.toml") for name in NAMES]
    assert len(known) == 15
    assert {one.market for one in known} == {"fr", "ca-qc"}
    sizes = [int(one.get("company.headcount") or 0) for one in known]
    assert min(size for size in sizes if size) < 5 < 100 < max(sizes)
