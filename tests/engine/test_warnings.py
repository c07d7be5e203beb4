"""Each warning has one trigger: raised when it holds, not when what it asks for is there."""

from functools import cache

import numpy as np
import pytest

from timonier.engine.company import Company
from timonier.engine.feasibility import (
    hires_unsteered,
    junior_alone,
    loads,
    named,
    structural,
)
from timonier.engine.framework import read_framework
from timonier.engine.search import judge, sized
from timonier.engine.simulation import make_world
from timonier.engine.team import Member, Team, led_by, ordered
from timonier.engine.warnings import carried, find_warnings
from timonier.knowledge import load

FACTS = {
    "company.market": "fr",
    "company.headcount": 30,
    "company.business": "b2b",
    "company.stage": "structuring",
    "marketing.budget": 180_000.0,
    "marketing.role": "growth_lever",
    "marketing.governance": "medium",
    "marketing.seasonality": "none",
    "vision.targets": True,
    "vision.channels": True,
    "vision.objectives": True,
    "steering.level": 0,
    "steering.hours_per_month": 0.0,
    "steering.contact": True,
    "hiring.can_recruit": True,
    "needs.recurrent_share": 0.6,
    "needs.oneoff_share": 0.2,
    "needs.evolving": 0.4,
}
SENIOR = {"steering.level": 4, "steering.hours_per_month": 40.0}
HERE = {"existing": True, "since_months": 14.0}


@cache
def world_of(changes: tuple[tuple[str, object], ...]):
    facts = {k: v for k, v in {**FACTS, **dict(changes)}.items() if v is not None}
    return make_world(Company(facts), load(), np.random.default_rng(3), 256, 36)


def raised(*members: Member, about: str = "intended", **changes: object) -> dict[str, dict]:
    """Code -> facts of the warnings about one team; keyword names use __ for the dot."""
    world = world_of(tuple(sorted((k.replace("__", "."), v) for k, v in changes.items())))
    team = sized(world, [Team(tuple(sorted(members)))])[0]
    judged = judge(world, [team], np.full(7, 1 / 7))
    row = {"hybrid": 0} if about == "recommended" else {about: 0}
    return {w.code: dict(w.facts) for w in find_warnings(world, judged, row, "hybrid")}


def with_senior(**more: object) -> dict[str, object]:
    return {**{k.replace(".", "__"): v for k, v in SENIOR.items()}, **more}


def test_r005_a_function_ruled_out_is_flagged():
    found = raised(Member("emp_head"), needs__zero_functions=("measurement",))
    assert found["function_empty"]["function"] == "measurement"


def test_r011_a_function_half_done_is_named_whatever_the_rest():
    found = raised(Member("emp_junior", **HERE))
    assert found["function_uncovered"]["function"] in (
        "strategy",
        "execution",
        "measurement",
        "coordination",
    )
    assert found["function_uncovered"]["coverage"] < 0.5


def test_r029_a_hire_that_comes_too_late_is_flagged_with_its_month():
    found = raised(Member("emp_head"))
    assert found["slow_hiring"]["month"] > found["slow_hiring"]["deadline"] == 3
    assert "slow_hiring" not in raised(Member("emp_head", **HERE))
    assert "slow_hiring" not in raised(Member("emp_junior"), marketing__deadline_month=12)
    remedy = load().warnings["slow_hiring"].remedy
    assert "prestataire" in remedy.fr
    assert "provider" in remedy.en


def test_r030_one_marketer_carries_most_of_the_work():
    found = raised(Member("emp_head", **HERE), about="as_is")
    assert found["single_profile"]["share"] > 0.5


def test_r031_a_second_marketer_ends_the_dependency():
    assert "single_profile" not in raised(Member("emp_head", **HERE), Member("emp_content", **HERE))
    head = Member("emp_head", **HERE)
    teams = [Team((head,)), Team((Member("emp_content", **HERE), head))]
    judged = judge(world_of(()), teams, np.full(7, 1 / 7))
    assert carried(judged, 1, head) < carried(judged, 0, head)


def test_r032_many_expert_skills_asked_of_one_or_two_people():
    found = raised(Member("emp_content", **HERE), Member("emp_head", **HERE), about="as_is")
    assert found["skill_spread"]["count"] >= 4
    assert len(found["skill_spread"]["skills"]) == found["skill_spread"]["count"]
    assert found["skill_spread"]["employees"] == 2
    part = raised(Member("emp_content", **{**HERE, "quantity": 0.2}), about="as_is")
    assert part["skill_spread"]["employees"] == 1
    large = [Member(r, **HERE) for r in ("emp_head", "emp_content", "emp_crm")]
    assert "skill_spread" not in raised(*large, about="as_is")


def test_r034_a_junior_alone_is_flagged_and_never_first():
    found = raised(Member("emp_junior", **HERE))
    assert found["junior_no_senior"]["role"] == "emp_junior"
    world = world_of(())
    judged = judge(world, [Team((Member("emp_junior"),))], np.full(7, 1 / 7))
    assert not judged.allowed.any()
    assert not judged.open[0]


def test_r034_a_junior_with_a_senior_and_no_vision_is_flagged_too():
    blind = {f"vision__{k}": False for k in ("targets", "channels", "objectives")}
    assert "junior_no_senior" in raised(Member("emp_junior", **HERE), **with_senior(**blind))


def test_r034_the_apprentice_is_a_junior_too():
    assert "junior_no_senior" in raised(Member("emp_apprentice"))


def test_r036_a_senior_ends_the_warning_about_the_junior():
    assert "junior_no_senior" not in raised(Member("emp_junior", **HERE), **with_senior())
    pilot = Member("fractional_cmo", hours=28.0)
    assert "junior_no_senior" not in raised(Member("emp_junior", **HERE), pilot)


def test_r036_a_senior_raises_what_the_junior_achieves():
    team = [Team((Member("emp_junior", **HERE),))]
    alone = judge(world_of(()), team, np.full(7, 1 / 7)).measures
    led = judge(world_of(tuple(sorted(SENIOR.items()))), team, np.full(7, 1 / 7)).measures
    assert np.median(led["alignment"]) > np.median(alone["alignment"])
    assert np.median(led["coverage"]) > np.median(alone["coverage"])


def test_r035_a_junior_alone_is_overloaded_and_measures_little():
    judged = judge(world_of(()), [Team((Member("emp_junior", **HERE),))], np.full(7, 1 / 7))
    assert np.median(judged.measures["overload"]) > 1.1
    assert np.median(judged.measures["coverage.measurement"]) < 0.5


def test_r050_outsourcing_short_of_steering_says_how_many_hours_are_missing():
    found = raised(Member("agency_full"))["steering_gap"]
    assert found["missing_hours"] == pytest.approx(
        found["required_hours"] - found["supplied_hours"]
    )
    assert found["missing_hours"] > 0
    led = (Member("agency_full", hours=80.0), Member("fractional_cmo", hours=42.0))
    assert "steering_gap" not in raised(*led)


def test_r051_weak_rules_and_brand_work_outside_dilute_the_brand():
    found = raised(Member("free_content"), Member("free_social"), marketing__governance="weak")
    assert found["brand_dilution"]["index"] >= 0.35


def test_r052_strong_governance_ends_the_dilution():
    found = raised(Member("free_content"), Member("free_social"), marketing__governance="strong")
    assert "brand_dilution" not in found


def test_r052_the_stronger_the_rules_the_less_the_brand_is_diluted():
    team = [Team((Member("free_content"), Member("free_social")))]
    index = []
    for rules in ("weak", "medium", "strong"):
        world = world_of((("marketing.governance", rules),))
        index.append(
            np.median(judge(world, sized(world, team), np.full(7, 1 / 7)).measures["dilution"])
        )
    assert index[0] > index[1] > index[2]


def test_r053_providers_without_contact_or_pilot_disperse_and_are_never_first():
    found = raised(Member("agency_full"), Member("free_paid"), steering__contact=False)
    assert found["dispersion"]["providers"] == 2
    world = world_of((("steering.contact", False),))
    judged = judge(world, sized(world, [Team((Member("agency_full"),))]), np.full(7, 1 / 7))
    assert not judged.allowed.any()


def test_r054_a_contact_or_a_pilot_ends_the_dispersion():
    assert "dispersion" not in raised(Member("agency_full"))
    pilot = Member("fractional_cmo", hours=28.0)
    assert "dispersion" not in raised(Member("agency_full"), pilot, steering__contact=False)


def test_r069_coordination_below_the_need_is_flagged():
    crowd = [Member(r) for r in ("free_content", "free_paid", "free_seo", "free_web_cro")]
    assert raised(*crowd)["coordination_load"]["ratio"] < 1.0
    led = [*crowd, Member("emp_content", **HERE), Member("fractional_cmo", hours=8.0)]
    assert raised(*led)["coordination_load"]["ratio"] < 1.0


def test_r070_a_hybrid_badly_steered_is_flagged():
    team = (
        Member("emp_junior", **HERE),
        Member("agency_full", hours=150.0),
        Member("fractional_cmo", hours=8.0),
    )
    assert raised(*team)["steering_quality"]["quality"] < 0.5
    team = (Member("emp_content", **HERE), Member("fractional_cmo", hours=42.0))
    assert "steering_quality" not in raised(*team)


def test_r083_an_unclear_vision_is_flagged_by_degrees():
    none = {f"vision__{k}": False for k in ("targets", "channels", "objectives")}
    assert "vision_unclear" in raised(Member("emp_head"), **none)
    found = raised(Member("emp_head"), vision__objectives=False)
    assert found["vision_partial"]["missing"] == ("objectives",)
    assert not {"vision_unclear", "vision_partial"} & raised(Member("emp_head")).keys()


def test_r083_nobody_is_recruited_before_the_vision_is_clear():
    """Each part that is missing takes its time; the team is then open, and chosen less well."""
    missing = ("vision.channels", "vision.objectives", "vision.targets")
    starts = []
    for count in range(4):
        world = world_of(tuple((key, False) for key in missing[:count]))
        first = world.hiring.first_month
        starts.append(first)
        now, then = (Team((Member("emp_head", start_month=m),)) for m in (0, first))
        assert structural(world, then)
        assert structural(world, now) == (first == 0)
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    led = tuple(sorted({**SENIOR, **dict.fromkeys(missing, False)}.items()))
    judged = judge(world_of(led), [Team((Member("emp_head", start_month=3),))], np.full(7, 1 / 7))
    assert judged.allowed.all()


def test_r084_a_hire_without_a_pilot_comes_after_the_fractional_cmo():
    assert "fcmo_first" in raised(Member("emp_content"))
    assert "fcmo_first" not in raised(Member("emp_content"), **with_senior())
    world = world_of(())
    hire = Member("emp_content", start_month=3)
    assert hires_unsteered(world, Team((hire,)))
    assert not hires_unsteered(world, Team((hire, Member("fractional_cmo", hours=28.0))))
    late = Member("fractional_cmo", hours=28.0, start_month=6)
    assert hires_unsteered(world, Team((hire, late)))


def test_r090_a_growth_lever_without_steering_is_never_first():
    world = world_of(())
    judged = judge(world, sized(world, [Team((Member("agency_full"),))]), np.full(7, 1 / 7))
    assert judged.allowed.mean() < 0.05  # where work is so scarce that no pilot would have enough
    assert "growth_needs_steering" in raised(Member("agency_full"))


def test_r091_the_growth_lever_says_what_steering_is_missing():
    assert raised(Member("agency_full"))["growth_needs_steering"]["missing_hours"] > 0


def test_r092_a_production_centre_needs_no_pilot():
    world = world_of((("marketing.role", "production_centre"),))
    judged = judge(world, sized(world, [Team((Member("agency_full"),))]), np.full(7, 1 / 7))
    assert judged.allowed.all()
    assert "growth_needs_steering" not in raised(
        Member("agency_full"), marketing__role="production_centre"
    )
    junior = [Team((Member("emp_junior"),))]
    assert not judge(world, junior, np.full(7, 1 / 7)).allowed.any()
    lost = {"marketing__role": "production_centre", "steering__contact": False}
    assert "dispersion" in raised(Member("agency_full"), **lost)


def test_r121_a_consultant_is_not_a_pilot():
    assert "consultant_not_pilot" in raised(Member("emp_head"), steering__consultant=True)
    assert "consultant_not_pilot" not in raised(Member("emp_head"))


def test_r120_a_consultant_never_satisfies_the_steering_of_a_growth_lever():
    world = world_of(())
    teams = sized(world, [Team((Member("agency_full"), Member("consultant", hours=40.0)))])
    assert judge(world, teams, np.full(7, 1 / 7)).allowed.mean() < 0.05


def test_r124_one_profile_for_everything_is_flagged():
    found = raised(Member("emp_head"))
    assert found["one_profile"]["count"] >= 5


def test_r126_one_profile_for_two_crafts_is_fine():
    found = raised(
        Member("emp_content"), needs__activities=("editorial_content", "sales_enablement")
    )
    assert "one_profile" not in found


def test_r080_the_four_questions_have_an_answer_or_are_marked_as_assumed():
    known = read_framework(world_of(()).company, world_of(()))
    assert [a.question for a in known.answers] == ["vision", "steering", "needs", "role"]
    assert not any(a.assumed for a in known.answers)
    unknown = tuple(
        (k, None) for k in ("marketing.role", "needs.recurrent_share", "steering.level")
    )
    world = world_of(unknown)
    assert [a.assumed for a in read_framework(world.company, world).answers] == [
        False,
        True,
        True,
        True,
    ]


def test_r082_a_clear_vision_keeps_in_house_and_hybrid_open():
    reading = read_framework(world_of(()).company, world_of(()))
    assert reading.viable["in_house"]
    assert reading.viable["hybrid"]


def test_r085_steering_inside_does_not_force_an_outside_pilot():
    world = world_of(tuple(sorted(SENIOR.items())))
    small = (Member("emp_content"), Member("free_paid", hours=20.0))
    led = (*small, Member("fractional_cmo", hours=14.0))
    judged = judge(world, [Team(ordered(m)) for m in (small, led)], np.full(7, 1 / 7))
    assert judged.model == ("in_house", "hybrid")
    assert judged.allowed[0].all()
    assert judged.allowed[1].mean() < 0.5  # bought where those inside steer enough: a waste


def test_r085_a_hybrid_may_be_led_from_inside():
    world = world_of(tuple(sorted(SENIOR.items())))
    bought = (Member("agency_full", hours=120.0), Member("emp_content", quantity=0.5))
    planned = loads(world, world.pack([Team(ordered(bought))]))
    assert named(world, [Team(ordered(bought))], planned) == ["hybrid"]
    assert led_by("hybrid", planned[0]) == "inside"


def test_a_junior_beside_an_experienced_colleague_is_not_alone():
    assert not junior_alone(world_of(()), Team((Member("emp_junior"), Member("emp_content"))))
