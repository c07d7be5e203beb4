"""Which activities a company may need, and how the article reads them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import Activity, Knowledge
from timonier.engine.company import Company
from timonier.engine.rules import Rules


def label_of(activity: Activity, rules: Rules) -> str:
    """The article's reading of a need: recurrent, one-off and specialised, or other."""
    if activity.nature != "project":
        return "recurrent"
    return "oneoff" if activity.specialisation >= rules.needs_specialised_threshold else "other"


def applicable(company: Company, knowledge: Knowledge, rules: Rules) -> tuple[Activity, ...]:
    """The activities that this company may need, named ones always among them.

    Activities of a function that management rules out have no hours; endogenous ones never have.
    """
    named = named_in(company)
    off = frozenset(company.get("needs.zero_functions") or ())
    business = company.get("company.business")
    tags = {"all", *(company.get("company.traits") or ())}
    tags |= {"b2b", "b2c"} if business in (None, "both") else {str(business)}
    specialised = frozenset(company.get("needs.specialised_skills") or ())
    out = []
    for a in knowledge.activities.values():
        if a.endogenous or a.function in off or not (a.key in named or tags & a.applies_to):
            continue
        out.append(_specialise(a, specialised, rules))
    return tuple(out)


def _specialise(a: Activity, skills: frozenset[str], rules: Rules) -> Activity:
    wanted = skills & a.skills.keys()
    if not wanted or a.nature == "project":
        return a
    level, floor = rules.needs_specialised_level, rules.needs_specialised_threshold
    levels = {s: max(n, level) if s in wanted else n for s, n in a.skills.items()}
    return replace(a, skills=levels, specialisation=max(a.specialisation, floor))


def named_in(company: Company) -> frozenset[str]:
    stated = company.get("needs.hours") or {}
    return frozenset(company.get("needs.activities") or ()) | frozenset(stated)


def stated_in(company: Company, activities: tuple[Activity, ...]) -> NDArray[np.bool_]:
    stated = company.get("needs.hours") or {}
    return np.array([a.key in stated for a in activities], dtype=bool)
