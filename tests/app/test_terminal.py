"""What a manager reads on a screen: whole numbers at any width, and the budget when it matters."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import timonier
from tests.sketches import typed
from timonier.app.commands import shell
from timonier.app.commands.speech import say
from timonier.app.document.work import work
from timonier.app.terminal import show_decision, show_needs

Document = dict[str, Any]
Written = Callable[..., Document]


def screen(document: Document, width: int = 100) -> str:
    out = io.StringIO()
    show_decision(typed(document), Console(file=out, width=width, highlight=False))
    return out.getvalue()


def with_risk(document: Document, share: float, budget: float | None = 390_000) -> Document:
    """The same document with another chance of passing a budget that is stated or not."""
    changed: Document = json.loads(json.dumps(document))
    verdict, models = changed["verdict"], changed["models"]
    verdict["model"] = verdict["leading"]
    models[verdict["leading"]]["cost"]["paid_over_budget"] = share
    changed["company"].setdefault("marketing", {})["budget"] = budget
    return changed


@pytest.mark.parametrize(
    ("lang", "said"), [("fr", "Risque de le dépasser : 65"), ("en", "Risk of exceeding it: 65%")]
)
def test_a_likely_overspend_is_said_with_the_verdict(
    lang: str, said: str, written: Written
) -> None:
    top = screen(with_risk(written("v17", lang), 0.65)).split("\n\n")[0]
    assert said in " ".join(top.split())


def test_the_stated_budget_is_held_against_the_dearest_year(written: Written) -> None:
    """The chance beside it is that year's: the mean of three would seem to leave room."""
    document = written("v17", "en")
    model = document["models"][document["verdict"]["leading"]]
    dearest = max(year["paid"]["p50"] for year in model["cost"]["by_year"])
    assert dearest > 1.02 * model["cost"]["a_year"]["p50"]
    (own,) = [step for step in document["frontier"] if step["stated"]]
    assert own["cost"] == dearest
    shown = " ".join(screen(with_risk(document, 0.65)).split())
    assert f"costs €{dearest / 1000:.0f}k in its dearest year" in shown


def test_a_budget_below_what_those_who_stay_cost_says_so(written: Written) -> None:
    document = json.loads(json.dumps(written("v17", "en")))
    assert "dismisses nobody" not in screen(document)
    first = document["frontier"][0]
    first["cost"] = first["budget"] + 10_000
    assert "a smaller budget dismisses nobody" in " ".join(screen(document).split())


def test_a_small_risk_or_a_budget_nobody_stated_is_left_to_the_table(written: Written) -> None:
    document = written("v17", "en")
    assert "Risk of exceeding it" not in screen(with_risk(document, 0.1))
    assert "Risk of exceeding it" not in screen(with_risk(document, 0.9, budget=None))


def ranges(document: Document) -> Iterator[str]:
    """The ends of the ranges of what is paid, as the screen writes them in English."""
    for model in document["models"].values():
        for period in ("months_12", "months_24", "months_36"):
            if model["team"]:
                kept = float(f"{model['cost'][period]['p90']:.3g}") / 1000
                yield f"{kept:,.1f}k" if kept < 10 and kept % 1 else f"{kept:,.0f}k"


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("name", ["v01", "v17"])
def test_no_amount_is_cut_whatever_the_width(name: str, width: int, written: Written) -> None:
    document = written(name, "en")
    shown = screen(document, width)
    assert [end for end in ranges(document) if end not in shown] == []
    assert max(len(line) for line in shown.splitlines()) <= width


@pytest.mark.parametrize("width", [76, 80, 93])
def test_three_models_stand_side_by_side(width: int, written: Written) -> None:
    document = written("v01", "en")
    assert all(document["models"][m]["team"] for m in ("in_house", "outsourced", "hybrid"))
    lines = screen(document, width).splitlines()
    (heads,) = [line for line in lines if line.strip().startswith("Compare")]
    assert all(name in heads for name in ("Hire in-house", "Outsource", "Hybrid model"))


def test_the_screen_says_what_the_money_buys_and_at_which_budget(written: Written) -> None:
    document = written("v01", "en")
    shown = screen(document, 100)
    assert document["verdict"]["money"].split(",")[0] in shown
    lines = [line for line in shown.splitlines() if "$190k" in line or "€190k" in line]
    assert any(f"{document['frontier'][4]['work_done']:.0%}" in line for line in lines)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_in_a_pipe_no_line_ends_with_spaces(width: int, written: Written) -> None:
    shown = screen(written("v17", "en"), width).splitlines()
    assert [line for line in shown if line != line.rstrip(" ")] == []


def test_work_that_takes_two_lines_stays_under_its_name() -> None:
    out = io.StringIO()
    show_needs(work(timonier.load_company({"company": {"market": "fr"}}), "en", scenarios=64),
               Console(file=out, width=80, highlight=False))  # fmt: skip
    names = [line for line in out.getvalue().splitlines() if line.startswith("  ")]
    cut = [line for line in names if line.strip() in ("objectives", "listening")]
    assert cut
    assert all(line.startswith("  ") for line in cut)


def test_a_first_run_says_that_it_compiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIMONIER_CACHE_DIR", str(tmp_path))
    with shell.timed("en"):
        pass
    assert say("say.compiling", "en") in capsys.readouterr().err
    (tmp_path / "simulate.kernel").write_bytes(b"")
    with shell.timed("en"):
        pass
    assert say("say.compiling", "en") not in capsys.readouterr().err
