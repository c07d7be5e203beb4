"""The whole report as one value: the first page, then the sections in reading order."""

from __future__ import annotations

from dataclasses import replace

from timonier.app.report.blocks import Block, Figure, Heading, Paragraph, Section, Story, Summary
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

ELSEWHERE = ("needs", "answers")  # in the folder's text file, not on paper
UNDRAWN = ("comparator", "costs")  # on paper by their tables alone
FEW = 10  # people in a company from which its report has more than two pages


def story(voice: Voice) -> Story:
    """Tell a decision and its plan; a section with nothing to say is left out."""
    sections: list[Section | None] = [
        days.first_days(voice),
        team.team(voice),
        budget.budget(voice),
        watch.reasons(voice),
    ]
    appendix: list[Section | None] = [
        plan.organisation(voice),
        team.stand_ins(voice),
        law.law(voice),
        watch.sides(voice),
        watch.tipping(voice),
        watch.risks(voice),
        needs.needs(voice),
        comparator.comparator(voice),
        costs.costs(voice),
        plan.follow(voice),
        watch.answers(voice),
        grounds.assumptions(voice),
        grounds.limits(voice),
        record.record(voice),
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


def printed(voice: Voice, *, alone: bool = False) -> Story:
    """What the PDF holds: as long as the company deserves. ``alone``: without the folder, whose
    text file holds the whole."""
    if voice.headcount < FEW:
        return brief_story(voice)
    return story(voice) if alone else _beside(voice, story(voice))


def _beside(voice: Voice, whole: Story) -> Story:
    """The report less what nobody acts on and the folder's text file holds; where that is."""
    left = [section for section in whole.sections if section.key in ELSEWHERE]
    kept = tuple(_in_words(one) for one in whole.sections if one.key not in ELSEWHERE)
    if not left:
        return whole
    text = voice.say(
        "elsewhere.text",
        file=voice.say("folder.markdown"),
        sections=voice.listing([voice.say("elsewhere.one", title=one.title) for one in left]),
    )
    *others, last = kept
    return replace(whole, sections=(*others, replace(last, blocks=(*last.blocks, Paragraph(text)))))


def _in_words(section: Section) -> Section:
    """A section as its words and tables say it, without the drawings of the same, nor the headings
    of nothing else."""
    if section.key not in UNDRAWN:
        return section
    kept: list[Block] = []
    for block in (b for b in section.blocks if not isinstance(b, Figure)):
        if isinstance(block, Heading) and kept and isinstance(kept[-1], Heading):
            kept.pop()
        kept.append(block)
    if isinstance(kept[-1], Heading):
        kept.pop()
    return replace(section, blocks=tuple(kept))


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
