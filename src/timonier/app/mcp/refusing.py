"""Refusals that an assistant can mend by itself, in the language of the call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mcp.types import CallToolResult, TextContent
from pydantic import BaseModel, ValidationError

from timonier.app.commands.speech import say as say_command
from timonier.app.company_file import CompanyFileError
from timonier.app.document.explain import NoSuchPath
from timonier.app.mcp.words import NoSuch, Refused, say, shown
from timonier.app.report.planned import NoSuchTeam


class Problem(BaseModel):
    """A refusal in parts; empty where there is no such part."""

    said: str
    place: list[str | int] = []
    """The keys that lead to what is wrong, from the company or from the arguments."""
    read: str = ""
    allowed: str = ""
    nearest: str = ""


KINDS = {"list_type": "list", "dict_type": "object", "string_type": "text", "bool_type": "flag",
         "bool_parsing": "flag"}  # fmt: skip


FIRST = 5  # mistakes told at once


def refusal(error: BaseException | None, tool: str, lang: str) -> CallToolResult | None:
    """What to answer to a call that cannot be served; None when the fault is ours."""
    found = problem(error, tool, lang)
    if found is None:
        return None
    content = [TextContent(type="text", text=found.said)]
    told = found.model_dump(exclude_defaults=True)
    return CallToolResult(content=list(content), structured_content=told, is_error=True)


def problem(error: BaseException | None, tool: str, lang: str) -> Problem | None:
    """The place, what was read, what is allowed, the nearest name; None when nobody can mend it."""
    if isinstance(error, CompanyFileError):
        told, place = error.told, list(error.place.path)
        return Problem(said=error.words(lang), place=place, read=told.read[lang],
                       allowed=told.allowed[lang], nearest=told.nearest)  # fmt: skip
    if isinstance(error, NoSuch):
        return Problem(said=error.words(lang), read=error.given, allowed=", ".join(error.known),
                       nearest=error.near or "")  # fmt: skip
    if isinstance(error, Refused):
        return Problem(said=error.words(lang))
    if isinstance(error, NoSuchPath):
        return Problem(said=_no_path(error, lang), place=["path"], read=str(error.args[0]),
                       nearest=error.nearest)  # fmt: skip
    if isinstance(error, NoSuchTeam):
        return Problem(said=_no_team(error, lang), place=["model"], read=error.model,
                       allowed=", ".join(error.models))  # fmt: skip
    if isinstance(error, ValidationError):
        found = error.errors(include_url=False)[:FIRST]
        first = found[0]
        said = " ".join(_argument(one, tool, lang) for one in found)
        return Problem(said=said, place=list(first["loc"]), read=shown(first["input"]))
    return None


def _no_team(error: NoSuchTeam, lang: str) -> str:
    key = "report.no_team" if error.models else "report.nothing"
    return say_command(key, lang, model=error.model, models=", ".join(error.models))


def _no_path(error: NoSuchPath, lang: str) -> str:
    given = error.args[0]
    if error.nearest:
        return say_command("say.unknown_path", lang, given=given, nearest=error.nearest)
    return say_command("say.unknown_part", lang, given=given, known=", ".join(error.known))


def _argument(error: Any, tool: str, lang: str) -> str:
    name, kind = ".".join(str(part) for part in error["loc"]), error["type"]
    if kind == "missing":
        return say("missing", lang, name=name, tool=tool)
    allowed = error.get("ctx", {}).get("expected")
    if kind == "too_long":
        allowed = say("at_most", lang, most=error["ctx"]["max_length"])
    if allowed is None:
        allowed = say(f"kind_{KINDS[kind]}", lang) if kind in KINDS else error["msg"]
    return say("bad_argument", lang, name=name, read=shown(error["input"]), allowed=allowed)


def unknown_argument(given: Mapping[str, Any], known: Iterable[str], tool: str) -> NoSuch | None:
    """The first argument that the tool does not have: it would be ignored, not refused."""
    names = list(known)
    wrong = next((name for name in given if name not in names), None)
    return None if wrong is None else NoSuch("no_argument", wrong, names, tool=tool)
