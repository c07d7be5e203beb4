"""``timonier serve``: the web application on this machine."""

import typer

from timonier.app.commands.shell import HOST, PORT, Refused, host_option, lang_option, port_option
from timonier.app.commands.speech import say, spoken


def add(app: typer.Typer, lang: str) -> None:
    """Register the command."""

    @app.command("serve", help=say("serve.help", lang))
    def serve(
        host: host_option(lang) = HOST,  # type: ignore[valid-type]
        port: port_option(lang) = PORT,  # type: ignore[valid-type]
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> None:
        from timonier.app.serve import CannotServe
        from timonier.app.serve import serve as answer

        try:
            answer(host, port, lang or spoken())
        except CannotServe as error:
            raise Refused(str(error)) from error
