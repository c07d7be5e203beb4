"""The organisation plan of a decision, as data."""

from timonier.engine.plan.build import build_plan
from timonier.engine.plan.check import Discrepancy, second_reading
from timonier.engine.plan.diary import Diary
from timonier.engine.plan.inputs import (
    Money,
    Need,
    PathStage,
    PlanInput,
    PlanMember,
    Trigger,
)
from timonier.engine.plan.model import Plan

__all__ = [
    "Diary",
    "Discrepancy",
    "Money",
    "Need",
    "PathStage",
    "Plan",
    "PlanInput",
    "PlanMember",
    "Trigger",
    "build_plan",
    "second_reading",
]
