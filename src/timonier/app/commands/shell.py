"""What commands share: options, consoles, progress, the time taken, and what ends with code 2."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from time import perf_counter
from typing import Annotated, Any

import typer

from timonier.app.commands.speech import LANGS, say, spoken
from timonier.engine.effort import EFFORTS

PATIENCE = 1.0  # seconds before a progress bar shows
SCENARIOS = (64, 200_000)
MONTHS = (36, 60)  # shorter, a team would be judged before it has settled
HOST, PORT = "127.0.0.1", 8000  # where the application listens unless told otherwise
UNBROKEN = re.compile(r"[^\S\u00a0\u202f]*[\S\u00a0\u202f]+[^\S\u00a0\u202f]*")


class Refused(Exception):
    """Something asked that cannot be done, worded for people; the program ends with code 2."""


def lang_option(lang: str) -> Any:
    """The type of ``--lang``, the same for every command."""
    return Annotated[
        str | None, typer.Option("--lang", help=say("lang", lang), callback=_known, metavar="fr|en")
    ]


def company_argument(lang: str) -> Any:
    """The type of a company file."""
    name = say("title.company", lang)
    return Annotated[str, typer.Argument(help=say("company", lang), metavar=name)]


def seed_option(lang: str) -> Any:
    """The type of ``--seed``."""
    return Annotated[int, typer.Option("--seed", help=say("seed", lang), min=0, metavar="N")]


def effort_option(lang: str) -> Any:
    """The type of ``--effort``."""
    return Annotated[
        str,
        typer.Option(
            "--effort", help=say("effort", lang), callback=_effort, metavar="|".join(EFFORTS)
        ),
    ]


def host_option(lang: str, about: str = "serve.host") -> Any:
    """The type of ``--host``, this machine alone unless told otherwise."""
    return Annotated[str, typer.Option("--host", help=say(about, lang))]


def port_option(lang: str, about: str = "serve.port") -> Any:
    """The type of ``--port``."""
    option = typer.Option("--port", help=say(about, lang), min=1, max=65535, metavar="N")
    return Annotated[int, option]


def _effort(given: str) -> str:
    if given not in EFFORTS:
        lang = spoken()
        expected = say("expected.effort", lang, known=", ".join(EFFORTS))
        raise Refused(say("say.refused", lang, name="--effort", given=given, expected=expected))
    return given


def scenarios_option(lang: str) -> Any:
    """The type of ``--scenarios``."""
    return _bounded("scenarios", SCENARIOS, lang)


def months_option(lang: str) -> Any:
    """The type of ``--months``."""
    return _bounded("months", MONTHS, lang)


def _bounded(name: str, bounds: tuple[int, int], lang: str) -> Any:
    low, high = bounds
    option = typer.Option(
        f"--{name}", help=say(name, lang), min=low, max=high, metavar="N", show_default=False
    )
    return Annotated[int | None, option]


def _known(given: str | None) -> str | None:
    if given is not None and given not in LANGS:
        expected = say("expected.lang", spoken())
        raise Refused(say("say.refused", spoken(), name="--lang", given=given, expected=expected))
    return given


def console(*, err: bool = False, **settings: Any) -> Any:
    """Where to print: standard output, or standard error for messages; rich's own ``settings``."""
    from rich import _wrap
    from rich.console import Console

    # rich breaks lines at any Unicode space, even at those that French sets to prevent a break.
    _wrap.re_word = UNBROKEN
    return Console(stderr=err, highlight=False, **settings)


def message(text: str) -> None:
    """A message on standard error."""
    typer.echo(text, err=True)


@contextmanager
def timed(lang: str) -> Iterator[Callable[[str], None]]:
    """Show that work goes on when it lasts, then say how long it took, all on standard error.

    What is yielded says which part of the work begins, by its key under ``say``.
    """
    from timonier.kernel_cache import any_kept

    if not any_kept():
        message(say("say.compiling", lang))
    started = perf_counter()
    with working(lang) as describe:
        yield lambda part: describe(say(f"say.{part}", lang))
    seconds = perf_counter() - started
    written = f"{seconds:.1f}".replace(".", "," if lang == "fr" else ".")
    message(say("say.took", lang, seconds=written))


@contextmanager
def working(lang: str) -> Iterator[Callable[[str], None]]:
    """A moving bar after a second, on a terminal only; what is yielded changes its words."""
    words = say("say.computing", lang)
    if not sys.stderr.isatty():
        yield lambda words: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        console=console(err=True),
        transient=True,
    )
    task = bar.add_task(words, total=None)
    waiting = Timer(PATIENCE, bar.start)
    waiting.daemon = True
    waiting.start()
    try:
        yield lambda words: bar.update(task, description=words)
    finally:
        waiting.cancel()
        bar.stop()
