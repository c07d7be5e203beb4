"""What an owner must find on the first two pages, and in what is said to people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import timonier
from timonier.app.report.blocks import Callout, Heading, Pairs, Paragraph
from timonier.app.report.make import voice_of
from timonier.app.report.sections.days import FIRST_MONTHS, own_hours, own_time
from timonier.app.report.sections.messages import messages
from timonier.app.report.sections.people import brief
from timonier.app.report.sections.record import record
from timonier.app.report.sections.summary import (
    cautions,
    more_money,
    paid_already,
    summary,
    verdict,
)
from timonier.app.report.sections.team import media
from timonier.app.report.story import printed
from timonier.app.report.voice import Voice
from timonier.engine.plan import build_plan
from timonier.knowledge import load
from timonier.knowledge.plan import load_plan

HERE = Path(__file__).parents[2] / "companies"
TODAY = date(2026, 12, 1)


@cache
def voice(name: str, lang: str = "en") -> Voice:
    company = timonier.load_company(HERE / f"{name}.toml")
    return voice_of(timonier.decide(company, effort="quick", scenarios=64), lang, TODAY)


def texts(said: Voice) -> list[str]:
    return [one.text for one in messages(said) if isinstance(one, Paragraph | Heading)]


@pytest.mark.parametrize("name", ["invented/fromagerie", "invented/habillement"])
def test_the_second_page_says_how_many_hours_the_plan_asks_of_the_management(name: str) -> None:
    said = voice(name)
    key = said.plan.seats["ceo"][0]
    hours = own_hours(said, key)
    assert sum(hours[:FIRST_MONTHS]) > 0
    for asked, has in zip(hours, said.plan.hours_by_month[key], strict=True):
        assert asked <= has + 1e-6
    whole = sum(one.hours.get(key, 0.0) for one in said.plan.actions)
    sat = sum(
        len(one.days) * one.minutes / 60.0 for one in said.plan.series if key in one.participants
    )
    assert sum(hours) == pytest.approx(whole + sat)
    first = printed(said).sections[0].blocks
    assert Paragraph(own_time(said)) in first


@pytest.mark.parametrize("name", ["findings/fr25", "findings/pop16", "invented/menuiserie"])
def test_the_first_page_names_the_budget_that_the_advice_names(name: str) -> None:
    said = voice(name)
    levers = said.document.levers
    assert levers is not None
    assert levers.spend is not None
    (told,) = more_money(said)
    assert said.about(levers.spend.budget) in told
    assert told in dict(summary(said).lists)["Done, and left aside"]


def test_those_in_place_who_cost_more_than_the_budget_are_said_on_the_first_page() -> None:
    said = voice("findings/pop15")
    assert paid_already(said) > 147_000
    (told,) = cautions(said)
    assert said.about(paid_already(said)) in told
    assert "$147,000" in told


def test_nobody_is_told_of_arrivals_before_a_lawyer_has_spoken_of_a_post_that_ends() -> None:
    said = voice("invented/habillement")
    assert any(member.inside for member in said.plan.leaving.values())
    told = texts(said)
    assert any("Hugo Marchand" in one and "lawyer" in one for one in told)
    assert not any(one.startswith("Joining us") for one in told)
    assert any(one.startswith("Joining us") for one in texts(voice("invented/menuiserie")))


def test_a_contract_in_place_is_amended_after_everybody_was_told() -> None:
    plan = voice("invented/habillement").plan
    told = next(one for one in plan.actions if one.kind == "tell_everybody")
    amended = [one for one in plan.actions if one.kind in ("amend_contract", "renew_contract")]
    assert all(one.first > told.last for one in amended)


@pytest.mark.parametrize("name", ["invented/menuiserie", "invented/logistique"])
def test_a_contract_that_is_handed_over_has_a_last_day_an_heir_and_a_word(name: str) -> None:
    """It ends once those who are hired have settled in; until then the plan may buy other hours."""
    said = voice(name)
    (one,) = (fate for fate in said.plan.fates if fate.decision == "expire")
    member = said.plan.people[one.member]
    assert one.last_day is not None
    assert one.last_day > max(said.plan.presence[key].first for key in one.hands_over_to)
    told = texts(said)
    mine = told[told.index(f"For {said.who(one.member)}") + 1 :][:2]
    assert mine[0].startswith("Our contract will end on")
    assert member.hours_before is None
    assert not any("Until then" in text for text in mine)


def test_who_works_fewer_hours_until_they_hand_over_is_told_so() -> None:
    said = voice("invented/menuiserie")
    (one,) = (fate for fate in said.plan.fates if fate.decision == "expire")
    members = tuple(
        replace(member, hours_before=40.0) if member.key == one.member else member
        for member in said.plan.given.members
    )
    plan = replace(said.plan, given=replace(said.plan.given, members=members))
    told = texts(replace(said, plan=plan))
    mine = told[told.index(f"For {said.who(one.member)}") + 1 :][:2]
    assert mine[1].startswith("Until then we suggest")
    assert mine[1].endswith("instead of 40\N{NO-BREAK SPACE}h.")


def test_nobody_signs_to_hire_where_nobody_is_to_be_employed() -> None:
    said = voice("invented/fromagerie")
    assert said.document.verdict.model == "in_house"
    signed = record(said)
    assert signed is not None
    told = dict(next(one.items for one in signed.blocks if isinstance(one, Pairs)))
    assert told["Advice"] == told["Choice made"] == "Keep in-house"
    assert voice("invented/menuiserie").model("in_house") == "Hire in-house"


def test_whoever_will_be_led_by_somebody_new_is_told_so() -> None:
    said = voice("invented/conseil")
    lead = next(key for key, one in said.plan.people.items() if one.coming and one.leads)
    told = texts(said)
    mine = told[told.index("For Maude Tremblay") + 1]
    assert said.who(lead) in mine
    assert "nothing changes" not in mine


@pytest.mark.parametrize("name", ["findings/fr25", "findings/b_qc_b2b_saas"])
def test_a_media_budget_that_nobody_stated_is_the_question_to_decide_first(name: str) -> None:
    """No figure is invented: the knowledge holds no usual share of media in a budget."""
    said = voice(name)
    plan, title = said.plan, said.say("summary.decide")
    assert plan.given.money.media is None
    (step,) = (one for one in plan.actions if one.kind == "media_budget")
    assert step.last < plan.diary.first + 90
    (text,) = (one.text for one in media(said) if isinstance(one, Callout))
    for key in plan.given.unfunded:
        assert said.who(key) in text
        signing = (one for one in plan.actions if one.kind.startswith("sign_"))
        assert all(step.last < one.first for one in signing if one.subject == key)
    first = dict(summary(said).lists)[title]
    assert any(said.action(step) in one for one in first)
    for one in plan.briefs:
        shown = next(block for block in brief(said, one) if isinstance(block, Pairs))
        asked = said.say("brief.media") in dict(shown.items)
        assert asked == (one.member in plan.given.unfunded)


def test_a_stated_media_budget_is_not_asked_for_again() -> None:
    given = voice("findings/fr25").plan.given
    funded = replace(given, money=replace(given.money, media=24_000.0))
    plan = build_plan(funded, load_plan(), load())
    assert given.unfunded
    assert not plan.given.unfunded
    assert all(one.kind != "media_budget" for one in plan.actions)


@cache
def owner_helped(lang: str) -> Voice:
    """An owner who does the marketing, and money for a freelancer."""
    company = timonier.company_from({
        "company": {"market": "fr", "sector": "commerce", "business": "b2c", "headcount": 14},
        "marketing": {"budget": 30_000, "role": "growth_lever"},
        "vision": {"targets": True, "channels": False, "objectives": False},
        "steering": {"level": 2, "hours_per_month": 6},
        "hiring": {"can_recruit": True},
        "team": [{"role": "owner", "hours_per_month": 12}],
    })  # fmt: skip
    return voice_of(timonier.decide(company, effort="quick"), lang, TODAY)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_hybrid_is_told_with_an_outside_pilot_only_where_there_is_one(lang: str) -> None:
    """An owner helped by one freelancer read of an employee and of a fractional lead."""
    ways = set()
    for said in (owner_helped(lang), voice("v17", lang), voice("invented/logistique", lang)):
        verdicts = replace(said.document.verdict, model="hybrid", status="clear")
        told = verdict(replace(said, document=replace(said.document, verdict=verdicts)))
        named = {"fr": "pilote externe", "en": "fractional lead"}[lang]
        led_by = said.document.teams["hybrid"].led_by
        assert (named in told) == (led_by == "outside")
        ways.add(led_by)
    assert ways == {"inside", "outside"}


def test_what_in_house_may_buy_is_what_its_description_says() -> None:
    assert load().method["in_house.bought_share_max"].value.median == 0.5
    assert "la moitié" in voice("v17", "fr").word("model_description.in_house")
    assert "half" in voice("v17", "en").word("model_description.in_house")
