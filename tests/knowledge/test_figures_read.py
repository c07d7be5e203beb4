"""No figure is shown, dated and replaceable that nothing computes with."""

from __future__ import annotations

import ast
from pathlib import Path

import timonier.app
import timonier.engine
from timonier.engine.rules import RULES

ROOMS = (timonier.engine, timonier.app)


def read(room: str) -> set[str]:
    """The names of attributes that the code of a room reads."""
    paths = Path(room).parent.rglob("*.py")
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def test_every_figure_of_the_method_is_read() -> None:
    names = {name for room in ROOMS for name in read(str(room.__file__))}
    assert [name for name in RULES if name not in names] == []
