"""What is unknown varies as its prior says, hangs together, and stays put when it should."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timonier.engine.catalogue import Prior
from timonier.engine.company import FACTS, NOT_CONCERNED, Company, Range
from timonier.engine.conditions import conditions
from timonier.engine.priors import ARRAY_KINDS, Facts, draw_facts
from timonier.knowledge import load

SIZE = 4000
# Facts that say something of one another: learning one rightly moves the others.
SIZES = {
    "company.headcount", "company.revenue", "company.payroll", "company.stage", "marketing.budget",
    "hiring.can_recruit", "needs.evolving", "needs.ambition", "company.business",
}  # fmt: skip
RELATED = (
    SIZES,
    {"steering.level", "steering.hours_per_month"},
    {"needs.recurrent_share", "needs.oneoff_share"},
)


def drawn(size: int = SIZE, seed: int = 1, market: str = "fr", **known: Any) -> Facts:
    """Draw for a company of which ``known`` is known, ``__`` standing for the dot of a key."""
    facts = {key.replace("__", "."): value for key, value in known.items()}
    company = Company({"company.market": market, **facts})
    return draw_facts(company, load(), np.random.default_rng(seed), size)


def quantiles(values: Any) -> list[float]:
    return [float(q) for q in np.quantile(values, [0.1, 0.5, 0.9])]


def test_every_fact_that_computes_has_one_value_per_scenario() -> None:
    facts = drawn(7)
    wanted = {k for k, f in FACTS.items() if f.kind in ARRAY_KINDS} - {"company.market"}
    assert set(facts) == wanted
    assert {column.shape for column in facts.values()} == {(7,)}


def test_numbers_yes_and_choices_have_the_type_that_tells_them_apart() -> None:
    facts = drawn(7)
    assert facts["company.headcount"].dtype == np.float64
    assert facts["steering.contact"].dtype == np.bool_
    assert facts["company.stage"].dtype == np.int8


def test_what_is_known_is_the_same_in_every_scenario() -> None:
    facts = drawn(
        5, company__stage="structuring", marketing__budget=390_000, steering__contact=True,
        steering__hours_per_month=NOT_CONCERNED, marketing__seasonality=(1.0,) * 12,
    )  # fmt: skip
    assert facts["company.stage"].tolist() == [1] * 5
    assert facts["marketing.budget"].tolist() == [390_000] * 5
    assert facts["steering.contact"].all()
    assert facts["steering.hours_per_month"].tolist() == [0] * 5
    assert facts["marketing.seasonality"].tolist() == [-1] * 5


@pytest.mark.parametrize(
    ("key", "market", "expected"),
    [
        ("company.headcount", "fr", (5, 20, 80)),
        ("needs.ambition", "fr", (0.5, 1, 2)),
    ],
)
def test_a_lognormal_prior_keeps_its_three_quantiles(
    key: str, market: str, expected: tuple[float, ...]
) -> None:
    assert quantiles(drawn(market=market)[key]) == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize(("market", "median"), [("fr", 150_000), ("ca-qc", 200_000)])
def test_revenue_follows_the_headcount_and_the_market(market: str, median: float) -> None:
    facts = drawn(market=market)
    per_head = facts["company.revenue"] / facts["company.headcount"]
    assert quantiles(per_head)[1] == pytest.approx(median, rel=0.02)


@pytest.mark.parametrize(("business", "share"), [("b2b", 0.015), ("b2c", 0.025), ("both", 0.02)])
def test_the_budget_is_a_share_of_revenue_that_depends_on_the_business(
    business: str, share: float
) -> None:
    facts = drawn(company__business=business)
    low, median, high = quantiles(facts["marketing.budget"] / facts["company.revenue"])
    assert median == pytest.approx(share, rel=0.02)
    assert high / low == pytest.approx(6, rel=0.05)


def test_payroll_follows_the_headcount() -> None:
    facts = drawn(market="ca-qc")
    assert np.allclose(facts["company.payroll"], facts["company.headcount"] * 58_000)


@pytest.mark.parametrize(
    ("headcount", "stages", "recruit"),
    [(9, (0.5, 0.35, 0.15), 0.3), (10, (0.15, 0.5, 0.35), 0.6), (49, (0.15, 0.5, 0.35), 0.6),
     (50, (0.05, 0.3, 0.65), 0.85)],
)  # fmt: skip
def test_stage_and_recruiting_depend_on_the_headcount(
    headcount: int, stages: tuple[float, ...], recruit: float
) -> None:
    facts = drawn(company__headcount=headcount)
    shares = np.bincount(facts["company.stage"], minlength=3) / SIZE
    assert shares.tolist() == pytest.approx(stages, abs=0.002)
    assert facts["hiring.can_recruit"].mean() == pytest.approx(recruit, abs=0.002)


@pytest.mark.parametrize(("stage", "mean"), [("exploring", 3 / 5), ("established", 2 / 5)])
def test_needs_evolve_more_while_exploring(stage: str, mean: float) -> None:
    assert drawn(company__stage=stage)["needs.evolving"].mean() == pytest.approx(mean, abs=0.005)


def test_a_known_revenue_tells_the_size_of_a_company() -> None:
    small, big = (drawn(company__revenue=amount)["company.headcount"] for amount in (3e5, 3e7))
    assert np.median(small) < 5
    assert np.median(big) > 80


@pytest.mark.parametrize("sector", ["Éditeur de logiciels RH", "B2B SaaS", "HR software"])
def test_the_budget_nobody_states_follows_the_sector_in_either_language(sector: str) -> None:
    """Software firms put several times more of their revenue into marketing than the average."""
    known = {"company__revenue": 2_000_000.0, "company__business": "b2b"}
    low, middle, high = quantiles(drawn(company__sector=sector, **known)["marketing.budget"])
    assert middle == pytest.approx(0.08 * 2_000_000, rel=0.02)
    assert 0.03 <= low / 2_000_000 < high / 2_000_000 <= 0.16
    other = drawn(company__sector="mobilier de bureau", **known)["marketing.budget"]
    assert np.array_equal(other, drawn(**known)["marketing.budget"])


def test_a_stated_budget_is_not_moved_by_the_sector() -> None:
    facts = drawn(company__sector="logiciel", marketing__budget=90_000)
    assert set(facts["marketing.budget"]) == {90_000}


def test_a_known_budget_tells_revenue_and_size() -> None:
    modest, ample = (drawn(marketing__budget=amount) for amount in (5e3, 5e5))
    for key in ("company.headcount", "company.revenue"):
        assert np.median(ample[key]) > 3 * np.median(modest[key])


def test_the_headcount_given_a_stage_is_what_bayes_says() -> None:
    """Rejection: of all companies, those which drew the stage are the ones it should give."""
    everybody = drawn(40_000)
    kept = everybody["company.headcount"][everybody["company.stage"] == 2]
    learnt = drawn(40_000, company__stage="established")["company.headcount"]
    assert quantiles(learnt) == pytest.approx(quantiles(kept), rel=0.06)


def test_the_size_given_a_budget_is_what_bayes_says() -> None:
    everybody = drawn(200_000, company__business="b2b", seed=3)
    near = np.abs(np.log(everybody["marketing.budget"] / 100_000)) < 0.08
    learnt = drawn(40_000, company__business="b2b", marketing__budget=100_000)
    for key in ("company.headcount", "company.revenue"):
        assert quantiles(learnt[key]) == pytest.approx(quantiles(everybody[key][near]), rel=0.08)


def test_a_company_without_revenue_yet_may_still_have_a_budget() -> None:
    facts = drawn(company__revenue=0, company__headcount=10)
    assert (facts["company.revenue"] == 0).all()
    assert (facts["marketing.budget"] > 0).all()


def test_nobody_inside_has_no_hours() -> None:
    facts = drawn()
    nobody = facts["steering.level"] == 0
    assert nobody.mean() == pytest.approx(0.2, abs=0.002)
    assert (facts["steering.hours_per_month"][nobody] == 0).all()
    assert (facts["steering.hours_per_month"][~nobody] > 0).all()


def test_hours_of_somebody_inside_rule_out_that_there_is_nobody() -> None:
    facts = drawn(steering__hours_per_month=26)
    levels = np.bincount(facts["steering.level"].astype(int), minlength=6) / SIZE
    assert levels.tolist() == pytest.approx([0, 0.25, 0.3125, 0.25, 0.125, 0.0625], abs=0.002)


@given(share=st.floats(0, 1), which=st.sampled_from(["recurrent", "oneoff", ""]))
@settings(max_examples=25, deadline=None)
def test_shares_never_sum_above_one(share: float, which: str) -> None:
    known = {f"needs__{which}_share": share} if which else {}
    facts = drawn(200, **known)
    total = facts["needs.recurrent_share"] + facts["needs.oneoff_share"]
    assert (total <= 1 + 1e-9).all()


def test_a_stated_budget_leaves_ambition_to_be_inferred() -> None:
    assert np.isnan(drawn(marketing__budget=1e5)["needs.ambition"]).all()
    assert drawn(marketing__budget=1e5, needs__ambition=1.5)["needs.ambition"].max() == 1.5


def test_learning_a_fact_leaves_the_draws_of_unrelated_ones_as_they_were() -> None:
    before = drawn(64)
    learnt = {
        "company.headcount": 40, "company.revenue": 1e6, "company.stage": "exploring",
        "marketing.budget": 9e4, "marketing.role": "growth_lever", "vision.targets": True,
        "steering.level": 4, "steering.hours_per_month": 12, "needs.evolving": 0.5,
        "needs.recurrent_share": 0.4, "hiring.can_recruit": True, "marketing.seasonality": "strong",
    }  # fmt: skip
    for key, value in learnt.items():
        related = next((group for group in RELATED if key in group), {key})
        after = drawn(64, **{key.replace(".", "__"): value})
        for other in set(before) - related:
            assert np.array_equal(before[other], after[other], equal_nan=True), (key, other)


def test_learning_a_fact_that_says_nothing_of_another_does_not_move_it_within_its_group() -> None:
    before, after = drawn(64, company__headcount=40), drawn(64, company__headcount=45)
    for key in ("company.stage", "hiring.can_recruit", "needs.evolving"):
        assert np.array_equal(before[key], after[key])


def test_the_same_generator_gives_the_same_company_twice() -> None:
    first, second = drawn(32, seed=9), drawn(32, seed=9)
    assert all(np.array_equal(first[k], second[k], equal_nan=True) for k in first)
    assert not np.array_equal(first["company.headcount"], drawn(32, seed=8)["company.headcount"])


def test_one_draw_falls_in_every_slice_of_probability() -> None:
    """Stratified: with 100 scenarios, exactly 60 companies of 30 people can recruit."""
    assert drawn(100, company__headcount=30)["hiring.can_recruit"].sum() == 60


def test_draws_stay_within_the_bounds_of_their_fact() -> None:
    for market in ("fr", "ca-qc"):
        for key, column in drawn(market=market).items():
            low, high = FACTS[key].low, FACTS[key].high
            if low is not None and not np.isnan(column.astype(float)).all():
                assert low <= column.min(), key
                assert column.max() <= high, key


def test_a_condition_that_is_not_understood_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="weather_retail"):
        conditions("weather_retail")


def test_a_fact_without_a_prior_for_a_market_is_refused_by_name() -> None:
    known = load()
    priors = tuple(p for p in known.priors if p.fact != "company.revenue")
    company = Company({"company.market": "fr"})
    with pytest.raises(ValueError, match=r"company\.revenue"):
        draw_facts(company, replace(known, priors=priors), np.random.default_rng(1), 8)


def test_every_prior_of_the_knowledge_is_of_a_fact_and_has_a_condition_that_is_understood() -> None:
    for prior in load().priors:
        assert prior.fact in FACTS
        for fact, _, _ in conditions(prior.given):
            assert fact in FACTS


def test_a_kind_of_prior_that_cannot_be_drawn_is_refused_by_name() -> None:
    known = load()
    odd = Prior("vision.targets", "", "pareto", {}, "estimate")
    priors = (*(p for p in known.priors if p.fact != odd.fact), odd)
    company = Company({"company.market": "fr"})
    with pytest.raises(ValueError, match="pareto"):
        draw_facts(company, replace(known, priors=priors), np.random.default_rng(1), 8)


# --- what is known between two bounds ---------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [("company.headcount", 20, 49), ("marketing.budget", 60_000, 90_000),
     ("steering.level", 1, 3), ("needs.evolving", 0.2, 0.4), ("company.revenue", 0, 900_000)],
)  # fmt: skip
def test_a_range_is_drawn_inside_its_bounds_and_over_all_of_it(
    key: str, low: float, high: float
) -> None:
    column = drawn(4000, **{key.replace(".", "__"): Range(low, high)})[key]
    assert low <= column.min() < low + 0.02 * (high - low) + 1e-9
    assert high >= column.max() > high - 0.02 * (high - low) - 1e-9


def test_an_amount_in_a_range_is_as_likely_to_double_from_anywhere() -> None:
    column = drawn(4000, marketing__budget=Range(10_000, 160_000))["marketing.budget"]
    assert quantiles(column)[1] == pytest.approx(40_000, rel=0.02)  # not the middle of the bounds
    hours = drawn(4000, steering__hours_per_month=Range(10, 50))["steering.hours_per_month"]
    assert quantiles(hours)[1] == pytest.approx(30, rel=0.02)


def test_each_whole_number_of_a_range_is_as_likely() -> None:
    levels = drawn(4000, steering__level=Range(1, 3))["steering.level"]
    assert [float((levels == n).mean()) for n in (1, 2, 3)] == pytest.approx([1 / 3] * 3, abs=0.01)


def test_what_is_unknown_follows_the_headcount_drawn_in_its_range() -> None:
    """The stage of a company of 5 to 100 is that of its own size in each scenario."""
    facts = drawn(8000, company__headcount=Range(5, 100))
    small = facts["company.headcount"] < 10
    exploring = facts["company.stage"] == FACTS["company.stage"].choices.index("exploring")
    assert 0.4 < exploring[small].mean() < 0.6
    assert exploring[~small].mean() < 0.2


def test_an_unknown_headcount_follows_the_revenue_drawn_in_its_range() -> None:
    facts = drawn(8000, company__revenue=Range(500_000, 20_000_000))
    together = np.corrcoef(np.log(facts["company.revenue"]), np.log(facts["company.headcount"]))
    assert together[0, 1] > 0.6


def test_two_ranges_of_shares_never_pass_one_together() -> None:
    facts = drawn(4000, needs__recurrent_share=Range(0.3, 0.9), needs__oneoff_share=Range(0.2, 0.6))
    total = facts["needs.recurrent_share"] + facts["needs.oneoff_share"]
    assert total.max() <= 1 + 1e-12
    assert facts["needs.oneoff_share"].min() >= 0.2
    assert (total > 1 - 1e-6).mean() < 0.01  # cut where the other ends, not heaped there


def test_somebody_with_hours_is_never_nobody() -> None:
    facts = drawn(400, steering__level=Range(0, 2), steering__hours_per_month=10)
    assert set(facts["steering.level"].tolist()) == {1.0, 2.0}


def test_narrowing_a_range_moves_nothing_that_it_says_nothing_of() -> None:
    wide = drawn(500, marketing__budget=Range(20_000, 200_000))
    narrow = drawn(500, marketing__budget=Range(50_000, 60_000))
    for key in ("steering.level", "vision.targets", "marketing.governance"):
        assert (wide[key] == narrow[key]).all()


def test_what_nobody_limited_or_spends_is_not_a_number() -> None:
    facts = drawn(5)
    assert np.isnan(facts["hiring.max_hires"]).all()
    assert np.isnan(facts["marketing.media_budget"]).all()
    assert drawn(5, hiring__max_hires=0)["hiring.max_hires"].tolist() == [0.0] * 5
