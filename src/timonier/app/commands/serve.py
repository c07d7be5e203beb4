"""``timonier serve``: the web application on this machine."""

from typing import Annotated

import typer

from timonier.app.commands.shell import Refused, lang_option
from timonier.app.commands.speech import say, spoken


def add(app: typer.Typer, lang: str) -> None:
    """Register the command."""

    @app.command("serve", help=say("serve.help", lang))
    def serve(
        host: Annotated[str, typer.Option("--host", help=say("serve.host", lang))] = "127.0.0.1",
        port: Annotated[
            int, typer.Option("--port", help=say("serve.port", lang), min=1, max=65535, metavar="N")
        ] = 8000,
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> None:
        from timonier.app.serve import CannotServe
        from timonier.app.serve import serve as answer

        try:
            answer(host, port, lang or spoken())
        except CannotServe as error:
            raise Refused(str(error)) from error
