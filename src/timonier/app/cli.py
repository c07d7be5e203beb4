"""The command line: registers the commands, then turns whatever happens into words and a code.

Codes: 0 done, 1 internal error, 2 bad input, 3 a result that is incomplete.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import typer

from timonier.app.commands import ALL
from timonier.app.commands.shell import Refused, message
from timonier.app.commands.speech import language, say
from timonier.app.commands.worded import worded

INTERNAL, BAD_INPUT, INTERRUPTED = 1, 2, 130
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)  # what was printed has no room


def make(lang: str) -> typer.Typer:
    """The program with its helps in one language."""
    command, group = worded(lang)
    made = typer.Typer(
        name="timonier",
        help=say("about", lang),
        cls=group,
        add_completion=False,
        rich_markup_mode=None,
        subcommand_metavar=say("title.some_command", lang),
        context_settings={"help_option_names": ["--help", "-h"]},
    )

    @made.callback()
    def program(
        version: bool = typer.Option(
            False, "--version", help=say("version", lang), callback=_version, is_eager=True
        ),
        spoken: str | None = typer.Option(
            None, "--lang", help=say("lang", lang), metavar="fr|en", show_default=False
        ),
    ) -> None:
        pass

    register = made.command

    def registered(name: str, **settings: Any) -> Any:
        return register(name, cls=command, **settings)

    made.command = registered  # type: ignore[method-assign,assignment]
    for one in ALL:
        one.add(made, lang)
    return made


def _version(asked: bool) -> None:
    if asked:
        from timonier import __version__

        typer.echo(__version__)
        raise typer.Exit


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; every message is in the language asked for."""
    lang = language(arguments)
    given = _language_last(list(arguments)) or ["--help"]
    command = typer.main.get_command(make(lang))
    try:
        code = int(command.main(given, prog_name="timonier", standalone_mode=False) or 0)
        if code == INTERRUPTED:
            message(say("say.stopped", lang))
        sys.stdout.flush()  # here, where what goes wrong is said
        return code
    except Refused as refused:
        return _refuse(str(refused), lang)
    except (BrokenPipeError, SystemExit):  # the reader has closed the pipe; rich then wants to exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, typer.Abort):
        message(say("say.stopped", lang))
        return INTERRUPTED
    except Exception as error:
        return _explain(error, lang, arguments)


def _language_last(arguments: list[str]) -> list[str]:
    """``--lang`` written before the command goes after it, where commands read it.

    >>> _language_last(["--lang", "en", "facts"]), _language_last(["a", "--lang=fr", "b"])
    (['facts', '--lang', 'en'], ['a', 'b', '--lang=fr'])
    """
    for i, word in enumerate(arguments):
        n = 2 if word == "--lang" else 1 if word.startswith("--lang=") else 0
        rest = [*arguments[:i], *arguments[i + n :]]
        if n and len(arguments) >= i + n and any(not one.startswith("-") for one in rest):
            return [*rest, *arguments[i : i + n]]
    return arguments


def _explain(error: Exception, lang: str, arguments: Sequence[str]) -> int:
    """Words for a mistake of usage or of input; anything else is ours."""
    words = getattr(error, "words", None)
    if callable(words):  # a company file that is refused
        return _refuse(words(lang), lang)
    if hasattr(error, "exit_code") and hasattr(error, "format_message"):
        return _refuse(_usage(error, lang, arguments), lang)
    if isinstance(error, OSError) and error.errno in FULL:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nor at the last flush
        return _refuse(say("say.no_room", lang, reason=errno.errorcode[error.errno]), lang)
    message(say("say.internal", lang))
    traceback.print_exception(error)
    return INTERNAL


def _refuse(words: str, lang: str) -> int:
    message(f"{say('say.error', lang)} {words}")
    return BAD_INPUT


def _usage(error: Any, lang: str, arguments: Sequence[str]) -> str:
    """A mistake in the command itself, in the product's words."""
    kind, context = type(error).__name__, getattr(error, "ctx", None)
    if kind == "NoSuchOption":
        options = [o for p in context.command.params for o in p.opts] if context else []
        return _unknown("no_option", error.option_name, options, lang)
    if kind == "MissingParameter":
        name, usage = error.param.metavar or error.param.name, _pieces(context, lang)
        option = error.param.opts[0]
        if option.startswith("-"):  # a required option, which the usage does not show
            name = f"{option} {name}"
            usage = f"{usage} {name}"
        return say("say.missing", lang, name=name, usage=usage)
    if kind == "BadParameter" and error.param is not None:
        return _bad_value(error, lang, arguments)
    if kind == "BadOptionUsage":
        return say("say.needs_value", lang, name=error.option_name)
    if context is not None and hasattr(context.command, "commands"):
        words = [a for a in arguments if not a.startswith("-")]
        given = next((a for a in words if a != context.info_name), "")
        return _unknown("no_command", given, list(context.command.commands), lang)
    return say("say.too_many", lang, usage=_pieces(context, lang))


def _pieces(context: Any, lang: str) -> str:
    usage = str(context.command.get_usage(context)) if context else "timonier --help"
    return " ".join(usage.removeprefix(say("title.usage", lang)).split())


def _unknown(key: str, given: str, known: list[str], lang: str) -> str:
    close = get_close_matches(given, known, n=1, cutoff=0.6)
    nearest = say("say.nearest", lang, word=close[0]) if close else ""
    return say(f"say.{key}", lang, given=given, nearest=nearest)


def _bad_value(error: Any, lang: str, arguments: Sequence[str]) -> str:
    name = error.param.opts[0]
    key = name.removeprefix("--")
    bounded = key in ("seed", "scenarios", "months", "port", "lang")
    expected = say(f"expected.{key if bounded else 'number'}", lang)
    shown = name if name.startswith("-") else error.param.metavar or name
    given = _given(name, arguments)
    if given is None:
        return say("say.refused_value", lang, name=shown, expected=expected)
    return say("say.refused", lang, name=shown, given=given, expected=expected)


def _given(name: str, arguments: Sequence[str]) -> str | None:
    """What was written for an option, for the message; None for an argument."""
    for i, word in enumerate(arguments):
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
        if word == name and i + 1 < len(arguments):
            return arguments[i + 1]
    return None


app = make(language([]))


def main() -> None:
    """What the installed command calls."""
    gc.set_threshold(100_000, 50, 50)  # or a twentieth of a decision goes in looking at its imports
    code = run(sys.argv[1:])
    sys.stderr.flush()
    os._exit(code)  # all is written: taking the memory apart is a twentieth of a decision too


if __name__ == "__main__":
    main()
