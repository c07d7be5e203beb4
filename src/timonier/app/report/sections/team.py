"""The team: who, how much, from when to when, on what, and who covers for whom."""

from __future__ import annotations

from collections.abc import Mapping

from timonier.app.report.blocks import (
    Block,
    Bullets,
    Callout,
    Column,
    Heading,
    Paragraph,
    Section,
    Titles,
    figures,
    table,
)
from timonier.app.report.dates import said_day, short_day
from timonier.app.report.sections.days import short as named
from timonier.app.report.sections.law import rules_met
from timonier.app.report.sections.plan import undone
from timonier.app.report.voice import Voice
from timonier.app.wording import short
from timonier.engine.catalogue import FUNCTIONS
from timonier.engine.plan.contracts import why_free
from timonier.engine.plan.inputs import PlanMember
from timonier.engine.plan.model import LEAST_SAID, Cover, Delivery, Fate

FREE_SAID = 0.05  # of somebody's hours, from which those that are free are told
SHOWN = 6  # pieces of likely work that are named


def team(voice: Voice) -> Section:
    """Who is in the plan, what becomes of each, and what each does."""
    blocks: list[Block] = [
        Paragraph(voice.say("team.intro"), "lead"),
        members(voice),
        *media(voice),
        *fates(voice),
        Heading(voice.say("team.hours")),
        hours_table(voice),
        Paragraph(voice.say("team.hours_note"), "note"),
        *free_hours(voice),
        *on_top(voice),
        *likely(voice),
        *one_off(voice),
        *undone(voice),
        Paragraph(voice.say("people.note"), "note"),
    ]
    return Section("team", voice.say("team.title"), tuple(blocks))


def members(voice: Voice, *, short: bool = False) -> Block:
    """One line for everybody, those who leave included; without the kind of contract if short."""
    plan = voice.plan
    rows = [_member(voice, key, one) for key, one in plan.everybody.items()]
    if short:
        rows = [(voice.who(key), *row[1:]) for key, row in zip(plan.everybody, rows, strict=True)]
    titles: Titles = [
        Column(voice.say("team.who"), width=1.5),
        Column(voice.say("team.becomes"), width=0.9),
        figures(voice.say("team.hours_month"), 0.5),
        Column(voice.say("team.from"), width=1.1),
        figures(voice.say("team.monthly_cost"), 1.0),
    ]
    return table(titles, rows, small=short)


def _member(voice: Voice, key: str, member: PlanMember) -> tuple[str, ...]:
    free = member.category == "internal_existing"
    return (
        f"{voice.who(key)}\n{commitment(voice, member)}",
        voice.say(f"becomes.{member.becomes}"),
        bought(voice, member),
        presence(voice, key, member),
        voice.say("team.own_time") if free else paid(voice, member),
    )


def paid(voice: Voice, member: PlanMember) -> str:
    """A monthly cost: as the company gave it, to the unit, else a range."""
    cost = member.monthly_cost
    return voice.money(cost.median) if cost.low == cost.high else voice.range(cost, "about")


def fates(voice: Voice) -> list[Block]:
    """What to know of each person or contract that changes or ends."""
    told = [one for one in voice.plan.fates if one.decision != "keep"]
    blocks: list[Block] = [_fate(voice, one) for one in told]
    if told and voice.kept_beside:
        blocks.append(Paragraph(voice.kept_beside))
    return blocks


def _fate(voice: Voice, one: Fate) -> Callout:
    member = voice.plan.leaving.get(one.member) or voice.plan.people[one.member]
    heirs = voice.listing([voice.who(key) for key in one.hands_over_to])
    said = []
    if member.hours_before is not None:
        before = voice.hours(member.hours_before)
        said.append(voice.say("fate.reshape", before=before, after=voice.hours(member.hours)))
    if one.decision != "reshape":
        said.append(_last_day(voice, one))
    if one.cost:
        said.append(voice.say("fate.cost", cost=voice.about(one.cost)))
    if heirs:
        said.append(voice.say("fate.heirs", who=heirs))
    rules = rules_met(voice, ("end",)) if member.inside and one.decision == "end" else []
    more = " ".join(rule.text[voice.lang] for rule in rules[:1])
    becomes = voice.say(f"becomes.{one.decision}")
    title = voice.say("fate.title", who=voice.who(one.member), what=becomes)
    text = " ".join([*said, voice.say("fate.message")])
    return Callout("danger" if rules else "caution", title, text, more)


def _last_day(voice: Voice, one: Fate) -> str:
    """Until when a contract runs; of a post that the plan ends, why no date is said."""
    if one.last_day is None:
        return voice.say("fate.undated")
    key = "renew" if one.decision == "renew" else "until"
    return voice.say(f"fate.{key}", day=said_day(voice, one.last_day))


def one_off(voice: Voice) -> list[Block]:
    """Work that has an end: who delivers it, and when."""
    rows = [
        (
            piece(voice, one),
            voice.who(one.member),
            voice.hours(one.hours),
            short_day(voice, one.last),
        )
        for one in voice.plan.deliveries
    ]
    if not rows:
        return []
    titles: Titles = [
        Column(voice.say("one_off.piece"), width=1.8),
        Column(voice.say("one_off.who"), width=1.1),
        figures(voice.say("one_off.hours"), 0.5),
        Column(voice.say("one_off.delivered"), width=0.7),
    ]
    return [Heading(voice.say("one_off.title")), table(titles, rows, small=True)]


def piece(voice: Voice, one: Delivery) -> str:
    """What is delivered, and which part of it."""
    what = voice.activity(one.activity)
    if one.step:
        step = next(action for action in voice.plan.actions if action.key == one.step)
        what = voice.say("one_off.step", piece=what, step=named(voice, step))
    if one.parts == 1:
        return what
    return voice.say("one_off.part", piece=what, part=one.part, parts=one.parts)


def media(voice: Voice) -> list[Block]:
    """What those who come to buy media space lack, where no budget for it was stated."""
    who = [voice.who(key) for key in voice.plan.given.unfunded]
    step = next((one for one in voice.plan.actions if one.kind == "media_budget"), None)
    if not who or step is None:
        return []
    told = {"who": voice.listing(who), "day": short_day(voice, step.last)}
    return [Callout("caution", voice.say("team.media_title"), voice.say("team.media", **told))]


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


def working_time(voice: Voice, member: PlanMember) -> str:
    """Full time, or the share of a post, as an ad says it."""
    if member.quantity < 1:
        return voice.say("team.part_time", share=voice.percent(member.quantity))
    return voice.say("team.whole_time")


def presence(voice: Voice, key: str, member: PlanMember) -> str:
    """In place, or from this day, and until that one if something ends it."""
    there = voice.plan.presence[key]
    if member.existing or member.category == "internal_existing":
        said = voice.say("team.in_place")
    else:
        said = voice.say("team.starts", day=short_day(voice, there.first))
    if member.decision == "end" and member.inside:
        return voice.say("team.undated")
    if there.last is None:
        return said
    return voice.say("team.until", start=said, day=short_day(voice, there.last))


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
        likely, around = sum(one.likely.values()), one.meetings + one.running
        cells = [*by_function, led, around, likely, one.reserve, total]
        rows.append((voice.who(key), *(_cell(voice, hours) for hours in cells)))
    titles: Titles = [
        Column(voice.say("team.who"), width=1.7),
        *(figures(voice.word(f"function.{function}"), 0.7) for function in FUNCTIONS),
        figures(voice.say("team.steering"), 0.65),
        figures(voice.say("team.meetings"), 0.6),
        figures(voice.say("team.likely"), 0.6),
        figures(voice.say("team.reserve"), 0.5),
        figures(voice.say("team.total"), 0.5),
    ]
    return table(titles, rows, small=True)


def bought(voice: Voice, member: PlanMember) -> str:
    """The hours that are signed, and how far more may be ordered."""
    hours = voice.hours(member.hours)
    if member.on_top < LEAST_SAID:
        return hours
    return voice.say("team.up_to", hours=hours, most=voice.hours(member.hours + member.on_top))


def free_hours(voice: Voice) -> list[Block]:
    """Hours that are paid for and that nothing fills, with the reason."""
    said = [
        voice.say("team.free", who=voice.who(key), hours=voice.hours(one.reserve),
                  why=voice.say(f"team.free_why.{why_free(voice.plan.people[key])}"))
        for key, one in voice.plan.assignments.items()
        if one.reserve >= max(LEAST_SAID, FREE_SAID * voice.plan.people[key].hours)
    ]  # fmt: skip
    return [Bullets(tuple(said))] if said else []


def on_top(voice: Voice) -> list[Block]:
    """Hours that the study counts beyond those signed: ordered or added once the work is there."""
    said = []
    for inside in (False, True):
        found = [
            voice.say("team.top_one", who=voice.who(key), hours=voice.hours(m.on_top))
            for key, m in voice.plan.people.items()
            if m.inside == inside and m.on_top >= LEAST_SAID
        ]
        if found:
            key = "team.top_posts" if inside else "team.top_orders"
            said.append(Paragraph(voice.say(key, who=voice.listing(found))))
    return list(said)


def likely(voice: Voice) -> list[Block]:
    """The work that is expected without a date, by person."""
    rows = [
        (
            voice.who(key),
            voice.listing([_likely(voice, a, h) for a, h in _largest(one.likely)]),
            voice.hours(sum(one.likely.values())),
        )
        for key, one in voice.plan.assignments.items()
        if sum(one.likely.values()) >= LEAST_SAID
    ]
    if not rows:
        return []
    titles: Titles = [
        Column(voice.say("team.who"), width=1.0),
        Column(voice.say("team.likely_what"), width=2.4),
        figures(voice.say("team.hours_month"), 0.5),
    ]
    return [
        Heading(voice.say("team.likely_title")),
        Paragraph(voice.say("team.likely_intro")),
        table(titles, rows, small=True),
    ]


def _largest(work: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(work.items(), key=lambda one: (-one[1], one[0]))[:SHOWN]


def _likely(voice: Voice, activity: str, hours: float) -> str:
    return voice.say("team.likely_one", what=voice.activity(activity), hours=voice.hours(hours))


def _cell(voice: Voice, hours: float) -> str:
    return "–" if hours < 0.05 else voice.hours(hours)


def _backup(voice: Voice, cover: Cover) -> str:
    """The colleague with the hours that they have for it, what is to be bought, and what waits."""
    said = [_stand_in(voice, cover)]
    if cover.standby_role is not None:
        same = voice.plan.people[cover.member].role == cover.standby_role
        key = "team.second" if same else "team.standby"
        role, hours = voice.role(cover.standby_role), voice.hours(cover.bought)
        said.append(voice.say(key, role=role, hours=hours))
    if cover.waits:
        what = [_likely(voice, activity, hours) for activity, hours in _largest(cover.waits)]
        said.append(voice.say("team.waits", what=voice.listing(what)))
    return voice.sentences(said)


def _stand_in(voice: Voice, cover: Cover) -> str:
    """The colleague, from their first day on where that is later."""
    if cover.backup is None:
        return voice.say("team.nobody")
    said = voice.say("team.extended", who=voice.who(cover.backup), hours=voice.hours(cover.hours))
    there = voice.plan.presence
    begins = there[cover.backup].first
    if begins <= there[cover.member].first:
        return said
    return f"{said}, {voice.say('team.starts', day=short_day(voice, begins))}"


def stand_ins(voice: Voice) -> Section | None:
    """Who takes over when somebody is away."""
    if not voice.plan.cover:
        return None
    rows = [
        (
            voice.who(cover.member),
            _backup(voice, cover),
            voice.percent(cover.fit),
        )
        for cover in voice.plan.cover
    ]
    titles: Titles = [
        voice.say("team.who"),
        Column(voice.say("team.backup"), width=1.7),
        figures(voice.say("team.fit"), 0.4),
    ]
    return Section("cover", voice.say("team.cover"), (table(titles, rows),))
