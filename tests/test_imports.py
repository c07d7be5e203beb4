"""The architecture: app -> knowledge -> engine, never the other way, and an engine that is pure."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tree import PACKAGE, parse, relative

ROOMS = ("engine", "knowledge", "app")  # each may import itself and those before it

# What would make the engine read a file, a clock, a language, or draw from a hidden generator.
IMPURE = (
    "os", "sys", "io", "pathlib", "shutil", "tempfile", "glob", "subprocess", "socket", "sqlite3",
    "time", "datetime", "calendar", "random", "secrets", "locale", "gettext", "logging", "warnings",
    "json", "tomllib", "tomlkit", "csv", "pickle", "urllib", "threading", "asyncio",
    "django", "typer", "rich", "click", "babel", "pydantic", "pandas", "platformdirs", "requests",
)  # fmt: skip

GLOBAL_DRAWS = ("seed", "rand", "randn", "randint", "random", "choice", "normal", "uniform",
                "shuffle", "permutation", "exponential", "get_state", "set_state")  # fmt: skip


def imported(tree: ast.Module, package: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Yield each absolute dotted name that a module imports, wherever it does, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def room_imports(room: str) -> Iterator[tuple[Path, str, int]]:
    for path in sorted((PACKAGE / room).rglob("*.py")):
        package = path.relative_to(PACKAGE.parent).parent.parts
        for name, line in imported(parse(path), package):
            yield path, name, line


def dotted(node: ast.expr) -> str:
    """Write an attribute chain such as ``np.random.seed`` back as text; "" when it is not one."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = dotted(node.value)
        return f"{base}.{node.attr}" if base else ""
    return ""


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_itself_and_the_rooms_below(room: str) -> None:
    allowed = ROOMS[: ROOMS.index(room) + 1]
    wrong = [
        f"{relative(path)}:{line} imports {name}"
        for path, name, line in room_imports(room)
        if name.split(".")[0] == "timonier" and name.split(".")[1:2] not in [[r] for r in allowed]
        if not (room == "app" and name in ("timonier", "timonier.__version__"))
        if not (room == "app" and name in ("timonier.decide", "timonier.company_from"))
        if not (room == "app" and name == "timonier.kernel_cache.any_kept")
    ]
    assert wrong == []


def test_the_engine_imports_nothing_that_reads_the_world() -> None:
    wrong = [
        f"{relative(path)}:{line} imports {name}"
        for path, name, line in room_imports("engine")
        if name.split(".")[0] in IMPURE
    ]
    assert wrong == []


def test_the_engine_draws_from_no_hidden_generator() -> None:
    """A compiled kernel has its own hidden generator behind the same names: refused as well."""
    forbidden = {f"{base}.random.{draw}" for base in ("np", "numpy") for draw in GLOBAL_DRAWS}
    wrong = [
        f"{relative(path)}:{node.lineno} uses {dotted(node)}"
        for path in sorted((PACKAGE / "engine").rglob("*.py"))
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and dotted(node) in forbidden
    ]
    assert wrong == []


def test_the_engine_opens_and_prints_nothing() -> None:
    wrong = [
        f"{relative(path)}:{node.lineno} calls {dotted(node.func)}"
        for path in sorted((PACKAGE / "engine").rglob("*.py"))
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and dotted(node.func) in ("open", "print", "input", "eval")
    ]
    assert wrong == []


def test_relative_and_late_imports_are_seen() -> None:
    """The rules above are worth what this reading is worth."""
    tree = ast.parse("def f():\n    from ..app import cli\n    import os.path\n")
    names = [name for name, _ in imported(tree, ("timonier", "engine"))]
    assert names == ["timonier.app.cli", "os.path"]


def test_the_server_reads_no_company_from_a_path() -> None:
    """What a browser sends may be a text: a reader that takes paths would open that file."""
    taken = {"timonier.load_company", "timonier.read_company_file"}
    taken |= {name.replace("timonier.", "timonier.app.company_file.") for name in taken}
    found = [
        f"{relative(path)}:{line}" for path, name, line in room_imports("app/web") if name in taken
    ]
    assert found == []
