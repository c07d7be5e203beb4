"""``timonier portfolio``: a list of companies; ``ALL`` are its commands, each in its own module."""

import typer

from timonier.app.commands.portfolio import check, list_, run
from timonier.app.commands.shell import lang_option
from timonier.app.commands.speech import say
from timonier.app.commands.worded import group_of

ALL = (check, run, list_)


def add(app: typer.Typer, lang: str) -> None:
    """Register the commands under their common name."""
    made = group_of("portfolio", say("portfolio.help", lang), lang)

    @made.callback()
    def portfolio(lang: lang_option(lang) = None) -> None:  # type: ignore[valid-type]
        pass  # the language has been read: the help of the group is in it

    for one in ALL:
        one.add(made, lang)
    app.add_typer(made)
