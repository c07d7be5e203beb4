"""The API's own description, OpenAPI 3.1: its addresses from the code that answers at them, its
objects from the types of the documents and from the facts of the company file.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ninja import NinjaAPI

from timonier import __version__
from timonier.app.document import parts
from timonier.app.document.schema import decision_schema, schema_of
from timonier.app.web.api import answers
from timonier.app.web.words import Lang
from timonier.knowledge import load

Schema = dict[str, Any]
JSON, PROBLEM = "application/json", "application/problem+json"
ANSWERS: Mapping[str, Any] = {
    "needs": parts.Work,
    "next_questions": answers.NextQuestions,
    "interview": answers.Interviewed,
    "frontier": answers.Frontier,
    "explain": answers.Explanations,
    "what_if": answers.WhatIf,
    "facts": answers.Figures,
    "fact": answers.Figure,
    "plan": answers.JobStanding,
    "job": answers.JobStanding,
    "plan_files": answers.PlanFiles,
    "portfolio": answers.JobStanding,
    "portfolio_counts": answers.Counts,
    "portfolio_rows": answers.Rows,
}
ALWAYS = (401, 405, 429, 503)  # what any address may answer
OTHERS: Mapping[str, tuple[int, ...]] = {  # beside these, for some
    "plan": (202, 409),
    "portfolio": (202,),
    **dict.fromkeys(("portfolio_counts", "portfolio_rows"), (404,)),
    "portfolio_file": (304, 404),
    "job": (404,),
    "end_job": (204, 404),
    **dict.fromkeys(("plan_files", "plan_archive", "plan_file"), (304, 404, 409)),
    **dict.fromkeys(("facts", "fact", "schema", "openapi"), (304, 404)),
}
DONE = (200, 202, 204)
IN_PART = ("decide", "portfolio_rows")  # some keys only, where the caller says which
OFFICE = "application/vnd.openxmlformats-officedocument"
SHEETS = ("text/csv", f"{OFFICE}.spreadsheetml.sheet", "application/vnd.apache.parquet")
FILES = ("application/pdf", "text/html", "text/markdown", "text/calendar", JSON, "application/toml",
         f"{OFFICE}.spreadsheetml.sheet", f"{OFFICE}.wordprocessingml.document")  # fmt: skip
OF_BODIES = (400, 403, 413, 415, 422)
EXAMPLE = {"company": {"market": "fr", "headcount": 35, "business": "b2b"},
           "marketing": {"budget": 140_000}}  # fmt: skip


def text(api: NinjaAPI, lang: Lang) -> str:
    """The description in one language, as it is sent."""
    return json.dumps(made(api, lang), ensure_ascii=False, indent=1) + "\n"


@cache
def made(api: NinjaAPI, lang: Lang) -> Schema:
    """The description in one language, as data."""
    whole: Schema = copy.deepcopy(dict(api.get_openapi_schema(path_prefix="")))
    said = load().wording
    whole["info"] = {
        "title": said["api.title"][lang],
        "version": f"{api.version}+{__version__}",
        "description": said["api.about"][lang],
        "license": {"name": "MIT", "identifier": "MIT"},
    }
    whole["servers"] = [{"url": "/api/v1"}]
    whole["tags"] = [{"name": tag, "description": said[f"api.tag.{tag}"][lang]} for tag in TAGS]
    whole["components"] = {
        "schemas": _schemas(whole["components"]["schemas"]),
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
    }
    for path, name, operation in _operations(whole):
        _describe(path, name, operation, lang)
    found: Schema = _with_company(whole)
    return found


def _operations(made: Schema) -> Iterator[tuple[str, str, Schema]]:
    for path, methods in made["paths"].items():
        for operation in methods.values():
            yield path, operation["operationId"], operation


TAGS: Mapping[str, tuple[str, ...]] = {
    "decide": ("decide", "needs", "interview", "next_questions", "what_if", "explain", "frontier"),
    "plan": ("plan", "job", "end_job", "plan_files", "plan_archive", "plan_file"),
    "list": ("portfolio", "portfolio_counts", "portfolio_rows", "portfolio_file"),
    "look": ("facts", "fact", "schema", "openapi"),
}


def _describe(path: str, name: str, operation: Schema, lang: Lang) -> None:
    """What an operation is for, what it may answer, and that a key is welcome."""
    said = load().wording
    operation["summary"] = said[f"api.operation.{name}.title"][lang]
    operation["description"] = said[f"api.operation.{name}.what"][lang]
    operation["tags"] = [tag for tag, names in TAGS.items() if name in names]
    operation["security"] = [{}, {"key": []}]
    operation["responses"] = _responses(name, operation, lang)
    for parameter in operation.get("parameters", ()):
        key = f"api.parameter.{parameter['name'].lower().replace('-', '_')}"
        parameter["description"] = said[key][lang]
        parameter["schema"].pop("title", None)
    if "requestBody" in operation:
        content = operation["requestBody"]["content"][JSON]
        content["example"] = {"company": EXAMPLE, **EXTRA.get(name, {})}
        if name == "portfolio":
            content["example"] = {"companies": [{"id": "42", "company": EXAMPLE}]}


EXTRA: Mapping[str, Schema] = {"what_if": {"changes": {"marketing.budget": 200_000}}}


def _responses(name: str, operation: Schema, lang: Lang) -> Schema:
    others = OTHERS.get(name, ())
    done = next((status for status in others if status in DONE), 200)
    found: Schema = {str(done): _success(name, done, lang)}
    statuses = [*ALWAYS, 422, *others, *(OF_BODIES if "requestBody" in operation else ())]
    for status in sorted(set(statuses) - {done}):
        found[str(status)] = _refusal(status, lang)
    return found


def _success(name: str, status: int, lang: Lang) -> Schema:
    said = load().wording["api.done"][lang]
    headers = _headers()
    if status == 202:
        headers["Location"] = {"schema": {"type": "string"}}
    content = {} if status == 204 else _content(name)
    return {"description": said, "headers": headers, **content}


def _content(name: str) -> Schema:
    if name in ("plan_archive", "plan_file", "portfolio_file"):
        several: Mapping[str, tuple[str, ...]] = {
            "plan_archive": ("application/zip",),
            "portfolio_file": SHEETS,
        }
        kinds: tuple[str, ...] = several.get(name, FILES)
        binary = {"schema": {"type": "string", "format": "binary"}}
        return {"content": dict.fromkeys(kinds, binary)}
    if name in ("schema", "openapi"):
        media = "application/schema+json" if name == "schema" else JSON
        return {"content": {media: {"schema": {"type": "object"}}}}
    reference = "Decision" if name == "decide" else ANSWERS[name].__name__
    schema: Schema = {"$ref": f"#/components/schemas/{reference}"}
    if name in IN_PART:
        schema = {"anyOf": [schema, {"$ref": f"#/components/schemas/{reference}InPart"}]}
    return {"content": {JSON: {"schema": schema}}}


def _headers() -> Schema:
    return {"X-Request-Id": {"schema": {"type": "string"}}}


def _refusal(status: int, lang: Lang) -> Schema:
    said: Schema = {"description": load().wording[f"api.status.{status}"][lang]}
    if status == 304:
        return said
    headers = {"Retry-After": {"schema": {"type": "integer"}}} if status in (429, 503) else {}
    schema = {"$ref": "#/components/schemas/Problem"}
    return {**said, "headers": {**_headers(), **headers}, "content": {PROBLEM: {"schema": schema}}}


def _schemas(bodies: Schema) -> Schema:
    """Every object by its name: the decision and its parts, the other answers, what is sent."""
    decision = decision_schema()
    found = {**decision.pop("$defs"), "Decision": decision, "Problem": problem_schema()}
    for kind in ANSWERS.values():
        made = schema_of(kind)
        found |= made.pop("$defs", {})
        found[kind.__name__] = made
    found["CompanyBegun"] = _begun(found["company"])
    found["DecisionInPart"] = _in_part(decision)
    rows = copy.deepcopy(found["Rows"])
    rows["properties"]["rows"]["items"] = _in_part(found["Line"])
    found["RowsInPart"] = rows
    renamed = json.loads(json.dumps(found).replace('"#/$defs/', '"#/components/schemas/'))
    return {name: _tidy(one) for name, one in sorted({**bodies, **renamed}.items())}


def _in_part(whole: Schema) -> Schema:
    """An object of which some keys only are there."""
    part = {key: one for key, one in whole.items() if key not in ("required", "$schema")}
    return {**part, "minProperties": 1, "additionalProperties": False}


def _begun(company: Schema) -> Schema:
    """A company of which anything may still be missing, its market too."""
    made = copy.deepcopy({key: one for key, one in company.items() if key != "required"})
    section = made["properties"]["company"]
    section = next((one for one in section.get("anyOf", ()) if "properties" in one), section)
    section.pop("required", None)
    section["type"] = ["object", "null"]  # as the sections of any company
    market = section["properties"]["market"]
    market["enum"] = [*market["enum"], "unknown", None]
    return made


def _tidy(schema: Schema) -> Schema:
    return {key: one for key, one in schema.items() if key not in ("$schema", "title")}


def _with_company(made: Any) -> Any:
    """The place of a company in what is sent, as the company file's own schema or one like it."""
    if isinstance(made, dict):
        if "x-is" in made:
            return {"$ref": f"#/components/schemas/{made['x-is']}"}
        return {key: _with_company(one) for key, one in made.items()}
    return [_with_company(one) for one in made] if isinstance(made, list) else made


def problem_schema() -> Schema:
    """A refusal, as RFC 9457 has it, with the field at fault."""
    text = {"type": "string"}
    return {
        "type": "object",
        "properties": {
            "type": text, "title": text, "detail": text, "code": text, "request": text,
            "status": {"type": "integer"}, "pointer": {"type": "string", "format": "json-pointer"},
            "read": text, "allowed": text, "nearest": text, "line": {"type": "integer"},
            "parameter": text,
        },
        "required": ["type", "title", "status", "detail", "code", "request"],
    }  # fmt: skip
