"""No figure is shown, dated and replaceable that nothing computes with."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import timonier.app.company_file
import timonier.engine
from timonier.knowledge import load

K = load()
RECORDED_AHEAD = re.compile(r"(provider|failed_hire)\..+")  # the simulation is to read them
ROOMS = (timonier.engine, timonier.app.company_file)  # what computes, and what reads answers
LEAST_LITERAL = 4  # characters of a name that is put together, its variable parts left out


def names_read() -> Iterator[str]:
    """A pattern for each name that the code writes, whole or put together."""
    for path in (p for room in ROOMS for p in Path(str(room.__file__)).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [v.value if isinstance(v, ast.Constant) else None for v in node.values]
                if sum(len(str(p)) for p in parts if p is not None) >= LEAST_LITERAL:
                    yield "".join(r"[a-z0-9_]*" if p is None else re.escape(str(p)) for p in parts)


READ = re.compile("|".join(sorted(set(names_read()))))


def unread(keys: Iterator[str]) -> list[str]:
    return [key for key in keys if not READ.fullmatch(key)]


def test_every_figure_of_the_method_is_read() -> None:
    assert [key for key in unread(iter(K.method)) if not RECORDED_AHEAD.fullmatch(key)] == []


def test_a_figure_that_nothing_reads_is_noticed() -> None:
    assert unread(iter(["speed.no_such_figure"])) == ["speed.no_such_figure"]
