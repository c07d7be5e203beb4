"""Who may drop lists here: whoever sits at this machine, unless a setting says otherwise.

A list names companies, people and telephone numbers. Where the server is offered to others, a
browser's cookie alone would keep them apart, and any stranger could make this machine compute.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse

from timonier.app.web import here
from timonier.app.web.environment import Environment
from timonier.app.web.limits import ALONE

View = Callable[..., HttpResponse]
LARGEST = 60_000_000  # bytes of a list, and of what its form adds
LIGHT = 2_000_000  # bytes of any other request


def may_be_open(environment: Environment) -> bool:
    """Whether this installation takes lists from somebody at all."""
    if environment.portfolio != "local":
        return environment.portfolio == "yes"
    offered = environment.public_url or environment.proxies
    return not offered and set(environment.hosts) <= set(here.NAMES)


def is_here_only() -> bool:
    """Whether the server is this machine's alone, so that no link of it opens elsewhere."""
    return settings.ENVIRONMENT.portfolio == "local"


def is_open(request: HttpRequest) -> bool:
    """Whether lists are open to whoever asks: by a setting, or because it is this machine's user.

    That is a connection from this machine, to a name of this machine, which nobody passed on.
    """
    if settings.ENVIRONMENT.portfolio == "yes":
        return True
    try:
        return may_be_open(settings.ENVIRONMENT) and here.is_near(request)
    except DisallowedHost:  # the page that says so asks as well
        return False


def for_advisers(view: View) -> View:
    """Answer whoever may drop lists; for anybody else, there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not is_open(request):
            raise Http404("portfolio")
        if settings.ENVIRONMENT.portfolio == "local":
            request.META[ALONE] = True  # nobody waits behind: a list of 100,000 rows takes its time
        return view(request, *args, **kwargs)

    return guarded


def may_send_list(request: HttpRequest) -> bool:
    """Whether a request may be as large as a list: it goes to the page that takes one."""
    return request.path.endswith("/portfolio/") and is_open(request)


def largest_body(environment: Environment) -> int:
    """Bytes of the largest request that is read at all."""
    return LARGEST if may_be_open(environment) else LIGHT
