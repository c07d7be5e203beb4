"""The search finds what trying everything would find, on catalogues small enough to try it all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

import numpy as np
import pytest

from tests import worlds
from timonier.engine.catalogue import MODELS, Knowledge
from timonier.engine.company import Company, Position
from timonier.engine.criteria import score
from timonier.engine.feasibility import models, structural
from timonier.engine.search import (
    ALL_MODELS,
    Found,
    beam,
    enumerate_teams,
    look_again,
    neighbours,
    present,
    screen,
    search,
    sized,
)
from timonier.engine.search.beam import MIXED, promising
from timonier.engine.search.candidates import resized
from timonier.engine.search.mending import DEAR, Nearly
from timonier.engine.simulation import World, make_world, simulate_teams
from timonier.engine.team import Member, Team

ROLES = ("internal_pilot", "emp_head", "emp_content", "fractional_cmo", "free_generalist",
         "free_paid")  # fmt: skip
HOURS = {
    "fractional_cmo": (14.0, 21.0, 28.0, 56.0),
    "free_generalist": (8.0, 12.0, 32.0, 50.0, 70.0),
    "free_paid": (4.0, 12.0, 32.0, 60.0),
}
STARTS = (0, 3)
SCENARIOS = 64
NEAR = 0.01  # of the range of utility of the feasible teams
NEAR_MIXED = 0.1  # of teams that belong to no model, which the search tries less
EVENLY = np.full(7, 1 / 7)

COMPANIES: dict[str, Company] = {
    "steady with a pilot": worlds.company(
        needs__activities=("editorial_content", "crm_management", "paid_social", "reporting")
    ),
    "growth without a pilot": worlds.company(
        marketing__role="growth_lever",
        marketing__budget=160_000,
        steering__level=1,
        steering__hours_per_month=6,
        needs__activities=("editorial_content", "paid_social", "email_campaigns"),
        needs__evolving=0.7,
    ),
    "small and seasonal": worlds.company(
        company__headcount=12,
        marketing__budget=70_000,
        marketing__seasonality="strong",
        needs__activities=("paid_social", "email_campaigns"),
    ),
    "a writer in place": worlds.company(
        team=(Position("emp_content", 1.0, since_months=20.0),),
        marketing__budget=150_000,
        needs__activities=("editorial_content", "paid_social"),
    ),
}


def small_catalogue() -> Knowledge:
    roles = {key: worlds.KNOWLEDGE.roles[key] for key in ROLES}
    return replace(worlds.KNOWLEDGE, roles=roles)


@dataclass(frozen=True)
class Tried:
    """Expected utility on the same draws: of the best team of each model and of the search's."""

    best: dict[str, float]
    reached: dict[str, float]
    spread: float  # between the best and the worst feasible team


def every_team(world: World) -> Iterator[Team]:
    """Each employee or none, each provider at each of its hours or none, each of the starts."""
    kept = present(world.company)
    taken = {m.role for m in kept}
    options = [
        [None, *(Member(key, start_month=s) for s in STARTS)]
        for key in ("emp_head", "emp_content")
        if key not in taken
    ]
    options += [
        [None, *(Member(key, hours=h, start_month=s) for h in hours for s in STARTS)]
        for key, hours in HOURS.items()
    ]
    keepings = [(kept, ()), ((), kept)] if kept else [((), ())]
    for added in product(*options):
        for stay, gone in keepings:
            members = (*stay, *(m for m in added if m is not None))
            if members:
                yield Team(tuple(sorted(members)), gone)


@cache
def tried(name: str) -> Tried:
    world = make_world(
        COMPANIES[name], small_catalogue(), np.random.default_rng(3), SCENARIOS, months=36
    )
    teams = [t for t in every_team(world) if structural(world, t)]
    scores = [one for batch in _batches(teams) for one in _scores(world, batch)]
    found = {m: best[0] for m, best in search(world, EVENLY, threads=2).best.items() if best}
    reached = [u for _, u in _scores(world, list(found.values()))]
    worth = [u for _, u in scores]
    return Tried(
        best={m: max(u for model, u in scores if model == m) for m in {m for m, _ in scores}},
        reached=dict(zip(found, reached, strict=True)),
        spread=max(worth) - min(worth),
    )


def _batches(teams: list[Team], size: int = 1_000) -> Iterator[list[Team]]:
    for first in range(0, len(teams), size):
        yield teams[first : first + size]


def _scores(world: World, teams: list[Team]) -> list[tuple[str, float]]:
    """(model, expected utility) of the teams that may come first."""
    judged = screen(world, teams, EVENLY, threads=2)
    return [(judged.model[i], float(judged.utility[i])) for i in np.flatnonzero(judged.open)]


@pytest.mark.parametrize("name", COMPANIES)
def test_the_search_opens_every_model_that_trying_every_team_opens(name: str) -> None:
    assert tried(name).best
    assert tried(name).best.keys() <= tried(name).reached.keys()


@pytest.mark.parametrize("name", COMPANIES)
def test_the_search_comes_within_a_hundredth_of_trying_every_team(name: str) -> None:
    one = tried(name)
    short = {m: (best - one.reached[m]) / one.spread for m, best in one.best.items()}
    far = {m: round(gap, 4) for m, gap in short.items() if gap > NEAR}
    assert far.pop("mixed", 0.0) <= NEAR_MIXED
    assert far == {}


def test_an_outside_pilot_is_bought_beyond_the_usual_days_only_where_the_team_requires_it() -> None:
    busy = worlds.company(
        company__headcount=150,
        needs__ambition=2.0,
        steering__level=0,
        steering__hours_per_month=0,
    )
    world = worlds.draw(busy, SCENARIOS)
    usual = world.rules["search.pilot_days_max"] * world.market.hours_per_day
    pilot = Member("fractional_cmo", hours=usual)

    def most(*others: Member) -> float:
        team = Team(tuple(sorted((pilot, *others))))
        roles = {m.role for m in team.members}
        near = [t for t in neighbours(world, team) if {m.role for m in t.members} == roles]
        return max(m.hours for t in near for m in t.members if m.role == pilot.role)

    assert most() == pytest.approx(usual)
    crowd = [Member(role, 3.0) for role in ("emp_junior", "emp_apprentice", "emp_content")]
    assert usual < most(*crowd) <= world.knowledge.roles["fractional_cmo"].max_hours


def test_a_pilot_in_place_without_stated_hours_gets_those_that_steer_the_others() -> None:
    world = worlds.world("seasonal shop")
    here = {"existing": True, "since_months": 12.0}
    alone = Team((Member("fractional_cmo", **here),))
    led = Team(tuple(sorted((Member("fractional_cmo", **here), Member("emp_junior", 1.0, **here)))))
    few, many = (
        next(m.hours for m in t.members if m.role == "fractional_cmo")
        for t in sized(world, [alone, led])
    )
    assert few < many
    ratio = score(world, simulate_teams(world, sized(world, [led]), brief=True)).steering_ratio
    assert np.median(ratio) >= 1.0  # no warning of a steering that was only assumed


def test_a_first_team_that_more_draws_close_is_looked_for_again_nearby() -> None:
    """A team just short of steering on more draws: its neighbours are tried, and one holds."""
    world = worlds.draw(
        worlds.company(
            marketing__role="growth_lever", steering__level=0, steering__hours_per_month=0
        ),
        512,
    )
    people = (Member("emp_content", 1.0), Member("emp_junior", 1.0))
    short = Team(tuple(sorted((*people, Member("fractional_cmo", hours=12.0)))))
    none: dict[str, tuple[Team, ...]] = dict.fromkeys(ALL_MODELS, ())
    found = Found({**none, "hybrid": (short,)}, 1, {}, {}, {})
    again = look_again(world, found, EVENLY)
    first = screen(world, again.best["hybrid"][:1], EVENLY, margins=False)
    assert not screen(world, [short], EVENLY, margins=False).open[0]
    assert first.open[0]
    assert first.model[0] == "hybrid"


def test_a_first_team_that_falls_beside_one_as_good_is_not_looked_for_again() -> None:
    """Looking nearby costs as much as the whole second look: not where the shortlist holds."""
    unsteered = worlds.company(
        marketing__role="growth_lever", steering__level=0, steering__hours_per_month=0
    )
    world = worlds.draw(unsteered, 512)
    people = (Member("emp_content", 1.0), Member("emp_junior", 1.0))
    by_hours = [
        Team(tuple(sorted((*people, Member("fractional_cmo", hours=float(hours))))))
        for hours in range(12, 57)
    ]
    seen = screen(world, by_hours, EVENLY, margins=False)
    edge = int(seen.open.argmax())
    assert edge > 0
    none: dict[str, tuple[Team, ...]] = dict.fromkeys(ALL_MODELS, ())
    pair = (by_hours[edge - 1], by_hours[edge])
    again = look_again(world, Found({**none, "hybrid": pair}, 1, {}, {}, {}), EVENLY)
    assert again.best["hybrid"] == (pair[1], pair[0])


@pytest.mark.parametrize("name", sorted(worlds.COMPANIES))
def test_only_teams_that_a_rule_would_close_are_left_untried_for_their_plan(name: str) -> None:
    company = worlds.COMPANIES[name]
    growing = replace(company, facts={**company.facts, "marketing.role": "growth_lever"})
    world = worlds.draw(growing, SCENARIOS)
    teams = enumerate_teams(world)
    left = sorted(set(teams) - set(promising(world, teams)))
    assert left or name != "seasonal shop"  # where nobody inside steers
    seen = screen(world, left, EVENLY, margins=False)
    assert not seen.open[np.array(seen.model) != "mixed"].any()


def test_no_more_mixed_teams_are_begun_with_than_a_start_needs() -> None:
    world = worlds.world("steady")
    teams = enumerate_teams(world)
    kept = promising(world, teams)
    named = dict(zip(teams, models(world, teams), strict=True))
    assert sum(model == "mixed" for model in named.values()) > MIXED
    assert sum(named[team] == "mixed" for team in kept) == MIXED
    others = [team for team in teams if named[team] != "mixed"]
    assert [team for team in kept if named[team] != "mixed"] == others  # nobody lacks steering here


def test_every_team_is_tried_where_no_rule_asks_for_steering() -> None:
    world = worlds.world("seasonal shop")
    producing = replace(
        world.company, facts={**world.company.facts, "marketing.role": "production_centre"}
    )
    world = worlds.draw(producing, SCENARIOS)
    teams = enumerate_teams(world)
    kept = set(promising(world, teams))
    named = zip(teams, models(world, teams), strict=True)
    assert {model for team, model in named if team not in kept} <= {"mixed"}


def test_no_team_at_all_is_screened_as_none() -> None:
    nothing = screen(worlds.world("steady"), [], EVENLY)
    assert nothing.teams == ()
    assert nothing.scores.values.shape == (0, 7, worlds.SCENARIOS)


def test_a_contract_that_costs_a_little_too_much_is_tried_smaller() -> None:
    world = worlds.world("seasonal shop")
    by_hours = [_with_an_agency(hours) for hours in range(20, 400, 10)]
    seen = screen(world, by_hours, EVENLY)
    narrowly = (seen.overrun >= seen.limit) & (seen.overrun < DEAR) & seen.allowed.any(axis=1)
    dear = [team for team, close in zip(by_hours, narrowly, strict=True) if close]
    assert dear
    nearly = Nearly(world, EVENLY)
    nearly.note(seen)
    none = dict.fromkeys(ALL_MODELS, -1.0)
    given = nearly.worth_mending(none, {"outsourced"})
    assert given
    assert set(given) <= set(dear)
    assert not set(nearly.worth_mending(none, {"outsourced"})) & set(given)  # once
    assert nearly.worth_mending(dict.fromkeys(ALL_MODELS, 1.0), {"outsourced"}) == []
    assert nearly.worth_mending(none, {"in_house"}) == []
    assert screen(world, resized(world, given[0]), EVENLY).open.any()


def _with_an_agency(hours: int) -> Team:
    pilot = Member("fractional_cmo", hours=28.0)
    return Team(tuple(sorted((pilot, Member("agency_full", hours=float(hours))))))


def test_a_first_team_at_the_edge_of_a_rule_has_a_finalist_beside_it_that_is_not() -> None:
    world = worlds.draw(worlds.COMPANIES["seasonal shop"], 512)
    by_hours = [_with_an_agency(hours) for hours in range(20, 400, 10)]
    safe = screen(world, by_hours, EVENLY).open  # with the margins of a search
    seen = screen(world, by_hours, EVENLY, margins=False)
    worth, edge = seen.utility, seen.open & ~safe
    close = by_hours[int(np.where(edge, worth, -1.0).argmax())]
    wide, less = (by_hours[i] for i in np.where(safe, worth, -1.0).argsort()[[-1, -2]])
    assert edge.any()
    assert worth[by_hours.index(close)] > worth[by_hours.index(wide)]
    none: dict[str, tuple[Team, ...]] = dict.fromkeys(ALL_MODELS, ())

    def finalists(*shortlist: Team) -> tuple[Team, ...]:
        found = Found({**none, "outsourced": shortlist}, 1, {}, {}, {})
        return look_again(world, found, EVENLY).finalists["outsourced"]

    assert finalists(less, wide, close) == (close, wide)
    assert finalists(less, wide) == (wide,)
    assert finalists(close) == (close,)


def test_a_search_mends_what_is_closed_narrowly_and_lets_models_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = worlds.draw(worlds.COMPANIES["staffed"], SCENARIOS)

    def outsourced(found: Found) -> float:
        return float(screen(world, found.best["outsourced"][:1], EVENLY).utility[0])

    found = search(world, EVENLY, threads=2)
    with monkeypatch.context() as without:
        without.setattr(Nearly, "worth_mending", lambda *_: [])
        assert outsourced(found) > outsourced(search(world, EVENLY, threads=2)) + 0.02
    monkeypatch.setattr(beam, "_gained", lambda *_: True)  # no model ever rests
    restless = search(world, EVENLY, threads=2)
    assert found.screened < restless.screened
    assert outsourced(found) > outsourced(restless) - NEAR


def test_late_rounds_try_fewer_teams_and_lose_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    world = worlds.draw(worlds.COMPANIES["staffed"], SCENARIOS)
    found = search(world, EVENLY, threads=2)
    monkeypatch.setattr(beam, "LATE", 99)
    wide = search(world, EVENLY, threads=2)
    assert found.screened < wide.screened
    for model in MODELS:
        one, other = (screen(world, f.best[model][:1], EVENLY) for f in (found, wide))
        assert [*one.utility] == pytest.approx([*other.utility], abs=NEAR)
