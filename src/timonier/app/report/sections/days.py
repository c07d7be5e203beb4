"""The plan in time: the chart, the next ninety days, the dates to keep, what depends on what."""

from __future__ import annotations

from collections.abc import Iterator

from timonier.app import charts
from timonier.app.report.blocks import (
    Block,
    Column,
    Heading,
    Paragraph,
    Section,
    Titles,
    table,
)
from timonier.app.report.dates import said_day, said_span, short_day
from timonier.app.report.drawing import figure
from timonier.app.report.sections.plan import milestone, path
from timonier.app.report.voice import Voice, inside
from timonier.app.wording import month_label
from timonier.engine.plan.model import Action, Milestone

NINETY = 90
FIRST_MONTHS = 3
A_YEAR = 365
NEAR = 21  # days between two actions of one kind that are told together
MOST = 24  # lanes of the chart
LACKING = 3  # actions without hours that the lead names
SHOWN = 210  # days of the chart, at most
DATES = ("arrival", "trial_decision", "notice", "renew", "end", "peak", "review", "path")


def first_days(voice: Voice) -> Section:
    """The chart, what is done in the first ninety days, then the dates to keep."""
    blocks: list[Block] = [
        Paragraph(lead(voice), "lead"),
        Paragraph(own_time(voice)),
        chart(voice),
        Heading(voice.say("days.ninety")),
        actions(voice),
        Heading(voice.say("days.dates")),
        dates(voice),
        *path(voice),
    ]
    return Section("days", voice.say("days.title"), tuple(blocks))


def in_short(voice: Voice) -> list[Block]:
    """The chart and the first ninety days on one page: a line for each action of the company's
    own, and one for finding each person."""
    rows = [
        (_when(voice, group), _step(voice, group), voice.who(group[0].owner))
        for group in _steps(ninety(voice))
    ]
    titles: Titles = [
        Column(voice.say("days.when"), width=0.8),
        Column(voice.say("days.what"), width=2.0),
        Column(voice.say("days.owner"), width=0.8),
    ]
    return [
        Paragraph(lead(voice), "lead"),
        Paragraph(own_time(voice)),
        chart(voice),
        table(titles, rows, small=True),
    ]


def _steps(actions: list[Action]) -> list[list[Action]]:
    """Each action alone, but those that find one person, up to their contract, together."""
    found: dict[str, list[Action]] = {}
    for one in actions:
        if one.kind == "first_work":
            continue
        kind, _, subject = one.key.partition(".")
        search = bool(subject) and kind.rsplit("_", 1)[-1] in ("pilot", "provider", "hire", "post")
        found.setdefault(f"find.{subject}" if search else one.key, []).append(one)
    return list(found.values())


def _step(voice: Voice, group: list[Action]) -> str:
    if len(group) == 1:
        one = group[0]
        return voice.action(one) if one.subject or one.missing else short(voice, one)
    return voice.say("days.find", who=voice.who(group[0].subject))


def lead(voice: Voice) -> str:
    """When the team is whole, and what that day hangs on."""
    arrivals = [one for one in voice.plan.actions if one.kind.startswith("begin_")]
    said = [voice.begins_elsewhere]
    if arrivals:
        last = max(one.last for one in arrivals)
        said.append(voice.say("days.whole", day=said_day(voice, last)))
    else:
        said.append(voice.say("days.there"))
    said.append(voice.say("days.hours"))
    short = [one for one in voice.plan.actions if one.lacking]
    if short:
        names = voice.listing([inside(voice.action(one)) for one in short[:LACKING]])
        said.append(voice.say("days.lacking", what=names))
    return " ".join(filter(None, said))


def own_time(voice: Voice) -> str:
    """The hours that the plan's steps and meetings ask of the management in its first months."""
    key = voice.plan.seats["ceo"][0]
    said = [
        voice.say("days.own_month", hours=voice.hours(hours), month=voice.month(month))
        for month, hours in enumerate(own_hours(voice, key)[:FIRST_MONTHS])
    ]
    return voice.say("days.own_time", who=voice.who(key), months=voice.listing(said))


def own_hours(voice: Voice, key: str) -> list[float]:
    """Somebody's hours in steps and meetings, month by month: a step that spans two months takes
    what the first has left, then goes on in the second."""
    plan = voice.plan
    has = plan.hours_by_month[key]
    taken = [0.0] * len(has)
    for one in plan.series:
        for _, day in one.days if key in one.participants else ():
            if plan.diary.month(day) < len(taken):
                taken[plan.diary.month(day)] += one.minutes / 60.0
    for step in sorted(plan.actions, key=lambda step: step.last):
        asked = step.hours.get(key, 0.0)
        last = min(plan.diary.month(step.last), len(taken) - 1)
        for month in range(plan.diary.month(step.first), last + 1):
            given = asked if month == last else min(asked, max(0.0, has[month] - taken[month]))
            taken[month] += given
            asked -= given
    return taken


def ninety(voice: Voice) -> list[Action]:
    """What begins within ninety days of the plan's first; first days are dates of their own."""
    first = voice.plan.diary.first
    return [
        one
        for one in voice.plan.actions
        if one.first < first + NINETY and not one.kind.startswith("begin_")
    ]


def grouped(voice: Voice, actions: list[Action]) -> list[list[Action]]:
    """Actions of one kind by one owner, at about the same time, told on one line."""
    found: list[list[Action]] = []
    for one in actions:
        group = next((group for group in found if _goes_with(one, group)), None)
        if group is None:
            found.append([one])
        else:
            group.append(one)
    return found


def _goes_with(one: Action, group: list[Action]) -> bool:
    same = bool(one.subject) and one.kind == group[0].kind
    mine = one.kind == "first_work" or one.owner == group[0].owner
    return same and mine and one.first <= max(other.last for other in group) + NEAR


def actions(voice: Voice) -> Block:
    rows = [
        (
            _when(voice, group),
            told(voice, group),
            voice.listing(list(dict.fromkeys(voice.who(one.owner) for one in group))),
            voice.done_when(group[0]),
        )
        for group in grouped(voice, ninety(voice))
    ]
    titles: Titles = [
        Column(voice.say("days.when"), width=0.95),
        Column(voice.say("days.what"), width=1.8),
        Column(voice.say("days.owner"), width=0.8),
        Column(voice.say("days.done"), width=1.2),
    ]
    return table(titles, rows, small=True)


def _when(voice: Voice, group: list[Action]) -> str:
    return said_span(voice, min(a.first for a in group), max(a.last for a in group))


def told(voice: Voice, group: list[Action]) -> str:
    """One line for a group: what is done, for whom, and what it waits for when it is late."""
    template = next(one for one in voice.wordings.actions if one.key == group[0].kind)
    who = voice.listing([voice.who(one.subject) for one in group if one.subject])
    missing = voice.listing([voice.word(f"vision.{part}") for part in group[0].missing])
    said = template.label[voice.lang].format(who=who, missing=missing)
    marks = []
    if any(one.critical for one in group):
        marks.append(voice.say("days.critical"))
    if any(one.busy for one in group):
        marks.append(voice.say("days.busy"))
    return f"{said} ({', '.join(marks)})" if marks else said


def dates(voice: Voice) -> Block:
    """The dates of the first year, people of one day together."""
    first = voice.plan.diary.first
    days: dict[int, dict[str, list[Milestone]]] = {}
    for one in voice.plan.milestones:
        if one.kind in DATES and one.day <= first + A_YEAR:
            days.setdefault(one.day, {}).setdefault(one.kind, []).append(one)
    rows = [
        (
            short_day(voice, day),
            "\n".join(said for same in kinds.values() for said in _together(voice, same)),
        )
        for day, kinds in days.items()
    ]
    titles: Titles = [Column(voice.say("days.when"), width=0.4), voice.say("days.what")]
    return table(titles, rows, small=True)


def _together(voice: Voice, same: list[Milestone]) -> list[str]:
    """Milestones of one kind on one day: people share a line, the rest keep theirs."""
    kind = same[0].kind
    if kind in ("review", "path", "peak"):
        return [milestone(voice, one) for one in same]
    who = voice.listing([voice.who(one.subject) for one in same])
    return [voice.say(f"milestone.{kind}", who=who)]


def chart(voice: Voice) -> Block:
    """The plan drawn, with what its first ninety days hold in words."""
    return figure(voice, spec(voice), in_words(voice), chart_note(voice))


def in_words(voice: Voice) -> str:
    """What the chart shows of the first ninety days."""
    said = [
        voice.say("days.line", what=told(voice, group), when=_when(voice, group))
        for group in grouped(voice, ninety(voice))
    ]
    return "; ".join(said)


def chart_note(voice: Voice) -> str:
    """How to read the chart."""
    return voice.say("days.chart_busy" if voice.plan.given.peak_days else "days.chart")


def spec(voice: Voice) -> charts.Spec:
    """The chart: the company's actions, then a lane for each person to be found."""
    plan = voice.plan
    first = plan.diary.first
    bars, marks = list(_bars(voice)), list(_marks(voice))
    days = min(SHOWN, max([one.last for one in bars], default=NINETY) + 14)
    shown = [one for one in bars if one.first < days]
    ticks = {
        max(0, day - first): month_label(i, plan.start, voice.lang, compact=True)
        for i, day in enumerate(plan.diary.months)
        if day - first < days and plan.diary.months[min(i + 1, len(plan.diary.months) - 1)] > first
    }
    return charts.gantt(
        shown,
        [one for one in marks if one.day < days],
        [
            (max(0, a - first), min(days, b - first))
            for a, b in plan.given.peak_days
            if a - first < days
        ],
        ticks,
        days,
    )


def _bars(voice: Voice) -> Iterator[charts.Bar]:
    """The company's own actions first, then everybody's search on a lane of their own."""
    first = voice.plan.diary.first
    own = [one for one in voice.plan.actions if not one.subject]
    theirs = [one for one in voice.plan.actions if one.subject and one.kind != "first_work"]
    lanes: dict[str, None] = {}
    for one in (*own, *theirs):
        lane = voice.who(one.subject) if one.subject else short(voice, one)
        lanes[lane] = None
        if list(lanes).index(lane) < MOST:
            yield charts.Bar(lane, one.first - first, one.last - first, one.critical)


def short(voice: Voice, action: Action) -> str:
    """An action's name on the chart: what comes before its colon."""
    return voice.action(action).replace("\u202f:", ":").split(":")[0].strip()


def _marks(voice: Voice) -> Iterator[charts.Mark]:
    first = voice.plan.diary.first
    for one in voice.plan.milestones:
        if one.kind in ("arrival", "trial_decision"):
            kind = "arrival" if one.kind == "arrival" else "decision"
            yield charts.Mark(voice.who(one.subject), one.day - first, kind)
