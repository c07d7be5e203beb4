"""The whole report as one value: the first page, then the sections in reading order."""

from __future__ import annotations

from timonier.app.report.blocks import Section, Story
from timonier.app.report.sections import (
    comparator,
    costs,
    grounds,
    needs,
    people,
    plan,
    record,
    summary,
    team,
    watch,
)
from timonier.app.report.voice import Voice


def story(voice: Voice) -> Story:
    """Tell a decision and its plan; a section with nothing to say is left out."""
    sections: list[Section | None] = [
        needs.needs(voice),
        comparator.comparator(voice),
        team.team(voice),
        costs.costs(voice),
        watch.risks(voice),
        watch.reasons(voice),
        watch.tipping(voice),
        watch.answers(voice),
        plan.first_days(voice),
        people.people(voice),
        plan.organisation(voice),
        plan.follow(voice),
        record.record(voice),
        grounds.assumptions(voice),
        grounds.limits(voice),
        grounds.reopen(voice),
    ]
    return Story(
        title=voice.say("report.title", company=voice.company),
        lang=voice.lang,
        description=voice.say("report.description"),
        contents=voice.say("report.contents"),
        page=voice.say("report.page"),
        summary=summary.summary(voice),
        sections=tuple(section for section in sections if section is not None),
    )
