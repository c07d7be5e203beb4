"""``timonier mcp``: the server of assistants, on standard input or over HTTP."""

from typing import Annotated, Literal

import typer

from timonier.app.commands.shell import HOST, Refused, host_option, lang_option, port_option
from timonier.app.commands.speech import say, spoken


def add(app: typer.Typer, lang: str) -> None:
    """Register the command."""

    @app.command("mcp", help=say("mcp.help", lang))
    def mcp(
        http: Annotated[bool, typer.Option("--http", help=say("mcp.http", lang))] = False,
        host: host_option(lang, "mcp.host") = HOST,  # type: ignore[valid-type]
        port: port_option(lang, "mcp.port") = 8765,  # type: ignore[valid-type]
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> None:
        run(http, host, port, lang or spoken())


def run(http: bool, host: str, port: int, lang: str) -> None:
    """Answer until standard input closes, or until stopped."""
    from timonier.app.mcp.running import on_standard_input, over_http
    from timonier.app.serve import CannotServe

    speaks: Literal["fr", "en"] = "en" if lang == "en" else "fr"
    if not http:
        on_standard_input(speaks)
        return
    try:
        over_http(host, port, speaks)
    except CannotServe as error:
        raise Refused(str(error)) from error
