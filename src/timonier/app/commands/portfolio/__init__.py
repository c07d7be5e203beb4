"""``timonier portfolio``: a list of companies; ``ALL`` are its commands, each in its own module."""

from typing import Any

import typer

from timonier.app.commands.portfolio import check
from timonier.app.commands.shell import lang_option
from timonier.app.commands.speech import say
from timonier.app.commands.worded import worded

ALL = (check,)


def add(app: typer.Typer, lang: str) -> None:
    """Register the commands under their common name."""
    command, group = worded(lang)
    made = typer.Typer(
        name="portfolio",
        help=say("portfolio.help", lang),
        cls=group,
        rich_markup_mode=None,
        subcommand_metavar=say("title.some_command", lang),
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    register = made.command

    def registered(name: str, **settings: Any) -> Any:
        return register(name, cls=command, **settings)

    made.command = registered  # type: ignore[method-assign,assignment]

    @made.callback()
    def portfolio(lang: lang_option(lang) = None) -> None:  # type: ignore[valid-type]
        pass  # the language has been read: the help of the group is in it

    for one in ALL:
        one.add(made, lang)
    app.add_typer(made)
