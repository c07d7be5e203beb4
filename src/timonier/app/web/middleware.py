"""What happens around every request: one line in the log, and whose browser this is."""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from timonier.app.web import computing, jobs, region, storage
from timonier.app.web.limits import address_key
from timonier.app.web.portfolio import access

COOKIE = settings.BROWSER_COOKIE
REFUSED = (400, 401, 403, 413, 429, 503)  # what a watch on the journal counts
DAY = 24 * 3600
ONE_YEAR = 365 * DAY
LONGEST_DAY = 8  # figures of a day, counted from 1970
log = logging.getLogger("timonier.web")

Handler = Callable[[HttpRequest], HttpResponse]


def log_requests(get_response: Handler) -> Handler:
    """Write one line a request: the route's name, never its address, which may hold answers."""

    def handle(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request.request_id = secrets.token_hex(6)  # type: ignore[attr-defined]
        response = get_response(request)
        match = request.resolver_match
        is_refused = response.status_code in REFUSED
        log.log(
            logging.WARNING if is_refused else logging.INFO,
            "refused" if is_refused else "request",
            extra={
                "method": request.method,
                "route": match.view_name if match else "",
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - started) * 1000, 1),
                "request": request.request_id,  # type: ignore[attr-defined]
                **_key_of(request),
            },
        )
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response

    return handle


def _key_of(request: HttpRequest) -> dict[str, str]:
    """The identifier of the key that a program showed, which opens nothing by itself."""
    key = getattr(getattr(request, "caller", None), "key", "")
    return {"key": key} if key else {}


def log_failure(sender: object, request: HttpRequest | None = None, **_: object) -> None:
    """Write the traceback of an unexpected failure, under the number of its request."""
    match = request.resolver_match if request else None
    extra = {
        "route": match.view_name if match else "",
        "request": getattr(request, "request_id", ""),
    }
    log.exception("failure", extra=extra)


def recognise_browser(get_response: Handler) -> Handler:
    """Give ``request.owner``: what this browser's situations are kept under, "" for a new one.

    The cookie holds a random token; the database only its hash, so that it opens nothing if read.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        token = request.COOKIES.get(COOKIE, "")
        owner = owner_of(token) if token and not is_over(token) else ""
        request.owner = owner  # type: ignore[attr-defined]
        jobs.VISITOR.set(jobs.Visitor(owner, address_key(request)))
        request.new_token = ""  # type: ignore[attr-defined]
        response = get_response(request)
        fresh = request.new_token  # type: ignore[attr-defined]
        if fresh:
            response.set_cookie(
                COOKIE,
                fresh,
                max_age=ONE_YEAR,
                httponly=True,
                samesite="Lax",
                secure=settings.SECURE,
            )
        return response

    return handle


def notice_country(get_response: Handler) -> Handler:
    """Note where the visitor probably is: their market comes first wherever markets are listed."""

    def handle(request: HttpRequest) -> HttpResponse:
        region.COUNTRY.set(region.country_of(request.headers.get("Accept-Language", "")))
        return get_response(request)

    return handle


def say_what_is_awaited(get_response: Handler) -> Handler:
    """Answer a page that says so where work is waited for, refused or failed, or storage is."""

    def handle(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    handle.process_exception = _awaited  # type: ignore[attr-defined]
    return handle


def _awaited(request: HttpRequest, failure: Exception) -> HttpResponse | None:
    from timonier.app.web import problems
    from timonier.app.web.views import waiting

    if isinstance(failure, computing.NotYet):
        return waiting.page(request, failure.job)
    if isinstance(failure, computing.Failed):
        return problems.problem(request, f"job_{failure.reason}", 503)
    if isinstance(failure, jobs.Full):
        return problems.unavailable(request, failure.kind, failure.seconds)
    kind = storage.trouble(failure)
    if not kind:
        return None
    log.error("storage", extra={"route": kind, "request": getattr(request, "request_id", "")})
    return problems.unavailable(request, f"storage_{kind}")


def refuse_large(get_response: Handler) -> Handler:
    """Refuse a request larger than any page takes, but for a list dropped where lists are open."""

    def handle(request: HttpRequest) -> HttpResponse:
        from timonier.app.web.problems import problem

        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > access.LIGHT and not access.may_send_list(request):
            return problem(request, "too_large", 413)
        return get_response(request)

    return handle


def keep_nothing(get_response: Handler) -> Handler:
    """Let no browser and no proxy keep a page, unless its view says that it is nobody's."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

    return handle


def new_token() -> str:
    """A browser's token: 192 random bits, and the day on which its year begins."""
    return f"{int(time.time() // DAY)}.{secrets.token_urlsafe(24)}"


def is_over(token: str) -> bool:
    """Whether a token has had its year: a browser lets go of its cookie, a copy of it might not.

    Another day in the same token makes another token, which opens nothing. Those made before they
    held their day have their browser's word alone.
    """
    begun, dot, _ = token.partition(".")
    if not dot:
        return False
    if not begun.isdecimal() or len(begun) > LONGEST_DAY:
        return True
    return time.time() - int(begun) * DAY > ONE_YEAR + DAY


def owner_of(token: str) -> str:
    """Hash a browser's token into the key that its situations carry."""
    return hashlib.sha256(token.encode()).hexdigest()


def ensure_owner(request: HttpRequest) -> str:
    """Return the owner of this browser, and give it a cookie when it has none."""
    if not request.owner:  # type: ignore[attr-defined]
        request.new_token = new_token()  # type: ignore[attr-defined]
        request.owner = owner_of(request.new_token)  # type: ignore[attr-defined]
    return str(request.owner)  # type: ignore[attr-defined]
