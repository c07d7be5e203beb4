"""A staged path never asks the simulation for more people than it has room for."""

from __future__ import annotations

from timonier.engine.information.paths import _fits
from timonier.engine.simulation.kernel.layout import MAX_SLOTS
from timonier.engine.team import Member, Team


def test_a_path_with_more_people_than_the_simulation_holds_is_left_out() -> None:
    assert _fits(Team((Member("emp_content", 50.0),)))
    assert not _fits(Team(tuple(Member("free_seo", hours=h) for h in range(MAX_SLOTS))))
