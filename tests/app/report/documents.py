"""Decision documents written by hand, so that pages are tested without computing a decision."""

from __future__ import annotations

from typing import Any

from tests.engine.plan.samples import EXAMPLES
from tests.sketches import sketch
from timonier.app.document import Document
from timonier.engine.catalogue import FUNCTIONS, Triple
from timonier.engine.plan import Money, PlanInput
from timonier.knowledge import load

CLASSES = {
    "in_house": ("strong", "low", "high", "medium", "limited"),
    "outsourced": ("medium", "high", "medium", "fast", "strong"),
    "hybrid": ("strong", "high", "adjustable", "fast", "strong"),
}
WORDS = {
    "fr": {
        "reason": "Le pilotage manque\u202f: {h} heures par mois requises, la moitié présente.",
        "strength": "Couvre 83\u202f% des besoins dès le 13e mois.",
        "limit": "Demande 9 heures de coordination par mois.",
        "against": "Coûte 22\u202f% de plus à travail égal.",
        "tip": "Si le budget passait sous 250\u202f000\u202f$, externaliser prendrait l’avantage.",
        "question": "Combien d’heures par mois pouvez-vous consacrer au pilotage\u202f?",
        "source": "tirage, estimation",
        "label": "Temps du pilote interne",
        "warning": "Une partie de la vision manque encore.",
        "confidence": "Environ 2 chances sur 3 que ce soit le meilleur choix (68\u202f%).",
    },
    "en": {
        "reason": "Steering is short: {h} hours a month are required, half are there.",
        "strength": "Covers 83% of the needs from month 13.",
        "limit": "Takes 9 hours of coordination a month.",
        "against": "Costs 22% more for the same work.",
        "tip": "If the budget fell below $250,000, outsourcing would come first.",
        "question": "How many hours a month can you give to steering?",
        "source": "drawn, estimate",
        "label": "Internal pilot’s time",
        "warning": "Part of the vision is still missing.",
        "confidence": "About 2 chances in 3 that this is the best choice (68%).",
    },
}


SCALES = {"in_house": 1.12, "outsourced": 0.94, "hybrid": 1.0}
MEASURES = {"alignment": 0.63, "flexibility": 0.41, "initial_cost": 1.7, "speed": 9.0,
            "expertise": 0.66, "coverage": 0.83, "total_cost": 0.97}  # fmt: skip
RISKS = ("single_profile", "dispersion", "brand_dilution", "coordination_load", "overload")


def three(value: Triple) -> dict[str, float]:
    return {"p10": value.low, "p50": value.median, "p90": value.high}


def spread(middle: float, by: float = 0.12) -> dict[str, float]:
    return {"p10": middle * (1 - by), "p50": middle, "p90": middle * (1 + by)}


def document(name: str, lang: str, company: str = "Jardinerie du Nord") -> Document:
    """The document that goes with a sample plan."""
    return sketch(Document, keys(name, lang, company))


def keys(name: str, lang: str, company: str = "Jardinerie du Nord") -> dict[str, Any]:
    """What that document says as plain data; what tests do not look at is left blank."""
    given = EXAMPLES[name]()
    words = WORDS[lang]
    chances = {"in_house": 0.12, "outsourced": 0.2, "hybrid": 0.2, given.model: 0.68}
    return {
        "company": _company(given, company),
        "needs": _needs(given),
        "needs_by_function": _by_function(given),
        "framework": _framework(words),
        "models": {model: _model(model, given, chances[model], words) for model in CLASSES},
        "as_is": None,
        "intended": None,
        **_advice(given, words),
        **_unknown(words),
        "path": _path(given, words),
        "provenance": {"engine": "0.1.0", "knowledge": "abcdef012345", "seed": 0,
                       "scenarios": 10000, "designs": 412},
    }  # fmt: skip


def _needs(given: PlanInput) -> list[dict[str, Any]]:
    return [
        {"activity": key, "function": need.function, "nature": need.nature,
         "hours_per_month": three(need.hours), "skills": dict(load().activities[key].skills)}
        for key, need in given.needs.items()
    ]  # fmt: skip


def _framework(words: dict[str, str]) -> dict[str, Any]:
    questions = ("vision", "steering", "needs", "marketing_role")
    return {
        "questions": [
            {"question": key, "effect": words["strength"], "assumed": key == "marketing_role"}
            for key in questions
        ],
        "viable": dict.fromkeys(CLASSES, True),
        "excluded_by": {},
    }


def _advice(given: PlanInput, words: dict[str, str]) -> dict[str, Any]:
    """What is advised, why, and what to beware of."""
    return {
        "verdict": {"model": given.model, "status": "leaning", "chance_of_best": 0.68,
                    "leading": given.model, "by_elimination": False,
                    "expected_regret": 0.02, "standard_error": 0.004,
                    "confidence": words["confidence"]},
        "warnings": [
            {"code": code, "about": "recommended", "facts": {}, "text": words["warning"]}
            for code in given.warnings
        ],
        "reasons": [{"code": "steering", "statements": ["A36"], "facts": {},
                     "text": words["reason"].format(h=n)} for n in (12, 14, 16)],
        "tipping_points": [
            {"fact": "marketing.budget", "label": "Budget", "now": 390000.0,
             "flips_at": 250000.0, "side": "below", "to": "outsourced", "text": words["tip"]},
        ],
    }  # fmt: skip


def _unknown(words: dict[str, str]) -> dict[str, Any]:
    """What was assumed, and what is left to ask."""
    hours = "steering.hours_per_month"
    return {
        "assumed": [{"fact": hours, "label": words["label"], "value": "10 (3–30)",
                     "source": words["source"]}],
        "next_questions": [{"fact": hours, "evppi": 0.01, "money": 1200.0,
                            "text": words["question"]}],
        "stop": {"reached": False, "reason": ""},
        "faq": [{"code": "recruit", "question": words["question"], "text": words["limit"]}],
    }  # fmt: skip


def _path(given: PlanInput, words: dict[str, str]) -> list[dict[str, Any]]:
    later = [{"code": "vision", "text": words["strength"]}]
    return [
        {"from_month": 1, "model": given.model, "triggers": [], "text": words["against"]},
        {"from_month": 19, "model": "in_house", "text": words["limit"], "triggers": later},
    ]


def _company(given: PlanInput, name: str) -> dict[str, Any]:
    return {
        "company": {"name": name, "market": given.market, "business": given.business,
                    "stage": given.stage, "headcount": given.headcount,
                    "start": "" if given.model == "outsourced" else given.start},
        "marketing": {"budget": 390000, "role": "growth_lever"},
        "vision": dict(given.vision),
        "steering": {"level": given.steering_level, "contact": given.contact},
    }  # fmt: skip


def _by_function(given: PlanInput) -> dict[str, Any]:
    sums = {
        f: sum(n.hours.median for n in given.needs.values() if n.function == f) for f in FUNCTIONS
    }
    return {key: spread(h) for key, h in {**sums, "all": sum(sums.values())}.items()}


def _model(model: str, given: PlanInput, chance: float, words: dict[str, str]) -> dict[str, Any]:
    scale = 1.0 if model == given.model else SCALES[model]
    return {
        "viable": True,
        "team": [
            {"role": m.role, "quantity": m.quantity, "unit": "fte", "start_month": m.arrival,
             "existing": m.existing, "monthly_cost": three(m.monthly_cost)}
            for m in given.members
        ],
        "criteria": _criteria(model, scale),
        "cost": _cost(given.money, scale),
        "coverage": {f: spread(0.7 + 0.05 * i, 0.1) for i, f in enumerate(FUNCTIONS)},
        "risks": {key: spread(0.9) for key in RISKS},
        "chance_of_best": chance,
        "rank_acceptability": [chance, 0.2, 0.12],
        "regret": {"mean": 0.02, "p95": 0.09},
        "advantages": [{"code": "c", "metric": "coverage", "value": 0.83,
                        "text": words["strength"]}] * 2,
        "limits": [{"code": "c", "metric": "coordination", "value": 9, "text": words["limit"]}] * 2,
        "why_not": [{"code": "c", "text": words["against"]}],
    }  # fmt: skip


def _criteria(model: str, scale: float) -> dict[str, Any]:
    said = dict(zip(load().criteria, CLASSES[model], strict=False))
    found: dict[str, Any] = {
        key: {**spread(MEASURES[key] * scale), "unit": "", "class": said.get(key),
              "article_class": said.get(key), "condition": None}
        for key in load().criteria
    }  # fmt: skip
    if model == "hybrid":
        condition = {"text": "si bien piloté", "metric": "steering", "value": 0.81, "met": True}
        found["alignment"]["condition"] = condition
    return found


def _cost(money: Money, scale: float) -> dict[str, Any]:
    return {
        "monthly": [_scaled(month, scale) for month in money.monthly],
        **{f"months_{n}": _scaled(total, scale) for n, total in money.totals.items()},
        "a_year": _scaled(money.totals[12], scale),
        "by_year": [
            {"paid": _scaled(money.totals[12], scale), "over_budget": 0.21} for _ in range(3)
        ],
        "paid_over_budget": 0.21,
        "initial": _scaled(money.initial, scale),
        "exit": _scaled(money.exit, scale),
        "internal_time": spread(12.0),
    }


def _scaled(value: Triple, scale: float) -> dict[str, float]:
    """Amounts as the document holds them: whole."""
    scaled = (round(part * scale) for part in (value.low, value.median, value.high))
    return three(Triple(*scaled))
