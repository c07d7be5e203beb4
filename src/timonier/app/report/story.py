"""The whole report as one value: the first page, then the sections in reading order."""

from __future__ import annotations

from dataclasses import replace

from timonier.app.report.blocks import Heading, Section, Story, Summary
from timonier.app.report.glyphs import BOX, boxed
from timonier.app.report.sections import (
    budget,
    comparator,
    costs,
    days,
    grounds,
    law,
    needs,
    plan,
    record,
    summary,
    team,
    watch,
)
from timonier.app.report.voice import Voice

FEW = 10  # people in a company from which its report has more than two pages


def story(voice: Voice) -> Story:
    """Tell a decision and its plan; a section with nothing to say is left out."""
    sections: list[Section | None] = [
        days.first_days(voice),
        team.team(voice),
        budget.budget(voice),
        watch.reasons(voice),
        record.record(voice),
    ]
    appendix: list[Section | None] = [
        plan.organisation(voice),
        law.law(voice),
        watch.sides(voice),
        watch.tipping(voice),
        watch.risks(voice),
        needs.needs(voice),
        comparator.comparator(voice),
        costs.costs(voice),
        plan.follow(voice),
        team.stand_ins(voice),
        watch.answers(voice),
        grounds.assumptions(voice),
        grounds.limits(voice),
        grounds.reopen(voice),
    ]
    told = [section for section in sections if section is not None]
    told += [replace(section, appendix=True) for section in appendix if section is not None]
    return _told(voice, tuple(told))


def brief_story(voice: Voice) -> Story:
    """Two pages for a company of a few people: the first, then all that is to be done."""
    blocks = [
        *days.in_short(voice),
        Heading(voice.say("team.title")),
        team.members(voice, short=True),
        *team.media(voice),
        *team.fates(voice),
    ]
    if law.rules_met(voice):
        blocks.append(law.few(voice))
    return _told(voice, (Section("days", voice.say("days.title"), tuple(blocks)),))


def printed(voice: Voice) -> Story:
    """What the PDF holds: as long as the company deserves."""
    return brief_story(voice) if voice.headcount < FEW else story(voice)


def _told(voice: Voice, sections: tuple[Section, ...]) -> Story:
    return Story(
        title=voice.say("report.title", company=voice.company),
        lang=voice.lang,
        description=voice.say("report.description"),
        appendix=voice.say("report.appendix"),
        page=voice.say("report.page"),
        summary=_readable(voice, summary.summary(voice)),
        sections=sections,
    )


def _readable(voice: Voice, page: Summary) -> Summary:
    """Say so on the first page when a name holds a sign that the report's fonts cannot draw."""
    names = [voice.company, *(voice.who(key) for key in voice.plan.presence)]
    if all(boxed(name) == name for name in names):
        return page
    return replace(page, notes=(*page.notes, voice.say("summary.boxed", box=BOX)))
