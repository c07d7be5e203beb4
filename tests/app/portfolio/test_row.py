"""The row of a portfolio: one fact, one number, the same as in the decision's document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import timonier
from timonier.app.document import Answered, document
from timonier.app.portfolio.given import again, mapped
from timonier.app.portfolio.judging import How, advised, line_of
from timonier.app.portfolio.parquet import encode, lines_of, read
from timonier.engine.call import REASONS, stake
from timonier.engine.catalogue import MODELS
from timonier.knowledge import load

BARE = {"company.market": "fr", "company.headcount": 30}
BAD = {"id": "7", "company.market": "fr", "company.headcount": "beaucoup"}


@pytest.mark.parametrize("name", ["v05", "v17"])
def test_a_row_says_the_numbers_of_the_decision_document(
    decided: Callable[[str], Answered], name: str
) -> None:
    decision = decided(name)
    row, whole = advised(decision), document(decision, "en")
    said, first = whole.verdict, decision.first
    assert row["first_model"] == first == said.leading
    assert first is not None
    assert row["verdict_status"] == said.status
    assert row["holds_if_known"] == said.holds_if_known
    assert row["expected_regret"] == said.expected_regret
    assert row["work_first"] == said.work_done
    assert [row[f"p_{m}"] or 0.0 for m in MODELS] == [
        whole.models[m].chance_of_best for m in MODELS
    ]
    cost = whole.teams[first].cost.a_year
    assert (row["cost_p10"], row["cost_p50"], row["cost_p90"]) == tuple(cost)
    assert set(row["warnings"]) == {
        w.code for w in whole.warnings if w.about in ("company", "as_is")
    }
    if whole.as_is is not None:
        assert row["work_now"] == whole.as_is.coverage["all"].p50
        assert row["cost_now"] == whole.as_is.cost.a_year.p50
    if whole.tipping_points:
        assert row["flips_en"] == whole.tipping_points[0].text


def test_the_score_is_made_of_the_parts_that_are_shown() -> None:
    line = line_of(next(mapped([BARE])), How("quick", 0, 256))
    told = (line.call_stake * line.call_chance + line.call_learning) / line.call_minutes
    assert line.call_score == pytest.approx(told, rel=1e-3)
    assert line.call_score > 0
    assert line.call_basket == REASONS[line.call_reason or ""] == "not_enough_known"
    assert line.next_question is not None
    assert line.next_question_fr != line.next_question_en


def test_a_reason_told_of_several_verdicts_names_none() -> None:
    """An advice that leans, and that no answer would change, is not told as a clear one."""
    wording = load().wording
    clear = {lang: wording["status.clear"][lang].split()[-1] for lang in ("fr", "en")}
    for reason in ("nobody_there", "better_exists"):
        for lang, word in clear.items():
            assert word not in wording[f"call.reason.{reason}"][lang].split()


def test_nothing_is_at_stake_where_the_best_team_is_in_place(
    decided: Callable[[str], Answered],
) -> None:
    decision = decided("v05")
    assert decision.first is not None
    there = {**decision.row, "as_is": decision.row[decision.first]}
    found = stake(replace(decision, final=replace(decision.final, row=there)))
    assert (found.money, found.chance) == (0.0, 0.0)


def test_a_row_that_cannot_be_read_says_where_and_the_next_goes_on() -> None:
    bad, good = timonier.portfolio([BAD, {"id": "8", **BARE}], scenarios=64)
    assert (bad.id, bad.status, good.id, good.status) == ("7", "invalid", "8", "ok")
    assert bad.problems[0].column == "company.headcount"
    assert "beaucoup" in bad.problems[0].text_fr
    assert bad.call_basket is None


def test_what_a_data_frame_holds_is_read_and_its_other_columns_come_back() -> None:
    """Numbers of NumPy, and NaN where a cell is empty, as pandas gives them."""
    row = {
        "id": np.int64(12),
        "company.market": "fr",
        "company.headcount": np.int64(0),
        "marketing.budget": float("nan"),
        "Téléphone": "01 02",
        "Note": None,
    }
    (line,) = timonier.portfolio([row])
    assert line.id == "12"
    assert line.document == {"company": {"market": "fr", "headcount": 0}}
    assert line.kept == {"Téléphone": "01 02", "Note": ""}


def test_rows_come_back_from_parquet_as_they_went(tmp_path: Path) -> None:
    """A column of the list that has the name of one of ours included."""
    given = [{"id": "a", "call_score": "mine", **BARE}, BAD]
    lines = list(timonier.portfolio(given, scenarios=64))
    path = tmp_path / "part.parquet"
    path.write_bytes(encode(lines))
    back = list(lines_of(read([path])))
    assert back[0] == lines[0]
    assert (back[1].problems, back[1].id) == (lines[1].problems, "7")
    assert encode(lines) == encode(lines)
    assert again(back[0]).facts == {"company": {"market": "fr", "headcount": 30}}
