"""The JSON Schema of the decision document: for programs that read it.

``python -m timonier.app.document.schema`` writes it again after a change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from timonier.app.company_file.schema import company_schema
from timonier.engine.catalogue import FUNCTIONS, MODELS
from timonier.knowledge import load

Schema = dict[str, Any]
PATH: Final = Path(__file__).parents[1] / "schemas" / "decision.schema.json"
RISKS: Final = ("single_profile", "dispersion", "brand_dilution", "coordination_load", "overload")
STATUSES: Final = ("clear", "leaning", "undecided")
NUMBER: Final[Schema] = {"type": "number"}
SHARE: Final[Schema] = {"type": "number", "minimum": 0, "maximum": 1}
TEXT: Final[Schema] = {"type": "string", "minLength": 1}
CODE: Final[Schema] = {"type": "string", "pattern": "^(A[0-9]{2}|T[1-5][IOH])$"}
TRIPLE: Final[Schema] = {"$ref": "#/$defs/triple"}


def decision_schema() -> Schema:
    """The whole schema, draft 2020-12; keys may be added to any object."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Timonier decision document",
        **_object(
            {
                "language": {"enum": ["fr", "en"]},
                "currency": {"enum": ["EUR", "CAD"]},
                "company": {"$ref": "#/$defs/company"},
                "assumed": _list(_object({"fact": TEXT, "value": TEXT, "source": TEXT})),
                "needs": _list(_need()),
                "needs_by_function": _each((*FUNCTIONS, "all"), TRIPLE),
                "framework": _framework(),
                "verdict": _verdict(),
                "models": _object(
                    {key: {"$ref": "#/$defs/model"} for key in MODELS},
                    {"mixed": {"$ref": "#/$defs/team"}},
                ),
                "as_is": _or_null({"$ref": "#/$defs/team"}),
                "intended": _or_null({"$ref": "#/$defs/team"}),
                "warnings": _list(_object({"code": TEXT, "about": TEXT, "facts": {"type": "object"},
                                           "text": TEXT, "remedy": TEXT})),
                "reasons": {**_list({"$ref": "#/$defs/point"}), "minItems": 1},
                "tipping_points": _list(_object({"fact": TEXT, "now": {}, "flips_at": {},
                                                 "to": {}, "text": TEXT})),
                "tipping_tolerance": _object({"chance": SHARE, "text": TEXT}),
                "next_questions": _list(_object({"fact": TEXT, "evppi": NUMBER, "money": NUMBER,
                                                 "text": TEXT})),
                "stop": _object({"reached": {"type": "boolean"}, "reason": TEXT}),
                "path": _list(_object({"from_month": NUMBER, "model": TEXT,
                                       "triggers": _list({"type": "object"})})),
                "faq": _list({"type": "object"}),
                "provenance": _object({
                    "engine": TEXT, "knowledge": TEXT, "seed": {"type": "integer"},
                    "scenarios": {"type": "integer"}, "designs": {"type": "integer"},
                }),
            }
        ),
        "$defs": _definitions(),
    }  # fmt: skip


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "null"}]}


def _need() -> Schema:
    return _object(
        {
            "activity": TEXT,
            "text": TEXT,
            "function": {"enum": list(FUNCTIONS)},
            "nature": {"enum": ["recurring", "seasonal", "project"]},
            "label": {"enum": ["recurrent", "oneoff", "other"]},
            "hours_per_month": TRIPLE,
            "skills": {"type": "object", "additionalProperties": {"type": "integer"}},
        }
    )


def _framework() -> Schema:
    question = _object(
        {
            "question": {"enum": ["vision", "steering", "needs", "role"]},
            "answer": TEXT,
            "effect": TEXT,
            "assumed": {"type": "boolean"},
            "chance": SHARE,
        }
    )
    return _object(
        {
            "questions": {**_list(question), "minItems": 4, "maxItems": 4},
            "viable": _each(MODELS, {"type": "boolean"}),
            "excluded_by": {
                "type": "object",
                "additionalProperties": _object({"statements": _list(CODE), "facts": _list(TEXT)}),
            },
            "favours": _each(MODELS, SHARE),
            "favourite": _or_null({"enum": list(MODELS)}),
            "conditions": _each(("vision", "recurrent", "supervision"), SHARE),
        }
    )


def _each(keys: Iterable[str], one: Schema) -> Schema:
    return _object(dict.fromkeys(keys, one))


def _verdict() -> Schema:
    return _object(
        {
            "model": _or_null({"enum": list(MODELS)}),
            "status": {"enum": list(STATUSES)},
            "leading": _or_null({"enum": list(MODELS)}),
            "chance_of_best": SHARE,
            "expected_regret": _or_null(SHARE),
            "standard_error": {"type": "number", "minimum": 0},
            "by_elimination": {"type": "boolean"},
            "mixed_is_better": {"type": "boolean"},
            "text": TEXT,
            "confidence": {"type": "string"},
        }
    )


def _definitions() -> Schema:
    company = {k: v for k, v in company_schema().items() if k not in ("$schema", "$id")}
    return {
        "triple": _object({"p10": NUMBER, "p50": NUMBER, "p90": NUMBER}),
        "company": company,
        "point": _object(
            {
                "code": CODE,
                "statements": {**_list(CODE), "minItems": 1},
                "metric": TEXT,
                "value": NUMBER,
                "facts": {"type": "object"},
                "text": TEXT,
            }
        ),
        "criterion": _criterion(),
        "member": _member(),
        "team": _object(_team()),
        "model": _model(),
    }


def _criterion() -> Schema:
    condition = _object(
        {
            "text": TEXT,
            "metric": TEXT,
            "value": NUMBER,
            "needed": NUMBER,
            "met": {"type": "boolean"},
        }
    )
    return {
        "allOf": [TRIPLE],
        **_object(
            {
                "unit": TEXT,
                "class": _or_null(TEXT),
                "article_class": _or_null(TEXT),
                "condition": _or_null(condition),
                "value": SHARE,
                "weight": SHARE,
            }
        ),
    }


def _member() -> Schema:
    return _object(
        {
            "role": TEXT,
            "label": TEXT,
            "quantity": {"type": "number", "exclusiveMinimum": 0},
            "unit": {"enum": ["fte", "contract"]},
            "hours": {"type": "number", "minimum": 0},
            "start_month": {"type": "integer", "minimum": 1},
            "existing": {"type": "boolean"},
            "monthly_cost": TRIPLE,
        }
    )


def _team() -> Schema:
    cost = _object(
        {
            "monthly": _list(TRIPLE),
            "months_12": TRIPLE,
            "paid_over_budget": SHARE,
            "initial": TRIPLE,
            "exit": TRIPLE,
            "internal_time": TRIPLE,
        },
        {"months_24": TRIPLE, "months_36": TRIPLE},
    )
    return {
        "viable": {"const": True},
        "team": {**_list({"$ref": "#/$defs/member"}), "minItems": 1},
        "criteria": _each(load().criteria, {"$ref": "#/$defs/criterion"}),
        "cost": cost,
        "coverage": _each((*FUNCTIONS, "all"), TRIPLE),
        "coverage_by_month": _each((*FUNCTIONS, "all"), _list(TRIPLE)),
        "risks": _each(RISKS, TRIPLE),
        "bus_factor": {"type": "integer", "minimum": 0},
    }


def _model() -> Schema:
    """A model of the three: with a team, or with the reasons why it has none."""
    points = _list({"$ref": "#/$defs/point"})
    two = {**points, "minItems": 2}
    empty = {"maxItems": 0}
    return {
        **_object(
            {
                "viable": {"type": "boolean"},
                "chance_of_best": SHARE,
                "rank_acceptability": _list(SHARE),
                "regret": {"type": "object"},
                "advantages": points,
                "limits": points,
                "why_not": points,
            }
        ),
        "if": {"properties": {"viable": {"const": True}}},
        "then": _object({**_team(), "advantages": two, "limits": two}),
        "else": _object({"team": empty, "why_not": {**points, "minItems": 1}}),
    }


def as_text() -> str:
    """The schema as the file that ships holds it."""
    return json.dumps(decision_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(as_text(), encoding="utf-8")
