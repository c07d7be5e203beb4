"""``timonier new``: an annotated company file."""

from typing import Annotated

import typer

from timonier.app.commands.shell import lang_option, message
from timonier.app.commands.speech import say, spoken


def add(app: typer.Typer, lang: str) -> None:
    """Register the command."""

    @app.command("new", help=say("new.help", lang))
    def new(
        path: Annotated[
            str | None,
            typer.Argument(
                help=say("new.path", lang), metavar=say("new.path_name", lang), show_default=False
            ),
        ] = None,
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> None:
        run(path, lang or spoken())


def run(path: str | None, lang: str) -> None:
    """Write the file, and say where on standard error."""
    from timonier.app.new import write_new
    from timonier.knowledge import load

    told = write_new(path, load(), lang)
    if told is not None:
        message(told[lang])
