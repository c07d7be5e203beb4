"""Set-up: what a fresh machine lacks is said, and what is installed is complete."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.tree import PACKAGE, ROOT, tracked


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
