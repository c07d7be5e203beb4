"""``timonier api``: the API alone, and the keys that open it."""

import typer

from timonier.app.commands.api import keys
from timonier.app.commands.shell import HOST, PORT, Refused, host_option, lang_option, port_option
from timonier.app.commands.speech import say, spoken
from timonier.app.commands.worded import group_of

URLS = "timonier.app.web.api.alone"


def add(app: typer.Typer, lang: str) -> None:
    """Register the group: by itself it serves, and below it are the commands of the keys."""
    made = group_of("api", say("api.help", lang), lang, invoke_without_command=True)

    @made.callback()
    def api(
        context: typer.Context,
        host: host_option(lang) = HOST,  # type: ignore[valid-type]
        port: port_option(lang) = PORT,  # type: ignore[valid-type]
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> None:
        if context.invoked_subcommand is None:
            run(host, port, lang or spoken())

    keys.add(made, lang)
    app.add_typer(made)


def run(host: str, port: int, lang: str) -> None:
    """Serve the API and no page, until stopped."""
    from timonier.app.serve import CannotServe, serve

    try:
        serve(host, port, lang, urls=URLS)
    except CannotServe as error:
        raise Refused(str(error)) from error
