"""Commands whose own words are in one language: usage, titles of the help, help option."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from timonier.app.commands.speech import say


def worded(lang: str) -> tuple[type[TyperCommand], type[TyperGroup]]:
    """The class of a command, and that of a group of commands."""
    return _worded(TyperCommand, lang), _worded(TyperGroup, lang)


def group_of(name: str, described: str, lang: str, **settings: Any) -> typer.Typer:
    """A group of commands under one name, in the words of one language."""
    command, group = worded(lang)
    made = typer.Typer(
        name=name,
        help=described,
        cls=group,
        rich_markup_mode=None,
        subcommand_metavar=say("title.some_command", lang),
        context_settings={"help_option_names": ["--help", "-h"]},
        **settings,
    )
    register = made.command

    def registered(name: str, **settings: Any) -> Any:
        return register(name, cls=command, **settings)

    made.command = registered  # type: ignore[method-assign,assignment]
    return made


def _worded(base: type[Any], lang: str) -> type[Any]:
    """A command whose own words are in the language: usage, titles of the help, help option."""

    class Worded(base):  # type: ignore[misc]
        def get_help(self, ctx: Any) -> str:
            said = str(super().get_help(ctx))
            for title in ("Options", "Arguments", "Commands"):
                said = said.replace(f"\n{title}:\n", f"\n{say(f'title.{title.lower()}', lang)}\n")
            for word in ("default", "required"):
                said = re.sub(rf"\[{word}(:|\])", rf"[{say(f'title.{word}', lang)}\1", said)
            return _bare(said).replace("Usage: ", say("title.usage", lang), 1)

        def get_usage(self, ctx: Any) -> str:
            return _bare(str(super().get_usage(ctx))).replace(
                "Usage: ", say("title.usage", lang), 1
            )

        def get_help_option(self, ctx: Any) -> Any:
            found = super().get_help_option(ctx)
            if found is not None:
                found.help = say("help", lang)
            return found

    return Worded


def _bare(usage: str) -> str:
    """A usage without the braces that mark what is required: what is not is in brackets."""
    return re.sub(r"\{([^\W\d_]+)\}", r"\1", usage)
