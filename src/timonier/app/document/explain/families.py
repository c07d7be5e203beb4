"""Which explanation a path takes, what it is computed from, and how its value is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

NEEDS = (
    "company.headcount", "company.business", "company.stage", "marketing.budget",
    "marketing.seasonality", "needs.recurrent_share", "needs.oneoff_share", "needs.evolving",
    "needs.ambition",
)  # fmt: skip
STEERING = ("steering.level", "steering.hours_per_month", "steering.contact", "steering.consultant")
VISION = ("vision.targets", "vision.channels", "vision.objectives")
PAY = ("salary", "day_rate", "hour_rate", "retainer")
VERDICT = (
    "verdict.clear_chance", "verdict.clear_regret", "verdict.undecided_gap",
    "verdict.undecided_below", "verdict.answers_min",
)  # fmt: skip


@dataclass(frozen=True)
class Family:
    """One kind of number: its key in the wording, the facts and figures that it is computed from.

    ``role`` names figures of the roles in the team. ``kind`` says how the value is written.
    """

    key: str
    pattern: str
    kind: str = "text"
    facts: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    role: tuple[str, ...] = ()


TEAM = r"^(?:models\.(?P<model>\w+)|(?P<own>as_is|intended))"
CRITERION = rf"{TEAM}\.criteria\.(?P<criterion>\w+)"

FAMILIES: tuple[Family, ...] = (
    Family("company", r"^company(\.|$)"),
    Family("assumed", r"^assumed(\.|$)"),
    Family("needs_hours", r"^needs\.\d+(\.hours_per_month(\.\w+)?)?$", "hours", NEEDS,
           ("ambition.exponent", "volume.floor", "evolving.volume_sd", "cut.depth")),
    Family("needs", r"^needs(\.|$)", "text", NEEDS, ("needs.specialised_threshold",)),
    Family("needs_total", r"^needs_by_function(\.|$)", "hours", NEEDS, ("ambition.exponent",)),
    Family("without_hours", r"^without_hours(\.|$)", "text",
           ("company.business", "company.traits")),
    Family("question", r"^framework\.questions(\.|$)", "share",
           (*VISION, *STEERING, "needs.recurrent_share", "needs.oneoff_share", "marketing.role"),
           ("framework.recurrent", "framework.evolving", "framework.oneoff",
            "framework.pilot_level", "framework.pilot_hours_share", "framework.pilot_hours_cap")),
    Family("viable", r"^framework\.(viable|closed_share|excluded_by)(\.|$)", "share",
           (*VISION, "hiring.can_recruit", "steering.level", "steering.hours_per_month")),
    Family("conditions", r"^framework\.conditions(\.|$)", "share",
           (*VISION, "steering.level", "steering.hours_per_month", "needs.recurrent_share"),
           ("framework.recurrent", "framework.pilot_level", "framework.pilot_hours_share")),
    Family("favours", r"^framework(\.|$)", "share",
           ("company.stage", "hiring.can_recruit", "needs.recurrent_share", "needs.evolving"),
           ("framework.recurrent", "framework.evolving", "framework.oneoff")),
    Family("chance", r"^(verdict|models\.(?P<model>\w+))\.(chance_of_best|standard_error)$",
           "share", ("marketing.wants", "company.stage", "marketing.budget",
                     "needs.recurrent_share", "needs.evolving", "steering.level",
                     "steering.hours_per_month", "marketing.governance"),
           ("sampling.scenarios",), PAY),
    Family("regret", r"^(verdict\.expected_regret|models\.(?P<model>\w+)\.(regret|expected_utility)"
           r"(\.\w+)?)$", "value", ("marketing.wants",)),
    Family("status", r"^verdict(\.|$)", "text", (), VERDICT),
    Family("ranks", r"^models\.(?P<model>\w+)\.rank_acceptability(\.|$)", "share",
           ("marketing.wants",)),
    Family("centre", r"^models\.(?P<model>\w+)\.(central_weights|confidence)(\.|$)", "share",
           ("marketing.wants",)),
    Family("member_cost", rf"{TEAM}\.team\.(?P<member>\d+)\.monthly_cost(\.\w+)?$", "money", (),
           (), PAY),
    Family("member_start",
           rf"{TEAM}\.team\.(?P<member>\d+)\.(start_month|search_month|end_month|existing)$",
           "count", (), (), ("lead_time_weeks",)),
    Family("member", rf"{TEAM}\.team(\.(?P<member>\d+)(\.\w+)?)?$", "plain", (),
           ("search.pilot_days_max",)),
    Family("released", rf"{TEAM}\.released(\.|$)"),
    Family("condition", rf"{CRITERION}\.condition(\.\w+)?$", "ratio", STEERING,
           ("condition.steering_quality", "condition.coordination_ratio")),
    Family("class", rf"{CRITERION}\.(class|article_class|unit)$"),
    Family("value", rf"{CRITERION}\.value$", "value"),
    Family("weight", rf"{CRITERION}\.weight$", "share", ("marketing.wants",)),
    Family("criterion", rf"{CRITERION}(\.\w+)*$", "criterion"),
    Family("cost_period", rf"{TEAM}\.cost\.(months_\d+|monthly|a_year)(\.\w+)*$", "money",
           ("hiring.can_recruit",), (), PAY),
    Family("over_budget", rf"{TEAM}\.cost\.paid_over_budget$", "share", ("marketing.budget",), (),
           PAY),
    Family("cost_initial", rf"{TEAM}\.cost\.initial(\.\w+)?$", "money", (),
           ("ramp.start", "provider.agency.finding_hours"), ("salary", "lead_time_weeks")),
    Family("cost_exit", rf"{TEAM}\.cost\.exit(\.\w+)?$", "money", (),
           ("flexibility.provider_minimum_term",), ("salary", "notice_months")),
    Family("internal_time", rf"{TEAM}\.cost\.(internal_time|inside_hours)(\.\w+)?$", "hours",
           STEERING, ("contact.default_hours",)),
    Family("cost", rf"{TEAM}\.cost$", "text", ("marketing.budget",), (), PAY),
    Family("coverage", rf"{TEAM}\.coverage(_by_month)?(\.\w+)*$", "share", NEEDS,
           ("coverage.from_month",)),
    Family("risk", rf"{TEAM}\.risks(\.(?P<risk>\w+)(\.\w+)?)?$", "risk",
           ("marketing.governance", *STEERING),
           ("warning.brand_dilution", "overload.demand",
            "overload.measurement", "overload.steering_quality"), ("lead_time_weeks",)),
    Family("bus_factor", rf"{TEAM}\.bus_factor$", "count"),
    Family("story", r"^(reasons|models\.(?P<model>\w+)\.(advantages|limits|why_not|differences))"
           r"(\.|$)", "plain"),
    Family("warning", r"^warnings(\.|$)", "plain", (), ("warning.share_of_draws",)),
    Family("information",
           r"^(tipping_points|tipping_tolerance|joint_tipping_points|next_questions|stop|value_of_information)(\.|$)",
           "plain"),
    Family("frontier", r"^frontier(\.|$)", "plain", ("marketing.budget",)),
    Family("levers", r"^(levers|bought)(\.|$)", "plain", ("marketing.budget", "marketing.wants")),
    Family("path", r"^(path(_\w+)?|recruiting)(\.|$)", "plain",
           (*VISION, "needs.recurrent_share", *STEERING)),
    Family("faq", r"^faq(\.|$)", "plain"),
    Family("provenance", r"^(provenance|language|currency)(\.|$)", "plain"),
    Family("model", rf"{TEAM}(\.\w+)*$", "plain"),
)  # fmt: skip


def family_of(path: str) -> tuple[Family, Mapping[str, str]] | None:
    """The family of a path and the names that it holds: model, criterion, member, risk."""
    for family in FAMILIES:
        found = re.match(family.pattern, path)
        if found:
            return family, {k: v for k, v in found.groupdict().items() if v}
    return None
