"""What is computed at once, what waits, and what is computed only once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import anyio
import pytest
from mcp.client import Client

from timonier.app.mcp import keeping
from timonier.app.mcp.keeping import AT_ONCE, WAITING, Kept
from timonier.app.mcp.server import make_server
from timonier.app.mcp.words import Refused

NEVER_SEEN = {"company": {"market": "fr", "headcount": 23, "business": "b2c", "stage": "exploring"}}


def test_so_many_compute_at_once_so_many_wait_and_the_next_is_told_to_call_again() -> None:
    kept: Kept[int] = Kept(4)
    go, running = threading.Event(), threading.Semaphore(0)
    most, now, guard = [0], [0], threading.Lock()

    def make() -> int:
        with guard:
            now[0] += 1
            most[0] = max(most[0], now[0])
        running.release()
        go.wait(10)
        with guard:
            now[0] -= 1
        return 1

    with ThreadPoolExecutor(AT_ONCE + WAITING) as pool:
        asked = [pool.submit(kept.get, str(n), make) for n in range(AT_ONCE + WAITING)]
        for _ in range(AT_ONCE):
            assert running.acquire(timeout=10)
        while keeping._room._value:  # until the last of them has its place
            threading.Event().wait(0.01)
        with pytest.raises(Refused):
            kept.get("one more", make)
        go.set()
        assert [one.result(10) for one in asked] == [1] * (AT_ONCE + WAITING)
    assert most[0] == AT_ONCE
    assert kept.get("one more", lambda: 2) == 2


def test_what_several_ask_for_at_the_same_time_is_computed_once_and_the_oldest_is_let_go() -> None:
    kept: Kept[int] = Kept(2)
    made: list[str] = []

    def make(name: str) -> int:
        made.append(name)
        return len(made)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: kept.get("a", lambda: make("a")), range(8)))
    assert found == [1] * 8
    for name in ("b", "c"):
        kept.get(name, lambda name=name: make(name))  # type: ignore[misc]
    assert kept.known("a") is None
    assert kept.known("c") == 3


def test_what_could_not_be_computed_is_tried_again() -> None:
    kept: Kept[int] = Kept(2)

    def fail() -> int:
        raise ValueError("not this time")

    with pytest.raises(ValueError, match="not this time"):
        kept.get("a", fail)
    assert kept.get("a", lambda: 1) == 1


def test_light_calls_are_answered_while_a_decision_is_computed() -> None:
    order: list[str] = []

    async def main() -> None:
        async with Client(make_server("fr")) as client, anyio.create_task_group() as tasks:

            async def decide() -> None:
                await client.call_tool("decide", {"company": NEVER_SEEN})
                order.append("decided")

            tasks.start_soon(decide)
            await anyio.sleep(0.05)
            for _ in range(3):
                await client.list_tools()
                await client.call_tool("describe_company_file", {"section": "vision"})
                order.append("light")

    anyio.run(main)
    assert order == ["light"] * 3 + ["decided"]
