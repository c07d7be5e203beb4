"""``timonier facts``: the figures in use, their sources and their review dates."""

from typing import Annotated

import typer

from timonier.app.commands.shell import Refused, console, lang_option
from timonier.app.commands.speech import say, spoken


def add(app: typer.Typer, lang: str) -> None:
    """Register the command."""

    @app.command("facts", help=say("facts.help", lang))
    def facts(
        keys: Annotated[
            list[str] | None,
            typer.Argument(
                help=say("facts.keys", lang),
                metavar=say("facts.keys_name", lang),
                show_default=False,
            ),
        ] = None,
        stale: Annotated[bool, typer.Option("--stale", help=say("facts.stale", lang))] = False,
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> None:
        run(keys or [], stale, lang or spoken())


def run(keys: list[str], stale: bool, lang: str) -> None:
    """Find the figures and print them."""
    from datetime import date

    from timonier.app import facts
    from timonier.app.cost import InputError
    from timonier.knowledge import load

    try:
        found = facts.find_figures(load(), keys, lang)
    except InputError as error:
        raise Refused(str(error)) from error
    if stale:
        past = facts.stale(load(), date.today())
        found = [figure for figure in past if figure in found]
    facts.render(found, lang, console())
