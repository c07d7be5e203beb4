"""What can be moved, seen from a browser: a mark lies on a step, and lying there moves nothing."""

from __future__ import annotations

import pytest

from timonier.app.web.whatif import Slider


def slider(base: float, value: float, low: float, high: float, step: float) -> Slider:
    return Slider("a.key", "A label", value, low, high, step, "", base)


@pytest.mark.parametrize(
    ("base", "low", "high", "step", "rest"),
    [
        (12_345, 0, 60_000, 1_000, 12_000),
        (12_500, 0, 60_000, 1_000, 13_000),
        (43.7, 0, 100, 5, 45),
        (1.0, 0.3, 3, 0.1, 1.0),
        (60_700, 0, 60_700, 1_000, 60_000),
        (-57.5, -57.5, 100, 5, -57.5),
    ],
)
def test_a_value_between_two_steps_rests_where_a_browser_lays_it(
    base: float, low: float, high: float, step: float, rest: float
) -> None:
    found = slider(base, base, low, high, step)
    assert found.rest == pytest.approx(rest)
    assert not found.moved
    laid = slider(base, found.rest, low, high, step)
    assert not laid.moved
    assert laid.shown == base


def test_a_mark_laid_on_another_step_is_a_move() -> None:
    one_step = slider(12_345, 11_000, 0, 60_000, 1_000)
    assert one_step.moved
    assert one_step.shown == 11_000
