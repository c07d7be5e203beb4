"""An assistant of the tests: the SDK's own client, in memory, on a process, over HTTP."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from typing import Any

import anyio
import pytest
from mcp.client import Client
from mcp.types import CallToolResult

from tests.conftest import COMPANIES
from timonier.app.mcp.server import make_server

Call = Callable[..., CallToolResult]


@cache
def company(name: str) -> dict[str, Any]:
    """A company of ``tests/companies`` as an assistant writes it."""
    return tomllib.loads((COMPANIES / f"{name}.toml").read_text(encoding="utf-8"))


def with_client(do: Callable[[Client], Any], lang: str = "fr", **settings: Any) -> Any:
    """Do something with a client of a server in memory."""

    async def main() -> Any:
        async with Client(make_server("en" if lang == "en" else "fr"), **settings) as client:
            return await do(client)

    return anyio.run(main)


@pytest.fixture
def call() -> Call:
    """Call a tool in memory: ``call("decide", company=…)``; every decision is quick."""

    def one(tool: str, /, **arguments: Any) -> CallToolResult:
        found: CallToolResult = with_client(lambda client: client.call_tool(tool, arguments))
        return found

    return one


def text(result: CallToolResult) -> str:
    """The first text of an answer."""
    first = result.content[0]
    assert first.type == "text"
    return first.text
