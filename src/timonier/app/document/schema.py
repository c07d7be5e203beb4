"""The JSON Schema of the decision document, made from its parts: for programs that read it.

``python -m timonier.app.document.schema`` writes it again after a change.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from timonier.app.company_file.schema import DIALECT, company_schema
from timonier.app.document.parts import Document, adapter

Schema = dict[str, Any]
PATH: Final = Path(__file__).parents[1] / "schemas" / "decision.schema.json"


class _Plainly(GenerateJsonSchema):
    """Without the titles that repeat the names; what may be left out is never null."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def default_schema(self, schema: Any) -> Schema:
        inner = schema["schema"]
        return self.generate_inner(inner["schema"] if inner["type"] == "nullable" else inner)


def decision_schema() -> Schema:
    """The whole schema, draft 2020-12; keys may be added to any object."""
    made = schema_of(Document)
    company = {k: v for k, v in company_schema().items() if k not in ("$schema", "$id")}
    made["properties"]["company"] = {"$ref": "#/$defs/company"}
    made["$defs"] = {"company": company, **made["$defs"]}
    return {"$schema": DIALECT, **made, "title": "Timonier decision document"}


def schema_of(kind: Any) -> Schema:
    """The schema of anything made of parts."""
    made: Schema = adapter(kind).json_schema(schema_generator=_Plainly)
    return made


def as_text() -> str:
    """The schema as the file that ships holds it."""
    return json.dumps(decision_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(as_text(), encoding="utf-8")
