"""The hours of each month, against a plain reading of the same mechanism."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from tests.twin import needs as twin
from timonier.engine.company import Company
from timonier.engine.needs import applicable
from timonier.engine.needs.kernel import Motion, arrive
from timonier.engine.needs.months import hours_by_month
from timonier.engine.rules import rules_of
from timonier.knowledge import load

MONTHS, SIZE = 36, 128
KNOWLEDGE = load()
RULES = rules_of(KNOWLEDGE.method)
ACTIVITIES = applicable(Company({"company.market": "fr"}), KNOWLEDGE, RULES)
SOME = [i for i in range(len(ACTIVITIES)) if i % 3]  # of them are there


def world(unrest: float) -> tuple[Any, ...]:
    """Base hours, arrivals, season and motion, all moving."""
    rng = np.random.default_rng(4)
    base = rng.uniform(1.0, 30.0, (len(ACTIVITIES), SIZE))
    projects = sum(ACTIVITIES[i].nature == "project" for i in SOME)
    arriving = [rng.random((MONTHS, SIZE), dtype=np.float32) for _ in range(projects)]
    season = rng.integers(0, 12, SIZE), rng.uniform(0.4, 1.8, (MONTHS, SIZE))
    motion = Motion(
        trend=rng.uniform(0.8, 1.3, (MONTHS, SIZE)).astype(np.float32),
        drift=rng.random((MONTHS, SIZE), dtype=np.float32),
        factor=rng.uniform(0.4, 2.0, (len(ACTIVITIES), SIZE)).astype(np.float32),
        unrest=np.full(SIZE, unrest, dtype=np.float32),
        memory=np.array([0.8, 0.6], dtype=np.float32),
        key=np.uint64(11),
    )
    return base, arriving, season, motion


def compiled(unrest: float, there: Sequence[int] = SOME) -> Any:
    base, arriving, season, motion = world(unrest)
    return hours_by_month(base, arriving, ACTIVITIES, there, season, motion, RULES)


def test_hours_by_month_are_those_of_a_plain_reading() -> None:
    natures = {ACTIVITIES[i].nature for i in SOME}
    assert natures == {"project", "seasonal", "recurring"}
    base, arriving, season, motion = world(0.0)
    hours, moving = compiled(0.0)
    plain, gap = twin.hours_by_month(base, arriving, ACTIVITIES, SOME, season, motion, RULES)
    np.testing.assert_allclose(hours, plain, rtol=2e-4, atol=1e-4)
    np.testing.assert_allclose(moving, gap, rtol=1e-4)


def test_the_volume_of_lasting_work_wanders_and_that_of_projects_does_not() -> None:
    still, _ = compiled(0.0)
    moved, _ = compiled(0.3)
    states = []
    for row, i in enumerate(SOME):
        if ACTIVITIES[i].nature == "project":
            np.testing.assert_array_equal(moved[row], still[row])
        elif (still[row] > 0).all():
            states.append((np.log(moved[row] / still[row]) + 0.3**2 / 2) / 0.3)
    walks = np.array(states, dtype=float)  # (activity, month, scenario) of unit variance
    n = walks.shape[0] * SIZE
    assert abs(walks.mean()) < 4 / np.sqrt(n)
    for t in range(MONTHS):  # stationary from the first month on
        assert abs(walks[:, t].var() - 1) < 4 * np.sqrt(2 / n)
    for lag, memory in ((1, 0.8), (3, 0.8**3)):
        together = (walks[:, lag:] * walks[:, :-lag]).mean()
        assert abs(together - memory) < 0.03
    between = np.corrcoef(walks[:, 20]) - np.eye(len(walks))
    assert np.abs(between).max() < 4.5 / np.sqrt(SIZE)


def test_an_activity_wanders_alike_whichever_others_are_there() -> None:
    base, arriving, season, motion = world(0.3)
    lone = [i for i in SOME if ACTIVITIES[i].nature != "project"][:1]
    apart = motion._replace(drift=np.zeros_like(motion.drift))
    one, _ = hours_by_month(base, [], ACTIVITIES, lone, season, apart, RULES)
    all_, _ = hours_by_month(base, arriving, ACTIVITIES, SOME, season, apart, RULES)
    np.testing.assert_array_equal(one[0], all_[SOME.index(lone[0])])


def test_scenarios_that_make_no_whole_strips_are_refused() -> None:
    base, arriving, season, motion = world(0.0)
    short = motion._replace(trend=motion.trend[:, :100])
    with pytest.raises(ValueError, match="100 scenarios: expected a multiple of 64"):
        hours_by_month(base, arriving, ACTIVITIES, SOME, season, short, RULES)


@pytest.mark.parametrize("lasting", [1, 2, 4])
def test_a_project_falls_evenly_in_the_months_that_it_takes(lasting: int) -> None:
    first = np.array([[[0, 11, 5], [12, 14, 23]], [[3, 4, 5], [20, 21, 22]]])
    happens = np.array([[[1, 1, 0], [1, 0, 1]], [[0, 1, 1], [1, 1, 0]]], dtype=bool)
    found = np.zeros((2, 24 + lasting, 3), dtype=np.float32)
    arrive(first, happens, lasting, found)
    expected = np.zeros_like(found)
    for project, year, lane in np.argwhere(happens):
        begun = first[project, year, lane]
        expected[project, begun : begun + lasting, lane] += 1 / lasting
    np.testing.assert_allclose(found, expected, atol=1e-6)
