"""Teams to plan for, written by hand so that the plan is tested without a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import holidays

from timonier.engine.catalogue import Triple
from timonier.engine.plan import Diary, Money, Need, PathStage, PlanInput, PlanMember, Trigger
from timonier.knowledge import load

NEEDED = {
    "positioning": 4, "annual_plan": 3, "channel_roadmap": 5, "budget_allocation": 3,
    "editorial_content": 17, "paid_search": 12, "social_organic": 20, "email_campaigns": 12,
    "crm_management": 8, "web_updates": 8, "design_assets": 12, "seasonal_campaign": 10,
    "reporting": 8, "performance_analysis": 5, "funnel_quality": 4, "interdept_alignment": 8,
}  # fmt: skip


def needs() -> dict[str, Need]:
    activities = load().activities
    return {
        key: Need(
            Triple(h * 0.6, float(h), h * 1.5), activities[key].function, activities[key].nature
        )
        for key, h in NEEDED.items()
    }


def money(members: tuple[PlanMember, ...], months: int = 36) -> Money:
    sums = [sum(m.monthly_cost.median for m in members if i >= m.arrival) for i in range(months)]
    start_up = [1800.0 if i in (1, 3) else 60.0 for i in range(months)]
    monthly = tuple(
        Triple(round((s + e) * 0.82), s + e, round((s + e) * 1.24))
        for s, e in zip(sums, start_up, strict=True)
    )
    totals = {}
    for n in (12, 24, 36):
        median = sum(month.median for month in monthly[:n])
        totals[n] = Triple(round(median * 0.9), median, round(median * 1.13))
    return Money(
        monthly,
        totals,
        initial=Triple(4e3, 9e3, 16e3),
        exit=Triple(2e3, 5e3, 9e3),
        budget=390_000,
    )


def diary(country: str = "CA", subdivision: str | None = "QC", year: int = 2026) -> Diary:
    """Three years from December: the days that a country works."""
    months = tuple(date(year + (11 + i) // 12, (11 + i) % 12 + 1, 1).toordinal() for i in range(37))
    years = range(year, year + 5)
    shut = holidays.country_holidays(country, subdiv=subdivision, years=years)
    closed = frozenset(day.toordinal() for day in shut)
    made = Diary(months, months[0], (0, 1, 2, 3, 4), closed)
    return replace(made, first=made.open_from(months[0]))


HYBRID_WORK = {
    "positioning": {"fractional_cmo.1": 4.0},
    "annual_plan": {"fractional_cmo.1": 3.0},
    "channel_roadmap": {"fractional_cmo.1": 4.0, "internal_pilot.1": 1.0},
    "budget_allocation": {"internal_pilot.1": 3.0},
    "editorial_content": {"emp_content.1": 17.0},
    "paid_search": {"free_paid.1": 12.0},
    "social_organic": {"emp_content.1": 20.0},
    "email_campaigns": {"emp_content.1": 12.0},
    "crm_management": {"emp_content.1": 8.0},
    "web_updates": {"emp_content.1": 6.0},
    "design_assets": {"free_design_video.1": 11.0},
    "seasonal_campaign": {"emp_content.1": 8.0},
    "reporting": {"emp_content.1": 8.0},
    "performance_analysis": {"fractional_cmo.1": 3.0},
    "funnel_quality": {"emp_content.1": 4.0},
    "interdept_alignment": {"emp_content.1": 4.0, "internal_pilot.1": 4.0},
}


HYBRID_TEAM = (
    PlanMember("internal_pilot.1", "internal_pilot", "internal_existing", 12.0, existing=True),
    PlanMember(
        "fractional_cmo.1", "fractional_cmo", "strategic_external", 24.0, arrival=1,
        monthly_cost=Triple(3200, 4100, 5200), notice_months=1,
    ),
    PlanMember(
        "emp_content.1", "emp_content", "employee", 133.0, search=1, arrival=4,
        monthly_cost=Triple(4300, 4900, 5600), notice_months=1,
    ),
    PlanMember(
        "free_paid.1", "free_paid", "freelancer", 14.0, arrival=1,
        monthly_cost=Triple(900, 1200, 1600), notice_months=0.5,
    ),
    PlanMember(
        "free_design_video.1", "free_design_video", "freelancer", 12.0, arrival=2,
        end_month=14, monthly_cost=Triple(700, 900, 1200),
    ),
)  # fmt: skip

HYBRID_PATH = (
    PathStage(0, "hybrid"),
    PathStage(
        18,
        "in_house",
        (
            Trigger("vision_clear", False, 3),
            Trigger("recurrent", True),
            Trigger("supervision", False),
        ),
    ),
)


def hybrid() -> PlanInput:
    """A garden centre: an outside pilot first, then a content officer, and two specialists."""
    return PlanInput(
        model="hybrid",
        advised="hybrid",
        members=HYBRID_TEAM,
        needs=needs(),
        work=HYBRID_WORK,
        money=money(HYBRID_TEAM),
        diary=diary(),
        steering={"fractional_cmo.1": 8.0, "internal_pilot.1": 1.0},
        coordination={"fractional_cmo.1": 2.0, "internal_pilot.1": 3.0},
        warnings=("vision_partial", "coordination_load", "slow_hiring"),
        path=HYBRID_PATH,
        vision={"targets": True, "channels": True, "objectives": False},
        contact=True,
        steering_level=2,
        seasonal=True,
        market="ca-qc",
        business="b2c",
        stage="structuring",
        headcount=40,
        start="2026-12",
    )


def in_house() -> PlanInput:
    """A manager in place and an officer to recruit, led by the director."""
    members = (
        PlanMember("internal_pilot.1", "internal_pilot", "internal_existing", 26.0, existing=True),
        PlanMember(
            "emp_head.1", "emp_head", "employee", 128.0, existing=True,
            name="Éloïse D’Aubigné-L’Écuyer",
            monthly_cost=Triple(5600, 6100, 6900), notice_months=3,
        ),
        PlanMember(
            "emp_content.1", "emp_content", "employee", 128.0, arrival=3,
            monthly_cost=Triple(3900, 4300, 4900), notice_months=1,
        ),
    )  # fmt: skip
    work = {key: {"emp_head.1": h * 0.5, "emp_content.1": h * 0.4} for key, h in NEEDED.items()}
    return replace(
        hybrid(),
        model="in_house",
        advised="in_house",
        members=members,
        work=work,
        money=money(members),
        diary=diary("FR", None),
        steering={"internal_pilot.1": 8.0, "emp_head.1": 6.0},
        coordination={"internal_pilot.1": 4.0, "emp_head.1": 4.0},
        warnings=("slow_hiring",),
        path=(PathStage(0, "in_house"),),
        vision={"targets": True, "channels": True, "objectives": True},
        steering_level=4,
        market="fr",
        business="b2b",
        stage="established",
        headcount=85,
        start="2026-12",
    )


def outsourced() -> PlanInput:
    """One person and two providers, no budget to speak of, nothing clear yet."""
    members = (
        PlanMember("internal_pilot.1", "internal_pilot", "internal_existing", 8.0, existing=True),
        PlanMember(
            "agency_full.1", "agency_full", "agency", 30.0, arrival=1,
            monthly_cost=Triple(0, 0, 0), notice_months=2,
        ),
        PlanMember("free_content.1", "free_content", "freelancer", 6.0, arrival=1),
    )  # fmt: skip
    work = {
        "editorial_content": {"free_content.1": 5.0, "agency_full.1": 2.0},
        "social_organic": {"agency_full.1": 12.0},
        "paid_search": {"agency_full.1": 9.0},
        "reporting": {"agency_full.1": 3.0},
        "channel_roadmap": {"internal_pilot.1": 2.0},
    }
    return replace(
        hybrid(),
        model="outsourced",
        advised="outsourced",
        members=members,
        work=work,
        money=money(members),
        diary=diary("FR", None),
        steering={"internal_pilot.1": 2.0},
        coordination={"internal_pilot.1": 3.0},
        warnings=("vision_unclear", "dispersion"),
        path=(PathStage(0, "outsourced"),),
        vision={"targets": False, "channels": False, "objectives": None},
        contact=False,
        steering_level=1,
        market="fr",
        business="b2b",
        stage="exploring",
        headcount=1,
    )


EXAMPLES = {"hybrid": hybrid, "in_house": in_house, "outsourced": outsourced}
