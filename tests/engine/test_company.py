"""A company says what it knows, and only that."""

from __future__ import annotations

import pickle

import pytest

from timonier.engine.catalogue import Triple
from timonier.engine.company import (
    COLUMNS,
    FACTS,
    MARKET,
    NOT_CONCERNED,
    Company,
    Position,
    Quote,
    Range,
    Result,
    Tried,
    fall_with,
)

GARDEN = Company(
    {"company.market": "ca-qc", "company.headcount": 40, "steering.contact": NOT_CONCERNED},
    team=(Position("emp_junior", 1),),
    assumptions={"emp_junior.salary": 48_000},
)


def test_a_fact_that_nobody_stated_is_unknown() -> None:
    assert not GARDEN.knows("company.revenue")
    assert GARDEN.get("company.revenue") is None
    assert GARDEN.get("company.revenue", 5.0) == 5.0


def test_not_concerned_is_an_answer_that_computes_as_a_value() -> None:
    assert GARDEN.knows("steering.contact")
    assert GARDEN.get("steering.contact", True) is False
    assert GARDEN.facts["steering.contact"] is NOT_CONCERNED


def test_a_what_if_leaves_the_company_as_it_was() -> None:
    bigger = GARDEN.with_fact("company.headcount", 90)
    assert (bigger.get("company.headcount"), GARDEN.get("company.headcount")) == (90, 40)
    assert not GARDEN.with_fact("company.headcount", None).knows("company.headcount")
    assert bigger.team == GARDEN.team


def test_an_assumption_is_added_beside_those_already_there() -> None:
    slow = GARDEN.with_assumption("emp_head.lead_time_weeks", Triple(8, 12, 20))
    assert dict(slow.assumptions) == {
        "emp_junior.salary": 48_000,
        "emp_head.lead_time_weeks": Triple(8, 12, 20),
    }


@pytest.mark.parametrize("use", [GARDEN.get, GARDEN.knows, lambda key: GARDEN.with_fact(key, 1)])
def test_a_key_that_is_no_fact_is_refused_with_those_that_are(use: object) -> None:
    with pytest.raises(KeyError, match=r"company\.staff.*company\.headcount"):
        use("company.staff")  # type: ignore[operator]
    with pytest.raises(KeyError, match=r"company\.staff"):
        Company({"company.staff": 3})


def test_facts_and_assumptions_cannot_be_changed_in_place() -> None:
    facts: dict[str, object] = {"company.market": "fr"}
    company = Company(facts)
    facts["company.headcount"] = 3
    assert not company.knows("company.headcount")
    with pytest.raises(TypeError):
        company.facts["company.headcount"] = 3  # type: ignore[index]
    with pytest.raises(TypeError):
        company.assumptions["x"] = 3  # type: ignore[index]


def test_a_company_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(GARDEN)) == GARDEN


def test_a_company_with_everything_travels_and_compares_by_what_it_says() -> None:
    full = Company(
        {"company.market": "fr", "company.headcount": Range(20, 49)},
        team=(Position("owner", hours=20.0, keep=True, skills=(("seo", 4),)),),
        quotes=(Quote("fractional_cmo", monthly=4200.0, hours=32.0),),
        tried=(Tried("agency_full", "no_direction"),),
        results=(Result("leads", 40, 80),),
        set_aside=(("decision.chosen", "mixed"),),
    )
    back = pickle.loads(pickle.dumps(full))
    assert back == full
    assert back.set_aside == full.set_aside
    assert full != Company(full.facts, team=full.team)
    assert len({*full.team, *full.quotes, *full.tried, *full.results}) == 4  # all can be keys


def test_one_number_for_a_range_is_its_median() -> None:
    company = Company(
        {
            "company.market": "fr",
            "company.headcount": Range(20, 49),
            "marketing.budget": Range(10_000, 40_000),
            "needs.evolving": Range(0.2, 0.6),
            "steering.hours_per_month": NOT_CONCERNED,
        }
    )
    assert company.get("company.headcount") == Range(20, 49)  # never averaged
    assert company.middle("company.headcount") == 31
    assert company.middle("marketing.budget") == pytest.approx(20_000)
    assert company.middle("needs.evolving") == pytest.approx(0.4)
    assert company.middle("steering.hours_per_month") == 0
    assert company.middle("company.revenue") is None


def test_a_question_falls_away_with_the_answer_that_makes_it_senseless() -> None:
    nobody = GARDEN.with_fact("steering.level", 0)
    assert nobody.settles("steering.hours_per_month")
    assert not GARDEN.settles("steering.hours_per_month")
    assert not GARDEN.with_fact("steering.level", 1).settles("steering.hours_per_month")
    assert not GARDEN.with_fact("steering.level", Range(0, 2)).settles("steering.hours_per_month")
    assert GARDEN.with_fact("steering.level", NOT_CONCERNED).settles("steering.hours_per_month")
    assert fall_with("hiring.can_recruit", False) == ("hiring.max_hires",)
    assert fall_with("hiring.can_recruit", "unknown") == ()


def test_every_number_has_bounds_and_a_unit_and_every_choice_has_choices() -> None:
    for fact in (*FACTS.values(), *COLUMNS.values()):
        if fact.kind in ("int", "float"):
            assert fact.low is not None
            assert fact.high is not None
            assert fact.low < fact.high
            assert fact.unit
        if fact.kind in ("choice", "choices", "seasonality") and fact.key != MARKET:
            assert fact.choices
