"""The floors of the engine, drawn from what its modules import."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from scripts.reference.markdown import ROOT, page, table
from timonier.engine.catalogue import Knowledge

ENGINE = ROOT / "src" / "timonier" / "engine"
NAME = "timonier.engine"
INTRODUCTION = (
    "Each part of `src/timonier/engine`, a module or a folder, stands one floor above the highest "
    "part that it imports; no arrow goes up. An arrow leads from a part to one that it rests on; "
    "what rests on another through a third is not drawn again. Imports inside a function, which "
    "wait until something is called, are left out."
)


def floors(_: Knowledge) -> str:
    """The page: the picture, then what each part is for."""
    rests = _imports()
    heights = {part: _height(part, rests) for part in rests}
    by_floor = [
        [part for part in sorted(rests) if heights[part] == n]
        for n in range(max(heights.values()), -1, -1)
    ]
    rows = [
        (
            heights[part],
            f"`{part}`",
            _purpose(part),
            ", ".join(map("`{}`".format, sorted(rests[part]))),
        )
        for parts in by_floor
        for part in parts
    ]
    return page(
        "The engine's floors",
        INTRODUCTION,
        "\n".join(["```mermaid", "flowchart TD", *_drawn(rests, by_floor), "```"]),
        table(("floor", "part", "what it is for", "rests on"), rows),
    )


def _imports() -> dict[str, set[str]]:
    """Of each part of the engine, the parts that its modules import when they are loaded."""
    found: dict[str, set[str]] = {}
    for path in sorted(ENGINE.rglob("*.py")):
        part = path.relative_to(ENGINE).parts[0].removesuffix(".py")
        if part != "__init__":
            found.setdefault(part, set()).update(set(_of_module(path)) - {part})
    return found


def _of_module(path: Path) -> Iterator[str]:
    """Parts of the engine that one module names at its head."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        if node.module == NAME:
            yield from (alias.name for alias in node.names)
        elif node.module.startswith(f"{NAME}."):
            yield node.module.split(".")[2]


def _height(part: str, rests: Mapping[str, set[str]], above: tuple[str, ...] = ()) -> int:
    """The floor of a part; ValueError where parts rest on each other."""
    if part in above:
        raise ValueError(f"parts of the engine import each other: {' -> '.join([*above, part])}")
    return max((1 + _height(p, rests, (*above, part)) for p in rests[part]), default=0)


def _drawn(rests: Mapping[str, set[str]], by_floor: list[list[str]]) -> Iterator[str]:
    """The lines of the picture: parts by floor, then the arrows that no longer way implies."""

    @cache
    def below(part: str) -> frozenset[str]:
        return frozenset(rests[part]).union(*map(below, rests[part]))

    for n, parts in zip(range(len(by_floor) - 1, -1, -1), by_floor, strict=True):
        yield f"  subgraph floor{n}[floor {n}]"
        yield from (f"    {part}" for part in parts)
        yield "  end"
    for parts in by_floor:
        for part in parts:
            implied = frozenset().union(*map(below, rests[part]))
            yield from (f"  {part} --> {p}" for p in sorted(rests[part] - implied))


def _purpose(part: str) -> str:
    """The first sentence of the part's docstring."""
    folder = ENGINE / part / "__init__.py"
    path = folder if folder.exists() else ENGINE / f"{part}.py"
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(said.split("\n\n")[0].split()).split(". ")[0].rstrip(".")
