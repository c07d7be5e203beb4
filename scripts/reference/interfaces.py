"""The pages of the command line and of the tools for assistants."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import anyio
import typer.main

from scripts.reference.markdown import page, table
from timonier.app import cli
from timonier.app.mcp.server import make_server as server_of
from timonier.app.mcp.words import LANGS
from timonier.engine.catalogue import Knowledge


def help_of(command: str = "") -> str:
    """The help of the program or of one command, in English, as a terminal shows it."""
    program = Path(sys.executable).parent / "timonier"
    words = [str(program), *command.split(), "--help"]
    plain = {"COLUMNS": "96", "TERM": "dumb", "NO_COLOR": "1", "TYPER_USE_RICH": "0"}
    english = {"LANG": "en_CA.UTF-8", "LC_ALL": "", "LANGUAGE": ""}
    environment = {**os.environ, **plain, **english}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def commands() -> list[str]:
    """The names of the commands, as the program itself lists them, those of a group after it."""
    known: dict[str, Any] = typer.main.get_command(cli.make("en")).commands  # type: ignore[attr-defined]
    return sorted(_named(known))


def _named(known: dict[str, Any], before: str = "") -> Iterable[str]:
    for name, command in known.items():
        yield f"{before}{name}"
        yield from _named(getattr(command, "commands", {}), f"{before}{name} ")


def command_line(known: Knowledge) -> str:
    parts = [f"## {name}\n\n```text\n{help_of(name)}\n```" for name in commands()]
    return page(
        "The command line",
        "Results go to standard output, messages to standard error. Exit codes: 0 done, "
        "1 internal error, 2 bad input, 3 an incomplete result.",
        f"```text\n{help_of()}\n```",
        *parts,
    )


def assistants(known: Knowledge) -> str:
    """What an assistant meets, in the words that it is given."""
    french, english = (server_of(lang) for lang in LANGS)
    tools = [(french.takes[name], one) for name, one in english.takes.items()]
    parts = [
        f"## {one.name}\n\n**{fr.title}.** {fr.description}\n\n"
        f"**{one.title}.** {one.description}\n\n"
        f"Takes {', '.join(f'`{key}`' for key in one.parameters['properties'])}."
        for fr, one in tools
    ]
    taken = dict.fromkeys(
        (f"`{key}`", kind_of(told), said[key]["description"], told["description"])
        for fr, one in tools
        for said in [fr.parameters["properties"]]
        for key, told in one.parameters["properties"].items()
    )
    return page(
        "The tools of assistants",
        "What `timonier mcp` offers. Every tool is read-only, and gives the same answer to the "
        "same arguments; each returns typed content beside its text.",
        *parts,
        "## Arguments\n\n" + table(["argument", "type", "français", "English"], taken),
        "## Resources and prompts\n\n"
        + table(["name", "what", "about"], anyio.run(listed_by, english)),
    )


def kind_of(schema: Mapping[str, Any]) -> str:
    """What an argument may be, in short."""
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(kind_of(one) for one in schema["anyOf"] if one.get("type") != "null")
    items = schema.get("items")
    return f"{schema['type']} of {items['type']}s" if items else str(schema["type"])


async def listed_by(server: Any) -> list[tuple[str, str, str]]:
    """The addresses and the prompts that a server lists."""
    resources = await server.list_resources()
    templates = await server.list_resource_templates()
    return [
        *((f"`{one.uri}`", one.title, one.description) for one in resources),
        *((f"`{one.uri_template}`", one.title, one.description) for one in templates),
        *((f"`{one.name}`", one.title, one.description) for one in await server.list_prompts()),
    ]
