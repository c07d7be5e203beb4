"""What one process erases, no other holds any more: two real ones, then the mark by itself."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError

from tests.web.serving import Browser, serving, until
from timonier.app.web import memory
from timonier.app.web.models import Pulse
from timonier.app.web.result import planned, ready


def kept(folder: Path) -> int:
    """How many computed texts the database holds."""
    [path] = folder.glob("*.sqlite3")
    with sqlite3.connect(path) as base:
        return int(base.execute("select count(*) from web_computation").fetchone()[0])


def test_what_one_server_erases_another_holds_no_more(tmp_path: Path) -> None:
    """Both serve one database; the other has answered from its memory what is then erased."""
    settings = {"TIMONIER_COMPUTERS": "0", "TIMONIER_WORKERS": "1"}
    with serving(tmp_path, **settings) as one, serving(tmp_path, **settings) as other:
        mine, theirs = Browser(one.address), Browser(other.address)
        mine.get(f"{mine.situation(41)}panel/")
        there = theirs.situation(41)  # the same company, in another browser of another server
        theirs.get(f"{there}panel/")
        before = kept(tmp_path)
        assert before > 0
        theirs.get(f"{there}panel/")
        assert kept(tmp_path) == before
        mine.post("/en/data/erase/")
        assert kept(tmp_path) == 0
        time.sleep(2 * memory.LOOK)
        theirs.get(f"{there}panel/")
        until(lambda: kept(tmp_path) > 0, 5)  # computed again: it was held nowhere


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The time that the memory reads, moved by hand; nothing is held when it begins."""
    now = [time.monotonic()]
    monkeypatch.setattr(memory.time, "monotonic", lambda: now[0])
    memory.look()
    memory.let_go()
    yield now
    memory.let_go()


def after(clock: list[float], seconds: float) -> None:
    clock[0] += seconds
    memory.look()


@pytest.mark.django_db
def test_the_mark_of_another_process_empties_this_one_within_a_second(clock: list[float]) -> None:
    after(clock, memory.LOOK + 1)
    memory.keep("a", "what was said")
    Pulse.objects.update_or_create(name=memory.MARK, defaults={"at": "2026-01-01T00:00:00Z"})
    assert memory.get("a") == "what was said"  # looked at a moment ago
    after(clock, memory.LOOK + 0.01)
    assert memory.get("a") is None
    memory.keep("a", "put back by a page begun before")
    after(clock, memory.LOOK + 0.01)
    assert memory.get("a")
    after(clock, memory.GRACE)
    assert memory.get("a") is None
    memory.keep("a", "kept since")
    after(clock, 10 * memory.GRACE)
    assert memory.get("a") == "kept since"


@pytest.mark.django_db
def test_what_was_read_before_an_erasing_is_not_kept_after_it(clock: list[float]) -> None:
    turn = memory.turn()
    memory.say_erased()
    memory.keep("a", "read before", turn)
    assert memory.get("a") is None


@pytest.mark.django_db
def test_all_that_is_made_of_a_decision_goes_with_it(clock: list[float]) -> None:
    from timonier.app.web import computing

    made = {computing.read_once, computing._board, computing._explained, ready.prepare,
            ready.first_screens, planned.planned}  # fmt: skip
    assert made == set(memory._caches)


@pytest.mark.django_db
def test_a_database_that_does_not_answer_empties_nothing(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.keep("a", "held")

    def gone(**_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(memory.Pulse.objects, "filter", gone)
    after(clock, memory.LOOK + 0.01)
    monkeypatch.undo()
    assert memory.TEXTS == {"a": "held"}
