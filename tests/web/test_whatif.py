"""What can be moved, how it lies on its slider, and that one move leaves nothing to the next."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils import translation

from tests.web.conftest import COMPANY
from timonier import decide, load_company
from timonier.app.document import document
from timonier.app.web import playing, whatif
from timonier.app.web.drawing import marks
from timonier.app.web.numbers import measured, plain
from timonier.app.web.whatif import Slider

SCENARIOS = 512


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
    assert laid.shown == laid.saved == plain(base)


def test_a_mark_laid_on_another_step_is_a_move() -> None:
    one_step = slider(12_345, 11_000, 0, 60_000, 1_000)
    assert one_step.moved
    assert one_step.shown == plain(11_000)


def test_a_move_gives_the_same_whatever_was_moved_before() -> None:
    """Worlds are kept from one move to the next: none may be taken for another."""
    decided = decide(load_company(COMPANY), scenarios=SCENARIOS)
    kept = playing.anchor(decided)
    known = document(decided, "fr")
    held = playing.board(kept)
    moves = (
        "marketing.budget=200000", "salaries=140", "steering.hours_per_month=40", "salaries=60",
        "hiring.can_recruit=no", "marketing.seasonality=strong", "steering.level=4",
        "marketing.budget=90000", "needs.ambition=2", "steering.hours_per_month=40",
    )  # fmt: skip

    def seen(board: playing.Board, move: str) -> playing.Glimpse:
        made = whatif.changed(COMPANY, known, QueryDict(move))
        ratio = whatif.budget_ratio(COMPANY, made, known)
        return playing.glimpse(board, load_company(made), ratio)

    for move in moves:
        assert seen(held, move) == seen(playing.board(kept), move), move
    assert len(held.what_if.worlds) <= playing.WORLDS


def test_a_chance_lights_as_many_marks_as_it_has_percents() -> None:
    assert 'class="on" d="M0 5h2"' in marks("hybrid", 0.01)
    assert 'class="on" d="M0 5h299"' in marks("hybrid", 1.0)
    assert 'class="on"' not in marks("hybrid", 0.004)


@pytest.mark.parametrize(
    ("lang", "value", "unit", "said"),
    [
        ("en", "12,000", "$ a year", "$12,000 a year"), ("en", "45", "%", "45%"),
        ("fr", "12\u202f000", "$ par an", "12\u202f000\u202f$ par an"),
        ("fr", "45", "%", "45\u202f%"), ("en", "1.5", "×", "×\u00a01.5"),
        ("fr", "10", "heures par mois", "10\u00a0heures par mois"), ("fr", "3", "", "3"),
    ],
)  # fmt: skip
def test_a_number_and_its_unit_stand_as_the_language_sets_them(
    lang: str, value: str, unit: str, said: str
) -> None:
    with translation.override(lang):
        assert measured(value, unit) == said


def test_a_trade_off_of_one_reads_as_much() -> None:
    with translation.override("en"):
        assert whatif.times_as_much(1) == "as much"
        assert whatif.times_as_much(1.5) == "1.5 times as much"
