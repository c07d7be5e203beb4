"""``timonier portfolio check``: read a list and say what is read, changed and refused."""

import json as json_text
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from timonier.app.commands.shell import console, lang_option, message, working
from timonier.app.commands.speech import say, spoken

INCOMPLETE = 3


def add(app: typer.Typer, lang: str) -> None:
    """Register the command."""

    @app.command("check", help=say("portfolio.check.help", lang))
    def check(
        source: Annotated[
            str,
            typer.Argument(
                help=say("portfolio.list_file", lang), metavar=say("portfolio.list_name", lang)
            ),
        ],
        map_file: Annotated[
            Path | None,
            typer.Option("--map", help=say("portfolio.map", lang), metavar="MAP.toml"),
        ] = None,
        errors: Annotated[
            Path | None,
            typer.Option(
                "--errors", help=say("portfolio.check.errors", lang), metavar="F.csv|F.xlsx"
            ),
        ] = None,
        json: Annotated[bool, typer.Option("--json", help=say("json", lang))] = False,
        lang: lang_option(lang) = None,  # type: ignore[valid-type]
    ) -> int:
        return run(source, map_file, errors, json, lang or ("fr" if json else spoken()))


def run(source: str, map_file: Path | None, errors: Path | None, as_json: bool, lang: str) -> int:
    """Read the list, print what was found, write what was asked for; 3 when something is left."""
    from timonier.app.portfolio.check import Checked
    from timonier.app.portfolio.errors_file import errors_file
    from timonier.app.portfolio.reading import ListMap, read_list, read_map

    given = read_map(map_file) if map_file and map_file.exists() else ListMap()
    with working(lang):
        reading = read_list(source, given)
        checked = Checked(reading)
        kept = errors_file(errors, reading, lang) if errors else nullcontext()
        with kept as file:
            rows = _writing(checked, file)
            if as_json:
                _print_json(checked, rows, lang)
            else:
                for _ in rows:
                    pass
    if not as_json:
        from timonier.app.portfolio.screen import show_checked

        show_checked(checked, source, console(), lang)
    if errors:
        _say_errors(file, errors, lang)
    if map_file and not map_file.exists():
        _write_map(reading, map_file, lang)
    return INCOMPLETE if checked.bad or reading.questions else 0


def _writing(checked: Any, file: Any) -> Any:
    """The rows, those with problems written aside as they pass."""
    for row in checked.rows():
        if file is not None and row.problems:
            file.add(row)
        yield row


def _print_json(checked: Any, rows: Any, lang: str) -> None:
    """The document, row by row: a list of a million is never held whole."""
    from timonier.app.portfolio.check import head_document, row_document, summary_document

    def dumped(value: Any) -> str:
        return json_text.dumps(value, ensure_ascii=False)

    head = head_document(checked.reading, lang)
    parts = [f"{dumped(key)}: {dumped(value)}" for key, value in head.items()]
    typer.echo("{\n" + ",\n".join(parts) + ',\n"rows": [', nl=False)
    for i, row in enumerate(rows):
        typer.echo(("," if i else "") + "\n" + dumped(row_document(row, lang)), nl=False)
    typer.echo(f'\n],\n"summary": {dumped(summary_document(checked, lang))}\n}}')


def _say_errors(file: Any, path: Path, lang: str) -> None:
    from timonier.app.portfolio.reading.values import say as said

    key = "check.errors_written" if file.written else "check.errors_none"
    message(said(key, n=file.written, file=str(path))[lang])


def _write_map(reading: Any, path: Path, lang: str) -> None:
    from timonier.app.portfolio.reading import ListError, write_map
    from timonier.app.portfolio.reading.values import say as said

    text = write_map(reading.mapping, reading.questions, lang)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise ListError("map_write", file=str(path), reason=problem.strerror or "") from None
    message(said("check.map_written", file=str(path))[lang])
