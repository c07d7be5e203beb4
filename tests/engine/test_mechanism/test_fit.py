"""What the mechanism promises about the work that each kind of team fits."""

from __future__ import annotations

from tests.engine.test_mechanism.teams import (
    HERE,
    NO_PILOT,
    OUTSOURCED,
    assigned,
    middle,
    run,
    world,
)
from tests.worlds import KNOWLEDGE
from timonier.engine.company import FACTS
from timonier.engine.team import Member, Team


def test_r081_the_vision_is_asked_in_three_parts():
    parts = ["vision.targets", "vision.channels", "vision.objectives"]
    assert all(FACTS[key].kind == "bool" for key in parts)
    for lang in ("fr", "en"):
        assert len({KNOWLEDGE.facts[key].question[lang] for key in parts}) == 3


def test_r087_recurrent_needs_with_a_pilot_inside_favour_employees():
    where = world(needs__recurrent_share=0.95, needs__oneoff_share=0.0, needs__evolving=0.05)
    team = Team((Member("emp_content", **HERE), Member("emp_head", **HERE)))
    _, m = run(where, team, OUTSOURCED)
    worth = m.values.mean(axis=(1, 2))
    assert worth[0] > worth[1]


def test_r088_one_off_specialised_work_goes_to_specialists():
    where = world(needs__recurrent_share=0.05, needs__oneoff_share=0.9)
    bought = (
        "free_analytics",
        "free_crm_automation",
        "free_design_video",
        "free_seo",
        "free_web_cro",
    )
    team = Team((Member("emp_content", **HERE), *(Member(k, hours=60.0) for k in bought)))
    hours = assigned(where, team)
    pairs = zip(where.needs.activities, where.needs.label, strict=True)
    special = [a.key for a, label in pairs if label == "oneoff"]
    inside = sum(hours[k]["emp_content"] for k in special)
    outside = sum(hours[k][b] for k in special for b in bought)
    assert outside > inside


def test_r125_two_complementary_people_cover_more_than_one_profile_for_the_same_money():
    where = world(**NO_PILOT)
    one = Team((Member("emp_head", **HERE),))
    two = Team((Member("emp_content", **HERE), Member("fractional_cmo", hours=14.0)))
    _, m = run(where, one, two)
    paid, cover = middle(m["paid"]), middle(m["coverage"])
    assert paid[1] <= 1.1 * paid[0]
    assert cover[1] >= cover[0]
