"""Where the first model changes when one fact moves, or two together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TypeVar

Answer = TypeVar("Answer")
First = Callable[[float], str]


@dataclass(frozen=True)
class Flip:
    """The first model changes to ``to`` at ``at``; ``inside`` is the last value that keeps it."""

    at: float
    inside: float
    to: str


def flip_on_a_line(first: First, now: float, grid: Sequence[float], steps: int) -> Flip | None:
    """The nearest value at which the first model changes, scanning a grid outwards from ``now``.

    ``first`` gives the first model at a value. The bracket found on the grid is halved ``steps``
    times; nearest is counted in steps of the grid, so that a scale of ratios is scanned as such.

    >>> round(flip_on_a_line(lambda x: "b" if x > 3.2 else "a", 1, [0, 1, 2, 4], 20).at, 3)
    3.2
    """
    today = first(now)
    below = sorted((x for x in grid if x < now), reverse=True)
    above = sorted(x for x in grid if x > now)
    found = [f for f in (_first_change(first, today, now, side) for side in (above, below)) if f]
    if not found:
        return None
    _, inside, outside = min(found, key=lambda f: f[0])
    return _halve(first, today, inside, outside, steps)


def _first_change(
    first: First, today: str, now: float, side: Sequence[float]
) -> tuple[int, float, float] | None:
    """How many steps of the grid until a change, and the values around it."""
    inside = now
    for steps, value in enumerate(side):
        if first(value) != today:
            return steps, inside, value
        inside = value
    return None


def _halve(first: First, today: str, inside: float, outside: float, steps: int) -> Flip:
    to = first(outside)
    for _ in range(steps):
        middle = (inside + outside) / 2
        model = first(middle)
        if model == today:
            inside = middle
        else:
            outside, to = middle, model
    return Flip(outside, inside, to)


def flip_among(
    first: Callable[[Answer], str], now: Answer, answers: Sequence[Answer]
) -> tuple[Answer, str] | None:
    """The nearest other answer, in the order of the scale, that changes the first model.

    >>> flip_among({"weak": "a", "medium": "a", "strong": "b"}.get, "weak",
    ...            ["weak", "medium", "strong"])
    ('strong', 'b')
    """
    today, place = first(now), list(answers).index(now)
    others = sorted(
        (i for i in range(len(answers)) if i != place), key=lambda i: (abs(i - place), -i)
    )
    for index in others:
        model = first(answers[index])
        if model != today:
            return answers[index], model
    return None


def joint_flips(
    first: Callable[[Mapping[str, Answer]], str],
    ends: Mapping[str, Sequence[Answer]],
    today: str,
) -> list[tuple[dict[str, Answer], str]]:
    """Pairs of facts that change the first model together, for facts of which none does alone.

    ``ends`` holds, for each of these facts, the plausible values that are not today's.

    >>> both = lambda answers: "b" if len(answers) == 2 else "a"
    >>> joint_flips(both, {"x": [1], "y": [2]}, "a")
    [({'x': 1, 'y': 2}, 'b')]
    """
    flips = []
    for one, other in combinations(ends, 2):
        for left, right in product(ends[one], ends[other]):
            answers = {one: left, other: right}
            model = first(answers)
            if model != today:
                flips.append((answers, model))
                break
    return flips
