"""Run the code blocks of the documentation, and write their output again when asked.

``console`` blocks: each line that starts with ``$ `` is run by bash in a folder that holds the
project's own; what follows it is its output, where a line ``...`` stands for anything. A command
that ends with ``# exit 2`` must end so. ``pycon`` blocks are doctests; ``python`` blocks run;
``toml`` blocks must be read; in ``sh`` blocks each ``make`` target must exist.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.+?)(?:\s+# exit (\d+))?$")
LANGUAGES = ("console", "pycon", "python", "toml", "sh", "json", "text", "mermaid")
TIMEOUT = 600  # seconds: a first run compiles, and a busy machine is slow


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its language, its text, the line of its fence and where it is."""

    language: str
    text: str
    line: int
    start: int  # offset of the text in the page


@dataclass(frozen=True)
class Step:
    """One command of a console block, the output it promises and the exit code it ends with."""

    command: str
    output: str
    code: int


def pages() -> list[Path]:
    """List the pages that a reader opens: the README and everything under docs/."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: str) -> list[Block]:
    """Find the fenced blocks of a page."""
    return [
        Block(m.group(1), m.group(2), page.count("\n", 0, m.start()) + 1, m.start(2))
        for m in FENCE.finditer(page)
    ]


def steps(text: str) -> list[Step]:
    """Cut a console block into its commands, each with the output that follows it."""
    found: list[tuple[str, int, list[str]]] = []
    for line in text.splitlines():
        command = COMMAND.match(line)
        if command:
            found.append((command.group(1), int(command.group(2) or 0), []))
        elif found:
            found[-1][2].append(line)
        else:
            raise ValueError(f"a console block starts with '$ ', not with {line!r}")
    return [Step(command, "\n".join(lines).strip("\n"), code) for command, code, lines in found]


def run(step: Step, folder: Path) -> tuple[str, int]:
    """Run one command as a reader would, in French; the answer is (output, exit code)."""
    programs = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-c", step.command],
        cwd=folder,
        env={
            **{
                k: v
                for k, v in os.environ.items()
                if not k.startswith(("LC_", "COV_", "PYTEST_", "DJANGO_"))
            },
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "LANG": "fr_CA.UTF-8",
            "PYTHONUTF8": "1",
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "TERM": "dumb",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIMEOUT,
    )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "\n".join(lines).strip("\n"), done.returncode


def matches(promised: str, said: str) -> bool:
    """Tell whether an output is the promised one; ``...`` in the promise stands for anything.

    >>> matches("one\\n...\\nthree", "one\\ntwo\\nthree"), matches("one", "two")
    (True, False)
    """
    parts = [re.escape(part) for part in promised.split("...")]
    return re.fullmatch(".*".join(parts), said, re.DOTALL) is not None


def reader_folder(folder: Path) -> Path:
    """Fill an empty folder with what a reader finds at the root of the project."""
    for name in ("src", "docs", "bench", "clients"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def problems(block: Block, folder: Path, names: dict[str, Any]) -> Iterator[str]:
    """Yield what a block promises and does not hold; ``names`` go from one block to the next."""
    if block.language == "console":
        for step in steps(block.text):
            said, code = run(step, folder)
            if code != step.code or not matches(step.output, said):
                yield f"$ {step.command}\nexit {code}, expected {step.code}\n{said}\n"
    elif block.language == "pycon":
        yield from doctest_failures(block.text, names)
    elif block.language == "python":
        exec(compile(block.text, "python block", "exec"), names)
    elif block.language == "toml":
        tomllib.loads(block.text)
    elif block.language == "sh":
        yield from (f"no such target: {name}" for name in unknown_targets(block.text))
    elif block.language not in LANGUAGES:
        yield f"write the language of the block: one of {', '.join(LANGUAGES)}"


def doctest_failures(text: str, names: dict[str, Any]) -> list[str]:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    test = doctest.DocTestParser().get_doctest(text, names, "page", None, 0)
    said: list[str] = []
    doctest.DocTestRunner(optionflags=flags).run(test, out=said.append, clear_globs=False)
    names.update(test.globs)  # a doctest works on a copy
    return ["".join(said)] if said else []


def unknown_targets(text: str) -> list[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"^make ([a-z-]+)", text, re.MULTILINE)
    return [name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)]


def rewritten(page: str, folder: Path) -> str:
    """Write a page again with what its commands say now, where they no longer say it."""
    parts, end = [], 0
    for block in blocks(page):
        if block.language == "console":
            parts += [page[end : block.start], *(now(step, folder) for step in steps(block.text))]
            end = block.start + len(block.text)
    return "".join([*parts, page[end:]])


def now(step: Step, folder: Path) -> str:
    """Write a command with its output of today; what still matches is kept as it was written."""
    said, code = run(step, folder)
    if code != step.code:
        raise RuntimeError(f"$ {step.command}\nexit {code}, expected {step.code}\n{said}")
    kept = step.output if matches(step.output, said) else said
    line = f"$ {step.command}" + (f"  # exit {code}" if code else "")
    return "\n".join([line, *([kept] if kept else [])]) + "\n"


def main() -> None:
    """Write again every page whose examples say something else now."""
    for path in pages():
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            new = rewritten(text, reader_folder(Path(folder)))
        if new != text:
            path.write_text(new, encoding="utf-8")
            print(f"{path.relative_to(ROOT)}: the examples are written again")


if __name__ == "__main__":
    main()
