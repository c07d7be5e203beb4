"""Set-up: what a fresh machine lacks is said, and what is installed is complete."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from scripts import packages
from tests.tree import PACKAGE, ROOT, tracked

INFO = "timonier-0.1.0.dist-info"


def test_a_missing_system_package_is_named_with_the_command_that_brings_it(tmp_path: Path) -> None:
    for name in ("bash", "id", "ls", "cat"):
        (tmp_path / name).symlink_to(shutil.which(name) or name)
    done = subprocess.run(
        ["bash", str(ROOT / "scripts" / "system_packages.sh"), "tests"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Missing on this machine: chromium" in done.stderr
    assert "apt-get install --yes --no-install-recommends chromium" in done.stderr
    assert "poppler-utils" in done.stderr


def test_another_python_is_refused(tmp_path: Path) -> None:
    for name in ("bash", "id", "cat"):
        (tmp_path / name).symlink_to(shutil.which(name) or name)
    done = subprocess.run(
        ["bash", str(ROOT / "scripts" / "system_packages.sh"), "python", "/no/such/python"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "python3.11" in done.stderr


def test_the_built_package_holds_every_file_that_the_product_reads(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {path.relative_to(PACKAGE.parent).as_posix() for path in tracked("src/timonier")}
    assert wanted - held == set()
    assert not [name for name in held if name.endswith((".pyc", ".kernel"))]
    listed = json.loads(zipfile.ZipFile(wheel).read(f"{INFO}/sboms/timonier.cdx.json"))
    named = {part.get("purl", part["name"]) for part in listed["components"]}
    wanted = {f"pkg:pypi/{name}@{release}" for name, release, _ in packages.locked()}
    assert wanted <= named
    assert "pkg:npm/htmx.org@2.0.11" in named
    assert "app/fonts/SourceSans3-Regular.ttf" in named
    assert all(part["licenses"] for part in listed["components"])


def test_what_runs_is_locked_apart_from_what_tests_and_measures() -> None:
    first, *others = ({name for name, _, _ in packages.locked(file)} for file in packages.LOCKS)
    assert "django" in first
    assert first.isdisjoint({"pytest", "playwright", "pandas", "matplotlib", "scipy", "simpy"})
    assert not any(first & other for other in others)
    named = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert {re.split(r"[\[<>= ]", one)[0].lower() for one in named} <= first


def test_a_licence_that_nobody_accepted_is_refused(tmp_path: Path, monkeypatch: Any) -> None:
    record = packages.LICENCES.read_text(encoding="utf-8")
    for wrong, said in (
        (record.replace('django = "BSD-3-Clause"', 'django = "AGPL-3.0-only"'), "django"),
        (record.replace('typst = "Apache-2.0"', 'typst = "MIT"'), "typst"),
        (record.replace('rich = "MIT"\n', ""), "rich"),
        (record + 'left-behind = "MIT"\n', "left-behind"),
    ):
        changed = tmp_path / "licences.toml"
        changed.write_text(wrong, encoding="utf-8")
        monkeypatch.setattr(packages, "LICENCES", changed)
        with pytest.raises(SystemExit, match=said):
            packages.licences()
