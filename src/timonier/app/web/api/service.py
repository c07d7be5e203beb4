"""The API put together: its addresses, who may call, how each failure is said."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI, Query
from ninja.errors import HttpError, ValidationError

from timonier.app.web import computing, jobs, storage
from timonier.app.web.api import deciding, listing, looking, openapi, planning
from timonier.app.web.api.callers import recognise, say_share
from timonier.app.web.api.door import ROOT, TURNED_AWAY
from timonier.app.web.api.problems import Found, Problem, answer, language_of, later
from timonier.app.web.api.reading import StrictJson, at_fault, refused
from timonier.app.web.words import Lang

VERSION = "1"
log = logging.getLogger("timonier.web")


class Api(NinjaAPI):
    """Keeps what was read and what was expected of it, to say both."""

    def validation_error_from_error_contexts(self, error_contexts: list[Any]) -> ValidationError:
        return ValidationError([one for context in error_contexts for one in at_fault(context)])


api = Api(
    title="Timonier",
    version=VERSION,
    docs_url=None,
    openapi_url=None,
    parser=StrictJson(),
    auth=recognise,
    urls_namespace="api",
)
api.add_router("", deciding.router)
api.add_router("", planning.router)
api.add_router("", listing.router)
api.add_router("", looking.router)


@api.get("/openapi.json", operation_id="openapi")
def described(
    request: HttpRequest, lang: Annotated[Literal["fr", "en"] | None, Query()] = None
) -> HttpResponse:
    said = language_of(request)
    text = openapi.text(api, said)
    return looking.kept(request, text, looking.JSON, said)


def described_in(lang: Lang) -> dict[str, Any]:
    """The description of the API, for the page that shows it."""
    return openapi.made(api, lang)


def said(request: HttpRequest, failure: Any) -> HttpResponse:
    """Any failure as its refusal; what nobody foresaw goes on to the log."""
    problem = _problem(request, failure)
    if problem is None:
        raise failure
    return answer(request, problem)


for _kind in (Exception, Http404, HttpError, ValidationError):
    api.add_exception_handler(_kind, said)


def _problem(request: HttpRequest, failure: BaseException) -> Problem | None:
    if isinstance(failure, Problem):
        return failure
    if isinstance(failure, HttpError) and failure.__cause__:  # around what the body's reader says
        return _problem(request, failure.__cause__)
    if isinstance(failure, ValidationError):
        return refused(failure.errors)
    if isinstance(failure, RequestDataTooBig):
        return Problem("too_large", 413)
    if isinstance(failure, SuspiciousOperation | BadRequest | UnreadablePostError | HttpError):
        return Problem("bad_request", 400)
    if isinstance(failure, Http404):
        return Problem("not_found", 404)
    if isinstance(failure, computing.Failed):
        return later("computation", 503, 60)
    if isinstance(failure, jobs.Full):
        status = 429 if failure.kind == "busy_visitor" else 503
        return later(failure.kind, status, failure.seconds)
    if storage.trouble(failure):
        log.error("storage", extra={"request": getattr(request, "request_id", "")})
        return later("storage", 503, 30)
    return None


Handler = Callable[[HttpRequest], HttpResponse]
PAGES = {400: "bad_request", 403: "bad_request", 404: "not_found", 500: "failure"}


def speak_as_api(get_response: Handler) -> Handler:
    """Under the API's root, say every failure as it says them, and each caller's share.

    Who is told to come back later rests first: refusals cost almost what answers do.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(ROOT):
            return response
        if response.status_code == 405:
            allowed = ", ".join(sorted(response["Allow"].split(", ")))
            found = Found(read=str(request.method)[:20], allowed=allowed)
            response = answer(request, Problem("method", 405, found, headers={"Allow": allowed}))
        elif response.status_code in PAGES and response["Content-Type"].startswith("text/html"):
            code = PAGES[response.status_code]
            response = answer(request, Problem(code, response.status_code))
        if response.status_code == 429:
            request.META[TURNED_AWAY] = True
        say_share(request, response)
        return response

    return handle
