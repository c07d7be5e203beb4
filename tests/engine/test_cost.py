"""What an employee costs: against two independent models, official examples and arithmetic."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timonier.engine.cost import (
    EmployerCost,
    Terms,
    employer_cost,
    employer_total,
    figures_at,
    hiring_aid,
    rules_at,
)
from timonier.knowledge import load

ORACLE = Path(__file__).parent.parent / "data" / "fr_employer_cost_oracle.csv"
ROWS = list(csv.DictReader(ORACLE.read_text(encoding="utf-8").splitlines()))
MODEL = [row for row in ROWS if row["source"].startswith("modele-social")]
OPENFISCA = [row for row in ROWS if row["source"].startswith("openfisca")]

FRANCE = rules_at(load().markets["fr"], "2026-01")
QUEBEC = rules_at(load().markets["ca-qc"], "2026-01")
RULES = {"france": FRANCE, "quebec": QUEBEC}
MARKETS = {"france": "fr", "quebec": "ca-qc"}
PASS, SMIC = 48_060, 21_876.40

salaries = st.floats(0, 1_000_000)
companies = st.fixed_dictionaries(
    {
        "headcount": st.integers(1, 300),
        "payroll": st.floats(0, 12_000_000),
        "cadre": st.booleans(),
        "manufacturing": st.booleans(),
    }
)


def france(salary: float, headcount: int = 20, **terms: Any) -> EmployerCost:
    payroll = 42_000 * headcount
    return employer_cost("france", salary, FRANCE, Terms(headcount, payroll, **terms))


def quebec(salary: float, payroll: float = 500_000, **terms: Any) -> EmployerCost:
    return employer_cost("quebec", salary, QUEBEC, Terms(10, payroll, **terms))


def amounts(cost: EmployerCost) -> dict[str, float]:
    return {line.key: line.amount for line in cost.lines}


def name(row: Mapping[str, str]) -> str:
    return f"{row['status']} {row['gross']} at {row['date']}"


def as_published(row: Mapping[str, str]) -> EmployerCost:
    return employer_cost(
        "france",
        float(row["gross"]),
        rules_at(load().markets["fr"], row["date"]),
        Terms(
            headcount=int(row["headcount"]),
            payroll=840_000,
            cadre=row["status"] == "cadre",
            at_mp=float(row["at_mp"]),
            mutuelle=float(row["mutuelle"]),
        ),
    )


# France


def test_the_published_rows_are_all_there() -> None:
    assert (len(MODEL), len(OPENFISCA)) == (48, 24)


@pytest.mark.parametrize("row", MODEL, ids=name)
def test_france_agrees_to_the_cent_with_urssafs_model(row: Mapping[str, str]) -> None:
    cost = as_published(row)
    assert cost.total == pytest.approx(float(row["employer_cost"]), abs=0.0051)
    assert -amounts(cost)["rgdu"] == pytest.approx(float(row["reduction"]), abs=0.0051)


@pytest.mark.parametrize("row", OPENFISCA, ids=name)
def test_france_agrees_with_openfisca_but_for_its_outdated_rates(row: Mapping[str, str]) -> None:
    cost = as_published(row)
    assert cost.total == pytest.approx(float(row["employer_cost"]), rel=0.0005)
    assert -amounts(cost)["rgdu"] == pytest.approx(float(row["reduction"]), abs=0.0051)


@pytest.mark.parametrize(
    ("salary", "reduction"),
    [(42_000, 0.0615 * 42_000), (SMIC, 8_796.50)],  # Service-public F24542, 50 people and over
)
def test_the_reduction_is_that_of_the_official_examples(salary: float, reduction: float) -> None:
    assert -amounts(france(salary, headcount=50))["rgdu"] == pytest.approx(reduction, abs=0.005)


def test_the_reduction_ends_at_three_smic() -> None:
    assert amounts(france(3 * SMIC))["rgdu"] == 0
    assert amounts(france(3 * SMIC - 0.01))["rgdu"] == pytest.approx(-0.02 * 3 * SMIC, abs=0.01)


@pytest.mark.parametrize("share", [0.27, 0.53, 0.99])
def test_an_apprentice_below_the_smic_gets_the_largest_reduction(share: float) -> None:
    """The largest coefficient below 50 people is 0.02 + 0.3781."""
    salary = share * SMIC
    assert amounts(france(salary))["rgdu"] == pytest.approx(-0.3981 * salary)


def test_headcount_decides_training_housing_and_the_forfait_social() -> None:
    ten, eleven, fifty = (amounts(france(40_000, headcount=n)) for n in (10, 11, 50))
    assert (ten["formation"], eleven["formation"]) == pytest.approx((220, 400))
    assert eleven["forfait_social"] == pytest.approx(0.08 * 240)
    assert "forfait_social" not in ten
    assert "versement_mobilite" not in ten
    assert (eleven["fnal"], fifty["fnal"]) == pytest.approx((40, 200))
    assert fifty["peec"] == pytest.approx(180)
    assert "peec" not in eleven


def test_a_cadre_adds_apec_and_prevoyance_with_its_forfait_social() -> None:
    plain, cadre = amounts(france(60_000)), amounts(france(60_000, cadre=True))
    assert set(cadre) - set(plain) == {"apec", "prevoyance_cadre"}
    assert cadre["prevoyance_cadre"] == pytest.approx(0.015 * PASS)
    assert cadre["apec"] == pytest.approx(0.00036 * 60_000)
    assert cadre["forfait_social"] - plain["forfait_social"] == pytest.approx(0.08 * 0.015 * PASS)


def test_above_eight_pass_no_supplementary_pension_is_added() -> None:
    at, above = amounts(france(8 * PASS)), amounts(france(9 * PASS))
    pension = ("agirc_arrco_t1", "agirc_arrco_t2", "ceg_t1", "ceg_t2", "cet", "chomage", "ags")
    assert [above[key] for key in pension] == [at[key] for key in pension]


def test_the_transport_levy_and_the_accident_rate_are_the_ones_given() -> None:
    cost = amounts(france(40_000, mobility=0.032, at_mp=0.009, mutuelle=600))
    assert (cost["versement_mobilite"], cost["at_mp"]) == pytest.approx((1_280, 360))
    assert (cost["mutuelle"], cost["forfait_social"]) == pytest.approx((600, 48))


@pytest.mark.parametrize(("ceiling", "jump"), [(PASS, 0.0021 * PASS), (4 * PASS, 0), (8 * PASS, 0)])
@pytest.mark.parametrize("cadre", [False, True])
def test_nothing_but_the_cet_jumps_at_a_ceiling(ceiling: float, jump: float, cadre: bool) -> None:
    """A hair above the ceiling may lose a step of the reduction: 0.0001 of pay."""
    below, above = france(ceiling, cadre=cadre), france(ceiling + 0.01, cadre=cadre)
    step = 0.0001 * ceiling if ceiling < 3 * SMIC else 0
    assert jump - 0.01 <= above.total - below.total <= jump + step + 0.02


def test_an_apprentice_brings_the_aid_of_the_date_and_size_once() -> None:
    """Decree 2026-168: 2,000 EUR above two years of study from March, 750 from 250 people on."""
    rules = {date: rules_at(load().markets["fr"], date) for date in ("2026-02", "2026-03")}
    small, large = (Terms(n, 1e6, apprentice=True) for n in (249, 250))
    assert [hiring_aid("france", rules["2026-03"], t) for t in (small, large)] == [2_000, 750]
    assert hiring_aid("france", rules["2026-02"], small) == 0
    assert hiring_aid("france", rules["2026-03"], Terms(20, 1e6)) == 0
    cost = employer_cost("france", 13_350, rules["2026-03"], small)
    assert (cost.lines[-1].key, cost.lines[-1].amount) == ("apprentice_aid", -2_000)
    yearly = employer_total("france", 13_350, rules["2026-03"], small)
    assert yearly == pytest.approx(cost.total + 2_000)


# Québec: payroll of 500,000, services, CNESST 0.8 %


@pytest.mark.parametrize(
    ("salary", "expected"),
    [
        (
            40_000,
            {
                "qpp_base": 1_934.50,  # 5.3 % x (40,000 - 3,500 = 36,500)
                "qpp_additional": 365.00,  # 1 % x 36,500
                "qpp2": 0.00,  # below 74,600
                "ei": 728.00,  # 1.82 % x 40,000
                "qpip": 240.80,  # 0.602 % x 40,000
                "cnesst": 320.00,  # 0.8 % x 40,000
                "hsf": 660.00,  # 1.65 % x 40,000
                "labour_standards": 24.00,  # 0.06 % x 40,000
                "group_benefits": 1_200.00,  # 3 % x 40,000
            },  # together 5,472.30
        ),
        (
            60_000,
            {
                "qpp_base": 2_994.50,  # 5.3 % x (60,000 - 3,500 = 56,500)
                "qpp_additional": 565.00,  # 1 % x 56,500
                "qpp2": 0.00,
                "ei": 1_092.00,  # 1.82 % x 60,000
                "qpip": 361.20,  # 0.602 % x 60,000
                "cnesst": 480.00,
                "hsf": 990.00,
                "labour_standards": 36.00,
                "group_benefits": 1_800.00,  # 3 % x 60,000
            },  # together 8,318.70
        ),
        (
            80_000,
            {
                "qpp_base": 3_768.30,  # 5.3 % x (74,600 - 3,500 = 71,100), its maximum
                "qpp_additional": 711.00,  # 1 % x 71,100
                "qpp2": 216.00,  # 4 % x (80,000 - 74,600 = 5,400)
                "ei": 1_253.98,  # 1.82 % x 68,900, its maximum
                "qpip": 481.60,  # 0.602 % x 80,000
                "cnesst": 640.00,
                "hsf": 1_320.00,
                "labour_standards": 48.00,
                "group_benefits": 2_400.00,  # 3 % x 80,000
            },  # together 10,838.88
        ),
        (
            100_000,
            {
                "qpp_base": 3_768.30,
                "qpp_additional": 711.00,
                "qpp2": 416.00,  # 4 % x (85,000 - 74,600 = 10,400), its maximum
                "ei": 1_253.98,
                "qpip": 602.00,  # 0.602 % x 100,000
                "cnesst": 800.00,
                "hsf": 1_650.00,
                "labour_standards": 60.00,
                "group_benefits": 3_000.00,  # 3 % x 100,000
            },  # together 12,261.28
        ),
        (
            150_000,
            {
                "qpp_base": 3_768.30,
                "qpp_additional": 711.00,
                "qpp2": 416.00,
                "ei": 1_253.98,
                "qpip": 620.06,  # 0.602 % x 103,000, its maximum
                "cnesst": 824.00,  # 0.8 % x 103,000
                "hsf": 2_475.00,  # 1.65 % x 150,000: no maximum
                "labour_standards": 61.80,  # 0.06 % x 103,000
                "group_benefits": 4_500.00,  # 3 % x 150,000
            },  # together 14,630.14
        ),
    ],
)
def test_quebecs_contributions_are_those_worked_out_by_hand(
    salary: float, expected: dict[str, float]
) -> None:
    cost = quebec(salary)
    assert amounts(cost) == pytest.approx(expected, abs=0.005)
    assert cost.total == pytest.approx(salary + sum(expected.values()), abs=0.005)


@pytest.mark.parametrize(
    ("payroll", "manufacturing", "rate"),
    [
        (500_000, False, 0.0165),
        (500_000, True, 0.0125),
        (1_000_000, False, 0.0165),
        (1_000_001, False, 0.0165),  # 1.2662 + 0.3838 x 1.000001 = 1.6500, rounded
        (3_000_000, False, 0.0242),  # 1.2662 + 0.3838 x 3 = 2.4176, rounded to 2.42 %
        (3_000_000, True, 0.0214),  # 0.8074 + 0.4426 x 3 = 2.1352, rounded to 2.14 %
        (7_799_999, False, 0.0426),  # 1.2662 + 0.3838 x 7.799999 = 4.2598, rounded
        (10_000_000, False, 0.0426),
        (10_000_000, True, 0.0426),
    ],
)
def test_the_health_fund_follows_payroll_and_sector(
    payroll: float, manufacturing: bool, rate: float
) -> None:
    cost = quebec(60_000, payroll, manufacturing=manufacturing)
    assert amounts(cost)["hsf"] == pytest.approx(rate * 60_000)


def test_training_is_a_line_of_its_own_above_two_million_of_payroll() -> None:
    assert "wsdrf" not in amounts(quebec(60_000, 2_000_000))
    assert amounts(quebec(60_000, 2_000_001))["wsdrf"] == pytest.approx(600)


def test_the_rate_of_the_classification_unit_replaces_the_default_one() -> None:
    assert amounts(quebec(60_000, at_mp=0.0154))["cnesst"] == pytest.approx(924)


@pytest.mark.parametrize("ceiling", [3_500, 68_900, 74_600, 85_000, 103_000])
def test_the_cost_in_quebec_is_continuous_at_every_ceiling(ceiling: float) -> None:
    assert quebec(ceiling + 0.01).total - quebec(ceiling).total == pytest.approx(0.011, abs=0.002)


def test_what_an_employer_pays_for_group_benefits_replaces_the_usual_share() -> None:
    assert amounts(quebec(60_000, benefits=2_400))["group_benefits"] == 2_400
    assert amounts(quebec(60_000, benefits=0))["group_benefits"] == 0


def test_a_placement_brings_a_credit_up_to_21_dollars_an_hour_for_32_weeks() -> None:
    """24 % of 36,000 / 52 = 692.31 a week, then of at most 787.50, over 32 weeks."""
    paid = amounts(quebec(36_000, apprentice=True))
    assert paid["intern_credit"] == pytest.approx(-0.24 * 32 * 36_000 / 52)
    assert "group_benefits" not in paid
    assert amounts(quebec(60_000, apprentice=True))["intern_credit"] == pytest.approx(-6_048)


# Both


@given(st.sampled_from(sorted(MARKETS)), st.lists(salaries, min_size=1, max_size=20), companies)
def test_many_salaries_at_once_cost_what_each_costs_alone(
    market: str, pays: list[float], company: dict[str, Any]
) -> None:
    alone = [employer_cost(market, pay, RULES[market], Terms(**company)).total for pay in pays]
    together = employer_total(market, pays, RULES[market], Terms(**company))
    assert together == pytest.approx(alone, rel=1e-12)


@given(st.sampled_from(sorted(MARKETS)), salaries, salaries, companies)
def test_a_higher_salary_never_costs_less(
    market: str, one: float, other: float, company: dict[str, Any]
) -> None:
    """Even past the steps of the French reduction: each of them raises the cost."""
    low, high = employer_total(market, sorted((one, other)), RULES[market], Terms(**company))
    assert low <= high * (1 + 1e-12)


@given(st.sampled_from(sorted(MARKETS)), salaries, companies)
def test_a_hire_costs_at_least_its_gross_pay_which_the_lines_complete(
    market: str, salary: float, company: dict[str, Any]
) -> None:
    cost = employer_cost(market, salary, RULES[market], Terms(**company))
    assert cost.total >= cost.gross == salary
    assert cost.total == pytest.approx(cost.gross + sum(line.amount for line in cost.lines))


@given(st.sampled_from(sorted(MARKETS)), salaries, companies)
def test_an_amount_is_its_rate_times_its_base_and_names_a_figure(
    market: str, salary: float, company: dict[str, Any]
) -> None:
    figures = figures_at(load().markets[MARKETS[market]], "2026-07")
    for line in employer_cost(market, salary, RULES[market], Terms(**company)).lines:
        assert line.source_key in figures
        if line.rate is not None and line.base is not None:
            assert line.amount == pytest.approx(line.rate * line.base)


def test_a_grid_of_salaries_keeps_its_shape() -> None:
    grid = np.linspace(20_000, 150_000, 6).reshape(2, 3)
    assert employer_total("france", grid, FRANCE, Terms(20, 8e5)).shape == (2, 3)
    assert employer_total("quebec", 60_000, QUEBEC, Terms(20, 8e5)).shape == ()


def test_a_record_holds_until_the_next_of_its_key_begins() -> None:
    market = load().markets["fr"]
    june, july = rules_at(market, "2026-06"), rules_at(market, "2026-07")
    assert (june["smic"], july["smic"]) == (SMIC, 12.31 * 1820)
    assert {key for key in june if june[key] != july[key]} == {"smic"}


def test_before_the_first_rules_and_without_rules_a_market_is_refused() -> None:
    with pytest.raises(ValueError, match="the first are of 2026-01"):
        rules_at(load().markets["fr"], "2025-12")
    with pytest.raises(ValueError, match="the first are of never"):
        rules_at(replace(load().markets["fr"], contributions={}), "2026-01")
    with pytest.raises(ValueError, match="expected one of"):
        employer_cost("belgium", 40_000, FRANCE, Terms(20, 8e5))
