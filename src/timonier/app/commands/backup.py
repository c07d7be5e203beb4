"""``timonier backup`` and ``restore``: copy what the web application keeps, and put it back."""

from pathlib import Path
from typing import Annotated

import typer

from timonier.app.commands.shell import Refused, lang_option, message
from timonier.app.commands.speech import say, spoken


def add(app: typer.Typer, lang: str) -> None:
    """Register the two commands."""

    @app.command("backup", help=say("backup.help", lang))
    def backup(
        path: Annotated[
            Path,
            typer.Argument(help=say("backup.path", lang), metavar=say("backup.path_name", lang)),
        ],
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> None:
        run("backup", path, lang or spoken())

    @app.command("restore", help=say("backup.restore_help", lang))
    def restore(
        path: Annotated[
            Path,
            typer.Argument(
                help=say("backup.restore_path", lang), metavar=say("backup.path_name", lang)
            ),
        ],
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> None:
        run("restore", path, lang or spoken())


def run(way: str, path: Path, lang: str) -> None:
    """Copy or put back, and say how much."""
    from timonier.app.serve import CannotServe, open_database

    try:
        open_database()
    except CannotServe as error:
        raise Refused(str(error)) from error
    from django.db import DatabaseError

    from timonier.app.web import backup

    try:
        counted = getattr(backup, way)(path)
    except backup.BadBackup as bad:
        raise Refused(say(f"backup.{bad.kind}", lang, path=path)) from bad
    except OSError as error:
        raise Refused(say("backup.unreadable", lang, path=path, reason=error.strerror)) from error
    except DatabaseError as error:
        raise Refused(str(error)) from error
    message(
        say(f"backup.{way}_done", lang, situations=counted.situations, revisions=counted.revisions)
    )
