"""``timonier ask``: the next questions in the terminal; the answers go back into the file."""

from typing import Annotated

import typer

from timonier.app.commands.shell import (
    SCENARIOS,
    Refused,
    company_argument,
    console,
    lang_option,
    working,
)
from timonier.app.commands.speech import say, spoken


def add(app: typer.Typer, lang: str) -> None:
    """Register the command."""

    @app.command("ask", help=say("ask.help", lang))
    def ask(
        company: company_argument(lang),  # type: ignore[valid-type]
        seed: Annotated[
            int, typer.Option("--seed", help=say("seed", lang), min=0, metavar="N")
        ] = 0,
        scenarios: Annotated[
            int | None,
            typer.Option(
                "--scenarios", help=say("ask.scenarios", lang), min=SCENARIOS[0], max=SCENARIOS[1]
            ),
        ] = None,
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> None:
        run(company, lang or spoken(), seed, scenarios)


def run(source: str, lang: str, seed: int, scenarios: int | None) -> None:
    """Hold the conversation on a file that exists and can be written."""
    from pathlib import Path

    from timonier.app.ask.conversation import Conversation
    from timonier.app.ask.screen import on_screen

    path = Path(source)
    if path.suffix != ".toml" or not path.is_file():
        raise Refused(say("ask.needs_file", lang, given=source))
    write = on_screen(console())
    Conversation(path, lang, input, write, seed, scenarios, lambda: working(lang)).run()
