"""Refuse a function or a file that is too long to be read in one go.

Hard limits fail; the lengths aimed at are only reported. Migrations are generated: not read.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AIM_FUNCTION, HARD_FUNCTION = 25, 40
AIM_FILE, HARD_FILE = 400, 600


def lines_of_functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield each function's name and its number of lines, docstring and decorators left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            documented = ast.get_docstring(node) is not None and len(node.body) > 1
            first = node.body[1] if documented else node.body[0]
            body = (node.end_lineno or node.lineno) - first.lineno + 1
            signature = node.body[0].lineno - node.lineno
            yield f"{node.name} (line {node.lineno})", signature + body


def python_files() -> list[Path]:
    """List the Python files that git tracks, or will with the next commit."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.py"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return sorted(path for path in paths if path.exists() and "migrations" not in path.parts)


def measure(path: Path) -> Iterator[tuple[str, int, int, int]]:
    """Yield (what, lines, aim, hard limit) for the file and for each of its functions."""
    text = path.read_text(encoding="utf-8")
    name = str(path.relative_to(ROOT))
    yield name, len(text.splitlines()), AIM_FILE, HARD_FILE
    for function, lines in lines_of_functions(ast.parse(text, filename=name)):
        yield f"{name}: {function}", lines, AIM_FUNCTION, HARD_FUNCTION


def main() -> int:
    """Print what is over an aim, then what is over a limit; 1 when a limit is passed."""
    measured = [row for path in python_files() for row in measure(path)]
    notes = [f"note: {what}: {n} lines, aim {aim}" for what, n, aim, hard in measured if n > aim]
    broken = [f"{what}: {n} lines, limit {hard}" for what, n, aim, hard in measured if n > hard]
    print("\n".join([*notes, *broken, f"{len(notes)} over the aim, {len(broken)} over the limit"]))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
