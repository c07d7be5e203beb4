"""The server: the tools, resources and prompts, with their words in one language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, InputRequiredResult, TextContent, ToolAnnotations

from timonier import __version__
from timonier.app.mcp import prompts, resources
from timonier.app.mcp.refusing import refusal, unknown_argument
from timonier.app.mcp.tools import TOOLS
from timonier.app.mcp.tools.planning import is_text, kind
from timonier.app.mcp.words import LANGS, Lang, NoSuch, say

NAME = "timonier"
PURE = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
# Where an argument's words are not those of its name.
WORDS = {("plan", "model"): "team"}


class Timonier(MCPServer[Any]):
    """The SDK's server, whose refusals are worded for whoever has to mend them."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.takes = {fn.__name__: tool(fn, lang) for fn in TOOLS}
        super().__init__(
            NAME,
            title=say("title", lang),
            instructions=say("instructions", lang),
            version=__version__,
            tools=list(self.takes.values()),
            log_level="WARNING",
        )

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; what the caller can mend is answered in words, in the call's language."""
        asked = arguments.get("lang")
        lang = asked if asked in LANGS else self.lang
        known = self.takes.get(name)
        if known is None:
            return _answer(NoSuch("no_tool", name, self.takes), name, lang)
        takes = known.parameters["properties"]
        wrong = unknown_argument(arguments, takes, name)
        if wrong is not None:
            return _answer(wrong, name, lang)
        try:
            found = await super().call_tool(name, {"lang": lang, **arguments}, context)
            return _compact(found) if isinstance(found, CallToolResult) else found
        except ToolError as error:
            answer = refusal(error.__cause__, name, lang)
            if answer is None:
                raise
            return answer

    async def read_resource(
        self, uri: Any, context: Context[Any, Any] | None = None
    ) -> Iterable[ReadResourceContents] | InputRequiredResult:
        """Read a resource; a file of a plan has the media type of its name."""
        found = await super().read_resource(uri, context)
        if isinstance(found, InputRequiredResult) or not str(uri).startswith("timonier://plan/"):
            return found
        return [_typed(one, kind(str(uri))) for one in found]


def _compact(found: CallToolResult) -> CallToolResult:
    """The text of an answer without the blanks that an assistant would pay for."""
    told = json.dumps(found.structured_content, ensure_ascii=False, separators=(",", ":"))
    return found.model_copy(
        update={"content": [TextContent(type="text", text=told), *found.content[1:]]}
    )


def _answer(error: NoSuch, tool: str, lang: str) -> CallToolResult:
    found = refusal(error, tool, lang)
    assert found is not None
    return found


def _typed(one: ReadResourceContents, media: str) -> ReadResourceContents:
    content = one.content
    if is_text(media) and isinstance(content, bytes):
        content = content.decode()
    return replace(one, content=content, mime_type=media)


def make_server(lang: Lang) -> Timonier:
    """The whole server, its titles and descriptions in one language."""
    server = Timonier(lang)
    resources.add(server, lang)
    prompts.add(server, lang)
    return server


def tool(fn: Callable[..., Any], lang: Lang) -> Tool:
    """A function as a tool: read-only, the same answer to the same arguments."""
    name = fn.__name__
    made = Tool.from_function(
        fn,
        title=say(f"tool.{name}.title", lang),
        description=say(f"tool.{name}.description", lang),
        annotations=PURE,
    )
    for argument, schema in made.parameters["properties"].items():
        schema.pop("title", None)
        schema["description"] = say(f"argument.{WORDS.get((name, argument), argument)}", lang)
    made.parameters["properties"]["lang"]["default"] = lang
    made.parameters["additionalProperties"] = False
    return made
