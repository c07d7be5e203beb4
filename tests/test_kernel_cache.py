"""Compiled kernels stay usable where the package cannot be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from timonier.kernel_cache import PACKAGE

KERNEL = "import numba\n\n@numba.njit(cache=True)\ndef double(x):\n    return 2 * x\n"
COMPILE = "from timonier.engine import one_kernel; one_kernel.double(1.0)"
READ = """
from timonier.engine import one_kernel
assert one_kernel.double(2.0) == 4.0
print(sum(one_kernel.double.stats.cache_hits.values()))
"""


def bound_by_permissions() -> list[str]:
    """Root may write anywhere: as root, the product is started without that privilege."""
    return ["setpriv", "--bounding-set=-dac_override", "--"] if os.geteuid() == 0 else []


def python(code: str, package: Path, home: Path) -> str:
    done = subprocess.run(
        [*bound_by_permissions(), sys.executable, "-P", "-c", code],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(package.parent)},
        cwd=package,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def read_only_package(tmp_path: Path) -> Path:
    """A package with one compiled kernel, which nobody but root may write."""
    package = tmp_path / "timonier"
    (package / "engine").mkdir(parents=True)
    (package / "engine" / "__init__.py").write_text("", encoding="utf-8")
    for name in ("__init__.py", "kernel_cache.py"):
        shutil.copy(PACKAGE / name, package)
    (package / "engine" / "one_kernel.py").write_text(KERNEL, encoding="utf-8")
    python(COMPILE, package, tmp_path)
    for path in [package, *package.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return package


@pytest.mark.parametrize("home_is_writable", [True, False], ids=["with a home", "without a home"])
def test_a_read_only_package_starts_with_the_kernels_it_ships(
    read_only_package: Path, tmp_path: Path, home_is_writable: bool
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o777 if home_is_writable else 0o555)
    assert python(READ, read_only_package, home) == "1"
