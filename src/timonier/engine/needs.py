"""Needs: from the facts to the hours of each activity, month by month, in every scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonier.engine.catalogue import FUNCTIONS, Activity, Knowledge, Triple
from timonier.engine.company import FACTS, Company
from timonier.engine.draws import Z90, spread, two_piece
from timonier.engine.priors import Facts

Array = NDArray[Any]


@dataclass(frozen=True)
class Needs:
    """Hours that arrive, ``hours[activity, month, scenario]``, and how much they move.

    ``label``: recurrent, oneoff or other for each activity; ``moving`` and ``cut`` (scenario,) are
    the share of the plan that moves and the share of the spend that budget cuts would take.
    """

    activities: tuple[Activity, ...]
    label: tuple[str, ...]
    hours: NDArray[np.float32]
    moving: NDArray[np.float64]
    cut: NDArray[np.float64]
    ambition: NDArray[np.float64]
    peak: NDArray[np.int64]
    capped: bool  # a stated share could not be reached: the excess stayed with recurrent work

    @property
    def monthly(self) -> NDArray[np.float64]:
        """Expected hours a month of each activity, over all months and scenarios."""
        return np.asarray(self.hours.mean(axis=(1, 2)), dtype=np.float64)


def draw_needs(
    company: Company,
    activities: tuple[Activity, ...],
    facts: Facts,
    rules: Mapping[str, float],
    price: Mapping[str, float],
    rng: np.random.Generator,
    months: int,
) -> Needs:
    """Draw the work of ``months`` months in every scenario, of the ``applicable`` activities.

    ``price`` is the market price of an hour of each activity, from which the budget's ambition is
    read. Every source of chance has its own stream, so that learning a fact moves nothing else.
    """
    streams = dict(zip(_STREAMS, rng.spawn(len(_STREAMS)), strict=True))
    level = _levels(company, activities, facts, rules, streams)
    present = _presence(company, activities, facts, rules, streams["presence"])
    arrivals = _arrivals(company, activities, facts, rules, streams["projects"], months)
    base = level * present
    ambition = _ambition(company, activities, base, arrivals, facts, price, rules, streams)
    base *= np.where(_stated(company, activities)[:, None], 1.0, ambition[None, :])
    factors, capped = _share_factors(company, activities, base, arrivals, facts, rules)
    base *= factors
    peak, season = _season(company, facts, rules, streams["peak"], months)
    hours = _months(base, arrivals, activities, season, peak, rules)
    cut_month = _first_event(facts, rules, "cut", streams["cut"])
    hours = _move(hours, activities, facts, rules, streams, cut_month)
    keep = [i for i, each in enumerate(hours) if each.any()]
    kept = tuple(activities[i] for i in keep)
    if len(kept) < len(activities):
        hours = hours[keep]
    return Needs(
        activities=kept,
        label=tuple(label_of(a, rules) for a in kept),
        hours=hours,
        moving=_moving(hours),
        cut=rules["cut.depth"] * np.clip((months - cut_month) / months, 0.0, 1.0),
        ambition=ambition,
        peak=peak,
        capped=capped,
    )


_STREAMS = (
    "common", "own", "presence", "projects", "ambition", "peak", "walk", "mix", "pivot", "cut"
)  # fmt: skip


def label_of(activity: Activity, rules: Mapping[str, float]) -> str:
    """The article's reading of a need: recurrent, one-off and specialised, or other."""
    if activity.nature != "project":
        return "recurrent"
    return "oneoff" if activity.specialisation >= rules["needs.specialised_threshold"] else "other"


def applicable(company: Company, knowledge: Knowledge) -> tuple[Activity, ...]:
    """The activities that this company may need, named ones always among them.

    Activities of a function that management rules out have no hours; endogenous ones never have.
    """
    named = _named(company)
    off = frozenset(company.get("needs.zero_functions") or ())
    business = company.get("company.business")
    tags = {"all", *(company.get("company.traits") or ())}
    tags |= {"b2b", "b2c"} if business in (None, "both") else {str(business)}
    specialised = frozenset(company.get("needs.specialised_skills") or ())
    out = []
    for a in knowledge.activities.values():
        if a.endogenous or a.function in off or not (a.key in named or tags & a.applies_to):
            continue
        out.append(_specialise(a, specialised, knowledge))
    return tuple(out)


def _specialise(a: Activity, skills: frozenset[str], knowledge: Knowledge) -> Activity:
    wanted = skills & a.skills.keys()
    if not wanted or a.nature == "project":
        return a
    level = int(knowledge.method["needs.specialised_level"].value.median)
    floor = knowledge.method["needs.specialised_threshold"].value.median
    levels = {s: max(n, level) if s in wanted else n for s, n in a.skills.items()}
    return replace(a, skills=levels, specialisation=max(a.specialisation, floor))


def _named(company: Company) -> frozenset[str]:
    stated = company.get("needs.hours") or {}
    return frozenset(company.get("needs.activities") or ()) | frozenset(stated)


def _stated(company: Company, activities: tuple[Activity, ...]) -> NDArray[np.bool_]:
    stated = company.get("needs.hours") or {}
    return np.array([a.key in stated for a in activities], dtype=bool)


def size_scale(headcount: Array, rules: Mapping[str, float]) -> Array:
    """Position on the study's size axis: 0, 1 and 2 at its three headcounts, flat above."""
    sizes = [rules[f"volume.people_{name}"] for name in ("small", "medium", "large")]
    return np.asarray(np.interp(np.log(headcount), np.log(sizes), (0.0, 1.0, 2.0)))


def _levels(
    company: Company,
    activities: tuple[Activity, ...],
    facts: Facts,
    rules: Mapping[str, float],
    streams: Mapping[str, np.random.Generator],
) -> NDArray[np.float64]:
    """Hours a month (a project's: in all) of each activity at its drawn level, (activity, size)."""
    named, size = _named(company), facts.size
    stated: Mapping[str, Triple] = company.get("needs.hours") or {}
    headcount = np.asarray(facts["company.headcount"], dtype=np.float64)
    where = size_scale(headcount, rules)
    share = headcount / rules["volume.people_small"]
    small = np.maximum(rules["volume.floor"], np.minimum(share, 1.0))
    shared = np.sqrt(rules["moves.activity_correlation"])
    own = np.sqrt(1.0 - rules["moves.activity_correlation"])
    common = streams["common"].standard_normal(size)
    z = shared * common + own * streams["own"].standard_normal((len(activities), size))
    table = [[_at_sizes(a, part, rules) for a in activities] for part in ("low", "median", "high")]
    hats = np.maximum(0.0, 1.0 - np.abs(where - np.arange(3.0)[:, None]))  # linear between sizes
    low, median, high = np.array(table) @ hats * small  # (activity, size) each
    low = np.maximum(low, rules["needs.low_floor"] * median)
    centre = median.copy()
    for i, a in enumerate(activities):
        if named and a.core and a.key not in named:
            centre[i] = np.where(_unclear(a, facts), median[i], low[i])
    out = centre * spread(low, median, high, z)
    for i, a in enumerate(activities):
        if a.key in stated:
            out[i] = two_piece(stated[a.key], z[i])
    return np.asarray(out)


def _unclear(activity: Activity, facts: Facts) -> NDArray[np.bool_]:
    """Where the part of the vision that this activity makes clear is missing, per scenario."""
    if not activity.clarifies:
        return np.zeros(facts.size, dtype=bool)
    return ~np.asarray(facts[f"vision.{activity.clarifies}"], dtype=bool)


def _at_sizes(a: Activity, part: str, rules: Mapping[str, float]) -> list[float]:
    """Hours of an activity at the three sizes of the study."""
    if a.nature != "project":
        return [getattr(hours, part) for hours in a.hours]
    whole = getattr(a.project_hours, part)
    return [whole * rules[f"project_size.{name}"] for name in ("small", "medium", "large")]


def _presence(
    company: Company,
    activities: tuple[Activity, ...],
    facts: Facts,
    rules: Mapping[str, float],
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    """Which activities exist in each scenario: core, named, or an optional one by chance."""
    named = _named(company)
    draw = rng.random((len(activities), facts.size)) < rules["needs.optional_probability"]
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


def _arrivals(
    company: Company,
    activities: tuple[Activity, ...],
    facts: Facts,
    rules: Mapping[str, float],
    rng: np.random.Generator,
    months: int,
) -> NDArray[np.float32]:
    """Share of a project's hours that arrives each month, (activity, month, size).

    A named project begins in months 1 to 6 of the first year for certain; where a one-off share is
    stated the following years bring as much again, else they come at the activity's yearly rate,
    like every project that is not named. Work that makes an unclear part of the vision clear is
    certain too in the first year.
    """
    named, size = _named(company), facts.size
    years = -(-months // 12)
    lasting = max(1, round(rules["needs.project_months"]))
    renewed = company.knows("needs.oneoff_share")
    out = np.zeros((len(activities), months + lasting + 12, size), dtype=np.float32)
    lanes = np.arange(size)
    for i, a in enumerate(activities):
        luck = rng.random((years, size))
        when = rng.random((years, size))
        if a.nature != "project":
            continue
        unclear = _unclear(a, facts)
        for year in range(years):
            certain = (unclear & (year == 0)) | (a.key in named and (year == 0 or renewed))
            happens = luck[year] < np.where(certain, 1.0, min(1.0, a.projects_per_year))
            window = np.where(certain, rules["needs.named_project_last_start"], 12)
            first = 12 * year + np.floor(when[year] * window).astype(np.int64)
            for k in range(lasting):
                out[i, first + k, lanes] += happens / lasting
    return out[:, :months]


def yearly_hours(
    activities: tuple[Activity, ...], base: Array, arrivals: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Expected hours of 12 months of each activity in each scenario, before anything moves."""
    came = arrivals[:, :12].sum(axis=1).mean(axis=1, dtype=np.float64)
    months = np.array([
        rate if a.nature == "project" else a.active_months
        for a, rate in zip(activities, came, strict=True)
    ])  # fmt: skip
    return np.asarray(base * months[:, None])


def _ambition(
    company: Company,
    activities: tuple[Activity, ...],
    base: Array,
    arrivals: NDArray[np.float32],
    facts: Facts,
    price: Mapping[str, float],
    rules: Mapping[str, float],
    streams: Mapping[str, np.random.Generator],
) -> NDArray[np.float64]:
    """The wanted volume against a typical company of this size: stated, or read in the budget."""
    z = streams["ambition"].standard_normal(facts.size)
    if company.knows("needs.ambition"):
        return np.full(facts.size, float(company.get("needs.ambition")))
    per_hour = np.array([price[a.key] for a in activities])
    cost = (yearly_hours(activities, base, arrivals) * per_hour[:, None]).sum(axis=0)
    typical = np.median(cost)
    bought = np.asarray(facts["marketing.budget"], dtype=np.float64) / max(float(typical), 1e-9)
    alpha = np.clip(bought, 1e-9, None) ** rules["ambition.exponent"]
    alpha = alpha * np.exp(z * np.log(rules["ambition.spread"]) / Z90)
    return np.asarray(np.clip(alpha, rules["ambition.min"], rules["ambition.max"]))


def _share_factors(
    company: Company,
    activities: tuple[Activity, ...],
    base: Array,
    arrivals: NDArray[np.float32],
    facts: Facts,
    rules: Mapping[str, float],
) -> tuple[NDArray[np.float64], bool]:
    """What each activity is multiplied by so that 12 months show the shares of the facts.

    Shares known, or drawn when no activity is named; otherwise they follow from the activities.
    Where activities are named only those grow to meet a share: nobody does six annual plans.
    """
    size = facts.size
    ones = np.ones((len(activities), size))
    knows = company.knows("needs.recurrent_share"), company.knows("needs.oneoff_share")
    if not any(knows) and _named(company):
        return ones, False
    year = yearly_hours(activities, base, arrivals)
    middle = year.mean(axis=1, keepdims=True) + 0.0 * year
    labels = np.array([label_of(a, rules) for a in activities])
    total = middle.sum(axis=0)
    sums = {k: middle[labels == k].sum(axis=0) for k in ("recurrent", "oneoff", "other")}
    oneoff = np.asarray(facts["needs.oneoff_share"], dtype=np.float64)
    recurrent = np.asarray(facts["needs.recurrent_share"], dtype=np.float64)
    wanted = {"oneoff": oneoff, "other": np.clip(1.0 - oneoff - recurrent, 0.0, 1.0)}
    low, high = rules["shares.factor_min"], rules["shares.factor_max"]
    left, capped = total.copy(), False
    named = _named(company)
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
    stated = _stated(company, activities)
    ones[stated] = 1.0
    return ones, capped


def _season(
    company: Company,
    facts: Facts,
    rules: Mapping[str, float],
    rng: np.random.Generator,
    months: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The peak month (scenario,) and the seasonal factor (month, scenario), mean 1 over a year."""
    drawn = rng.integers(0, 12, facts.size)
    stated = company.get("marketing.seasonality")
    if isinstance(stated, (tuple, list)):
        first = _first_calendar_month(company)
        year = np.roll(np.asarray(stated, dtype=np.float64), -first)
        peak = np.full(facts.size, int(year.argmax()))
        return peak, np.repeat(np.resize(year, months)[:, None], facts.size, axis=1)
    strength = np.array(
        [rules[f"seasonality.peak_{s}"] - 1.0 for s in FACTS["marketing.seasonality"].choices]
    )[facts["marketing.seasonality"]]
    angle = 2.0 * np.pi * (np.arange(months)[:, None] - drawn[None, :]) / 12.0
    return drawn, 1.0 + strength[None, :] * np.cos(angle)


def _first_calendar_month(company: Company) -> int:
    start = company.get("company.start")
    return int(str(start)[5:7]) - 1 if start else 0


def _months(
    base: Array,
    arrivals: NDArray[np.float32],
    activities: tuple[Activity, ...],
    season: NDArray[np.float64],
    peak: NDArray[np.int64],
    rules: Mapping[str, float],
) -> NDArray[np.float32]:
    """Hours by month before anything moves; seasons act on seasonal and part of other execution."""
    months = arrivals.shape[1]
    season32 = season.astype(np.float32)
    part = np.float32(rules["seasonality.execution_share"])
    swayed = np.float32(1.0) - part + part * season32
    away = np.abs((np.arange(months)[:, None] - peak[None, :] + 6) % 12 - 6)
    out = np.empty((len(activities), months, base.shape[1]), dtype=np.float32)
    for i, a in enumerate(activities):
        b = base[i].astype(np.float32)
        if a.nature == "project":
            out[i] = arrivals[i] * b
        elif a.nature == "seasonal":
            active = away <= (a.active_months - 1) / 2 + 0.5 * ((a.active_months + 1) % 2)
            share = np.float32(a.active_months) / np.maximum(12.0 * active.mean(axis=0), 1e-9)
            out[i] = b * season32 * active * share.astype(np.float32)
        elif a.function == "execution":
            out[i] = b * swayed
        else:
            out[i] = b
    return out


def _first_event(
    facts: Facts, rules: Mapping[str, float], kind: str, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Month of the first pivot or budget cut, by stage, exponential; far away when none comes."""
    stages = FACTS["company.stage"].choices
    rates = np.array([rules[f"{kind}_rate.{s}"] for s in stages])[facts["company.stage"]]
    return np.asarray(rng.exponential(size=facts.size) * 12.0 / np.maximum(rates, 1e-9))


def _move(
    hours: NDArray[np.float32],
    activities: tuple[Activity, ...],
    facts: Facts,
    rules: Mapping[str, float],
    streams: Mapping[str, np.random.Generator],
    cut_month: NDArray[np.float64],
) -> NDArray[np.float32]:
    """Random walk of each volume, drift and pivots of the mix, growth and budget cuts."""
    months = hours.shape[1]
    evolving = np.asarray(facts["needs.evolving"], dtype=np.float32)
    month = np.arange(months, dtype=np.float32)[:, None]
    growth = np.asarray(facts["marketing.growth"], dtype=np.float32)
    trend = (1.0 + growth[None, :]) ** (month / 12.0)
    cut = np.float32((1.0 - rules["cut.depth"]) ** rules["ambition.exponent"])
    trend = trend * np.where(month >= cut_month[None, :], cut, np.float32(1.0))
    hours *= trend[None].astype(np.float32)
    pivot = _first_event(facts, rules, "pivot", streams["pivot"])
    share = np.float32(rules["evolving.mix_share"]) * evolving
    drift = share[None, :] * np.minimum(month / 12.0, np.float32(1.0))
    drift = np.where(month >= pivot[None, :], np.float32(1.0), drift)
    _mix(hours, activities, drift, rules, streams["mix"])
    sd = np.float32(rules["evolving.volume_sd"]) * evolving
    _walk(hours, activities, sd, np.float32(rules["evolving.autocorrelation"]), streams["walk"])
    return hours


def _mix(
    hours: NDArray[np.float32],
    activities: tuple[Activity, ...],
    drift: Array,
    rules: Mapping[str, float],
    rng: np.random.Generator,
) -> None:
    """Move a share of each function's recurring hours to a new mix of the same activities."""
    size = hours.shape[2]
    sd = np.float32(rules["evolving.mix_sd"])
    factor = np.exp(sd * rng.standard_normal((len(activities), size), dtype=np.float32))
    for function in FUNCTIONS:
        rows = [i for i, a in enumerate(activities) if a.function == function]
        rows = [i for i in rows if activities[i].nature != "project"]
        if len(rows) < 2:
            continue
        year = hours[rows].mean(axis=1)
        norm = year.sum(axis=0) / np.maximum((year * factor[rows]).sum(axis=0), 1e-9)
        for i in rows:
            hours[i] *= 1.0 + drift * (factor[i] * norm - 1.0)[None, :]


def _walk(
    hours: NDArray[np.float32],
    activities: tuple[Activity, ...],
    sd: Array,
    rho: np.float32,
    rng: np.random.Generator,
) -> None:
    """Stationary AR(1) of the log-volume of lasting work, mean factor 1, independent between
    activities; a few of them at a time, so that what is drawn stays in the cache."""
    months, size = hours.shape[1:]
    fresh = np.sqrt(np.float32(1.0) - rho * rho)
    lasting = [i for i, a in enumerate(activities) if a.nature != "project"]
    step = max(1, _ABREAST // (months * size))
    for group in (lasting[k : k + step] for k in range(0, len(lasting), step)):
        state = rng.standard_normal((len(group), months, size), dtype=np.float32)
        state[:, 1:] *= fresh
        for t in range(1, months):
            state[:, t] += rho * state[:, t - 1]
        state *= sd
        state -= np.float32(0.5) * sd * sd
        np.exp(state, out=state)
        for i, factor in zip(group, state, strict=True):
            hours[i] *= factor


_ABREAST = 1 << 18  # numbers drawn at a time


def _moving(hours: NDArray[np.float32]) -> NDArray[np.float64]:
    """The share of all hours that falls elsewhere than in an even month, per scenario."""
    out = np.empty(hours.shape[2])
    for start in range(0, out.size, _BLOCK):
        block = hours[:, :, start : start + _BLOCK]
        mean = block.mean(axis=1, keepdims=True)
        total = block.shape[1] * mean.sum(axis=(0, 1), dtype=np.float64)
        away = np.abs(block - mean).sum(axis=(0, 1), dtype=np.float64)
        out[start : start + _BLOCK] = away / (2.0 * np.maximum(total, 1e-9))
    return out


_BLOCK = 1024  # scenarios at a time
