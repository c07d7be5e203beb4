"""Risks and what to watch; why this model and why not the others; what would change the advice."""

from __future__ import annotations

from collections.abc import Sequence

from timonier.app import charts
from timonier.app.document.information import answer
from timonier.app.document.parts import Answer, Caution, Tip
from timonier.app.measures import bare
from timonier.app.report.blocks import (
    Block,
    Bullets,
    Callout,
    Column,
    Heading,
    Paragraph,
    Section,
    Titles,
    table,
)
from timonier.app.report.sections.comparator import head, staffed
from timonier.app.report.voice import Voice
from timonier.app.wording import significant
from timonier.engine.catalogue import MODELS

MINE = ("company", "recommended")  # whom the plan's own warnings are about
SHORT = "function_uncovered"
CLOSE = 4  # figures of two amounts that would read alike
MOST = 8  # facts in the table of what would change the advice


def risks(voice: Voice) -> Section:
    """The plan's warnings with their remedies, the risks measured, then other teams' warnings."""
    mine = [one for one in voice.warnings if one.about in MINE or _planned(voice, one)]
    blocks: list[Block] = [Paragraph(voice.say("risks.intro"), "lead")]
    blocks += [_warning(voice, code, texts) for code, texts in gathered(voice, mine).items()]
    if not mine:
        blocks.append(Callout("good", voice.say("risks.none"), voice.say("risks.none_text")))
    blocks += [
        Heading(voice.say("risks.measured")),
        _measured(voice),
        Paragraph(voice.say("risks.note"), "note"),
        *_other_teams(voice, [one for one in voice.warnings if one not in mine]),
    ]
    return Section("risks", voice.say("risks.title"), tuple(blocks))


def _planned(voice: Voice, one: Caution) -> bool:
    """Whether a warning is about the very team of the plan."""
    return one.about == voice.plan.model


def gathered(voice: Voice, warnings: Sequence[Caution]) -> dict[str, tuple[str, ...]]:
    """Warnings by code, so that a remedy is told once, and functions left short in one sentence."""
    found: dict[str, list[Caution]] = {}
    for one in warnings:
        found.setdefault(one.code, []).append(one)
    told = {code: tuple(dict.fromkeys(one.text for one in same)) for code, same in found.items()}
    short = found.get(SHORT, ())
    if len(short) > 1:
        told[SHORT] = (voice.say("risks.short", functions=voice.listing(_short(voice, short))),)
    return told


def _short(voice: Voice, warnings: Sequence[Caution]) -> list[str]:
    said = []
    for one in warnings:
        function = voice.word(f"function.{one.facts['function']}")
        said.append(f"{function} ({voice.percent(float(one.facts['coverage']))})")
    return said


def _warning(voice: Voice, code: str, texts: Sequence[str]) -> Callout:
    known = voice.knowledge.warnings[code]
    return Callout("caution", known.label[voice.lang], "\n".join(texts), known.remedy[voice.lang])


def _other_teams(voice: Voice, warnings: Sequence[Caution]) -> list[Block]:
    """What the present and the intended teams would meet, told shorter."""
    blocks: list[Block] = []
    for team in dict.fromkeys(one.about for one in warnings):
        found = gathered(voice, [one for one in warnings if one.about == team])
        said = tuple(
            voice.say(
                "risks.line",
                title=voice.knowledge.warnings[code].label[voice.lang],
                text=" ".join(texts),
            )
            for code, texts in found.items()
        )
        blocks += [Heading(voice.say("risks.other", team=voice.word(f"about.{team}")))]
        blocks.append(Bullets(said))
    return blocks


def _measured(voice: Voice) -> Block:
    names = staffed(voice)
    rows = []
    for key, risk in voice.knowledge.risks.items():
        found = (voice.document.teams[m].risks[key].p50 for m in names)
        label = f"{risk.label[voice.lang]} ({risk.short_unit[voice.lang]})"
        rows.append((label, *(bare(risk, one, voice.lang) for one in found)))
    return table(head(voice, names, "risks.risk"), rows)


def reasons(voice: Voice) -> Section:
    """Why, tied to numbers, and what the four questions say."""
    document = voice.document
    blocks: list[Block] = []
    said = [one.text for one in document.reasons]
    blocks.append(Bullets(tuple(said)) if said else Paragraph(voice.say("reasons.none")))
    questions = tuple(one.effect for one in document.framework.questions)
    if questions:
        blocks += [Heading(voice.say("reasons.questions")), Bullets(questions)]
    return Section("reasons", voice.say("reasons.why"), tuple(blocks))


def sides(voice: Voice) -> Section:
    """The strengths and limits of each model, and why the others are not first (R012)."""
    document = voice.document
    blocks: list[Block] = []
    for model in staffed(voice):
        found = document.models[model]
        blocks.append(Heading(f"{charts.MARKS[model]} {voice.model(model)}"))
        for key, points in (("advantages", found.advantages), ("limits", found.limits)):
            items = tuple(one.text for one in points)
            if items:
                blocks += [Heading(voice.say(f"reasons.{key}"), 3), Bullets(items)]
        against = tuple(one.text for one in found.why_not)
        if against and document.verdict.model != model:
            blocks += [Heading(voice.say("reasons.why_not"), 3), Bullets(against)]
    blocks += _closed(voice)
    return Section("sides", voice.say("reasons.title"), tuple(blocks))


def _closed(voice: Voice) -> list[Block]:
    """Models without a team say why."""
    blocks: list[Block] = []
    for model in MODELS:
        found = voice.document.models[model]
        if not found.team and found.why_not:
            blocks += [
                Heading(f"{charts.MARKS[model]} {voice.model(model)}"),
                Bullets(tuple(one.text for one in found.why_not)),
            ]
    return blocks


def answers(voice: Voice) -> Section | None:
    """The frequent questions, answered with the company's own facts; None when there are none."""
    blocks: list[Block] = []
    for one in voice.document.faq:
        blocks += [Heading(one.question), Paragraph(one.text)]
    if not blocks:
        return None
    return Section("answers", voice.say("answers.title"), tuple(blocks))


def tipping(voice: Voice) -> Section:
    """What would change the advice, and the questions still worth answering."""
    document = voice.document
    found = document.tipping_points
    joint = tuple(one.text for one in document.joint_tipping_points)
    blocks: list[Block] = [Paragraph(voice.say("tipping.intro"), "lead")]
    if found:
        blocks += _facts(voice, found)
    else:
        blocks.append(Paragraph(document.tipping_tolerance.text))
    if joint:
        blocks += [Paragraph(voice.say("tipping.together")), Bullets(joint)]
    blocks.append(Heading(voice.say("tipping.questions")))
    questions = tuple(one.text for one in document.next_questions[:5])
    if questions:
        blocks += [Paragraph(voice.say("tipping.questions_intro")), Bullets(questions)]
    else:
        blocks.append(Paragraph(document.stop.text))
    return Section("tipping", voice.say("tipping.title"), tuple(blocks))


def _facts(voice: Voice, found: Sequence[Tip]) -> list[Block]:
    """Each fact as it is today, the value at which the advice changes, and what it becomes."""
    rows = [
        (
            one.label,
            voice.say("tipping.unknown") if one.now is None else _said(voice, one, one.now),
            voice.say(f"tipping.{one.side}", at=_said(voice, one, one.flips_at)),
            voice.word(f"model.{voice.document.called_after(one)}"),
        )
        for one in found[:MOST]
    ]
    titles: Titles = [
        Column(voice.say("tipping.fact"), width=1.6),
        voice.say("tipping.today"),
        voice.say("tipping.turns"),
        voice.say("tipping.then"),
    ]
    blocks: list[Block] = [table(titles, rows)]
    if len(found) > MOST:
        blocks.append(Paragraph(voice.say("tipping.many", n=len(found), shown=MOST)))
    return blocks


def _said(voice: Voice, one: Tip, end: Answer) -> str:
    """One end of a tipping point in words; two that would read alike have a figure more."""
    told = {answer(one.fact, at, voice.words) for at in (one.now, one.flips_at) if at is not None}
    alike = len(told) == 1 and one.now is not None
    if alike and isinstance(end, int | float):
        return voice.number(significant(float(end), CLOSE), 2 if end < 1 else 0)
    return answer(one.fact, end, voice.words)
