"""The work that the company needs, before any model."""

from __future__ import annotations

from timonier.app.document.parts import Need
from timonier.app.report.blocks import Column, Paragraph, Section, Titles, figures, table
from timonier.app.report.voice import Voice
from timonier.engine.catalogue import FUNCTIONS, Triple

SEEN = 0.05  # median hours a month from which an activity has a line of its own
LONG = 22  # rows from which the table is set smaller, to stay on its page


def needs(voice: Voice) -> Section:
    """Hours a month by activity, grouped by function; the four functions always show."""
    listed = voice.document.needs
    rows: list[tuple[str, ...]] = []
    strong: list[int] = []
    for function in FUNCTIONS:
        mine = [one for one in listed if one.function == function]
        mine.sort(key=lambda one: -one.hours_per_month.p50)
        usual = [one for one in mine if one.hours_per_month.p50 >= SEEN]
        strong.append(len(rows))
        rows.append(_total(voice, voice.word(f"function.{function}"), function))
        rows += [_row(voice, one) for one in usual]
        rare = [one for one in mine if one not in usual and one.hours_per_month.p90 > 0]
        if rare:
            rows.append(_rare(voice, rare))
    whole = voice.document.needs_by_function["all"].p50
    strong.append(len(rows))
    rows.append(_total(voice, voice.say("needs.total"), "all"))
    titles: Titles = [
        Column(voice.say("needs.work"), width=1.6),
        Column(voice.say("needs.nature"), width=0.5),
        figures(voice.say("needs.range"), 0.6),
        figures(voice.say("needs.median"), 0.4),
    ]
    intro = voice.say("needs.intro", hours=voice.hours(whole))
    blocks = (
        Paragraph(intro, "lead"),
        Paragraph(voice.say("needs.note"), "note"),
        table(titles, rows, strong=strong, small=len(rows) > LONG),
    )
    return Section("needs", voice.say("needs.title"), blocks)


def _rare(voice: Voice, rare: list[Need]) -> tuple[str, ...]:
    """What may come up but usually does not, in one line."""
    return (voice.count("needs.rare", len(rare)), "", "", "–")


def _total(voice: Voice, label: str, function: str) -> tuple[str, ...]:
    hours = Triple(*voice.document.needs_by_function[function])
    return (label, "", voice.range(hours, "hours"), voice.hours(hours.median))


def _row(voice: Voice, one: Need) -> tuple[str, ...]:
    hours = Triple(*one.hours_per_month)
    return (
        voice.activity(one.activity),
        voice.word(f"nature.{one.nature}"),
        voice.range(hours, "hours"),
        voice.hours(hours.median),
    )
