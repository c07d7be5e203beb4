"""Risks and what to watch; why this model and why not the others; what would change the advice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timonier.app import charts
from timonier.app.report.blocks import (
    Block,
    Bullets,
    Callout,
    Heading,
    Paragraph,
    Section,
    table,
)
from timonier.app.report.drawing import figure
from timonier.app.report.sections.comparator import head, staffed
from timonier.app.report.voice import Voice, triple

RISKS = ("single_profile", "dispersion", "brand_dilution", "coordination_load", "overload")


def risks(voice: Voice) -> Section:
    """Every warning with its remedy, then the five risks measured for each model."""
    blocks: list[Block] = [Paragraph(voice.say("risks.intro"), "lead")]
    blocks += [_warning(voice, one) for one in voice.warnings]
    if not voice.warnings:
        blocks.append(Callout("good", voice.say("risks.none"), voice.say("risks.none_text")))
    blocks += [
        Heading(voice.say("risks.measured")),
        _measured(voice),
        Paragraph(voice.say("risks.note"), "note"),
    ]
    return Section("risks", voice.say("risks.title"), tuple(blocks), new_page=True)


def _warning(voice: Voice, one: Mapping[str, Any]) -> Callout:
    known = voice.knowledge.warnings.get(one["code"])
    title = known.label[voice.lang] if known else one["code"]
    remedy = known.remedy[voice.lang] if known else ""
    about = _about(voice, one["about"])
    return Callout("caution", title, one["text"], f"{remedy} {about}".strip())


def _about(voice: Voice, team: str) -> str:
    if team == "recommended" and voice.plan.overridden:
        return voice.say("risks.about", team=voice.say("risks.chosen"))
    key = f"about.{team}"
    known = key in voice.knowledge.wording
    return voice.say("risks.about", team=voice.word(key)) if known else ""


def _measured(voice: Voice) -> Block:
    names = staffed(voice)
    rows = []
    for risk in RISKS:
        found = [voice.document["models"][m]["risks"].get(risk) for m in names]
        if any(one is not None for one in found):
            label = f"{voice.word(f'risk.{risk}')} ({voice.word(f'risk_unit.{risk}')})"
            rows.append((label, *(_risk(voice, one) for one in found)))
    return table(head(voice, names), rows)


def _risk(voice: Voice, found: Mapping[str, Any] | None) -> str:
    return "–" if found is None else voice.number(triple(found).median, 2)


def reasons(voice: Voice) -> Section:
    """Why, why not the others, and the strengths and limits of each, tied to numbers (R012)."""
    document = voice.document
    blocks: list[Block] = [Heading(voice.say("reasons.why"))]
    said = [one["text"] for one in document["reasons"]]
    blocks.append(Bullets(tuple(said)) if said else Paragraph(voice.say("reasons.none")))
    questions = tuple(one["effect"] for one in document["framework"]["questions"])
    if questions:
        blocks += [Heading(voice.say("reasons.questions")), Bullets(questions)]
    for model in staffed(voice):
        found = document["models"][model]
        blocks.append(Heading(f"{charts.MARKS[model]} {voice.model(model)}"))
        for key in ("advantages", "limits"):
            items = tuple(one["text"] for one in found.get(key, ()))
            if items:
                blocks += [Heading(voice.say(f"reasons.{key}"), 3), Bullets(items)]
        against = tuple(_text(one) for one in found.get("why_not", ()))
        if against and document["verdict"]["model"] != model:
            blocks += [Heading(voice.say("reasons.why_not"), 3), Bullets(against)]
    blocks += _closed(voice)
    return Section("reasons", voice.say("reasons.title"), tuple(blocks), new_page=True)


def _text(one: Any) -> str:
    return str(one["text"]) if isinstance(one, Mapping) else str(one)


def _closed(voice: Voice) -> list[Block]:
    """Models without a team say why."""
    missing = [
        (model, found)
        for model, found in voice.document["models"].items()
        if not found.get("team") and found.get("why_not")
    ]
    blocks: list[Block] = []
    for model, found in missing:
        blocks += [
            Heading(f"{charts.MARKS[model]} {voice.model(model)}"),
            Bullets(tuple(_text(one) for one in found["why_not"])),
        ]
    return blocks


def answers(voice: Voice) -> Section | None:
    """The frequent questions, answered with the company's own facts; None when there are none."""
    blocks: list[Block] = []
    for one in voice.document["faq"]:
        blocks += [Heading(one["question"]), Paragraph(one["text"])]
    if not blocks:
        return None
    return Section("answers", voice.say("answers.title"), tuple(blocks))


def tipping(voice: Voice) -> Section:
    """What would change the advice, and the questions still worth answering."""
    document = voice.document
    tips = document["tipping_points"]
    blocks: list[Block] = [Paragraph(voice.say("tipping.intro"), "lead")]
    if tips:
        blocks.append(Bullets(tuple(one["text"] for one in tips)))
        blocks += _chart(voice, tips)
    else:
        blocks.append(Paragraph(voice.say("tipping.none")))
    questions = tuple(one["text"] for one in document["next_questions"][:5])
    blocks.append(Heading(voice.say("tipping.questions")))
    if questions:
        blocks += [Paragraph(voice.say("tipping.questions_intro")), Bullets(questions)]
    else:
        blocks.append(Paragraph(document["stop"].get("text") or voice.say("tipping.stop")))
    return Section("tipping", voice.say("tipping.title"), tuple(blocks))


def _chart(voice: Voice, tips: list[Mapping[str, Any]]) -> list[Block]:
    drawn = [
        charts.Tip(
            str(one["label"]),
            float(one["now"]),
            float(one["flips_at"]),
            quantity(voice, one["fact"], float(one["now"])),
            quantity(voice, one["fact"], float(one["flips_at"])),
            str(one["to"]),
        )
        for one in tips
        if _is_number(one["now"]) and _is_number(one["flips_at"])
    ]
    if not drawn:
        return []
    alt = " ".join(one["text"] for one in tips)
    spec = charts.tipping_points(drawn)
    return [figure(voice, spec, alt, voice.say("tipping.chart_note"))]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def quantity(voice: Voice, fact: str, value: float) -> str:
    """A value of a fact with its unit, short enough for a chart."""
    money = ("budget", "revenue", "payroll", "salary", "rate", "retainer", "cost")
    if any(fact.endswith(word) for word in money) and value > 1:
        return voice.about(value)
    shares = ("share", "evolving", "growth")
    if any(fact.endswith(word) for word in shares) and 0 <= value <= 1:
        return voice.percent(value)
    if fact.endswith("hours_per_month"):
        return voice.hours(value)
    return voice.number(value, 0 if value == round(value) else 2)
