"""``timonier api key``: make a key, list those made, close one."""

from typing import Annotated, Any

import typer

from timonier.app.commands.shell import (
    HOST,
    PORT,
    Refused,
    console,
    lang_option,
    message,
    port_option,
)
from timonier.app.commands.speech import say, spoken
from timonier.app.commands.worded import group_of
from timonier.app.web.api.key_terms import DAYS, MOST_DAYS, MOST_SHARE, SCOPES, SHARE


def add(app: typer.Typer, lang: str) -> None:
    """Register the group and its commands."""
    made = group_of("key", say("api.key.help", lang), lang)
    _create(made, lang)

    @made.command("list", help=say("api.key.list", lang))
    def list_(lang: lang_option(lang) = None) -> None:  # type: ignore[valid-type]
        _opened()
        _show(lang or spoken())

    @made.command("revoke", help=say("api.key.revoke", lang))
    def revoke(
        identifier: Annotated[
            str, typer.Argument(help=say("api.key.id", lang), metavar=say("api.key.id_name", lang))
        ],
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> None:
        _opened()
        from timonier.app.web.api import keys

        speaks = lang or spoken()
        if not keys.revoke(identifier):
            raise Refused(say("api.key.none", speaks, given=identifier))
        message(say("api.key.revoked", speaks, id=identifier))

    @made.command("page", help=say("api.key.page", lang))
    def page(
        port: port_option(lang) = PORT,  # type: ignore[valid-type]
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> None:
        _opened()
        from timonier.app.web import here

        typer.echo(f"http://{HOST}:{port}/{lang or spoken()}/keys/open/{here.word()}/")

    app.add_typer(made)


def _create(made: typer.Typer, lang: str) -> None:
    about, called = say("api.key.name", lang), say("api.key.name_name", lang)
    opens = typer.Option("--scope", help=say("api.key.scope", lang), metavar="|".join(SCOPES))
    lasts = typer.Option(
        "--days", help=say("api.key.days", lang), min=1, max=MOST_DAYS, metavar="N"
    )
    takes = typer.Option(
        "--share", help=say("api.key.share", lang), min=0, max=MOST_SHARE, metavar="N"
    )

    @made.command("create", help=say("api.key.create", lang))
    def create(
        name: Annotated[str, typer.Argument(help=about, metavar=called)],
        scope: Annotated[list[str] | None, opens] = None,
        days: Annotated[int, lasts] = DAYS,
        share: Annotated[int, takes] = SHARE,
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> None:
        make(name, scope or [], days, share, lang or spoken())


def make(name: str, scopes: list[str], days: int, share: int, lang: str) -> None:
    """Make a key: itself on standard output, what to know of it on standard error."""
    _opened()
    from timonier.app.web.api import keys, webhooks

    wrong = next((one for one in scopes if one not in SCOPES), None)
    if wrong is not None:
        raise Refused(say("api.key.no_scope", lang, given=wrong, known=", ".join(SCOPES)))
    made = keys.create(name, tuple(scopes) or SCOPES, days, share)
    typer.echo(made.shown)
    message(say("api.key.made", lang, id=made.kept.pk, day=_day(made.kept.expires_at, lang)))
    message(say("api.key.hooks", lang, secret=webhooks.secret_of(made.kept.pk)))


def _opened() -> None:
    from timonier.app.serve import CannotServe, open_database

    try:
        open_database()
    except CannotServe as error:
        raise Refused(str(error)) from error


def _show(lang: str) -> None:
    from rich.table import Table

    from timonier.app.web.models import ApiKey

    table = Table(box=None, pad_edge=False)
    for column in ("id", "name", "scopes", "share", "until", "used", "state"):
        table.add_column(say(f"api.key.column.{column}", lang))
    for key in ApiKey.objects.all():
        used = _day(key.used_on, lang) if key.used_on else "–"
        table.add_row(
            key.pk, key.name, ", ".join(key.scopes), str(key.share), _day(key.expires_at, lang),
            used, say(f"api.key.state.{key.state}", lang),
        )  # fmt: skip
    console().print(table)


def _day(at: Any, lang: str) -> str:
    from datetime import datetime

    from timonier.app.wording import day_label

    return day_label(at.date() if isinstance(at, datetime) else at, lang)
