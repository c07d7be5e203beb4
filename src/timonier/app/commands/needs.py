"""``timonier needs``: the work, before any model."""

from typing import Annotated

import typer

from timonier.app.commands.shell import company_argument, console, lang_option, seed_option
from timonier.app.commands.speech import say, spoken


def add(app: typer.Typer, lang: str) -> None:
    """Register the command."""

    @app.command("needs", help=say("needs.help", lang))
    def needs(
        company: company_argument(lang),  # type: ignore[valid-type]
        json: Annotated[bool, typer.Option("--json", help=say("json", lang))] = False,
        seed: seed_option(lang) = 0,  # type: ignore[valid-type]
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> None:
        speaks = lang or ("fr" if json else spoken())
        run(company, speaks, json, seed)


def run(source: str, lang: str, as_json: bool, seed: int) -> None:
    """Draw the work as ``decide`` does and print it."""
    import timonier
    from timonier.app import terminal
    from timonier.app.document import dump, work

    document = work(timonier.read_company_file(source), lang, seed)
    if as_json:
        typer.echo(dump(document), nl=False)
    else:
        terminal.show_needs(document, console())
