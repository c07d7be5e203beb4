"""What few draws leave in doubt is looked at on more: edges of the budget, luck, finalists."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests import worlds
from tests.engine.test_search.shared import EVENLY, SCENARIOS, with_an_agency
from timonier.engine.catalogue import MODELS
from timonier.engine.company import Company, Position
from timonier.engine.decision import decide
from timonier.engine.effort import FULL, QUICK
from timonier.engine.search import (
    LOOKED,
    Found,
    enumerate_teams,
    look_again,
    polish,
    screen,
)
from timonier.engine.search.second import POLISHING
from timonier.engine.simulation import World
from timonier.engine.team import Team
from timonier.knowledge import load


def test_a_first_team_that_more_draws_close_is_looked_for_again_nearby() -> None:
    """A team just over the budget on more draws: its neighbours are tried, and one holds."""
    world = worlds.draw(worlds.COMPANIES["seasonal shop"], 512)
    dear, _ = _around_the_budget(world)
    again = look_again(world, _found(dear), EVENLY)
    first = screen(world, again.best["outsourced"][:1], EVENLY, margins=LOOKED)
    assert not screen(world, [dear], EVENLY, margins=LOOKED).open[0]
    assert first.open[0]
    assert first.model[0] == "outsourced"


def test_a_first_team_that_falls_beside_one_as_good_is_not_looked_for_again() -> None:
    """Looking nearby costs as much as the whole second look: not where the shortlist holds."""
    world = worlds.draw(worlds.COMPANIES["seasonal shop"], 512)
    dear, within = _around_the_budget(world)
    again = look_again(world, _found(dear, within), EVENLY)
    assert again.best["outsourced"] == (within, dear)


def test_what_few_draws_close_by_luck_is_looked_at_on_more() -> None:
    """Whole contracts stand around the budget: what a search leaves aside to keep its margin is
    taken again where more draws say that it holds."""
    few = worlds.draw(worlds.COMPANIES["seasonal shop"], SCENARIOS)
    more = worlds.draw(worlds.COMPANIES["seasonal shop"], 512)
    teams = [with_an_agency(hours) for hours in range(20, 400, 5)]
    seen, again = screen(few, teams, EVENLY), screen(more, teams, EVENLY, margins=LOOKED)
    aside = np.flatnonzero(seen.edge & again.open)
    assert len(aside)
    closed, within = teams[aside[-1]], teams[int(seen.open.argmin()) - 1]
    found = replace(_found(within), edge={"outsourced": (closed,)})
    assert look_again(more, found, EVENLY).best["outsourced"] == (closed, within)


def test_what_the_polish_closes_by_luck_is_left_to_more_draws() -> None:
    world = worlds.draw(worlds.COMPANIES["seasonal shop"], 256)
    _, within = _around_the_budget(world)
    polished = polish(world, _found(within), EVENLY)
    narrow = polished.edge["outsourced"]
    assert narrow
    assert not set(narrow) & set(polished.best["outsourced"])
    seen = screen(world, narrow, EVENLY, margins=POLISHING)
    best = screen(world, polished.best["outsourced"][:1], EVENLY, margins=POLISHING)
    assert seen.edge.all()
    assert seen.merit(EVENLY).min() > best.utility[0]


def test_a_model_that_only_luck_closes_has_a_team_and_is_no_longer_closed() -> None:
    more = worlds.draw(worlds.COMPANIES["seasonal shop"], 512)
    dear, within = _around_the_budget(more)
    none = replace(_found(), closed={"outsourced": (dear,)})
    opened = look_again(more, replace(none, edge={"outsourced": (within,)}), EVENLY)
    assert opened.best["outsourced"] == opened.finalists["outsourced"] == (within,)
    assert not opened.closed
    far = with_an_agency(395)
    still = look_again(more, replace(none, edge={"outsourced": (far,)}), EVENLY)
    assert still.best["outsourced"] == ()
    assert still.closed == {"outsourced": (dear,)}


def test_luck_closes_nobody_who_is_far_beyond_a_rule() -> None:
    world = worlds.world("seasonal shop")
    seen = screen(world, enumerate_teams(world), EVENLY)
    rules = world.rules
    margin = rules.feasible_overrun_probability - rules.search_overrun_probability
    assert seen.edge.any()
    assert not (seen.edge & seen.open).any()
    assert seen.passing[seen.edge].max() <= rules.feasible_overrun_probability + margin
    least = seen.used.min(axis=1)
    assert least[seen.edge].min() >= rules.use_least - rules.search_use_margin
    assert not screen(world, seen.teams[:50], EVENLY, margins=0.0).edge.any()


@pytest.mark.parametrize("effort", [FULL, QUICK])
def test_a_whole_post_that_the_middle_of_its_cost_lets_pay_is_found(effort: str) -> None:
    """A budget just above what a post costs, as it often is: no smaller one stands between."""
    decided = decide(
        Company(
            {
                "company.market": "fr",
                "company.business": "b2c",
                "company.headcount": 62,
                "company.stage": "established",
                "marketing.budget": 50_140.0,
                "marketing.role": "production_centre",
                "vision.targets": False,
                "vision.channels": True,
                "vision.objectives": False,
                "steering.level": 2,
                "steering.hours_per_month": 3.8,
                "hiring.can_recruit": True,
                "needs.recurrent_share": 0.49,
            },
            team=(Position("owner", hours=15.0), Position("free_generalist")),
        ),
        knowledge=load(),
        effort=effort,
        threads=1,
    )
    dearest = np.median(decided.judged.measures.by_year[decided.row["in_house"]], axis=1).max()
    assert 0.93 * 50_140 < dearest <= 50_140
    assert "emp_content" in {m.role for m in decided.team("in_house").members}


def _found(*outsourced: Team) -> Found:
    none: dict[str, tuple[Team, ...]] = dict.fromkeys(MODELS, ())
    return Found({**none, "outsourced": outsourced}, 1, {}, {}, {})


def _around_the_budget(world: World) -> tuple[Team, Team]:
    """The smallest contract that passes the budget too often, and the largest that does not."""
    by_hours = [with_an_agency(hours) for hours in range(20, 400, 5)]
    seen = screen(world, by_hours, EVENLY, margins=LOOKED)
    edge = int(seen.open.argmin())
    assert edge > 0
    assert not seen.open[edge:].any()
    return by_hours[edge], by_hours[edge - 1]


def test_a_first_team_at_the_edge_of_a_rule_has_a_finalist_beside_it_that_is_not() -> None:
    world = worlds.draw(worlds.COMPANIES["seasonal shop"], 512)
    by_hours = [with_an_agency(hours) for hours in range(20, 400, 10)]
    safe = screen(world, by_hours, EVENLY).open  # with the margins of a search
    seen = screen(world, by_hours, EVENLY, margins=LOOKED)
    worth, edge = seen.utility, seen.open & ~safe
    close = by_hours[int(np.where(edge, worth, -1.0).argmax())]
    wide, less = (by_hours[i] for i in np.where(safe, worth, -1.0).argsort()[[-1, -2]])
    assert edge.any()
    assert worth[by_hours.index(close)] > worth[by_hours.index(wide)]

    def finalists(*shortlist: Team) -> tuple[Team, ...]:
        return look_again(world, _found(*shortlist), EVENLY).finalists["outsourced"]

    assert finalists(less, wide, close) == (close, wide)
    assert finalists(less, wide) == (wide,)
    assert finalists(close) == (close,)
