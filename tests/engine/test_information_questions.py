"""Which question comes next, when to stop, and where the first model changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timonier.engine.information.estimators import NIL, Worth
from timonier.engine.information.questions import Candidate, in_order, stop
from timonier.engine.information.tipping import flip_among, flip_on_a_line, joint_flips


def candidate(fact, value, effort=1.0, place=0, asks_first=()):
    worth = Worth(value, value / 10, 0.2) if value else NIL
    return Candidate(fact, worth, 1000 * value, effort, place, asks_first)


def facts(candidates):
    return [c.fact for c in candidates]


def test_the_next_question_has_the_largest_value_per_effort():
    rich, cheap = candidate("rich", 0.04, effort=5), candidate("cheap", 0.03, effort=1)
    assert facts(in_order([rich, cheap], 0.1)) == ["cheap", "rich"]


def test_a_question_that_cannot_change_the_advice_is_never_asked():
    assert facts(in_order([candidate("idle", 0.0), candidate("useful", 0.01)], 0.1)) == ["useful"]


def test_what_decides_whether_a_question_applies_is_asked_before_it():
    level, hours = candidate("level", 0.01), candidate("hours", 0.05, asks_first=("level",))
    assert facts(in_order([hours, level], 0.1)) == ["level", "hours"]
    assert facts(in_order([hours], 0.1)) == ["hours"]  # the level is already known


@given(st.permutations(range(6)))
def test_the_order_does_not_depend_on_the_way_there(shuffle):
    every = [candidate(str(i), 0.01 * (1 + i % 3), effort=1 + i % 2, place=i) for i in range(6)]
    assert in_order([every[i] for i in shuffle], 0.1) == in_order(every, 0.1)


@pytest.mark.parametrize(
    ("candidates", "wished", "holds", "reason", "reached"),
    [
        ([], True, 0.5, "nothing_left", True),
        ([], False, 0.5, "may_turn", False),  # a wish was never asked for
        ([], False, 0.95, "holds", True),
        ([candidate("idle", 0.0)], True, 0.5, "may_turn", False),
        ([candidate("useful", 0.1)], True, 0.95, "holds", True),
    ],
)
def test_stopping_is_said_only_where_the_advice_would_hold_whatever_is_answered(
    candidates, wished, holds, reason, reached
):
    found = stop(candidates, wished, 0.75, holds, 0.9)
    assert (found.reason, found.reached, found.chance_wrong) == (reason, reached, 0.25)
    assert found.holds == holds


def test_advice_waits_for_what_it_requires_and_asks_for_it_last():
    needed = Candidate("vision", NIL, 0.0, 1.0, 0, required=True)
    assert stop([needed], True, 0.9, 0.95, 0.9).reason == "advice_withheld"
    assert facts(in_order([needed, candidate("useful", 0.01, place=1)], 0.1)) == [
        "useful",
        "vision",
    ]


def test_the_nearest_tipping_point_is_found_on_either_side():
    def first(x):
        return "outsourced" if x < 2 else "in_house" if x > 46 else "hybrid"

    up = flip_on_a_line(first, 40, [0, 10, 20, 30, 50, 60], 20)
    assert (up.to, first(up.at), first(up.inside)) == ("in_house", "in_house", "hybrid")
    assert up.at == pytest.approx(46, abs=1e-3)
    down = flip_on_a_line(first, 5, [0, 10, 20, 30, 50, 60], 20)
    assert (down.to, down.at) == ("outsourced", pytest.approx(2, abs=1e-3))


def test_a_fact_that_flips_nothing_in_its_range_has_no_tipping_point():
    assert flip_on_a_line(lambda x: "hybrid", 5, [0, 10], 5) is None
    assert flip_among(lambda x: "hybrid", "weak", ["weak", "strong"]) is None


def test_a_third_model_inside_the_bracket_is_the_one_reported():
    def first(x):
        return "a" if x < 3 else "b" if x < 3.5 else "c"

    assert flip_on_a_line(first, 0, [0, 1, 2, 4], 12).to == "b"


def test_the_nearest_other_answer_of_a_scale_is_reported():
    models = {0: "a", 1: "b", 2: "a", 3: "a", 4: "c"}
    assert flip_among(models.get, 3, [0, 1, 2, 3, 4]) == (4, "c")


def test_two_facts_that_flip_nothing_alone_can_flip_together():
    def first(answers):
        return "in_house" if answers.get("pilot") and answers.get("share", 0) > 0.7 else "hybrid"

    found = joint_flips(first, {"pilot": [True], "share": [0.1, 0.9], "other": [1]}, "hybrid")
    assert found == [({"pilot": True, "share": 0.9}, "in_house")]
