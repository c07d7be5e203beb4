"""Read what is sent: strict JSON, each key known, the first thing that is wrong said in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from timonier.app.company_file import CompanyFileError, json_from
from timonier.app.company_file.errors import hint, plain, printable, say, shown
from timonier.app.web.api.bodies import MOST_SEED
from timonier.app.web.api.problems import Found, Problem, pointer
from timonier.engine.catalogue import Text
from timonier.knowledge import load

JSON = "application/json"
Path = tuple[str | int, ...]


class StrictJson(Parser):
    """JSON as RFC 8259 has it: UTF-8, no key twice; what is not is refused with its line."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body, read; Problem when it is announced or written as something else."""
        charset = (request.content_params or {}).get("charset", "utf-8").lower()
        if request.content_type != JSON or charset not in ("utf-8", "utf8"):
            read = printable(request.headers.get("Content-Type", "") or "?")
            raise Problem("media_type", 415, Found(read=read, allowed=JSON))
        try:
            body = json_from(request.body, load())
        except CompanyFileError as error:
            reason = Text(error.words("fr"), error.words("en"))
            found = Found(error.place.path, error.told.read, line=error.place.line)
            raise Problem("not_json", 400, found, {"reason": reason}) from error
        if isinstance(body, dict) and body.get("lang") in ("fr", "en"):
            request.asked_language = body["lang"]  # type: ignore[attr-defined]
        return body


def at_fault(context: Any) -> Iterator[dict[str, Any]]:
    """What pydantic refuses of one part of a request, with what its schema expects there."""
    source, kind = context.model.__ninja_param_source__, context.model
    place = 1
    if source == "body":
        kind, place = next(iter(kind.model_fields.values())).annotation, 2
    schema = kind.model_json_schema()
    for error in context.pydantic_validation_error.errors(include_url=False):
        path = (source, *error["loc"])[place:]
        field = schema["properties"].get(path[0], {}) if path else {}
        known = keys_at(schema, path) if error["type"] == "extra_forbidden" else []
        yield {**error, "source": source, "path": path, "expected": field, "known": known}


def keys_at(schema: Mapping[str, Any], path: Path) -> list[str]:
    """The keys that an object may have where the last one of a path stands."""
    at = schema
    for part in path[:-1]:
        at = at["items"] if isinstance(part, int) else at["properties"][part]
        at = next((one for one in at.get("anyOf", ()) if "$ref" in one), at)
        if "$ref" in at:
            at = schema["$defs"][at["$ref"].rpartition("/")[2]]
    return list(at["properties"])


def refused(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """What the shape of a request refuses, as the company file's reader would say it."""
    error = min(errors, key=lambda one: (one["type"] != "extra_forbidden", len(one["path"])))
    path, kind = error["path"], error["type"]
    if kind == "extra_forbidden":
        return unknown(path, error["known"])
    if error["source"] == "header":
        return Problem("header", 400, Found(parameter=str(path[0])), {"name": str(path[0])})
    allowed = _allowed(error)
    key = Text(*(_key(path, lang) for lang in ("fr", "en")))
    if kind == "missing":
        found = Found(path, allowed=allowed)
        return _refusal(found, _words("allowed.missing", key=key, allowed=allowed))
    read = shown(error.get("input"))
    near = _nearest(error.get("input"), allowed) if kind == "literal_error" else ""
    fields = {"key": key, "read": read, "allowed": allowed, "hint": _did_you_mean(f'"{near}"')}
    fields |= {} if near else {"hint": ""}
    reason = say(load(), "problem.expected", **fields)
    if error["source"] != "body":
        found = Found(None, read, allowed, near, parameter=str(path[0]))
        return Problem("invalid", 422, found, {"reason": reason})
    return _refusal(Found(path, read, allowed, near), reason)


def _did_you_mean(near: str) -> Text:
    said = hint(load(), "near", near)
    return Text(f" {said.fr}", f" {said.en}")


def _refusal(found: Found, reason: Text) -> Problem:
    if not found.path:  # it begins with a word, not with a key
        reason = Text(*(reason[lang][:1].upper() + reason[lang][1:] for lang in ("fr", "en")))
    return Problem("invalid", 422, found, {"reason": reason})


def unknown(path: Path, known: Sequence[str]) -> Problem:
    """The refusal of a key that means nothing where it stands."""
    given = str(path[-1])
    close = get_close_matches(given[:100], known, n=1, cutoff=0.6)
    key = Text(*(_key(path, lang) for lang in ("fr", "en")))
    allowed = ", ".join(known)
    remedy: Any = _did_you_mean(close[0]) if close else ""
    reason = _words("allowed.unknown", key=key, hint=remedy, allowed=allowed)
    return _refusal(Found(path, allowed=allowed, nearest=close[0] if close else ""), reason)


def _key(path: Path, lang: str) -> str:
    return printable(pointer(path)[1:]) if path else load().wording["api.allowed.body"][lang]


def _allowed(error: Mapping[str, Any]) -> Text:
    """What a field may be, in words, from what it was refused for."""
    kind, context, field = error["type"], error.get("ctx") or {}, error["expected"]
    if kind == "literal_error":
        choices = str(context["expected"]).replace("'", '"').replace(" or ", ", ")
        return say(load(), "allowed.choice", choices=choices)
    if kind.startswith(("int_", "greater_", "less_", "finite_")):
        low, high = plain(field.get("minimum", 0)), plain(field.get("maximum", MOST_SEED))
        return say(load(), "allowed.whole", low=low, high=high)
    if kind == "too_long":
        return _words("allowed.at_most", most=context["max_length"])
    names = {"list_type": "list", "too_short": "one_or_more", "string_type": "text",
             "string_unicode": "text", "string_too_long": "short_text"}  # fmt: skip
    return _words(f"allowed.{names.get(kind, 'object')}")


def _nearest(read: Any, allowed: Text) -> str:
    names = [word for word in allowed.en.split('"')[1::2] if word.strip(", ")]
    close = get_close_matches(str(read)[:100].lower(), names, n=1, cutoff=0.6)
    return close[0] if close else ""


def _words(name: str, /, **fields: Any) -> Text:
    template = load().wording[f"api.{name}"]
    said = (
        template[lang].format(
            **{k: v[lang] if isinstance(v, Text) else v for k, v in fields.items()}
        )
        for lang in ("fr", "en")
    )
    return Text(*said)
