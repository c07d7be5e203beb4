"""Read what a plan is made from, check it against the rest of the knowledge, freeze it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import get_args

from timonier.engine import plan_catalogue as made
from timonier.engine.catalogue import Knowledge
from timonier.knowledge import plan_records as shape
from timonier.knowledge.errors import KnowledgeError
from timonier.knowledge.frozen import Frozen
from timonier.knowledge.kept import load
from timonier.knowledge.plan.checks import (
    check_all_there,
    check_known,
    rows_of,
    texts,
)
from timonier.knowledge.plan.law import laws_of
from timonier.knowledge.reading import (
    Place,
    parse_at,
    parse_records,
    read_records,
    read_toml,
)
from timonier.knowledge.records import RoleRecord
from timonier.knowledge.spoken import plan_spoken_in
from timonier.knowledge.wording import read_wording

DATA = Path(__file__).parent.parent / "data" / "plan"
MARKETS = Path(__file__).parent.parent / "data" / "markets"
MODELS = ("in_house", "outsourced", "hybrid")


@cache
def load_plan() -> made.PlanKnowledge:
    """Return the plan's knowledge that ships with the product, read once per process."""
    return read_plan(DATA, load())


def read_plan(root: Path, knowledge: Knowledge) -> made.PlanKnowledge:
    """Return the plan's knowledge kept under ``root``; KnowledgeError at the first bad record."""
    indicators = _indicators(root, knowledge)
    criteria, questions = _selection(root)
    reviews = _reviews(root)
    reports, levels = _reporting(root)
    seats = _seats(root)
    plan = made.PlanKnowledge(
        seats=Frozen({key: record.label.text() for key, record in seats.items()}),
        seat_headcount=Frozen({key: record.from_headcount for key, record in seats.items()}),
        settings=_settings(root),
        rituals=_rituals(root),
        duties=_duties(root, knowledge),
        indicators=indicators,
        clauses=_clauses(root),
        reports=reports,
        service_levels=levels,
        tools=_tools(root),
        stages=_stages(root),
        sheets=_sheets(MARKETS.parent, knowledge, indicators),
        tasks=_tasks(root, knowledge),
        interviews=_interviews(root, knowledge),
        criteria=criteria,
        questions=questions,
        actions=_actions(root, knowledge),
        reviews=reviews,
        laws=laws_of(MARKETS, knowledge),
        wording=Frozen(read_wording(root)),
    )
    for market in knowledge.markets:
        plan_spoken_in(plan, knowledge, market)  # every word of a market takes the place of another
    return plan


def _seats(root: Path) -> dict[str, shape.SeatRecord]:
    rows = rows_of(root, "seats.toml", "seat", shape.SeatRecord)
    check_all_there("seats.toml", (row.record.key for row in rows), get_args(shape.Seat), "seats")
    return {row.record.key: row.record for row in rows}


def _settings(root: Path) -> Frozen[str, float]:
    rows = rows_of(root, "settings.toml", "setting", shape.SettingRecord)
    check_all_there("settings.toml", (row.record.key for row in rows), made.SETTINGS, "settings")
    return Frozen({row.record.key: row.record.value for row in rows})


def _rituals(root: Path) -> tuple[made.Ritual, ...]:
    rows = rows_of(root, "rituals.toml", "ritual", shape.RitualRecord)
    return tuple(sorted((_ritual(row.record) for row in rows), key=lambda ritual: ritual.order))


def _ritual(record: shape.RitualRecord) -> made.Ritual:
    seats = {model: tuple(getattr(record.seats, model)) for model in MODELS}
    minutes = {model: getattr(record.minutes, model) for model in MODELS}
    start = record.start
    return made.Ritual(
        record.key,
        record.order,
        record.label.text(),
        record.cadence,
        Frozen(minutes),
        record.minimum_minutes,
        made.Slot(start.weekday, start.week, start.time),
        record.needs,
        Frozen(seats),
        texts(record.agenda),
        record.output.text(),
        record.source,
    )


def _duties(root: Path, knowledge: Knowledge) -> tuple[made.Duty, ...]:
    rows = rows_of(root, "raci.toml", "row", shape.DutyRecord)
    for row in rows:
        check_known(row.place, row.record.activities, knowledge.activities, "activity")
        for model in MODELS:
            letters: Mapping[str, str] = getattr(row.record, model)
            if letters and not any("A" in said for said in letters.values()):
                raise row.place.error(f"nobody answers in '{model}'", "Give one seat an A.")
    listed = [key for row in rows for key in row.record.activities]
    check_all_there("raci.toml", listed, knowledge.activities, "activities")
    for key in listed:
        if listed.count(key) > 1:
            raise KnowledgeError("raci.toml", key, "is in two rows", "Keep it in one.")
    return tuple(_duty(row.record) for row in rows)


def _duty(record: shape.DutyRecord) -> made.Duty:
    letters = {model: Frozen(dict(getattr(record, model))) for model in MODELS}
    return made.Duty(
        record.key,
        record.label.text(),
        tuple(record.activities),
        record.needs,
        Frozen(letters),
    )


def _indicators(root: Path, knowledge: Knowledge) -> Frozen[str, made.Indicator]:
    rows = rows_of(root, "kpis.toml", "kpi", shape.IndicatorRecord)
    for row in rows:
        check_known(row.place, row.record.activities, knowledge.activities, "activity")
    return Frozen({row.record.key: _indicator(row.record) for row in rows})


def _indicator(record: shape.IndicatorRecord) -> made.Indicator:
    return made.Indicator(
        record.key,
        record.function,
        record.rank,
        record.label.text(),
        record.formula.text(),
        record.unit.text(),
        record.frequency,
        record.data.text(),
        record.target.text(),
        tuple(record.activities),
        tuple(record.businesses),
        record.source,
    )


def _clauses(root: Path) -> tuple[made.Clause, ...]:
    rows = [row.record for row in rows_of(root, "clauses.toml", "clause", shape.ClauseRecord)]
    return tuple(
        made.Clause(r.key, r.label.text(), r.check.text(), tuple(r.applies), r.key_clause, r.media)
        for r in rows
    )


def _reporting(root: Path) -> tuple[tuple[made.ReportLevel, ...], tuple[made.ServiceLevel, ...]]:
    name = "reporting.toml"
    content = read_toml(root, name)
    levels = parse_records(name, content, "level", shape.ReportLevelRecord)
    services = parse_records(name, content, "service_level", shape.ServiceLevelRecord)
    reports = [_report(row.record) for row in levels]
    promises = [
        made.ServiceLevel(r.key, r.order, r.label.text(), r.value.text(), r.side)
        for r in (row.record for row in services)
    ]
    return (
        tuple(sorted(reports, key=lambda level: level.order)),
        tuple(sorted(promises, key=lambda level: level.order)),
    )


def _report(record: shape.ReportLevelRecord) -> made.ReportLevel:
    return made.ReportLevel(
        record.key,
        record.order,
        record.label.text(),
        record.cadence,
        tuple(record.by),
        texts(record.content),
        record.needs,
        record.ritual,
    )


def _tools(root: Path) -> tuple[made.Tool, ...]:
    rows = [row.record for row in rows_of(root, "tools.toml", "tool", shape.ToolRecord)]
    tools = [
        made.Tool(r.key, r.order, r.label.text(), r.rule.text(), r.set_up_hours, r.needs)
        for r in rows
    ]
    return tuple(sorted(tools, key=lambda tool: tool.order))


def _stages(root: Path) -> tuple[made.Stage, ...]:
    rows = [row.record for row in rows_of(root, "onboarding.toml", "stage", shape.StageRecord)]
    stages = [_stage(record) for record in rows]
    return tuple(sorted(stages, key=lambda stage: stage.day))


def _stage(record: shape.StageRecord) -> made.Stage:
    steps = {kind: texts(getattr(record, kind)) for kind in ("employee", "provider", "pilot")}
    return made.Stage(
        record.key, record.day, record.label.text(), record.proof.text(), Frozen(steps)
    )


def _sheets(
    root: Path, knowledge: Knowledge, indicators: Mapping[str, made.Indicator]
) -> Frozen[str, made.RoleSheet]:
    """The sheet of each role's record; whoever can be hired or bought has one."""
    found = {}
    for row in read_records(root, "roles.toml", "role", RoleRecord):
        role = row.record
        if role.category == "internal_existing" and not role.sheet:
            continue
        place = Place(row.place.file, f"{row.place.record}, sheet")
        record = parse_at(place, role.sheet, shape.SheetRecord).record
        check_known(place, record.kpis, indicators, "indicator")
        if role.category == "employee" and record.title is None:
            raise place.error("'title' is missing", "Write the title of the job offer.")
        found[role.key] = _sheet(role.key, record)
    return Frozen(found)


def _sheet(role: str, record: shape.SheetRecord) -> made.RoleSheet:
    return made.RoleSheet(
        role,
        None if record.title is None else record.title.text(),
        record.mission.text(),
        record.decisions.text(),
        texts(record.deliverables),
        record.out_of_scope.text(),
        texts(record.questions),
        tuple(record.kpis),
        record.steered_by,
    )


def _tasks(root: Path, knowledge: Knowledge) -> Frozen[str, made.Task]:
    rows = rows_of(root, "duties.toml", "duty", shape.TaskRecord)
    for row in rows:
        check_known(row.place, [row.record.key], knowledge.activities, "activity")
    found = [row.record for row in rows]
    check_all_there("duties.toml", (r.key for r in found), knowledge.activities, "activities")
    return Frozen(
        {r.key: made.Task(r.key, r.responsibility.text(), r.deliverable.text()) for r in found}
    )


def _interviews(root: Path, knowledge: Knowledge) -> Frozen[str, made.Interview]:
    rows = rows_of(root, "skills.toml", "interview", shape.InterviewRecord)
    for row in rows:
        check_known(row.place, [row.record.key], knowledge.skills, "skill")
    found = [row.record for row in rows]
    check_all_there("skills.toml", (r.key for r in found), knowledge.skills, "skills")
    return Frozen(
        {
            r.key: made.Interview(
                r.key, r.question.text(), r.strong.text(), r.weak.text(), r.exercise.text()
            )
            for r in found
        }
    )


def _selection(
    root: Path,
) -> tuple[tuple[made.SelectionCriterion, ...], tuple[made.SelectionQuestion, ...]]:
    name = "selection.toml"
    content = read_toml(root, name)
    scored = [r.record for r in parse_records(name, content, "criterion", shape.CriterionRecord)]
    asked = [r.record for r in parse_records(name, content, "question", shape.QuestionRecord)]
    points = [{str(kind): weight for kind, weight in r.weights.items()} for r in scored]
    for kind in ("agency", "freelancer", "pilot", "consultant"):
        total = sum(weights.get(kind, 0) for weights in points)
        if total != 100:
            raise KnowledgeError(name, kind, f"weights sum to {total}", "Make them sum to 100.")
    return (
        tuple(
            made.SelectionCriterion(r.key, r.label.text(), r.look_for.text(), Frozen(weights))
            for r, weights in zip(scored, points, strict=True)
        ),
        tuple(made.SelectionQuestion(r.key, r.text.text(), tuple(r.applies)) for r in asked),
    )


def _actions(root: Path, knowledge: Knowledge) -> tuple[made.ActionTemplate, ...]:
    rows = rows_of(root, "actions.toml", "action", shape.ActionRecord)
    before: list[str] = []
    for row in rows:
        check_known(row.place, row.record.after, before, "earlier action")
        check_known(row.place, [row.record.delivers], ["", *knowledge.activities], "activity")
        before.append(row.record.key)
    return tuple(_action(row.record) for row in rows)


def _action(r: shape.ActionRecord) -> made.ActionTemplate:
    return made.ActionTemplate(
        r.key,
        r.when,
        r.about,
        r.step,
        tuple(r.after),
        tuple(r.owner),
        r.hours,
        Frozen({str(seat): hours for seat, hours in r.others.items()}),
        r.days,
        r.lead,
        r.movable,
        r.delivers,
        r.label.text(),
        r.done_when.text(),
    )


def _reviews(root: Path) -> tuple[made.DecisionReview, ...]:
    rows = rows_of(root, "calendar.toml", "review", shape.ReviewRecord)
    return tuple(
        made.DecisionReview(r.record.key, r.record.month, r.record.label.text()) for r in rows
    )
