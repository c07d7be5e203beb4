"""The plan: the first ninety days, who answers for what, the rituals, what is measured."""

from __future__ import annotations

from collections.abc import Mapping

from timonier.app.report.blocks import (
    Block,
    Bullets,
    Column,
    Heading,
    Paragraph,
    Section,
    Titles,
    figures,
    table,
)
from timonier.app.report.dates import short_day
from timonier.app.report.voice import Voice, inside
from timonier.engine.plan.follow import turns
from timonier.engine.plan.model import DutyLine, Meeting, Milestone

MOST = 2  # activities named of those that a duty lacks
WIDEST = 9  # people that a matrix can hold across a page

WIDTHS = {"A": 0.8, "R": 1.7, "C": 1.6, "I": 1.0}


def milestone(voice: Voice, one: Milestone) -> str:
    """What happens on a date of the plan."""
    if one.kind == "review":
        return next(r.label[voice.lang] for r in voice.wordings.reviews if r.key == one.subject)
    if one.kind == "path":
        return voice.say("milestone.path", model=voice.model(one.subject))
    if one.kind == "peak":
        return voice.say("milestone.peak")
    return voice.say(f"milestone.{one.kind}", who=voice.who(one.subject))


def path(voice: Voice) -> list[Block]:
    """The steps to come, each with the signs that say it is time (R129)."""
    stages = voice.document.path
    if not voice.plan.given.path or not stages:
        return []
    blocks: list[Block] = [
        Heading(voice.say("path.title")),
        Bullets(tuple(stage.text for stage in stages)),
    ]
    signs = tuple(one.text for stage in stages for one in stage.triggers)
    if signs:
        blocks += [Heading(voice.say("path.triggers"), 3), Bullets(signs)]
        blocks.append(Paragraph(voice.say("path.intro"), "note"))
    return blocks


def organisation(voice: Voice) -> Section:
    """The RACI for real people, then the rituals with their hours."""
    blocks: list[Block] = [
        Paragraph(voice.say("raci.intro"), "lead"),
        raci(voice),
        Paragraph(voice.say("raci.legend"), "note"),
        Heading(voice.say("rituals.title")),
        Paragraph(voice.say("rituals.intro", hours=voice.hours(meeting_hours(voice)))),
        rituals(voice),
    ]
    return Section("organisation", voice.say("raci.title"), tuple(blocks))


def meeting_hours(voice: Voice) -> float:
    return sum(meeting.hours for meeting in voice.plan.meetings)


def holders(voice: Voice) -> list[str]:
    """Everybody with a letter somewhere, the team first."""
    used = {holder for line in voice.plan.duties for holder in line.letters}
    order = [*voice.plan.people, *voice.plan.posts]
    return [holder for holder in order if holder in used]


def raci(voice: Voice) -> Block:
    """A matrix for a small team; names in columns of letters for a large one."""
    people = holders(voice)
    return _named(voice) if len(people) > WIDEST else _matrix(voice, people)


def _named(voice: Voice) -> Block:
    duties = {duty.key: duty for duty in voice.wordings.duties}
    rows = [
        (
            duties[line.duty].label[voice.lang],
            voice.hours(sum(line.hours.values())) if line.hours else "–",
            voice.who(line.accountable),
            *(_with(voice, line.letters, letter) for letter in "RCI"),
        )
        for line in voice.plan.duties
    ]
    titles: Titles = [
        Column(voice.say("raci.duty"), width=1.1),
        figures(voice.say("raci.hours"), 0.4),
        *(Column(voice.say(f"raci.{letter}"), width=WIDTHS[letter]) for letter in "ARCI"),
    ]
    return table(titles, rows, small=True)


def _with(voice: Voice, given: Mapping[str, str], letter: str) -> str:
    return ", ".join(voice.who(holder) for holder, said in given.items() if letter in said) or "–"


def _matrix(voice: Voice, people: list[str]) -> Block:
    duties = {duty.key: duty for duty in voice.wordings.duties}
    rows = [
        (
            duties[line.duty].label[voice.lang],
            voice.hours(sum(line.hours.values())) if line.hours else "–",
            *(letters(line.letters.get(holder, "")) for holder in people),
        )
        for line in voice.plan.duties
    ]
    titles: Titles = [
        Column(voice.say("raci.duty"), width=2.2),
        figures(voice.say("raci.hours"), 0.6),
        *(Column(voice.who(holder), "center", 1.0) for holder in people),
    ]
    return table(titles, rows, small=True)


def letters(said: str) -> str:
    return "A R" if said == "AR" else said


def undone(voice: Voice) -> list[Block]:
    """The hours that the plan leaves undone, by duty: said, never hidden."""
    duties = {duty.key: duty for duty in voice.wordings.duties}
    said = tuple(
        _undone(voice, line, duties[line.duty].label[voice.lang])
        for line in voice.plan.duties
        if line.falls_short
    )
    return [Heading(voice.say("raci.undone")), Bullets(said)] if said else []


def _undone(voice: Voice, line: DutyLine, duty: str) -> str:
    """What a duty lacks, and the few activities that make most of it when not all of them do."""
    worst = sorted(line.left, key=lambda activity: -line.left[activity])[:MOST]
    told = {"duty": duty, "undone": voice.hours(line.undone), "needed": voice.hours(line.needed)}
    if len(worst) == len(line.activities):
        return voice.say("raci.undone_line", **told)
    named = voice.listing([inside(voice.activity(activity)) for activity in worst])
    return voice.say("raci.undone_most", **told, activities=named)


def rituals(voice: Voice) -> Block:
    rows = [_ritual(voice, meeting) for meeting in voice.plan.meetings]
    titles: Titles = [
        Column(voice.say("rituals.ritual"), width=1.1),
        Column(voice.say("rituals.when"), width=1.0),
        Column(voice.say("rituals.owner"), width=0.9),
        Column(voice.say("rituals.agenda"), width=2.6),
        figures(voice.say("rituals.hours"), 0.45),
    ]
    return table(titles, rows, small=True)


def _ritual(voice: Voice, meeting: Meeting) -> tuple[str, ...]:
    ritual = next(one for one in voice.wordings.rituals if one.key == meeting.ritual)
    agenda = voice.sentences([item[voice.lang] for item in ritual.agenda])
    output = voice.say("rituals.output", output=ritual.output[voice.lang])
    return (
        ritual.label[voice.lang],
        f"{voice.say(f'cadence.{meeting.cadence}')}, {duration(voice, meeting.minutes)}",
        in_turn(voice, turns(meeting, voice.plan.series) or ((meeting.owner, 0),)),
        f"{agenda} {output}",
        voice.hours(meeting.hours),
    )


def in_turn(voice: Voice, turns: tuple[tuple[str, int], ...]) -> str:
    """Who does something in turn, with the days on which they take it up; no day for whoever is
    there from the beginning."""
    begins, there = voice.plan.diary.first, voice.plan.presence
    said = ""
    for key, day in turns:
        who = voice.who(key)
        if said or there[key].first > begins:
            who = voice.say("follow.from", who=who, day=short_day(voice, day))
        said = voice.say("follow.then", first=said, then=who) if said else who
    return said


def duration(voice: Voice, minutes: int) -> str:
    """Minutes up to an hour and a half, then hours."""
    if minutes <= 90:
        return voice.say("unit.minutes", n=minutes)
    return voice.hours(minutes / 60)


def follow(voice: Voice) -> Section:
    """What is measured, reported, promised, and with which shared tools."""
    blocks: list[Block] = [
        Paragraph(voice.say("follow.intro"), "lead"),
        Heading(voice.say("follow.indicators")),
        indicators(voice, voice.plan.indicators),
        Heading(voice.say("follow.reports")),
        reports(voice),
        Heading(voice.say("follow.levels")),
        service_levels(voice),
        Heading(voice.say("follow.tools")),
        tools(voice),
    ]
    return Section("follow", voice.say("follow.title"), tuple(blocks))


def indicators(voice: Voice, keys: tuple[str, ...]) -> Block:
    known = voice.wordings.indicators
    lang = voice.lang
    rows = [
        (
            known[key].label[lang],
            voice.say("follow.formula", formula=known[key].formula[lang], unit=unit(voice, key)),
            known[key].data[lang],
            voice.say(f"cadence.{known[key].frequency}"),
            known[key].target[lang],
        )
        for key in keys
    ]
    titles: Titles = [
        Column(voice.say("follow.indicator"), width=1.1),
        Column(voice.say("follow.how"), width=1.6),
        Column(voice.say("follow.data"), width=1.1),
        Column(voice.say("follow.every"), width=0.8),
        Column(voice.say("follow.target"), width=1.3),
    ]
    return table(titles, rows, small=True)


def unit(voice: Voice, key: str) -> str:
    """An indicator's unit, the currency by its sign."""
    said = voice.wordings.indicators[key].unit[voice.lang]
    return voice.knowledge.markets[voice.market].sign if said in ("devise", "currency") else said


def reports(voice: Voice) -> Block:
    levels = {level.key: level for level in voice.wordings.reports}
    rows = [
        (
            levels[line.level].label[voice.lang],
            voice.say(f"cadence.{line.cadence}"),
            in_turn(voice, line.authors),
            voice.sentences([item[voice.lang] for item in levels[line.level].content]),
        )
        for line in voice.plan.reports
    ]
    titles: Titles = [
        voice.say("follow.report"),
        Column(voice.say("follow.every"), width=0.7),
        Column(voice.say("follow.by"), width=0.9),
        Column(voice.say("follow.content"), width=2.4),
    ]
    return table(titles, rows, small=True)


def service_levels(voice: Voice) -> Block:
    known = {level.key: level for level in voice.wordings.service_levels}
    rows = [
        (
            known[key].label[voice.lang],
            known[key].value[voice.lang],
            voice.say(f"side.{known[key].side}"),
        )
        for key in voice.plan.service_levels
    ]
    titles: Titles = [
        Column(voice.say("follow.promise"), width=1.6),
        voice.say("follow.within"),
        voice.say("follow.who_keeps"),
    ]
    return table(titles, rows, small=True)


def tools(voice: Voice) -> Block:
    known = {tool.key: tool for tool in voice.wordings.tools}
    rows = [
        (
            known[key].label[voice.lang],
            known[key].rule[voice.lang],
            voice.hours(known[key].set_up_hours),
        )
        for key in voice.plan.tools
    ]
    titles: Titles = [
        voice.say("follow.tool"),
        Column(voice.say("follow.rule"), width=2),
        figures(voice.say("follow.set_up"), 0.6),
    ]
    return table(titles, rows, small=True)
