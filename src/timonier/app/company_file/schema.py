"""The JSON Schema of the company file, made from the facts: for editors and for other programs.

``python -m timonier.app.company_file.schema`` writes it again after a change.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from timonier.app.company_file.build import (
    FACT_SECTIONS,
    RATIO,
    ROWS,
    SECTIONS,
)
from timonier.app.company_file.kinds import kind_of
from timonier.app.company_file.kinds.common import list_of
from timonier.engine.company import (
    CHOSEN,
    FACTS,
    NOT_CONCERNED,
    TABLES,
    UNKNOWN,
    Table,
)
from timonier.knowledge import load

PATH: Final = Path(__file__).parent.parent / "schemas" / "company.schema.json"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def company_schema() -> Schema:
    """The schema, as plain data; sums and keys of the knowledge are left to the reader."""
    properties = {section: _section(section) for section in FACT_SECTIONS}
    properties["company"]["required"] = ["market"]
    properties |= {
        **{key: _rows(TABLES[key]) for key in ROWS},
        "preferences": _table({"tradeoffs": _or_unknown(_tradeoffs()), "order": _order()}),
        "decision": _table({"chosen": _or_unknown({"enum": list(CHOSEN)})}),
        "assumptions": {"type": "object"},
    }
    for name, section in properties.items():  # but for the market, a whole section may be unknown
        if name != "company" and section.get("type") == "object":
            section["type"] = ["object", "null"]
    return {
        "$schema": DIALECT,
        "title": "Timonier: a company",
        "description": 'Absent, null and "unknown" say the same.',
        **_table({name: properties[name] for name in SECTIONS}),
        "required": ["company"],
    }


def _table(properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _or_unknown(schema: Schema, *others: str) -> Schema:
    return {"anyOf": [schema, {"enum": [UNKNOWN, *others, None]}]}


def _section(section: str) -> Schema:
    asked = load().facts
    properties = {}
    for name in SECTIONS[section]:
        key = f"{section}.{name}"
        if key in TABLES:
            properties[name] = _rows(TABLES[key])
            continue
        others = [NOT_CONCERNED.value] if FACTS[key].may_be_not_concerned else []
        answer = kind_of(FACTS[key]).schema(load(), FACTS[key])
        properties[name] = answer if key == "company.market" else _or_unknown(answer, *others)
        if key in asked:
            properties[name]["description"] = asked[key].question.en
    return _table(properties)


def _rows(table: Table) -> Schema:
    answers = {
        name: schema if name in table.required else _or_unknown(schema)
        for name, column in zip(table.names, table.columns, strict=True)
        for schema in [kind_of(column).schema(load(), column)]
    }
    row = {**_table(answers), "required": list(table.required)}
    return _or_unknown(list_of(row))


def _order() -> Schema:
    criterion = {"enum": list(load().criteria)}
    return _or_unknown(list_of(criterion))


def _tradeoffs() -> Schema:
    criterion = {"enum": list(load().criteria)}
    low, high = RATIO
    row = {
        "type": "array",
        "prefixItems": [
            criterion,
            criterion,
            {"type": "number", "minimum": low, "maximum": high},
        ],
        "minItems": 3,
        "maxItems": 3,
    }
    return list_of(row)


def as_text() -> str:
    """The schema as the file that ships holds it."""
    return json.dumps(company_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(as_text(), encoding="utf-8")
