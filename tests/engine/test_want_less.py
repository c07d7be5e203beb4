"""What to give up where money buys too little: what the advised team is least able to do."""

from __future__ import annotations

from typing import Any

import pytest

import timonier
from timonier.engine.money import WantLess, levers, work_done
from timonier.engine.persons import role_key

RESTAURANT: dict[str, Any] = {
    "company": {"market": "fr", "headcount": 14, "business": "b2c", "stage": "established"},
    "marketing": {"budget": 30_000, "role": "growth_lever"},
    "vision": {"targets": True, "channels": False, "objectives": True},
    "steering": {"level": 1, "hours_per_month": 8},
    "hiring": {"can_recruit": True},
    "team": [{"role": "owner", "hours_per_month": 20}],
}
SHOP = {**RESTAURANT, "company": {**RESTAURANT["company"], "traits": ["ecommerce"]}}
WORKSHOP: dict[str, Any] = {
    "company": {"market": "ca-qc", "headcount": 45, "business": "b2b", "stage": "structuring"},
    "marketing": {"budget": 120_000, "role": "growth_lever"},
    "vision": {"targets": True, "channels": True, "objectives": False},
    "steering": {"level": 2, "hours_per_month": 6},
    "hiring": {"can_recruit": True},
    "team": [{"role": "emp_content", "since_months": 20, "keep": True}],
}


def lever(company: dict[str, Any]) -> tuple[Any, WantLess]:
    decision = timonier.decide(timonier.company_from(company), scenarios=512)
    found = levers(decision)
    assert found is not None
    assert found.want_less is not None
    return decision, found.want_less


@pytest.mark.parametrize("company", [RESTAURANT, SHOP, WORKSHOP])
def test_nothing_given_up_is_asked_by_law_or_tells_what_to_do(company: dict[str, Any]) -> None:
    decision, found = lever(company)
    activities = decision.knowledge.activities
    for key in found.activities:
        assert not activities[key].by_law
        assert activities[key].function != "coordination"
        assert activities[key].function == "execution" or not activities[key].core
        assert activities[key].applies_to & {"all", "b2b", "b2c"}
    assert {"data_compliance", "annual_plan", "positioning"} <= set(found.kept)


def test_what_a_person_in_place_masters_is_kept_where_what_nobody_masters_goes() -> None:
    decision, found = lever(WORKSHOP)
    activities, roles = decision.knowledge.activities, decision.knowledge.roles
    team = [roles[role_key(m.role)] for m in decision.team(decision.first).members]
    assert any(role.key == "emp_content" for role in team)

    def lacking(key: str) -> float:
        """Levels that nobody there has, as a share of those asked, over the skills."""
        wanted = activities[key].skills.items()
        best = {skill: max(role.skills[skill] for role in team) for skill, _ in wanted}
        return sum(max(0.0, 1 - best[s] / level) for s, level in wanted) / len(wanted)

    kept = [key for key in found.kept if activities[key].function == "execution"]
    assert min(map(lacking, found.activities)) >= max(map(lacking, kept)) - 1e-9
    assert max(map(lacking, found.activities)) > 0.3
    assert {"editorial_content", "premium_content"} <= set(found.kept)


@pytest.mark.parametrize("company", [RESTAURANT, WORKSHOP])
def test_what_is_given_up_and_what_is_kept_are_the_work_and_enough_of_the_rest_is_done(
    company: dict[str, Any],
) -> None:
    decision, found = lever(company)
    needs = decision.world.needs
    monthly = {a.key: h for a, h in zip(needs.activities, needs.monthly, strict=True) if h}
    assert {*found.activities, *found.kept} == monthly.keys()
    assert len(found.activities) + len(found.kept) == len(monthly)
    assert sorted(found.kept, key=lambda key: -monthly[key]) == list(found.kept)
    assert found.hours == pytest.approx(sum(monthly[key] for key in found.activities))
    done = work_done(decision, decision.first) * sum(monthly.values())
    rest = sum(monthly[key] for key in found.kept)
    assert found.work_done == pytest.approx(done / rest)
    assert found.work_done >= decision.world.rules.money_enough_work
    last = monthly[found.activities[-1]]
    assert done < decision.world.rules.money_enough_work * (rest + last)  # not one too many
