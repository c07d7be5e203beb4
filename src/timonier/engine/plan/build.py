"""Compute the plan of a decision's team: everything a company needs to act, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from timonier.engine.catalogue import Knowledge
from timonier.engine.plan import follow
from timonier.engine.plan.budget import budget, hours_by_month
from timonier.engine.plan.contracts import as_bought
from timonier.engine.plan.covers import covers
from timonier.engine.plan.dates import milestones
from timonier.engine.plan.deliveries import deliveries
from timonier.engine.plan.duties import assignments, duty_lines, with_meetings
from timonier.engine.plan.fates import fates
from timonier.engine.plan.inputs import PlanInput
from timonier.engine.plan.law import cautions, without_media
from timonier.engine.plan.meetings import meetings
from timonier.engine.plan.model import Meeting, Plan
from timonier.engine.plan.people import briefs, hires
from timonier.engine.plan.schedule import Schedule, schedule
from timonier.engine.plan.seats import post_hours, posts, seating
from timonier.engine.plan.sittings import series
from timonier.engine.plan_catalogue import PlanKnowledge


def build_plan(given: PlanInput, plan: PlanKnowledge, knowledge: Knowledge) -> Plan:
    """Organise one team: who does what, in which order, on which days, at what cost."""
    seats = seating(given, plan)
    assigned = assignments(given, plan, knowledge)
    held = meetings(given, seats, assigned, plan)
    assigned = with_meetings(assigned, meeting_hours(held))
    given, assigned = as_bought(given, assigned, plan, knowledge)
    given = replace(given, unfunded=without_media(given, assigned, knowledge))
    timed = scheduled(given, plan, seats, held)
    presence = timed.ledger.presence
    sat = series(held, timed.ledger, plan)
    budgeted = budget(given, presence)
    return Plan(
        given=given,
        presence=presence,
        fates=fates(given, presence, assigned),
        deliveries=deliveries(given, timed, assigned, plan, knowledge),
        posts=posts(given, plan),
        seats=seats,
        assignments=assigned,
        duties=duty_lines(given, seats, plan, assigned),
        cover=covers(given, assigned, plan, knowledge),
        meetings=held,
        series=sat,
        milestones=milestones(given, presence, plan),
        budget=budgeted,
        hires=hires(given, seats, assigned, plan, knowledge),
        briefs=briefs(given, seats, assigned, held, plan, knowledge),
        indicators=follow.indicators(given, plan),
        reports=follow.reports(given, seats, held, sat, presence, plan),
        service_levels=follow.service_levels(given, plan),
        tools=follow.tools(given, seats, plan),
        actions=tuple(sorted(timed.placed.values(), key=lambda one: (one.first, one.last))),
        cautions=cautions(given, plan, knowledge),
        hours_by_month=hours_by_month(timed.ledger.hours, presence, given.diary, budgeted.months),
    )


def meeting_hours(held: tuple[Meeting, ...]) -> dict[str, float]:
    """What meetings take of each person a month."""
    found: dict[str, float] = {}
    for one in held:
        for key in one.participants:
            found[key] = found.get(key, 0.0) + one.hours_each
    return found


def scheduled(
    given: PlanInput,
    plan: PlanKnowledge,
    seats: Mapping[str, tuple[str, ...]],
    held: tuple[Meeting, ...],
) -> Schedule:
    """Place the actions within what each person has: their hours less the meetings to come, and of
    those who produce no more than the share that a launch may take."""
    there = (*given.members, *given.leaving)
    hours = {member.key: member.hours for member in there}
    hours |= {post: h for post, h in post_hours(plan).items() if post in posts(given, plan)}
    recurring = meeting_hours(held)
    most = plan.settings["post_share"]  # meetings give way where they would take all
    reserved = {key: min(recurring.get(key, 0.0), most * h) for key, h in hours.items()}
    for member in there:
        if member.category != "internal_existing":
            name = "launch_share_pilot" if member.outside_pilot else "launch_share"
            share = plan.settings[name]
            free = share * (member.hours - reserved[member.key])
            reserved[member.key] = member.hours - free
    return schedule(given, plan, seats, hours, reserved)
