"""The Québec employer's contributions, every ceiling and rate read from the rules of the date."""

from __future__ import annotations

import numpy as np

from timonier.engine.cost.lines import Array, Line, Rules, Terms, levy, rounded

READS = frozenset({"at_mp", "manufacturing", "benefits", "apprentice"})
_WEEKS = 52  # that a yearly salary is spread over
_MILLION = 1_000_000  # the unit of the health services fund's slope


def lines(salary: Array, rules: Rules, terms: Terms) -> tuple[Line, ...]:
    """Each contribution on those gross salaries (CAD a year), and what employers add to them."""
    return (
        *_pension(salary, rules),
        *_insurance(salary, rules, terms),
        *_work(salary, rules, terms),
        *_placed(salary, rules, terms),
    )


def hiring_aid(rules: Rules, terms: Terms) -> Line | None:
    """Nothing is paid once for a hire; the credit for a work placement is among the lines."""
    return None


def _placed(salary: Array, rules: Rules, terms: Terms) -> tuple[Line, ...]:
    """Group benefits of an employee, or the tax credit of a student on a work placement.

    The credit bears on a weekly pay up to a ceiling, for some weeks a year (Taxation Act,
    1029.8.33.6); a placement is short and has no group insurance.
    """
    if terms.apprentice:
        weekly = np.minimum(salary / _WEEKS, rules["intern_week_ceiling"])
        eligible = weekly * rules["intern_weeks"]
        rate = -rules["intern_credit_rate"]
        return (levy("intern_credit", rate, eligible, "intern_credit_rate"),)
    if terms.benefits is not None:
        flat = np.full_like(salary, terms.benefits)
        return (Line("group_benefits", flat, None, None, "group_benefits_rate"),)
    return (levy("group_benefits", rules["group_benefits_rate"], salary, "group_benefits_rate"),)


def _pension(salary: Array, rules: Rules) -> tuple[Line, ...]:
    ceiling = rules["qpp_ceiling"]
    pensionable = np.maximum(np.minimum(salary, ceiling) - rules["qpp_exemption"], 0.0)
    second = np.maximum(np.minimum(salary, rules["qpp2_ceiling"]) - ceiling, 0.0)
    return (
        levy("qpp_base", rules["qpp_base_rate"], pensionable, "qpp_base_rate"),
        levy("qpp_additional", rules["qpp_additional_rate"], pensionable, "qpp_additional_rate"),
        levy("qpp2", rules["qpp2_rate"], second, "qpp2_rate"),
    )


def _insurance(salary: Array, rules: Rules, terms: Terms) -> tuple[Line, ...]:
    cnesst = rules["cnesst_rate"] if terms.at_mp is None else terms.at_mp
    insured = {key: np.minimum(salary, rules[f"{key}_ceiling"]) for key in ("ei", "qpip", "cnesst")}
    return (
        levy("ei", rules["ei_rate"], insured["ei"], "ei_rate"),
        levy("qpip", rules["qpip_rate"], insured["qpip"], "qpip_rate"),
        levy("cnesst", cnesst, insured["cnesst"], "cnesst_rate"),
    )


def _work(salary: Array, rules: Rules, terms: Terms) -> tuple[Line, ...]:
    rate, source = _health_fund_rate(rules, terms)
    standard = np.minimum(salary, rules["labour_standards_ceiling"])
    due = (
        levy("hsf", rate, salary, source),
        levy("labour_standards", rules["labour_standards_rate"], standard, "labour_standards_rate"),
    )
    if terms.payroll <= rules["wsdrf_payroll"]:
        return due
    return (*due, levy("wsdrf", rules["wsdrf_rate"], salary, "wsdrf_rate"))


def _health_fund_rate(rules: Rules, terms: Terms) -> tuple[float, str]:
    """The rate for the year's total payroll and the figure it comes from (Revenu Québec)."""
    sector = "manufacturing" if terms.manufacturing else "services"
    if terms.payroll <= rules["hsf_payroll_low"]:
        key = f"hsf_rate_low_{sector}"
        return rules[key], key
    if terms.payroll >= rules["hsf_payroll_high"]:
        return rules["hsf_rate_high"], "hsf_rate_high"
    key = f"hsf_slope_{sector}"
    rate = rules[f"hsf_intercept_{sector}"] + rules[key] * terms.payroll / _MILLION
    return float(rounded(np.asarray(rate), rules["hsf_decimals"])), key
