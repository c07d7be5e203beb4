"""Compute the plan of a decision's team: everything a company needs to act, as data."""

from __future__ import annotations

from timonier.engine.catalogue import Knowledge
from timonier.engine.plan import follow
from timonier.engine.plan.actions import actions
from timonier.engine.plan.budget import budget
from timonier.engine.plan.dates import milestones
from timonier.engine.plan.duties import assignments, covers, duty_lines
from timonier.engine.plan.inputs import PlanInput
from timonier.engine.plan.meetings import meetings
from timonier.engine.plan.model import Plan
from timonier.engine.plan.people import briefs, hires
from timonier.engine.plan.seats import posts, seating
from timonier.engine.plan_catalogue import PlanKnowledge


def build_plan(given: PlanInput, plan: PlanKnowledge, knowledge: Knowledge) -> Plan:
    """Organise one team; the plan's hours and money are those of the team, to rounding."""
    seats = seating(given, plan)
    assigned = assignments(given, plan)
    held = meetings(given, seats, assigned, plan)
    asked = briefs(given, seats, assigned, held, plan, knowledge)
    return Plan(
        model=given.model,
        advised=given.advised,
        start=given.start,
        people={member.key: member for member in given.members},
        posts=posts(given, plan),
        seats=seats,
        assignments=assigned,
        duties=duty_lines(given, seats, plan, assigned),
        cover=covers(given, assigned, plan, knowledge),
        meetings=held,
        milestones=milestones(given, plan),
        budget=budget(given),
        hires=hires(given, seats, assigned, plan, knowledge),
        briefs=asked,
        indicators=follow.indicators(given, plan),
        reports=follow.reports(given, seats, plan),
        service_levels=follow.service_levels(given, plan),
        tools=follow.tools(given, seats, plan),
        clauses=follow.clauses(asked, plan),
        actions=actions(given, seats, plan),
        path=given.path,
        warnings=given.warnings,
    )
