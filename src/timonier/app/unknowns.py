"""Say in a sentence how an unknown fact varies: the law of its prior, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from timonier.app.wording import listing, number, percent
from timonier.engine.catalogue import Knowledge, Prior
from timonier.engine.company import FACTS
from timonier.engine.conditions import conditions

WORDING: Final = "company_file"
# What a fact without a prior becomes when nobody states it.
WITHOUT_PRIOR: Final[Mapping[str, str]] = {
    "company.start": "month_one",
    "company.timezone": "of_market",
    "marketing.deadline_month": "no_deadline",
    "marketing.wants": "no_preference",
    "needs.activities": "worked_out",
    "needs.hours": "worked_out",
    "company.name": "no_name",
    "company.sector": "no_name",
    "company.traits": "none",
    "needs.specialised_skills": "none",
    "needs.zero_functions": "none",
}


def unknown_law(key: str, knowledge: Knowledge, lang: str) -> str:
    """How a fact varies when it is unknown: "yes in 50% of the scenarios"; what it becomes if not.

    A prior that depends on another fact says each case.
    """
    priors = sorted((p for p in knowledge.priors if p.fact == key), key=lambda p: not p.given)
    if not priors:
        code = WITHOUT_PRIOR.get(key, "nothing")
        return knowledge.wording[f"{WORDING}.unknown.{code}"][lang]
    cases = [_case(prior, priors, knowledge, lang) for prior in priors]
    if key == "needs.ambition":
        cases.append(knowledge.wording[f"{WORDING}.unknown.from_budget"][lang])
    return " ; ".join(cases).replace(" ;", "\u202f;") if lang == "fr" else "; ".join(cases)


def _case(prior: Prior, priors: Sequence[Prior], knowledge: Knowledge, lang: str) -> str:
    law = _law(prior, knowledge, lang)
    if prior.scale:
        code = "of_revenue" if prior.scale == "company.revenue" else "per_head"
        law = knowledge.wording[f"{WORDING}.unknown.{code}"][lang].format(law=law)
    if len(priors) == 1 and not prior.given:
        return law
    condition = _condition(prior.given, knowledge, lang)
    template = knowledge.wording[f"{WORDING}.unknown.when"][lang]
    return template.format(condition=condition, law=law)


def _law(prior: Prior, knowledge: Knowledge, lang: str) -> str:
    values, wording = prior.values, knowledge.wording
    if prior.kind == "choice":
        shares = [f'"{name}" {percent(share, lang)}' for name, share in values.items()]
        return listing(shares, lang)
    as_share = prior.scale == "company.revenue"
    told = {name: _value(value, lang, as_share=as_share) for name, value in values.items()}
    if prior.kind == "bernoulli":
        said = wording[f"{WORDING}.unknown.{'yes' if values['yes'] else 'no'}"][lang]
        return said.format(share=percent(values["yes"], lang))
    if prior.kind == "beta":
        mean = values["a"] / (values["a"] + values["b"])
        return wording[f"{WORDING}.unknown.beta"][lang].format(mean=number(mean, lang, 2))
    code = "constant" if prior.kind == "constant" else "spread"
    return wording[f"{WORDING}.unknown.{code}"][lang].format(**told)


def _value(value: float, lang: str, *, as_share: bool) -> str:
    if as_share:
        return percent(value, lang, 1)
    decimals = 0 if value == int(value) else 2 - min(2, int(math.log10(abs(value)) + 1))
    return number(value, lang, decimals)


def _condition(given: str, knowledge: Knowledge, lang: str) -> str:
    """The condition of a prior in words: "10 to 49 people", 'market "fr"'."""
    wording = knowledge.wording
    parts = conditions(given)
    if not parts:
        return wording[f"{WORDING}.condition.otherwise"][lang]
    fact, sign, value = parts[0]
    if sign == "=" and FACTS[fact].choices:
        return f'{fact.partition(".")[2]} "{value}"'
    if fact == "company.sector":
        sector = knowledge.sectors[value].label[lang]
        return wording[f"{WORDING}.condition.sector"][lang].format(value=sector)
    codes = {"<": "below", ">=": "from_on", "=": "level", "unknown": "budget"}
    code = "between" if len(parts) == 2 else codes[sign]
    fields = {"value": value, "low": value, "high": parts[-1][2]}
    return wording[f"{WORDING}.condition.{code}"][lang].format(**fields)
