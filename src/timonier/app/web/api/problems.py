"""Refusals as RFC 9457 has them: what was read and where, what is allowed, the nearest name."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from timonier.app.company_file import CompanyFileError
from timonier.app.web.words import Lang
from timonier.engine.catalogue import Text
from timonier.knowledge import load

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger("timonier.web")


@dataclass(frozen=True)
class Found:
    """What a refusal says of the field at fault; ``path`` leads to it from the body's root."""

    path: Sequence[str | int] | None = None
    read: Text | str = ""
    allowed: Text | str = ""
    nearest: str = ""
    line: int | None = None
    parameter: str = ""  # of the query or of the address, where the fault is there


@dataclass(eq=False)
class Problem(Exception):
    """A refusal: its sentences under ``api.problem``, its status, the field at fault."""

    code: str
    status: int
    found: Found = Found()
    values: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def later(code: str, status: int, seconds: int, **values: Any) -> Problem:
    """A refusal that says when to come back."""
    told = {"seconds": seconds, **values}
    return Problem(code, status, values=told, headers={"Retry-After": str(seconds)})


def of_company(
    error: CompanyFileError,
    under: Sequence[str | int] = ("company",),
    path: Sequence[str | int] | None = None,
) -> Problem:
    """What the company file's own reader refuses, at its place in the body."""
    told, inside = error.told, error.place.path if path is None else path
    found = Found((*under, *inside), told.read, told.allowed, told.nearest)
    reason = Text(error.words("fr"), error.words("en"))
    return Problem("invalid", 422, found, {"reason": reason})


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The refusal, in the caller's language."""
    lang = language_of(request)
    sent = written(problem, lang, getattr(request, "request_id", ""))
    response = HttpResponse(sent, content_type=MEDIA_TYPE, status=problem.status)
    for name, value in problem.headers.items():
        response[name] = value
    response["Content-Language"] = lang
    return response


def written(problem: Problem, lang: Lang, number: str) -> bytes:
    """The body of a refusal, under the number of its request."""
    found, code = problem.found, problem.code
    spoken = {"read": found.read, "allowed": found.allowed, **problem.values}
    values = {name: _in(said, lang) for name, said in spoken.items()}
    wording = load().wording
    body: dict[str, Any] = {
        "type": f"urn:timonier:problem:{code}",
        "title": wording[f"api.problem.{code}.title"][lang],
        "status": problem.status,
        "detail": wording[f"api.problem.{code}.detail"][lang].format(**values),
        "code": code,
        "request": number,
    }
    if found.path is not None:
        body["pointer"] = pointer(found.path)
    body |= {name: values[name] for name in ("read", "allowed") if values[name] != ""}
    rest = {"nearest": found.nearest, "line": found.line, "parameter": found.parameter}
    body |= {name: told for name, told in rest.items() if told}
    text = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
    return text.encode(errors="backslashreplace")  # JSON's own escape for what is no character


def _in(said: Any, lang: Lang) -> Any:
    return said[lang] if isinstance(said, Text) else said


def pointer(path: Sequence[str | int]) -> str:
    """A JSON Pointer (RFC 6901) to a place in the body.

    >>> pointer(("company", "team", 0, "a/b~c"))
    '/company/team/0/a~1b~0c'
    """
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def language_of(request: HttpRequest) -> Lang:
    """The language asked for in the body or the query, else by the header, else French."""
    asked = getattr(request, "asked_language", None) or request.GET.get("lang")
    if asked in ("fr", "en"):
        return "en" if asked == "en" else "fr"
    return preferred(request.headers.get("Accept-Language", ""))


def preferred(header: str) -> Lang:
    """The language that an Accept-Language prefers, French for one that prefers neither."""
    try:
        wanted = parse_accept_lang_header(header)
    except ValueError:  # a header longer than any browser's
        return "fr"
    spoken = [code[:2] for code, _ in wanted if code[:2] in ("fr", "en")]
    return "en" if spoken[:1] == ["en"] else "fr"
