"""The team: who, how much, from when to when, on what, and who covers for whom."""

from __future__ import annotations

from timonier.app import charts
from timonier.app.report.blocks import (
    Block,
    Column,
    Heading,
    Paragraph,
    Section,
    Titles,
    figures,
    table,
)
from timonier.app.report.drawing import figure
from timonier.app.report.voice import Voice
from timonier.app.wording import month_label, short
from timonier.engine.catalogue import FUNCTIONS
from timonier.engine.plan.inputs import PlanMember
from timonier.engine.plan.model import Cover


def team(voice: Voice) -> Section:
    """The team of the plan, its calendar and its hours."""
    blocks: list[Block] = [
        Paragraph(voice.say("team.intro"), "lead"),
        members(voice),
        Heading(voice.say("team.calendar")),
        calendar(voice),
        Heading(voice.say("team.hours")),
        hours_table(voice),
        Paragraph(voice.say("team.hours_note"), "note"),
        *covers(voice),
    ]
    return Section("team", voice.say("team.title"), tuple(blocks))


def members(voice: Voice) -> Block:
    rows = [_member(voice, key, member) for key, member in voice.plan.people.items()]
    titles: Titles = [
        Column(voice.say("team.who"), width=1.6),
        voice.say("team.commitment"),
        figures(voice.say("team.hours_month"), 0.5),
        Column(voice.say("team.from"), width=0.9),
        figures(voice.say("team.monthly_cost"), 0.9),
    ]
    return table(titles, rows)


def _member(voice: Voice, key: str, member: PlanMember) -> tuple[str, ...]:
    cost = member.monthly_cost
    free = member.category == "internal_existing"
    return (
        voice.who(key),
        commitment(voice, member),
        voice.hours(member.hours),
        presence(voice, member),
        voice.say("team.own_time") if free else voice.range(cost, "about"),
    )


def commitment(voice: Voice, member: PlanMember) -> str:
    """Full time, a contract, or somebody already there."""
    kind = voice.word(f"category.{member.category}")
    if member.category == "employee" and member.quantity > 1:
        posts = short(member.quantity, voice.lang)
        return voice.say("team.posts", kind=kind, posts=posts)
    if member.category == "employee" and member.quantity < 1:
        return voice.say("team.share_of_post", kind=kind, share=voice.percent(member.quantity))
    if member.category == "employee":
        return voice.say("team.full_time", kind=kind)
    return kind


def presence(voice: Voice, member: PlanMember) -> str:
    """In place, or from this month, and until that one if the contract ends."""
    if member.existing or member.category == "internal_existing":
        said = voice.say("team.in_place")
    else:
        key = "team.starts" if voice.plan.start else "team.starts_undated"
        said = voice.say(key, month=_month(voice, member.arrival))
    if member.end_month is not None:
        until = _month(voice, max(0, member.end_month - 1))
        said = voice.say("team.until", start=said, month=until)
    return said


def _month(voice: Voice, index: int) -> str:
    return month_label(index, voice.plan.start or None, voice.lang, compact=True)


def calendar(voice: Voice) -> Block:
    """The team over three years, or as long as the decision looks ahead."""
    months = max(12, voice.plan.budget.months)
    stays = [
        charts.Stay(
            voice.who(key),
            m.search,
            m.arrival,
            months if m.end_month is None else m.end_month,
            m.inside,
        )
        for key, m in voice.plan.people.items()
    ]
    start = voice.plan.start
    axis = voice.say("team.axis_dated", month=voice.month(0)) if start else voice.say("team.axis")
    spec = charts.team_over_time(stays, months, axis)
    said = [f"{voice.who(key)}: {presence(voice, m)}" for key, m in voice.plan.people.items()]
    return figure(voice, spec, "; ".join(said), voice.say("team.calendar_note"))


def hours_table(voice: Voice) -> Block:
    """Hours a month by person and function, steering and coordination apart; sums to contracts."""
    activities = voice.knowledge.activities
    rows = []
    for key, one in voice.plan.assignments.items():
        by_function = [
            sum(h for a, h in one.work.items() if activities[a].function == function)
            for function in FUNCTIONS
        ]
        led = one.steering + one.coordination
        total = one.planned + one.reserve
        cells = [*by_function, led, one.reserve, total]
        rows.append((voice.who(key), *(_cell(voice, hours) for hours in cells)))
    titles: Titles = [
        Column(voice.say("team.who"), width=1.7),
        *(figures(voice.word(f"function.{function}"), 0.7) for function in FUNCTIONS),
        figures(voice.say("team.steering"), 0.65),
        figures(voice.say("team.reserve"), 0.6),
        figures(voice.say("team.total"), 0.5),
    ]
    return table(titles, rows, small=True)


def _cell(voice: Voice, hours: float) -> str:
    return "–" if hours < 0.05 else voice.hours(hours)


def _standby(voice: Voice, cover: Cover) -> str:
    """Whom to keep at hand outside; somebody else of the same trade is a second one."""
    same = voice.plan.people[cover.member].role == cover.standby_role
    key = "team.second" if same else "team.standby"
    return voice.say(key, role=voice.role(str(cover.standby_role)))


def covers(voice: Voice) -> list[Block]:
    """Who takes over when somebody is away."""
    if not voice.plan.cover:
        return []
    rows = [
        (
            voice.who(cover.member),
            voice.who(cover.backup) if cover.backup else _standby(voice, cover),
            voice.percent(cover.fit),
        )
        for cover in voice.plan.cover
    ]
    titles: Titles = [
        voice.say("team.who"),
        Column(voice.say("team.backup"), width=1.7),
        figures(voice.say("team.fit"), 0.4),
    ]
    return [Heading(voice.say("team.cover")), table(titles, rows)]
