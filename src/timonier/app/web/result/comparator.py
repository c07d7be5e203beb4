"""The three models side by side: criteria, costs, teams and risks, each beside the article's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from timonier.app.document.parts import Criterion, Member, Ranked, Team
from timonier.app.measures import bare
from timonier.app.web.drawing import marks
from timonier.app.web.numbers import plain
from timonier.app.web.result.reading import (
    Decision,
    Shown,
    amount,
    criterion,
    span,
    word,
)
from timonier.app.web.words import say
from timonier.app.wording import hour_count, number, percent
from timonier.knowledge import load

PERIODS = (12, 24, 36)


@dataclass(frozen=True)
class Cell:
    """One model's answer to one line."""

    model: str
    shown: Shown | None
    here: str = ""  # the class for this company
    article: str = ""  # what the article says in general
    differs: bool = False
    condition: str = ""  # the article's "if", and whether it holds here
    holds: bool | None = None
    lines: tuple[str, ...] = ()  # several lines, for a team
    marks: str = ""


@dataclass(frozen=True)
class Row:
    label: str
    note: str
    cells: tuple[Cell, ...]
    help: str = ""  # page of the guide that explains the line


@dataclass(frozen=True)
class Group:
    title: str
    rows: tuple[Row, ...]


def groups(decision: Decision) -> list[Group]:
    """The comparator's lines, in groups."""
    risks = load().risks if decision.staffed else ()
    return [
        Group(str(say("result.group.chance")), (_chances(decision),)),
        Group(
            str(say("result.group.criteria")),
            tuple(_criterion(decision, key) for key in load().criteria),
        ),
        Group(str(say("result.group.cost")), tuple(_costs(decision))),
        Group(str(say("result.group.team")), (_teams(decision),)),
        Group(str(say("result.group.risks")), tuple(_risk(decision, key) for key in risks)),
    ]


def _row(
    decision: Decision,
    label: str,
    note: str,
    cell: Callable[[str, Team], Cell],
    anchor: str = "",
) -> Row:
    teams = decision.document.teams
    cells = (cell(m, teams[m]) if m in teams else Cell(m, None) for m in decision.names)
    return Row(label, note, tuple(cells), anchor)


def _chances(decision: Decision) -> Row:
    def cell(name: str, team: Team) -> Cell:
        if not isinstance(team, Ranked):
            return Cell(name, None, lines=(str(say("result.uncounted")),))
        chance = team.chance_of_best
        shown = Shown(f"models.{name}.chance_of_best", percent(chance, decision.lang))
        return Cell(name, shown, marks=marks(name, chance))

    return _row(decision, str(say("result.line.chance")), str(say("result.note.chance")), cell)


def _criterion(decision: Decision, key: str) -> Row:
    known = load().criteria[key]
    tops = [decision.team(m).criteria[key].p90 for m in decision.staffed]
    scale = 1.0 if known.higher_is_better else max([*tops, 1e-9])

    def cell(name: str, team: Team) -> Cell:
        found = team.criteria[key]
        shown = criterion(decision, key, found, f"models.{name}.criteria.{key}", scale)
        return Cell(name, shown, **_classes(key, found))

    unit = known.unit[decision.lang]
    return _row(decision, known.label[decision.lang], unit, cell, f"criteria#{key}")


def _classes(key: str, found: Criterion) -> dict[str, Any]:
    here, article, condition = found.class_, found.article_class, found.condition
    said = word(f"class.{key}.{article}") if article else ""
    return {
        "here": word(f"class.{key}.{here}") if here else "",
        "article": said,
        "differs": bool(here and article and here != article),
        "condition": condition.text if condition else "",
        "holds": condition.met if condition else None,
    }


def _costs(decision: Decision) -> list[Row]:
    top = {
        n: max((decision.team(m).cost.over(n).p90 for m in decision.staffed), default=1)
        for n in PERIODS
    }
    rows = []
    for n in PERIODS:

        def cell(name: str, team: Team, n: int = n) -> Cell:
            path = f"models.{name}.cost.months_{n}"
            return Cell(name, amount(decision, team.cost.over(n), path, top[n]))

        rows.append(
            _row(decision, str(say("result.line.paid", n=n)), str(say("result.note.paid")), cell)
        )
    rows.append(_row(decision, str(say("result.line.over")), "", _over(decision)))
    rows.append(
        _row(
            decision,
            str(say("result.line.inside")),
            str(say("result.note.inside")),
            _inside(decision),
        )
    )
    return rows


def _over(decision: Decision) -> Callable[[str, Team], Cell]:
    def cell(name: str, team: Team) -> Cell:
        chance = percent(team.cost.paid_over_budget, decision.lang)
        return Cell(name, Shown(f"models.{name}.cost.paid_over_budget", chance))

    return cell


def _inside(decision: Decision) -> Callable[[str, Team], Cell]:
    def cell(name: str, team: Team) -> Cell:
        low, middle, high = (number(v, decision.lang) for v in team.cost.internal_time)
        value = str(say("result.hours_a_month", n=middle))
        return Cell(name, Shown(f"models.{name}.cost.internal_time", value, span(low, high)))

    return cell


def _teams(decision: Decision) -> Row:
    def cell(name: str, team: Team) -> Cell:
        return Cell(name, None, lines=members(decision, team))

    return _row(decision, str(say("result.line.team")), str(say("result.note.team")), cell)


def members(decision: Decision, team: Team) -> tuple[str, ...]:
    """Who is in a team, then whom it lets go."""
    gone = (str(say("result.released", role=role)) for role in team.released)
    return (*(member(decision, m) for m in team.team), *gone)


def member(decision: Decision, found: Member) -> str:
    """One member of a team: how much of whom, and until when; their first day is the plan's to
    say."""
    if found.in_posts:
        much = str(say("result.full_time", n=plain(found.quantity)))
    else:
        hours = found.hours if found.unit == "fte" else found.hours * found.quantity
        much = str(say("result.hours_a_month", n=hour_count(hours, decision.lang)))
    key = "result.member_here" if found.existing else "result.member"
    said = str(say(key, role=found.label, much=much))
    if found.end_month is None:
        return said
    return str(say("result.member_until", member=said, n=found.end_month))


def _risk(decision: Decision, key: str) -> Row:
    known, lang = load().risks[key], decision.lang

    def cell(name: str, team: Team) -> Cell:
        path = f"models.{name}.risks.{key}"
        low, middle, high = (bare(known, v, lang) for v in team.risks[key])
        return Cell(name, Shown(path, middle, span(low, high)))

    return _row(decision, known.label[lang], known.unit[lang], cell, "glossary")
