"""The record: what was advised, what was chosen, by whom, and what would reopen it."""

from __future__ import annotations

from timonier.app.report.blocks import Blanks, Block, Heading, Pairs, Paragraph, Section
from timonier.app.report.dates import said_milestone
from timonier.app.report.sections.summary import cautions, choice
from timonier.app.report.voice import Voice
from timonier.app.wording import day_label
from timonier.engine.catalogue import MODELS, Triple

SIGNATURES = 2
REOPENING = 3  # facts that would reopen the decision


def record(voice: Voice) -> Section | None:
    """One page to sign and keep with the company's papers (R128); none where nothing is decided."""
    if not voice.plan.given.decided:
        return None
    said = tuple((voice.say(f"record.{key}"), value) for key, value in _facts(voice))
    blocks: list[Block] = [Paragraph(voice.say("record.intro"), "lead"), Pairs(said)]
    blocks += [Paragraph(one) for one in (choice(voice), *cautions(voice)) if one]
    lines = tuple(voice.say(f"record.{key}") for key in ("name", "position", "signature"))
    blocks += [Heading(voice.say("record.signed")), *[Blanks(lines)] * SIGNATURES]
    return Section("record", voice.say("record.title"), tuple(blocks), together=True)


def _facts(voice: Voice) -> tuple[tuple[str, str], ...]:
    plan, document = voice.plan, voice.document
    advised = document.verdict.model
    chances = [
        f"{voice.model(m)} {voice.percent(document.models[m].chance_of_best)}" for m in MODELS
    ]
    people = [f"{voice.who(key)} ({voice.hours(m.hours)})" for key, m in plan.people.items()]
    year = Triple(*document.teams[plan.model].cost.months_12)
    reviews = [said_milestone(voice, one) for one in plan.milestones if one.kind == "review"]
    reopening = " ".join(one.text for one in document.tips[:REOPENING])
    watched = [voice.knowledge.warnings[code].label[voice.lang] for code in plan.warnings]
    return (
        ("advice", voice.model(advised) if advised else voice.say("record.none")),
        ("chance", voice.listing(chances)),
        ("choice", voice.model(plan.model)),
        ("people", voice.listing(people)),
        ("cost", f"{voice.about(year.median)} ({voice.range(year, 'about')})"),
        ("date", day_label(voice.today, voice.lang)),
        ("review", voice.listing(reviews)),
        ("watch", voice.listing(watched) or voice.say("record.nothing")),
        ("reopen", reopening or document.tipping_tolerance.text),
    )
