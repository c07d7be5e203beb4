"""``timonier decide``: which model for this company."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from timonier.app.commands.shell import (
    Refused,
    company_argument,
    console,
    effort_option,
    lang_option,
    message,
    months_option,
    scenarios_option,
    seed_option,
    timed,
)
from timonier.app.commands.speech import say, spoken

INCOMPLETE = 3


def add(app: typer.Typer, lang: str) -> None:
    """Register the command."""

    @app.command("decide", help=say("decide.help", lang))
    def decide(
        company: company_argument(lang),  # type: ignore[valid-type]
        json: Annotated[bool, typer.Option("--json", help=say("json", lang))] = False,
        explain: Annotated[
            str | None,
            typer.Option("--explain", help=say("decide.explain", lang), metavar="PATH"),
        ] = None,
        effort: effort_option(lang) = "full",  # type: ignore[valid-type]
        seed: seed_option(lang) = 0,  # type: ignore[valid-type]
        scenarios: scenarios_option(lang) = None,  # type: ignore[valid-type]
        months: months_option(lang) = None,  # type: ignore[valid-type]
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> int:
        speaks = lang or ("fr" if json else spoken())
        how = {"effort": effort, "seed": seed, "scenarios": scenarios, "months": months}
        return run(company, speaks, json, explain, how)


def run(
    source: str,
    lang: str,
    as_json: bool,
    explain: str | None,
    how: Mapping[str, Any],
) -> int:
    """Decide and print; the code tells whether the result is complete."""
    import timonier
    from timonier.app.company_file import notices
    from timonier.app.document import document, dump
    from timonier.knowledge import load

    company = timonier.read_company_file(source)
    for notice in notices(company, load()):
        message(notice[lang])
    with timed(lang) as begins:
        decision = timonier.decide(company, **how)
        begins("doubting")
        written = document(decision, lang)
    if as_json:
        typer.echo(dump(written), nl=False)
    else:
        _show(decision, written, explain)
    if decision.verdict is None:
        message(say("say.incomplete", lang))
        return INCOMPLETE
    return 0


def _show(decision: Any, document: Any, explain: str | None) -> None:
    from timonier.app import terminal

    if explain is None:
        terminal.show_decision(document, console())
        return
    from timonier.app.document.explain import NoSuchPath, explained

    try:
        terminal.show_explained(explained(decision, document, explain), console())
    except NoSuchPath as error:
        raise Refused(_no_path(explain, error, document.language)) from error


def _no_path(given: str, error: Any, lang: str) -> str:
    if error.nearest:
        return say("say.unknown_path", lang, given=given, nearest=error.nearest)
    return say("say.unknown_part", lang, given=given, known=", ".join(error.known))
