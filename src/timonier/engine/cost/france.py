"""The French employer's contributions, every ceiling and rate read from the rules of the date.

Sources are those of the figures; the whole agrees to the cent with URSSAF's published model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from timonier.engine.cost.lines import Array, Line, Rules, Terms, levy, rounded

READS = frozenset({"cadre", "at_mp", "mutuelle", "mobility", "apprentice"})


@dataclass(frozen=True)
class _Bases:
    """Shares of a year's pay that contributions bear on."""

    total: Array
    capped: Array  # up to the PASS
    insured: Array  # up to the ceiling of unemployment insurance
    second: Array  # band 2 of the supplementary pension, above the PASS
    whole_if_above: Array  # all of pay, bands 1 and 2, when it passes the PASS; else nothing


def lines(salary: Array, rules: Rules, terms: Terms) -> tuple[Line, ...]:
    """Each contribution due on those gross salaries (EUR a year), the reduction last."""
    bases = _bases(salary, rules)
    return (
        *_social_security(bases, rules, terms),
        *_pension(bases, rules),
        *(_executive(bases, rules) if terms.cadre else ()),
        *_company(bases, rules, terms),
        *_benefits(bases, rules, terms),
        _reduction(salary, rules, terms),
    )


def hiring_aid(rules: Rules, terms: Terms) -> Line | None:
    """What the State pays once, in the first year, for an apprentice (code du travail, D6243-1)."""
    if not terms.apprentice:
        return None
    large = terms.headcount >= rules["apprentice_aid_headcount"]
    key = "apprentice_aid_large" if large else "apprentice_aid"
    return Line("apprentice_aid", np.array([-rules[key]]), None, None, key)


def _bases(salary: Array, rules: Rules) -> _Bases:
    ceiling = rules["pass"]
    capped = np.minimum(salary, ceiling)
    pensioned = np.minimum(salary, rules["pension_ceiling"] * ceiling)
    return _Bases(
        total=salary,
        capped=capped,
        insured=np.minimum(salary, rules["unemployment_ceiling"] * ceiling),
        second=pensioned - capped,
        whole_if_above=np.where(salary > ceiling, pensioned, 0.0),
    )


def _social_security(bases: _Bases, rules: Rules, terms: Terms) -> tuple[Line, ...]:
    at_mp = rules["at_mp"] if terms.at_mp is None else terms.at_mp
    return (
        levy("maladie", rules["maladie"], bases.total),
        levy("csa", rules["csa"], bases.total),
        levy("vieillesse_plafonnee", rules["vieillesse_plafonnee"], bases.capped),
        levy("vieillesse_deplafonnee", rules["vieillesse_deplafonnee"], bases.total),
        levy("allocations_familiales", rules["allocations_familiales"], bases.total),
        levy("at_mp", at_mp, bases.total),
        levy("chomage", rules["chomage"], bases.insured),
        levy("ags", rules["ags"], bases.insured),
    )


def _pension(bases: _Bases, rules: Rules) -> tuple[Line, ...]:
    return (
        levy("agirc_arrco_t1", rules["agirc_arrco_t1"], bases.capped),
        levy("agirc_arrco_t2", rules["agirc_arrco_t2"], bases.second),
        levy("ceg_t1", rules["ceg_t1"], bases.capped),
        levy("ceg_t2", rules["ceg_t2"], bases.second),
        levy("cet", rules["cet"], bases.whole_if_above),
    )


def _executive(bases: _Bases, rules: Rules) -> tuple[Line, ...]:
    return (
        levy("prevoyance_cadre", rules["prevoyance_cadre"], bases.capped),
        levy("apec", rules["apec"], bases.insured),
    )


def _company(bases: _Bases, rules: Rules, terms: Terms) -> tuple[Line, ...]:
    """What depends on the company's size, and the two levies that everyone pays."""
    total = bases.total
    lines = [
        levy("taxe_apprentissage", rules["taxe_apprentissage"], total),
        levy("dialogue_social", rules["dialogue_social"], total),
    ]
    if terms.headcount >= rules["large_headcount"]:
        lines.append(levy("fnal", rules["fnal_ge50"], total, "fnal_ge50"))
        lines.append(levy("peec", rules["peec_ge50"], total, "peec_ge50"))
    else:
        lines.append(levy("fnal", rules["fnal_lt50"], bases.capped, "fnal_lt50"))
    if terms.headcount >= rules["small_headcount"]:
        mobility = rules["versement_mobilite"] if terms.mobility is None else terms.mobility
        lines.append(levy("formation", rules["formation_ge11"], total, "formation_ge11"))
        lines.append(levy("versement_mobilite", mobility, total))
    else:
        lines.append(levy("formation", rules["formation_lt11"], total, "formation_lt11"))
    return tuple(lines)


def _benefits(bases: _Bases, rules: Rules, terms: Terms) -> tuple[Line, ...]:
    """Health cover and, from the first threshold, the forfait social on it and on prévoyance."""
    flat = rules["mutuelle"] if terms.mutuelle is None else terms.mutuelle
    cover = np.full_like(bases.total, flat)
    mutuelle = Line("mutuelle", cover, None, None, "mutuelle")
    if terms.headcount < rules["small_headcount"]:
        return (mutuelle,)
    insured = rules["prevoyance_cadre"] * bases.capped if terms.cadre else 0.0
    return (mutuelle, levy("forfait_social", rules["forfait_social"], cover + insured))


def _reduction(salary: Array, rules: Rules, terms: Terms) -> Line:
    """Réduction générale dégressive unique (code de la sécurité sociale, D241-7; 2026).

    Largest at the SMIC and below it, where an apprentice usually is; nothing from the exit on.
    """
    large = terms.headcount >= rules["large_headcount"]
    source = "rgdu_tdelta_ge50" if large else "rgdu_tdelta_lt50"
    smic, leaves = rules["smic"], rules["rgdu_exit"]
    distance = (leaves * smic / np.maximum(salary, smic) - 1) / (leaves - 1)
    share = np.maximum(distance, 0.0) ** rules["rgdu_exponent"]
    coefficient = rounded(rules["rgdu_tmin"] + rules[source] * share, rules["rgdu_decimals"])
    relief = np.where(salary < leaves * smic, coefficient, 0.0)
    return Line("rgdu", -relief * salary, -relief, salary, source)
