"""The faces read the decision document by attribute, so that a type check follows every reader."""

from __future__ import annotations

import ast
import dataclasses
import tomllib
from collections.abc import Iterator

from tests.tree import PACKAGE, ROOT, parse, relative
from timonier.app.document import parts

APP = PACKAGE / "app"
# Keys of the document that other tables have too: company files, requests, formats, settings.
ELSEWHERE = {
    "alone", "answer", "as_is", "chance", "code", "company", "cost", "coverage", "criterion",
    "default", "fact", "facts", "function", "hours", "hours_per_month", "intended", "key", "label",
    "mixed", "model", "money", "name", "paid", "quantity", "required", "role", "steering", "team",
    "text", "title", "to", "total", "unit", "value", "weeks_80",
}  # fmt: skip


# What reads companies, lists of them and requests: what others write, not the document.
GIVEN = {
    APP / "company_file", APP / "portfolio", APP / "commands" / "portfolio", APP / "web" / "api",
    APP / "web" / "portfolios.py", APP / "web" / "portfolio", APP / "web" / "views" / "portfolio",
    APP / "web" / "views" / "embed.py", APP / "web" / "views" / "keys.py",
}  # fmt: skip


def keys() -> set[str]:
    """Every key that a part of a document has."""
    kinds = [kind for kind in vars(parts).values() if dataclasses.is_dataclass(kind)]
    return {f.name.rstrip("_") for kind in kinds for f in dataclasses.fields(kind)}


def reads(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each key read as ``[...]`` or ``.get(...)`` with a literal, and its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(slice=ast.Constant(value=str(key)), ctx=ast.Load()):
                yield key, node.lineno
            case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(key)), *_]):
                yield key, node.lineno


def test_no_face_reads_the_document_by_key() -> None:
    ours = keys() - ELSEWHERE
    assert {"verdict", "chance_of_best", "p50", "next_questions", "class"} <= ours
    wrong = [
        f"{relative(path)}:{line} reads {key!r}"
        for path in sorted(APP.rglob("*.py"))
        if not GIVEN & {path, *path.parents}
        for key, line in reads(parse(path))
        if key in ours and path != APP / "document" / "build.py"
    ]
    assert wrong == []


def test_a_read_by_key_is_seen_wherever_it_hides() -> None:
    seen = set(reads(ast.parse('a = d["verdict"]["model"]\nb = d.get("path", ())\nd["x"] = 1')))
    assert seen == {("verdict", 1), ("model", 1), ("path", 2)}


def test_the_whole_source_is_under_strict_types() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
    assert settings["strict"]
    assert settings["files"] == ["src/timonier"]
    ours = [o for o in settings["overrides"] if "timonier" in str(o["module"])]
    assert [o["module"] for o in ours] == ["timonier.engine.machine_code"]
    ignored = [path for path in APP.rglob("*.py") if "mypy: ignore" in path.read_text("utf-8")]
    assert ignored == []
