"""What four owners answer the first time they meet the interview, written before it was run.

Each answer is what a form sends, by question; what is not there is answered by "I don't know".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Said = Mapping[str, Any]
MOST = 14  # questions until the answer

SHOP: Said = {  # an owner alone in a shop
    "company.market": "fr",
    "company.headcount": "2",
    "activity": {"company.sector": "fleuriste", "company.business": "b2c",
                 "company.stage": "established"},
    "team": {"who": ["owner"], "hours.owner": "10"},
    "marketing.budget": "environ 400 par mois",
    "vision": {"vision.targets": "yes", "vision.channels": "no", "vision.objectives": "no"},
    "steering.level": "1",
    "steering.hours_per_month": "8",
    "hiring.can_recruit": "no",
    "needs.recurrent_share": "75",
    "marketing.role": "production_centre",
    "marketing.wants": ["cost"],
}  # fmt: skip
SME: Said = {  # an SME with a marketer and an agency
    "company.market": "ca-qc",
    "company.headcount": "45",
    "activity": {"company.sector": "", "company.business": "b2b", "company.stage": "structuring"},
    "team": {"who": ["emp_generalist", "agency_full"], "keep.emp_generalist": "yes",
             "hours.agency_full": "20"},
    "marketing.budget": "entre 150k et 200k",
    "vision": {"vision.targets": "yes", "vision.channels": "yes", "vision.objectives": "no"},
    "steering.level": "2",
    "steering.hours_per_month": "16",
    "hiring.can_recruit": "yes",
    "needs.recurrent_share": "50",
    "marketing.role": "growth_lever",
    "marketing.wants": ["control"],
}  # fmt: skip
STARTUP: Said = {  # a start-up with 30 k€
    "company.market": "fr",
    "company.headcount": "6",
    "activity": {"company.sector": "logiciel", "company.business": "b2b",
                 "company.stage": "exploring"},
    "team": {"answer": "nobody"},
    "marketing.budget": "30k",
    "vision": {"vision.targets": "no", "vision.channels": "no", "vision.objectives": "unknown"},
    "steering.level": "0",
    "hiring.can_recruit": "no",
    "needs.recurrent_share": "25",
    "marketing.role": "growth_lever",
    "marketing.wants": ["speed", "flexibility"],
}  # fmt: skip
MANUFACTURER: Said = {  # a manufacturer of 120
    "company.market": "fr",
    "company.headcount": "120",
    "activity": {"company.sector": "mobilier", "company.business": "b2b",
                 "company.stage": "established"},
    "team": {"who": ["emp_head", "emp_junior"], "keep.emp_head": "yes", "keep.emp_junior": "yes"},
    "marketing.budget": "350 000 €",
    "vision": {"vision.targets": "yes", "vision.channels": "yes", "vision.objectives": "yes"},
    "steering.level": "4",
    "steering.hours_per_month": "35",
    "hiring.can_recruit": "yes",
    "needs.recurrent_share": "50",
    "marketing.role": "growth_lever",
    "marketing.wants": ["expertise"],
}  # fmt: skip
# One for whom something is still worth finding out after the core.
CURIOUS: Said = {
    "company.market": "fr",
    "company.headcount": "75",
    "activity": {"company.sector": "", "company.business": "b2b", "company.stage": "structuring"},
    "team": {"answer": "nobody"},
    "marketing.budget": "120 000 €",
    "vision": {"vision.targets": "yes", "vision.channels": "yes", "vision.objectives": "no"},
    "steering.level": "2",
    "steering.hours_per_month": "3",
    "hiring.can_recruit": "yes",
    "needs.recurrent_share": "50",
    "marketing.role": "growth_lever",
    "marketing.wants": ["control"],
}
SCRIPTS: Mapping[str, Said] = {
    "an owner alone in a shop": SHOP,
    "an SME with a marketer and an agency": SME,
    "a start-up with 30 k€": STARTUP,
    "a manufacturer of 120": MANUFACTURER,
}


def sent(script: Said, key: str) -> dict[str, Any]:
    """What the form of a question sends, once what could be read otherwise is confirmed."""
    said = script.get(key)
    if said is None:
        return {"answer": "unknown"}
    fields = dict(said) if isinstance(said, Mapping) else {"value": said}
    return {**fields, "confirm": "yes"}
