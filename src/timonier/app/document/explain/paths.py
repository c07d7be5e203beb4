"""Find what a path names in the document, or the nearest path that exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from timonier.app.document.parts import Part, opened

BRACKETS = re.compile(r"\[(\d+)\]")
ALIKE = 0.6  # likeness from which a wrong name suggests a right one
NAMES = ("activity", "role", "fact", "code", "question", "key", "from_month")


class NoSuchPath(KeyError):
    """A path that the document does not have; ``nearest`` is one that it has, "" when none looks
    like it, and ``known`` what there is at the place where the path goes astray."""

    def __init__(self, path: str, nearest: str, known: tuple[str, ...] = ()) -> None:
        super().__init__(path)
        self.nearest, self.known = nearest, known


def resolve(document: Any, path: str) -> tuple[Any, str]:
    """The value at a path, and the path with positions instead of names in lists.

    Items of a list are found by position from 0, or by their activity, role, fact or code; a
    position may be in brackets. Raises NoSuchPath.

    >>> resolve({"team": [{"cost": 3}]}, "team[0].cost")
    (3, 'team.0.cost')
    """
    node, done, rest = document, "", BRACKETS.sub(r".\1", path.strip()).split(".")
    while rest:
        found = next(
            (
                (child, name, n)
                for n in range(len(rest), 0, -1)
                for child, name in [_child(node, ".".join(rest[:n]))]
                if name is not None
            ),
            None,
        )
        if found is None:
            raise NoSuchPath(path, _nearest(node, done, rest[0]), tuple(_children(node)))
        node, name, n = found
        done, rest = f"{done}.{name}" if done else str(name), rest[n:]
    return node, done


def _open(node: Any) -> Any:
    return opened(node) if isinstance(node, Part) else node


def _child(node: Any, name: str) -> tuple[Any, str | None]:
    node = _open(node)
    if isinstance(node, Mapping):
        return (node[name], name) if name in node else (None, None)
    if isinstance(node, tuple | list):
        for i, item in enumerate(node):
            if name == str(i) or name in _names(item):
                return item, str(i)
    return None, None


def _names(item: Any) -> list[str]:
    item = _open(item)
    if not isinstance(item, Mapping):
        return []
    return [str(item[key]) for key in NAMES if item.get(key) is not None]


def _children(node: Any) -> Iterator[str]:
    node = _open(node)
    if isinstance(node, Mapping):
        yield from node
    elif isinstance(node, tuple | list):
        for i, item in enumerate(node):
            yield from (_names(item)[:1] or [str(i)])


def _nearest(node: Any, done: str, wrong: str) -> str:
    """The child that looks most like what was written; the last part that exists when it has no
    children; "" when none of them looks like it."""
    children = list(_children(node))
    close = get_close_matches(wrong, children, n=1, cutoff=ALIKE)
    return "" if children and not close else ".".join(p for p in (done, *close) if p)
