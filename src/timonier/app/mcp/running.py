"""Run the server: on standard input for one assistant, or over HTTP in a process of its own."""

from __future__ import annotations

import os
import sys
from ipaddress import ip_address

import uvicorn
from mcp.server.transport_security import TransportSecuritySettings

from timonier.app.mcp.server import make_server
from timonier.app.mcp.words import Lang, say
from timonier.app.serve import CannotServe, is_beyond, listen
from timonier.app.web.environment import BadSetting, hosts

PATH = "/mcp"
LARGEST = 2_000_000  # bytes of a request: a company file is a megabyte at most
PATIENCE = 5  # seconds for what is being answered when told to stop


def on_standard_input(lang: Lang) -> None:
    """Answer one assistant until it closes standard input; messages go to standard error."""
    make_server(lang).run("stdio")


def over_http(host: str, port: int, lang: Lang) -> None:
    """Answer assistants over HTTP until stopped; CannotServe, in words, when that is impossible.

    Only requests that name a known host, and come from no other site, are answered: a page that
    has its own name point to this machine gets nothing.
    """
    try:
        guarded = security(host, hosts(os.environ))
    except BadSetting as wrong:
        raise CannotServe(str(wrong)) from wrong
    listening = listen(host, port)
    server = make_server(lang)
    application = server.streamable_http_app(
        streamable_http_path=PATH, transport_security=guarded, max_request_body_size=LARGEST
    )
    shown = f"[{host}]" if ":" in host else host
    print(say("ready", lang, address=f"http://{shown}:{port}{PATH}"), file=sys.stderr, flush=True)
    if is_beyond(host):
        print(say("beyond", lang), file=sys.stderr, flush=True)
    settings = uvicorn.Config(
        application, log_level="warning", access_log=False, timeout_graceful_shutdown=PATIENCE
    )
    uvicorn.Server(settings).run(sockets=[listening])


def security(host: str, known: tuple[str, ...]) -> TransportSecuritySettings:
    """Which names a request may say it is for, and which sites it may come from."""
    names = [*known, *([] if _is_everywhere(host) else [f"[{host}]" if ":" in host else host])]
    names = list(dict.fromkeys(names))
    ways = [f"{scheme}://{name}" for scheme in ("http", "https") for name in names]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[with_port for name in names for with_port in (name, f"{name}:*")],
        allowed_origins=[with_port for way in ways for with_port in (way, f"{way}:*")],
    )


def _is_everywhere(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return host == ""
