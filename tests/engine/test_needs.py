"""From the facts to the hours: how much work, of which kind, and how it moves."""

from functools import cache

import numpy as np
import pytest

from timonier.engine.catalogue import Triple
from timonier.engine.company import Company
from timonier.engine.needs import Needs, label_of
from timonier.engine.rules import rules_of
from timonier.engine.simulation import make_world
from timonier.knowledge import load

FACTS = {
    "company.market": "fr",
    "company.headcount": 30,
    "company.business": "b2b",
    "company.stage": "structuring",
    "marketing.seasonality": "none",
    "marketing.budget": 150_000.0,
    "needs.ambition": 1.0,
    "needs.recurrent_share": 0.6,
    "needs.oneoff_share": 0.2,
    "needs.evolving": 0.3,
}


@cache
def world_of(changes: tuple[tuple[str, object], ...] = ()):
    facts = {k: v for k, v in {**FACTS, **dict(changes)}.items() if v is not None}
    return make_world(Company(facts), load(), np.random.default_rng(5), 512, 36)


def needs_of(**changes: object) -> Needs:
    return world_of(tuple(sorted((k.replace("__", "."), v) for k, v in changes.items()))).needs


def monthly(needs: Needs) -> dict[str, float]:
    return {a.key: float(h) for a, h in zip(needs.activities, needs.monthly, strict=True)}


@pytest.mark.parametrize(
    ("function", "parts"),
    [
        ("strategy", {"positioning", "segmentation", "annual_plan"}),
        ("execution", {"paid_search", "editorial_content", "crm_management"}),
        ("measurement", {"kpi_framework", "reporting", "attribution_roi"}),
    ],
)
def test_r006_r007_r008_each_function_is_broken_down(function, parts):
    found = {a.key for a in needs_of().activities if a.function == function}
    assert parts <= found


def test_r009_r010_steering_and_coordination_have_no_hours_of_their_own():
    """They are what the team itself requires: no fixed quota stands in the needs."""
    keys = {a.key for a in needs_of().activities}
    assert not {"team_management", "provider_management", "project_planning"} & keys
    assert {"interdept_alignment", "knowledge_upskilling"} <= keys


def test_r089_every_need_is_labelled():
    found = needs_of()
    assert set(found.label) == {"recurrent", "oneoff", "other"}
    rules = rules_of(load().method)
    labels = dict(zip((a.key for a in found.activities), found.label, strict=True))
    assert labels["editorial_content"] == "recurrent"
    assert labels["tracking_setup"] == "oneoff"
    assert label_of(load().activities["annual_plan"], rules) == "other"


def test_larger_companies_need_more_and_the_growth_stops_at_the_largest_size():
    totals = [needs_of(company__headcount=n).monthly.sum() for n in (3, 8, 20, 60, 100)]
    assert totals == sorted(totals)
    assert needs_of(company__headcount=400).monthly.sum() == pytest.approx(totals[-1], rel=0.01)


def test_the_stage_changes_volatility_and_not_volume():
    volumes = {s: needs_of(company__stage=s) for s in ("exploring", "established")}
    assert volumes["exploring"].monthly.sum() == pytest.approx(
        volumes["established"].monthly.sum(), rel=0.12
    )
    assert volumes["exploring"].cut.mean() > volumes["established"].cut.mean()


def test_stated_shares_show_in_the_hours_of_twelve_months():
    found = needs_of()
    hours = found.hours[:, :12].sum(axis=(1, 2), dtype=np.float64)
    oneoff = hours[np.array(found.label) == "oneoff"].sum() / hours.sum()
    assert oneoff == pytest.approx(0.2, abs=0.05)


def test_a_budget_reveals_the_ambition_unless_it_is_stated():
    poor = needs_of(needs__ambition=None, marketing__budget=40_000.0)
    rich = needs_of(needs__ambition=None, marketing__budget=400_000.0)
    assert np.median(rich.ambition) > 2 * np.median(poor.ambition)
    assert (needs_of(marketing__budget=400_000.0).ambition == 1.0).all()


def test_a_named_project_begins_in_the_first_six_months():
    found = needs_of(needs__activities=("web_redesign",))
    index = [a.key for a in found.activities].index("web_redesign")
    first = (found.hours[index] > 0).argmax(axis=0)
    assert (found.hours[index, :12].sum(axis=0) > 0).all()
    assert first.max() <= 5


def test_core_work_that_is_not_named_keeps_a_low_volume():
    named = monthly(
        needs_of(
            needs__activities=("paid_search",),
            needs__recurrent_share=None,
            needs__oneoff_share=None,
        )
    )
    free = monthly(needs_of())
    assert named["editorial_content"] < free["editorial_content"]
    assert "paid_social" not in named


def test_stated_hours_are_taken_as_they_are():
    company = Company(
        {
            **FACTS,
            "needs.hours": {"editorial_content": Triple(50.0, 50.0, 50.0)},
            "needs.evolving": 0.0,
        }
    )
    world = make_world(company, load(), np.random.default_rng(5), 512, 36)
    assert monthly(world.needs)["editorial_content"] == pytest.approx(50.0, rel=0.15)


def test_a_function_ruled_out_has_no_hours():
    found = needs_of(needs__zero_functions=("measurement",))
    assert all(a.function != "measurement" for a in found.activities)


def test_a_strong_season_moves_more_of_the_plan():
    assert needs_of(marketing__seasonality="strong").moving.mean() > needs_of().moving.mean() + 0.02


def test_evolving_needs_move_more_of_the_plan():
    steady, moving = (needs_of(needs__evolving=e).moving.mean() for e in (0.0, 0.9))
    assert moving > steady + 0.05


def test_growth_raises_the_hours_of_the_third_year():
    flat, grown = needs_of().hours, needs_of(marketing__growth=0.5).hours
    assert grown[:, 24:].sum() > 1.8 * flat[:, 24:].sum()
    assert grown[:, :1].sum() == pytest.approx(flat[:, :1].sum(), rel=1e-4)


def test_learning_one_fact_moves_no_other_source_of_chance():
    told, free = needs_of(), needs_of(marketing__budget=151_000.0)
    assert np.array_equal(told.hours, free.hours)


def test_a_missing_part_of_the_vision_brings_the_work_that_clears_it():
    acts = ("editorial_content", "paid_search")
    clear = {f"vision__{k}": True for k in ("targets", "channels", "objectives")}
    lost = {**clear, "vision__targets": False}
    before = monthly(needs_of(needs__activities=acts, **clear))["positioning"]
    after = monthly(needs_of(needs__activities=acts, **lost))["positioning"]
    assert after > before
