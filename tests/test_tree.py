"""The files themselves: nothing of one machine, no registry, no secret, nothing left unfinished."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from scripts import lengths, packages
from tests.tree import PACKAGE, ROOT, parse, relative, tracked

VENDORED = ("/static/vendor/", "/vendor/", "/fonts/")
BINARY = {".png", ".jpg", ".ico", ".ttf", ".otf", ".woff", ".woff2", ".mo", ".npz", ".parquet"}

# Written in pieces, so that this file does not hold what it looks for.
MACHINE_PATH = re.compile(r"(?<![\w.])/(root|work|home/\w+|Users/\w+|tmp/\w+)(/|\b)")
REGISTRY = re.compile("|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "registry" + r"\.npm",
                                "--extra-index" + "-url", "--index" + "-url"]))  # fmt: skip
SECRET = re.compile(
    "|".join(
        [
            "-----BEGIN" + r" [A-Z ]*PRIVATE KEY-----",
            "AKIA" + r"[0-9A-Z]{16}",
            "gh[pousr]_" + r"[A-Za-z0-9]{36}",
            "xox[abpr]-" + r"[A-Za-z0-9-]{10,}",
            r"(?i:secret_key|api_key|password|token)\s*[:=]\s*[\"'][A-Za-z0-9+/_\-]{24,}[\"']",
        ]
    )
)
UNFINISHED = re.compile(
    "|".join([r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", "NotImplemented" + "Error"])
)


def text_files() -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix not in BINARY and not any(part in str(path) for part in VENDORED)
    ]


def lines_matching(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    return [
        f"{relative(path)}:{number}: {line.strip()[:100]}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize(
    ("pattern", "example"),
    [
        (MACHINE_PATH, "see /ro" + "ot/notes.txt"),
        (REGISTRY, "https://py" + "pi.org/simple"),
        (SECRET, "AKIA" + "ABCDEFGHIJKLMNOP"),
        (UNFINISHED, "# TO" + "DO later"),
    ],
    ids=["path of a machine", "address of a registry", "secret", "unfinished place"],
)
def test_no_file_holds_what_belongs_elsewhere(pattern: re.Pattern[str], example: str) -> None:
    assert pattern.search(example)
    assert lines_matching(pattern, text_files()) == []


def test_no_function_and_no_file_is_past_its_limit() -> None:
    measured = [row for path in lengths.python_files() for row in lengths.measure(path)]
    assert [f"{what}: {n} lines" for what, n, _, hard in measured if n > hard] == []


def test_every_package_that_the_product_imports_is_declared() -> None:
    """A package that only another one brings may be gone with its next release."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [name for extra in project.get("optional-dependencies", {}).values() for name in extra]
    declared = {canonical(entry) for entry in [*project["dependencies"], *extras]}
    owners = packages_distributions()
    wrong = [
        f"{relative(path)}: {top} ({', '.join(owners[top])})"
        for path in sorted(PACKAGE.rglob("*.py"))
        for top in sorted(top_level_imports(parse(path)))
        if top in owners and top != "timonier"
        if not declared & {canonical(owner) for owner in owners[top]}
    ]
    assert wrong == []


def test_every_package_that_is_declared_is_used() -> None:
    """By an import, or by the name of a module among the settings of the pages."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    named = set(re.findall(r"\w+", code))
    owners = packages_distributions()
    used = {canonical(owner) for top in named & owners.keys() for owner in owners[top]}
    assert {canonical(entry) for entry in project["dependencies"]} - used == set()


def canonical(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def top_level_imports(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_the_lock_holds_every_declared_package_with_its_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [entry for group in project["dependency-groups"].values() for entry in group]
    lock = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in packages.LOCKS)
    blocks = re.split(r"\n(?=[a-z])", lock)
    hashed = {canonical(block) for block in blocks if "--hash=sha256:" in block}
    declared = {canonical(entry) for entry in [*project["project"]["dependencies"], *groups]}
    assert declared - hashed == set()
