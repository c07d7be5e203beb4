"""``timonier report``: the plan of a decision as a folder of documents and an archive."""

from pathlib import Path
from typing import Annotated, Any

import typer

from timonier.app.commands.shell import (
    Refused,
    company_argument,
    lang_option,
    message,
    months_option,
    scenarios_option,
    seed_option,
    timed,
)
from timonier.app.commands.speech import say, spoken

INCOMPLETE = 3
MODELS = ("in_house", "outsourced", "hybrid", "as_is", "intended")
PAPERS = ("a4", "letter")


def add(app: typer.Typer, lang: str) -> None:
    """Add the command to the program, its help in this language."""

    @app.command("report", help=say("report.help", lang))
    def report(
        company: company_argument(lang),  # type: ignore[valid-type]
        out: Annotated[
            Path, typer.Option("-o", "--out", help=say("report.out", lang), metavar="DIR")
        ],
        model: Annotated[
            str | None,
            typer.Option("--model", help=say("report.model", lang), metavar="|".join(MODELS)),
        ] = None,
        paper: Annotated[
            str | None,
            typer.Option("--paper", help=say("report.paper", lang), metavar="|".join(PAPERS)),
        ] = None,
        site: Annotated[
            str | None,
            typer.Option("--site", help=say("report.site", lang), metavar="URL"),
        ] = None,
        seed: seed_option(lang) = 0,  # type: ignore[valid-type]
        scenarios: scenarios_option(lang) = None,  # type: ignore[valid-type]
        months: months_option(lang) = None,  # type: ignore[valid-type]
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> int:
        speaks = lang or spoken()
        _among("--model", model, MODELS, speaks)
        _among("--paper", paper, PAPERS, speaks)
        settings = {"seed": seed, "scenarios": scenarios, "months": months}
        return run(company, speaks, out, model, paper, site, settings)


def _among(name: str, given: str | None, allowed: tuple[str, ...], lang: str) -> None:
    if given is not None and given not in allowed:
        expected = ", ".join(allowed)
        raise Refused(say("say.refused", lang, name=name, given=given, expected=expected))


def run(
    source: str,
    lang: str,
    out: Path,
    model: str | None,
    paper: Any,
    site: str | None,
    settings: dict[str, Any],
) -> int:
    """Decide, plan, write the folder; the code tells whether there was a team to plan."""
    from datetime import date

    import timonier
    from timonier.app.company_file import notices
    from timonier.app.report.make import SITE, voice_of, whole, write
    from timonier.app.report.planned import NoSuchTeam
    from timonier.knowledge import load

    company = timonier.read_company_file(source)
    _make(out, lang)
    for notice in notices(company, load()):
        message(notice[lang])
    with timed(lang):
        decision = timonier.decide(company, **settings)
        try:
            voice = voice_of(decision, lang, date.today(), model=model, site=site or SITE)
        except NoSuchTeam as missing:
            message(_no_team(missing, lang))
            return INCOMPLETE
        made = whole(voice, decision, paper)
    written = _written(made, out, lang, write)
    typer.echo(f"{written[0]}\n{written[-1]}")
    return 0


def _no_team(missing: Any, lang: str) -> str:
    if not missing.models:
        return say("report.nothing", lang)
    return say("report.no_team", lang, model=missing.model, models=", ".join(missing.models))


def _make(out: Path, lang: str) -> None:
    """Create the folder before the work, so that a wrong one costs no waiting."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Refused(say("report.cannot_write", lang, path=out)) from None


def _written(made: Any, out: Path, lang: str, write: Any) -> list[Path]:
    try:
        return list(write(made, out))
    except OSError as error:
        where = error.filename or out
        raise Refused(say("report.cannot_write", lang, path=where)) from None
