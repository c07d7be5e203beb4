"""Real processes: standard input and output, HTTP, and who is kept out."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import anyio
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.types import ElicitRequestParams, ElicitResult

from timonier.app.mcp.running import security
from timonier.app.mcp.tools import TOOLS

COMMAND = [sys.executable, "-m", "timonier.app.cli", "mcp", "--lang", "en"]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server over HTTP in a process of its own."""
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "--http", "--port", str(port)], stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stderr is not None
    first = process.stderr.readline().decode()
    found = re.search(r"http://\S+", first)
    assert found, first
    yield found[0]
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=30)
    assert out == b""


def on_stdio() -> Any:
    return stdio_client(StdioServerParameters(command=COMMAND[0], args=COMMAND[1:]))


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize("transport", ["stdio", "http"])
def test_an_owner_is_asked_through_a_form_on_a_real_process(
    address: str, transport: str, mode: str
) -> None:
    async def form(context: Any, asked: ElicitRequestParams) -> ElicitResult:
        return ElicitResult(action="accept", content={"answer": "ca-qc"})

    async def main() -> None:
        way = on_stdio() if transport == "stdio" else address
        async with Client(way, elicitation_callback=form, mode=mode) as client:
            tools = [one.name for one in (await client.list_tools()).tools]
            assert tools == [fn.__name__ for fn in TOOLS]
            said = await client.call_tool("next_question", {"company": {}, "ask_owner": True})
            assert said.structured_content is not None
            assert said.structured_content["company"] == {"company": {"market": "ca-qc"}}

    anyio.run(main)


def test_nothing_but_the_protocol_is_on_standard_output() -> None:
    """Not even while a decision is computed, nor when a call or a line is wrong."""
    hello = {"protocolVersion": "2025-11-25", "capabilities": {},
             "clientInfo": {"name": "test", "version": "1"}}  # fmt: skip
    held = {"company": {"market": "fr", "headcount": 12}}
    sent: list[Any] = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        "no protocol at all",
        _called(2, "decide", {"company": held}),
        _called(3, "decide", {"company": {"company": {"market": "nowhere"}}}),
        _called(4, "no_such_tool", {}),
    ]
    lines = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in sent)
    process = subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(lines)
    process.stdin.flush()
    answers: dict[int, Any] = {}
    while set(answers) != {1, 2, 3, 4}:
        said = json.loads(process.stdout.readline())
        assert said["jsonrpc"] == "2.0"
        if "id" in said and said["id"] is not None:
            answers[said["id"]] = said
    process.stdin.close()
    assert process.stdout.read() == ""
    assert process.wait(30) == 0
    assert answers[2]["result"]["structuredContent"]["headline"]
    assert answers[3]["result"]["isError"]
    assert "nowhere" in answers[3]["result"]["content"][0]["text"]
    assert answers[4]["result"]["isError"]


def _called(number: int, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    call = {"name": name, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": call}


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Host": "evil.example"}, b"{}", 421),
        ({"Host": "evil.example:8765"}, b"{}", 421),
        ({"Origin": "https://evil.example"}, b"{}", 403),
        ({"Origin": "http://localhost.evil.example"}, b"{}", 403),
        ({"Content-Type": "text/plain"}, b"{}", 400),
        ({"Content-Length": "2000001"}, b"{}", 413),  # refused before it is read
    ],
)
def test_a_request_for_another_name_or_from_another_site_gets_nothing(
    address: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    sent = {"Content-Type": "application/json", "Accept": "application/json", **headers}
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(address, data=body, headers=sent), timeout=20)
    assert refused.value.code == status


def test_a_server_beyond_this_machine_answers_to_its_names_only() -> None:
    everywhere = security("0.0.0.0", ("localhost", "advice.example"))
    assert "advice.example" in everywhere.allowed_hosts
    assert "0.0.0.0" not in everywhere.allowed_hosts
    assert "https://advice.example" in everywhere.allowed_origins
    assert "[fe80::1]:*" in security("fe80::1", ("localhost",)).allowed_hosts


def test_an_address_that_is_taken_is_told_in_a_sentence(address: str) -> None:
    port = address.rpartition(":")[2].partition("/")[0]
    done = subprocess.run(
        [*COMMAND, "--http", "--port", port], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert f"127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr
