"""``timonier portfolio list``: the calls worth making, on the screen or as a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from timonier.app.commands.shell import Refused, console, lang_option, message
from timonier.app.commands.speech import say, spoken

SHOWN = 20
BASKETS = ("act_now", "one_question", "talk", "leave_in_peace", "not_enough_known")


@dataclass(frozen=True)
class Asked:
    """What was asked for."""

    folder: Path
    basket: str | None
    top: int | None
    csv: Path | None
    xlsx: Path | None
    json: bool
    since: Path | None
    lang: str


def add(app: typer.Typer, lang: str) -> None:
    """Register the command."""
    name = say("portfolio.run.out_name", lang)

    def option(kind: Any, key: str, metavar: str, **bounds: Any) -> Any:
        words = say(f"portfolio.list.{key}", lang)
        return Annotated[kind, typer.Option(f"--{key}", help=words, metavar=metavar, **bounds)]

    @app.command("list", help=say("portfolio.list.help", lang))
    def list_(
        folder: Annotated[
            Path, typer.Argument(help=say("portfolio.list.folder", lang), metavar=name)
        ],
        basket: option(str | None, "basket", "|".join(BASKETS)) = None,  # type: ignore[valid-type]
        top: option(int | None, "top", "N", min=1) = None,  # type: ignore[valid-type]
        csv: option(Path | None, "csv", "F.csv") = None,  # type: ignore[valid-type]
        xlsx: option(Path | None, "xlsx", "F.xlsx") = None,  # type: ignore[valid-type]
        json: Annotated[bool, typer.Option("--json", help=say("json", lang))] = False,
        since: option(Path | None, "since", name) = None,  # type: ignore[valid-type]
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> int:
        speaks = lang or ("fr" if json else spoken())
        if basket is not None and basket not in BASKETS:
            expected = say("expected.basket", speaks, known=", ".join(BASKETS))
            values = {"name": "--basket", "given": basket, "expected": expected}
            raise Refused(say("say.refused", speaks, **values))
        return _list(Asked(folder, basket, top, csv, xlsx, json, since, speaks))


def _list(asked: Asked) -> int:
    """Read the parts, order them, write what was asked for."""
    from timonier.app.portfolio.calls import before, calls
    from timonier.app.portfolio.screen_calls import show_calls

    folder = _folder(asked.folder, asked.lang)
    earlier = before(_folder(asked.since, asked.lang)) if asked.since else None
    found = calls(folder, asked.basket)
    if asked.json:
        _print_json(found, asked, earlier)
        return 0
    files = [path for path in (asked.csv, asked.xlsx) if path]
    for path in files:
        _write(found, asked, earlier, path)
    if not files:
        rows = list(_listed(found, asked.top or SHOWN, earlier))
        show_calls(found, rows, console(), asked.lang)
    return 0


def _folder(path: Path, lang: str) -> Any:
    from timonier.app.portfolio.folder import Folder

    folder = Folder(path)
    if folder.settings() is None:
        raise Refused(say("portfolio.list.not_one", lang, path=path))
    return folder


def _listed(found: Any, top: int | None, earlier: Any) -> Iterator[Any]:
    from timonier.app.portfolio.calls import NO_CHANGE, change
    from timonier.app.portfolio.export import Listed, when

    for line, moment in found.timed(top):
        changed = NO_CHANGE if earlier is None else change(line, earlier)
        yield Listed(line, changed, when(moment))


def _write(found: Any, asked: Asked, earlier: Any, path: Path) -> None:
    from timonier.app.portfolio.export import say as said
    from timonier.app.portfolio.export import sheet_of, write_csv, write_xlsx

    sheet = sheet_of(found.lines(asked.top), asked.lang)
    write: Callable[..., int] = write_csv if path == asked.csv else write_xlsx
    try:
        written = write(path, _listed(found, asked.top, earlier), sheet)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        values = {"path": path, "reason": reason}
        raise Refused(say("portfolio.run.cannot_write", asked.lang, **values)) from error
    message(said("list.written", asked.lang, n=written, file=path))


def _print_json(found: Any, asked: Asked, earlier: Any) -> None:
    """Row by row: a list of a million is never held whole."""
    import json

    from timonier.app.document.parts import plain
    from timonier.app.portfolio.export import changed

    def dumped(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    typer.echo(f'{{"counts": {dumped(found.counts)}, "rows": [', nl=False)
    for i, one in enumerate(_listed(found, asked.top, earlier)):
        row = {
            **plain(one.line),
            "facts": one.line.document,
            "computed_at": one.computed_at,
            "changed_since": changed(one.change, asked.lang) or None,
            "previous_first": one.change.previous_first,
        }
        typer.echo(("," if i else "") + "\n" + dumped(row), nl=False)
    typer.echo("\n]}")
