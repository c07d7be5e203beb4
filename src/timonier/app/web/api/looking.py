"""The addresses that only tell: figures with their sources, schemas, the API's own description."""

from __future__ import annotations

import base64
import binascii
import hashlib
from difflib import get_close_matches
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja import Query, Router

from timonier.app import facts
from timonier.app.company_file.errors import shown
from timonier.app.company_file.schema import PATH
from timonier.app.cost import InputError
from timonier.app.document import dump
from timonier.app.web.api import answers
from timonier.app.web.api.problems import Found, Problem, language_of
from timonier.app.web.words import Lang
from timonier.engine.catalogue import Figure, Text
from timonier.knowledge import load

JSON = "application/json; charset=utf-8"
SCHEMA = "application/schema+json"
PAGE, MOST = 50, 200  # figures on a page
Spoken = Literal["fr", "en"] | None
router = Router()


@router.get("/facts", operation_id="facts")
def figures(
    request: HttpRequest,
    about: Annotated[str | None, Query(max_length=100)] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
    lang: Annotated[Spoken, Query()] = None,
) -> HttpResponse:
    said = language_of(request)
    every = sorted(_named(about) if about else load().figures.values(), key=lambda one: one.key)
    start = 0 if cursor is None else _after(cursor, [one.key for one in every])
    page, left = every[start : start + limit], len(every) - start - limit
    follows = _cursor(page[-1].key) if left > 0 else None
    shown = tuple(_figure(one, said) for one in page)
    text = dump(answers.Figures(facts=shown, next=follows, total=len(every)))
    return kept(request, text, JSON, said)


@router.get("/facts/{str:key}", operation_id="fact")
def figure(request: HttpRequest, key: str, lang: Annotated[Spoken, Query()] = None) -> HttpResponse:
    said, found = language_of(request), load().figures.get(key)
    if found is None:
        raise _no_figure(key, 404, "key")
    return kept(request, dump(_figure(found, said)), JSON, said)


@router.get("/schema/{str:name}", operation_id="schema")
def schema(request: HttpRequest, name: Literal["company", "decision", "plan"]) -> HttpResponse:
    text = PATH.with_name(f"{name}.schema.json").read_text(encoding="utf-8")
    return kept(request, text, SCHEMA, "en")


def kept(request: HttpRequest, content: str | bytes, media_type: str, lang: Lang) -> HttpResponse:
    """An answer that a caller may keep as long as its content has not changed."""
    whole = content.encode() if isinstance(content, str) else content
    etag = f'"{hashlib.sha256(whole).hexdigest()[:32]}"'
    response = HttpResponse(whole, content_type=media_type)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    response["Vary"] = "Accept-Language"
    response["Content-Language"] = lang
    return get_conditional_response(request, etag=etag, response=response) or response


def _named(about: str) -> list[Figure]:
    try:
        return facts.find_figures(load(), [about])
    except InputError as error:
        raise _no_figure(about, 422, "about") from error


def _no_figure(key: str, status: int, parameter: str) -> Problem:
    """No figure of that name, with the nearest one."""
    said = []
    for lang in ("fr", "en"):
        try:
            facts.find_figures(load(), [key], lang)
            said.append("")
        except InputError as error:
            said.append(str(error))
    short = {name.partition(".")[2]: name for name in load().figures}
    names = {**short, **{name: name for name in load().figures}}
    near = next(iter(get_close_matches(key[:100], names, n=1, cutoff=0.5)), "")
    found = Found(read=shown(key), nearest=names.get(near, ""), parameter=parameter)
    return Problem("no_such_figure", status, found, {"reason": Text(*said)})


def _figure(figure: Figure, lang: Lang) -> answers.Figure:
    low, median, high = figure.value.low, figure.value.median, figure.value.high
    return answers.Figure(
        key=figure.key,
        label=figure.label[lang],
        value=answers.Spread(low=low, median=median, high=high),
        unit=figure.unit,
        said=facts.value(figure, lang),
        note=figure.note[lang],
        source=figure.source,
        url=figure.url,
        year=figure.year,
        review_by=figure.review_by,
    )


def _cursor(key: str) -> str:
    """Where a page ends, as a word that callers give back and do not read."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _after(cursor: str, keys: list[str]) -> int:
    """The place of what follows a cursor; Problem for one that was never given."""
    try:
        key = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        return keys.index(key) + 1
    except (binascii.Error, ValueError) as error:
        reason = load().wording["api.allowed.cursor"]
        raise Problem(
            "invalid", 422, Found(read=shown(cursor), parameter="cursor"), {"reason": reason}
        ) from error
