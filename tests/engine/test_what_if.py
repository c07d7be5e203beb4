"""A what-if gives the same answer whatever was asked of it before."""

from typing import Any

import numpy as np
import pytest

from tests.worlds import COMPANIES, KNOWLEDGE, team
from timonier.engine.information.whatif import WhatIf
from timonier.engine.simulation import World, make_world
from timonier.engine.team import Member

CHANGES: tuple[dict[str, Any], ...] = (
    {},
    {"company.revenue": 9_000_000.0},
    {"marketing.role": "growth_lever"},
    {"steering.level": 4},
    {"marketing.governance": "weak"},
    {"hiring.can_recruit": False},
    {"company.headcount": 30},
    {"company.stage": "exploring"},
    {"needs.oneoff_share": 0.5},
    {"vision.targets": True},
    {"marketing.deadline_month": 6.0},
)
TEAMS = (
    team(Member("emp_head")),
    team(Member("free_design_video", hours=40.0), Member("emp_junior")),
    team(Member("emp_head"), Member("emp_junior")),
)


def what_if() -> WhatIf:
    return WhatIf(KNOWLEDGE, TEAMS, 36, 64, np.zeros(len(TEAMS)))


def changed(change: dict[str, Any]) -> Any:
    told = COMPANIES["staffed"]
    for key, value in change.items():
        told = told.with_fact(key, value)
    return told


def test_what_was_asked_before_does_not_count() -> None:
    used = what_if()
    for change in (*CHANGES, *reversed(CHANGES)):
        fresh = what_if().panel(changed(change))
        panel = used.panel(changed(change))
        assert np.array_equal(panel.utility, fresh.utility), change
        assert np.array_equal(panel.scores.paid, fresh.scores.paid), change
        assert panel.today.chance == fresh.today.chance, change
        used._panels.clear()


def test_a_team_that_joins_is_worth_what_it_is_worth_alone() -> None:
    first = what_if()
    first.panel(changed({}))
    joined = first.joined([team(Member("emp_head"), Member("free_design_video", hours=20.0))])
    alone = WhatIf(KNOWLEDGE, joined.teams, 36, 64, joined.shift)
    assert np.array_equal(joined.panel(changed({})).utility, alone.panel(changed({})).utility)


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_world_like_another_is_drawn_as_if_it_were_the_first(change: dict[str, Any]) -> None:
    def draw(like: World | None) -> World:
        rng = np.random.default_rng(3)
        return make_world(changed(change), KNOWLEDGE, rng, 128, 36, like=like)

    alone = draw(None)
    like = draw(make_world(COMPANIES["staffed"], KNOWLEDGE, np.random.default_rng(3), 128, 36))
    assert np.array_equal(like.needs.hours, alone.needs.hours)
    assert np.array_equal(like.prices.pay, alone.prices.pay)
    assert np.array_equal(like.parts, alone.parts)
    assert like.rules == alone.rules
    assert all(np.array_equal(a, b) for a, b in zip(like.lanes, alone.lanes, strict=True))
