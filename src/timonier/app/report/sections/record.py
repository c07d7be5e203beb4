"""The record: what was advised, what was chosen, by whom, and what would reopen it."""

from __future__ import annotations

from timonier.app.report.blocks import Pairs, Section
from timonier.app.report.dates import said_milestone
from timonier.app.report.sections.summary import chance
from timonier.app.report.voice import Voice, models
from timonier.app.wording import day_label


def record(voice: Voice) -> Section:
    """One page to sign and keep with the company's papers (R128)."""
    plan, document = voice.plan, voice.document
    advised = document["verdict"]["model"]
    chances = [
        f"{voice.model(m)} {voice.percent(chance(document['models'][m]))}" for m in models(document)
    ]
    reviews = [said_milestone(voice, one) for one in plan.milestones if one.kind == "review"]
    tips = " ".join(one["text"] for one in document["tipping_points"])
    watched = [
        voice.knowledge.warnings[code].label[voice.lang]
        for code in plan.warnings
        if code in voice.knowledge.warnings
    ]
    pairs = (
        ("advice", voice.model(advised) if advised else voice.say("record.none")),
        ("choice", voice.model(plan.model)),
        ("chance", voice.listing(chances)),
        ("date", day_label(voice.today, voice.lang)),
        ("review", voice.listing(reviews)),
        ("watch", voice.listing(watched) or voice.say("record.nothing")),
        ("reopen", tips or voice.say("tipping.none")),
        ("signed", voice.say("record.blank")),
    )
    said = tuple((voice.say(f"record.{key}"), value) for key, value in pairs)
    return Section("record", voice.say("record.title"), (Pairs(said),), new_page=True)
