"""How much of each activity: by size, by chance, by ambition and by the stated shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import Activity, Triple
from timonier.engine.company import FACTS, Company, Range
from timonier.engine.draws import Z90, spread, two_piece
from timonier.engine.laws import normal_share, normal_strata
from timonier.engine.needs.activities import label_of, named_in, stated_in
from timonier.engine.needs.kernel import arrive
from timonier.engine.priors import Facts
from timonier.engine.quantiles import medians
from timonier.engine.rules import Rules


def size_scale(headcount: NDArray[Any], rules: Rules) -> NDArray[Any]:
    """Position on the study's size axis: 0, 1 and 2 at its three headcounts, flat above."""
    return np.asarray(np.interp(np.log(headcount), np.log(rules.sizes), (0.0, 1.0, 2.0)))


def levels(
    company: Company,
    activities: tuple[Activity, ...],
    facts: Facts,
    rules: Rules,
    streams: Mapping[str, np.random.Generator],
) -> NDArray[np.float64]:
    """Hours a month (a project's: in all) of each activity at its drawn level, (activity, size)."""
    named, size = named_in(company), facts.size
    stated: Mapping[str, Triple | Range] = company.get("needs.hours") or {}
    headcount = np.asarray(facts["company.headcount"], dtype=np.float64)
    if (headcount == headcount[0]).all():
        headcount = headcount[:1]  # one size for all scenarios
    where = size_scale(headcount, rules)
    share = headcount / rules.volume_people_small
    small = np.maximum(rules.volume_floor, np.minimum(share, 1.0))
    shared = np.sqrt(rules.moves_activity_correlation)
    own = np.sqrt(1.0 - rules.moves_activity_correlation)
    common = normal_strata(streams["common"], 1, size)[0]
    z = shared * common + own * normal_strata(streams["own"], len(activities), size)
    table = [[_at_sizes(a, part, rules) for a in activities] for part in ("low", "median", "high")]
    hats = np.maximum(0.0, 1.0 - np.abs(where - np.arange(3.0)[:, None]))  # linear between sizes
    low, median, high = np.array(table) @ hats * small  # (activity, size) each
    low = np.maximum(low, rules.needs_low_floor * median)
    centre = np.broadcast_to(median, z.shape).copy()
    for i, a in enumerate(activities):
        if named and a.core and a.key not in named:
            centre[i] = np.where(_unclear(a, facts), median[i], low[i])
    out = centre * spread(low, median, high, z)
    for i, a in enumerate(activities):
        if a.key in stated:
            out[i] = _stated(stated[a.key], z[i])
    return np.asarray(out)


def _stated(hours: Triple | Range, z: NDArray[Any]) -> NDArray[np.float64]:
    """Hours that the company gives: about a likely value, or anywhere in a range."""
    if isinstance(hours, Range):
        return np.asarray(hours.low + normal_share(z) * (hours.high - hours.low))
    return two_piece(hours, z)


def _unclear(activity: Activity, facts: Facts) -> NDArray[np.bool_]:
    """Where the part of the vision that this activity makes clear is missing, per scenario."""
    if not activity.clarifies:
        return np.zeros(facts.size, dtype=bool)
    return ~np.asarray(facts[f"vision.{activity.clarifies}"], dtype=bool)


def _at_sizes(a: Activity, part: str, rules: Rules) -> list[float]:
    """Hours of an activity at the three sizes of the study."""
    if a.nature != "project":
        return [getattr(hours, part) for hours in a.hours]
    whole = getattr(a.project_hours, part)
    return [whole * size for size in rules.project_sizes]


def presence(
    company: Company,
    activities: tuple[Activity, ...],
    facts: Facts,
    rules: Rules,
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    """Which activities exist in each scenario: core, named, or an optional one by chance."""
    named = named_in(company)
    draw = rng.random((len(activities), facts.size)) < rules.needs_optional_probability
    business = facts["company.business"]
    choices = FACTS["company.business"].choices
    out = np.empty_like(draw)
    for i, a in enumerate(activities):
        if a.key in named:
            out[i] = True
            continue
        out[i] = True if a.core else (False if named else draw[i])
        kinds = a.applies_to & {"b2b", "b2c"}
        if kinds and not (a.applies_to - kinds):
            fits = [c == "both" or c in kinds for c in choices]
            out[i] &= np.asarray(fits)[business]
    return out


def arrivals_of(
    company: Company,
    activities: tuple[Activity, ...],
    facts: Facts,
    rules: Rules,
    rng: np.random.Generator,
    months: int,
) -> NDArray[np.float32]:
    """Share of a project's hours that arrives each month, (project, month, size).

    A named project begins in months 1 to 6 of the first year for certain; where a one-off share is
    stated the following years bring as much again, else they come at the activity's yearly rate,
    like every project that is not named. Work that makes an unclear part of the vision clear is
    certain too in the first year.
    """
    years, lasting = -(-months // 12), max(1, round(rules.needs_project_months))
    shape = (sum(a.nature == "project" for a in activities), years, facts.size)
    first, happens = np.empty(shape, dtype=np.int64), np.empty(shape, dtype=bool)
    row = 0
    for a in activities:
        luck, when = rng.random((2, *shape[1:]))  # one of each, whatever the nature of the others
        if a.nature != "project":
            continue
        certain = _certain(company, a, facts, years)
        happens[row] = luck < np.where(certain, 1.0, min(1.0, a.projects_per_year))
        window = np.where(certain, rules.needs_named_project_last_start, 12)
        first[row] = 12 * np.arange(years)[:, None] + np.floor(when * window).astype(np.int64)
        row += 1
    out = np.zeros((shape[0], 12 * years + lasting, facts.size), dtype=np.float32)
    arrive(first, happens, lasting, out)
    return out[:, :months]


def _certain(company: Company, project: Activity, facts: Facts, years: int) -> NDArray[np.bool_]:
    """(year, size) where a project comes whatever the chance."""
    named = project.key in named_in(company)
    out = np.zeros((years, facts.size), dtype=bool)
    out[0] = _unclear(project, facts) | named
    out[1:] = named and company.knows("needs.oneoff_share")
    return out


def months_a_year(
    activities: tuple[Activity, ...], arrivals: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Expected months of work in 12 of each activity, of a project how often all of its hours."""
    came = iter(arrivals[:, :12].sum(axis=1).mean(axis=1, dtype=np.float64))
    return np.array([next(came) if a.nature == "project" else a.active_months for a in activities])


def ambition_of(
    company: Company,
    activities: tuple[Activity, ...],
    base: NDArray[Any],
    yearly: NDArray[np.float64],
    facts: Facts,
    price: Mapping[str, float],
    rules: Rules,
    streams: Mapping[str, np.random.Generator],
) -> NDArray[np.float64]:
    """The wanted volume against a typical company of this size: stated, or read in the budget.

    ``yearly`` (activity,) as ``months_a_year``, before anything moves.
    """
    z = normal_strata(streams["ambition"], 1, facts.size)[0]
    if company.knows("needs.ambition"):
        return np.asarray(facts["needs.ambition"], dtype=np.float64)
    per_hour = np.array([price[a.key] for a in activities])
    cost = (base * yearly[:, None] * per_hour[:, None]).sum(axis=0)
    typical = medians(cost)
    bought = np.asarray(facts["marketing.budget"], dtype=np.float64) / max(float(typical), 1e-9)
    alpha = np.clip(bought, 1e-9, None) ** rules.ambition_exponent
    alpha = alpha * np.exp(z * np.log(rules.ambition_spread) / Z90)
    return np.asarray(np.clip(alpha, rules.ambition_min, rules.ambition_max))


def share_factors(
    company: Company,
    activities: tuple[Activity, ...],
    base: NDArray[Any],
    yearly: NDArray[np.float64],
    facts: Facts,
    rules: Rules,
) -> tuple[NDArray[np.float64], bool]:
    """What each activity is multiplied by so that 12 months show the shares of the facts.

    Shares known, or drawn when no activity is named; otherwise they follow from the activities.
    Where activities are named only those grow to meet a share: nobody does six annual plans.
    """
    size = facts.size
    ones = np.ones((len(activities), size))
    knows = company.knows("needs.recurrent_share"), company.knows("needs.oneoff_share")
    if not any(knows) and named_in(company):
        return ones, False
    year = base * yearly[:, None]
    middle = year.mean(axis=1, keepdims=True) + 0.0 * year
    labels = np.array([label_of(a, rules) for a in activities])
    total = middle.sum(axis=0)
    sums = {k: middle[labels == k].sum(axis=0) for k in ("recurrent", "oneoff", "other")}
    oneoff = np.asarray(facts["needs.oneoff_share"], dtype=np.float64)
    recurrent = np.asarray(facts["needs.recurrent_share"], dtype=np.float64)
    wanted = {"oneoff": oneoff, "other": np.clip(1.0 - oneoff - recurrent, 0.0, 1.0)}
    low, high = rules.shares_factor_min, rules.shares_factor_max
    left, capped = total.copy(), False
    named = named_in(company)
    mine = np.array([a.key in named or not named for a in activities])
    for key, share in wanted.items():
        rows = (labels == key) & mine
        own = middle[rows].sum(axis=0)
        rest = sums[key] - own
        factor = np.clip((share * total - rest) / np.maximum(own, 1e-9), low, high)
        factor = np.where(own > 0, factor, 1.0)
        reached = rest + factor * own
        capped = capped or bool((np.abs(reached - share * total) > 0.02 * total).any())
        ones[rows] = factor
        left = left - reached
    factor = np.clip(left / np.maximum(sums["recurrent"], 1e-9), low, high)
    ones[labels == "recurrent"] = factor
    stated = stated_in(company, activities)
    ones[stated] = 1.0
    return ones, capped
