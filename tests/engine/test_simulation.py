"""The compiled simulation: equal to its plain NumPy twin, the same bytes on one thread or two."""

from __future__ import annotations

import numpy as np
import pytest

from tests import twin, worlds
from tests.worlds import team
from timonier.engine.criteria import measure, score
from timonier.engine.simulation import METRICS, simulate_teams
from timonier.engine.team import Member

TEAMS = 6


def _teams(name: str) -> list:
    rng = np.random.default_rng(list(worlds.COMPANIES).index(name))
    teams = [worlds.any_team(rng) for _ in range(TEAMS)]
    head = Member("emp_head", existing=True, since_months=30.0)
    teams.append(team(Member("free_content", hours=30.0), released=(head,)))
    return teams


def _apart(ours: np.ndarray, plain: np.ndarray) -> float:
    """Relative distance, counted from a thousandth of the largest value."""
    floor = 1e-3 * max(float(np.abs(plain).max()), 1e-6)
    return float((np.abs(ours - plain) / (np.abs(plain) + floor)).max())


@pytest.mark.parametrize("scenarios", [64, worlds.SCENARIOS])  # blocks of both lengths
@pytest.mark.parametrize("name", worlds.COMPANIES)
def test_kernel_and_twin_agree_on_every_metric_of_any_team(name: str, scenarios: int) -> None:
    world, teams = worlds.world(name, scenarios), _teams(name)
    assert world.size == scenarios
    ours, plain = simulate_teams(world, teams, detail=True), twin.simulate(world, teams)
    far = {m: _apart(ours[m], plain[m]) for m in METRICS}
    assert {m: d for m, d in far.items() if d > 1e-3} == {}
    assert ours.detail is not None
    for k, seats in enumerate(plain.seats):
        assert _apart(ours.slots[k, : len(seats)], seats) < 1e-3
        assert not ours.slots[k, len(seats) :].any()
        assert _apart(ours.detail.assigned[k, :, : len(seats)], plain.assigned[k]) < 1e-3
    for i in range(9):
        assert _apart(ours.detail.month[:, i], plain.month[:, i]) < 1e-3


def test_a_longer_horizon_and_a_far_deadline_agree_too() -> None:
    one = worlds.company(marketing__deadline_month=20, marketing__growth=-0.2)
    world = worlds.draw(one, worlds.SCENARIOS, months=48)
    teams = _teams("steady")[:2]
    ours, plain = simulate_teams(world, teams), twin.simulate(world, teams)
    assert max(_apart(ours[m], plain[m]) for m in METRICS) < 1e-3


def test_one_and_two_threads_give_the_same_bytes() -> None:
    world = worlds.world("seasonal shop", 1024)
    teams = _teams("seasonal shop")
    one, two = (simulate_teams(world, teams, threads=n, detail=True) for n in (1, 2))
    assert one.records.tobytes() == two.records.tobytes()
    assert one.slots.tobytes() == two.slots.tobytes()
    assert one.detail is not None
    assert two.detail is not None
    assert one.detail.month.tobytes() == two.detail.month.tobytes()
    assert one.detail.assigned.tobytes() == two.detail.assigned.tobytes()


def test_a_team_is_simulated_the_same_alone_and_among_others() -> None:
    world, teams = worlds.world("projects"), _teams("projects")
    together = simulate_teams(world, teams)
    alone = simulate_teams(world, teams[3:4])
    assert alone.records[0].tobytes() == together.records[3].tobytes()


def test_a_crowd_costs_and_coordinates_by_the_head() -> None:
    """Beyond the seats people are followed in groups: twice as many still cost twice as much."""
    few, many = (
        simulate_teams(
            worlds.world("steady", 1024),
            [team(Member("emp_content", n, since_months=9.0, existing=True))],
        )
        for n in (12.0, 24.0)
    )
    assert many["paid"].mean() == pytest.approx(2.0 * few["paid"].mean(), rel=0.01)
    more = (many["coordination_needed"] - few["coordination_needed"]).mean()
    hours = 12.0 * (1.0 + 2.0)  # of rituals and of one more link each, every month
    assert more == pytest.approx(hours * (36 - 12), rel=0.05)


def test_more_members_than_can_be_simulated_are_refused_by_number() -> None:
    crowd = team(*(Member("free_seo", hours=float(h)) for h in range(14)))
    with pytest.raises(ValueError, match="a team of 14 members: at most 13"):
        simulate_teams(worlds.world("steady"), [crowd])


def test_a_brief_simulation_ranks_the_same_and_refuses_what_it_left_out() -> None:
    world, teams = worlds.world("seasonal shop"), _teams("seasonal shop")
    whole, brief = simulate_teams(world, teams), simulate_teams(world, teams, brief=True)
    kept, shown = score(world, brief), measure(world, whole)
    assert kept.criteria == shown.criteria
    for name in ("values", "paid", "initial_money", "steering_ratio"):
        values = getattr(kept, name)
        np.testing.assert_allclose(values, getattr(shown, name), rtol=1e-5, atol=1e-6)
    with pytest.raises(KeyError, match="weeks_25: not measured in a brief simulation"):
        brief["weeks_25"]
