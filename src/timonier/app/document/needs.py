"""The work of the document: hours by activity and by function, before any model."""

from __future__ import annotations

from timonier.app.document import parts
from timonier.app.document.numbers import HOURS, spread
from timonier.app.document.words import Words
from timonier.engine.catalogue import FUNCTIONS, Knowledge
from timonier.engine.needs import Needs, label_of
from timonier.engine.rules import rules_of

FIRST_YEAR = 12


def needs_of(needs: Needs, words: Words) -> tuple[parts.Need, ...]:
    """Hours a month over the first year of every activity that the company may need."""
    hours = needs.hours[:, :FIRST_YEAR].mean(axis=1)
    return tuple(
        parts.Need(
            activity=a.key,
            text=a.label[words.lang],
            function=a.function,
            nature=a.nature,
            label=label,
            hours_per_month=spread(hours[i], HOURS),
            skills=dict(a.skills),
        )
        for i, (a, label) in enumerate(zip(needs.activities, needs.label, strict=True))
    )


def by_function(needs: Needs) -> parts.ByFunction:
    """Hours a month of the four functions, all of them always there, and of everything."""
    hours = needs.hours[:, :FIRST_YEAR].mean(axis=1)
    out = {}
    for name in FUNCTIONS:
        rows = [i for i, a in enumerate(needs.activities) if a.function == name]
        out[name] = spread(hours[rows].sum(axis=0), HOURS)
    return {**out, "all": spread(hours.sum(axis=0), HOURS)}


def without_hours(
    needs: Needs, knowledge: Knowledge, words: Words
) -> tuple[parts.WithoutHours, ...]:
    """Activities that have no hours of their own: not needed here, or made by the team itself."""
    here = {a.key for a in needs.activities}
    rules = rules_of(knowledge.method)
    return tuple(
        parts.WithoutHours(
            activity=a.key,
            text=a.label[words.lang],
            function=a.function,
            label=label_of(a, rules),
            why="made_by_the_team" if a.endogenous else "not_needed",
        )
        for a in knowledge.activities.values()
        if a.key not in here
    )
