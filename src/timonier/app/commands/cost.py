"""``timonier cost``: what a hire costs its employer a year."""

from typing import Annotated, Any

import typer

from timonier.app.commands.shell import Refused, console, lang_option
from timonier.app.commands.speech import markets, say, spoken


def add(app: typer.Typer, lang: str) -> None:
    """Register the command."""

    def option(name: str, key: str) -> Any:
        return typer.Option(name, help=say(f"cost.{key}", lang))

    def argument(key: str, **values: str) -> Any:
        name = say(f"cost.{key}_name", lang)
        return typer.Argument(help=say(f"cost.{key}", lang, **values), metavar=name)

    @app.command("cost", help=say("cost.help", lang))
    def cost(
        market: Annotated[str, argument("market", markets=", ".join(markets()))],
        salary: Annotated[float, argument("salary")],
        cadre: Annotated[bool, option("--cadre", "cadre")] = False,
        headcount: Annotated[int, option("--headcount", "headcount")] = 20,
        payroll: Annotated[float | None, option("--payroll", "payroll")] = None,
        date: Annotated[str, option("--date", "date")] = "2026-01",
        at_mp: Annotated[float | None, option("--at-mp", "at_mp")] = None,
        mutuelle: Annotated[float | None, option("--mutuelle", "mutuelle")] = None,
        mobility: Annotated[float | None, option("--mobility", "mobility")] = None,
        manufacturing: Annotated[bool, option("--manufacturing", "manufacturing")] = False,
        benefits: Annotated[float | None, option("--benefits", "benefits")] = None,
        apprentice: Annotated[bool, option("--apprentice", "apprentice")] = False,
        json: Annotated[bool, typer.Option("--json", help=say("json_plain", lang))] = False,
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> None:
        asked = {
            "cadre": cadre,
            "headcount": headcount,
            "payroll": payroll,
            "date": date,
            "at_mp": at_mp,
            "mutuelle": mutuelle,
            "mobility": mobility,
            "manufacturing": manufacturing,
            "benefits": benefits,
            "apprentice": apprentice,
        }
        run(market, salary, asked, json, lang or spoken())


def run(market: str, salary: float, asked: dict[str, Any], as_json: bool, lang: str) -> None:
    """Check the request, then print the document or the table."""
    from timonier.app.cost import InputError, cost_document, hire, render
    from timonier.app.document import dump

    try:
        request = hire(market, salary, lang=lang, **asked)
    except InputError as error:
        raise Refused(str(error)) from error
    if as_json:
        typer.echo(dump(cost_document(request)), nl=False)
    else:
        console().print(render(request, lang))
