"""The project's own files, as the tests that read them see them."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "timonier"


def tracked(*patterns: str) -> list[Path]:
    """List the files that git tracks, or would with the next commit, under the patterns."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    names = sorted({name for name in listed.stdout.split("\0") if name})
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def relative(path: Path) -> str:
    """Name a file from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def parse(path: Path) -> ast.Module:
    """Read one Python file as a syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=relative(path))
