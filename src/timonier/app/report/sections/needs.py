"""The work that the company needs, before any model."""

from __future__ import annotations

from timonier.app.report.blocks import Paragraph, Section, figures, table
from timonier.app.report.voice import Voice, triple
from timonier.engine.catalogue import FUNCTIONS


def needs(voice: Voice) -> Section:
    """Hours a month by activity, grouped by function; the four functions always show."""
    listed = voice.document["needs"]
    rows: list[tuple[str, ...]] = []
    strong: list[int] = []
    for function in FUNCTIONS:
        mine = [one for one in listed if one["function"] == function]
        mine.sort(key=lambda one: -one["hours_per_month"]["p50"])
        mine = [one for one in mine if one["hours_per_month"]["p90"] > 0]
        strong.append(len(rows))
        rows.append(_total(voice, voice.word(f"function.{function}"), function))
        rows += [_row(voice, one) for one in mine]
    whole = float(voice.document["needs_by_function"]["all"]["p50"])
    strong.append(len(rows))
    rows.append(_total(voice, voice.say("needs.total"), "all"))
    drawn = table(
        [
            voice.say("needs.work"),
            voice.say("needs.nature"),
            figures(voice.say("needs.range"), 0.45),
            figures(voice.say("needs.median"), 0.3),
        ],
        rows,
        strong=strong,
    )
    intro = voice.say("needs.intro", hours=voice.hours(whole))
    note = Paragraph(voice.say("needs.note"), "note")
    return Section("needs", voice.say("needs.title"), (Paragraph(intro, "lead"), drawn, note))


def _total(voice: Voice, label: str, function: str) -> tuple[str, ...]:
    hours = triple(voice.document["needs_by_function"][function])
    return (label, "", voice.range(hours, "hours"), voice.hours(hours.median))


def _row(voice: Voice, one: dict[str, object]) -> tuple[str, ...]:
    hours = triple(one["hours_per_month"])  # type: ignore[arg-type]
    return (
        voice.activity(str(one["activity"])),
        voice.word(f"nature.{one['nature']}"),
        voice.range(hours, "hours"),
        voice.hours(hours.median),
    )
