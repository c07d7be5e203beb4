"""Compiled kernels are found again without the compiler, and only while they are worth it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path

import pytest

from tests.tree import ROOT
from timonier.kernel_cache import PACKAGE, SETTING
from timonier.warmup import warm_up

SOURCES = ("__init__.py", "kernel_cache.py", *(
    f"engine/{name}.py" for name in ("__init__", "compiling", "keeping", "machine_code")
))  # fmt: skip
KERNEL = """
import numpy as np
from timonier.engine.compiling import Kernel, fast

RATE = 2.0

@fast
def times(x):
    return x * RATE

@Kernel
@fast
def scale(span, rows, twice):
    for i in range(span[0], span[1]):
        for j in range(rows.shape[1]):
            rows[i, j] = times(times(rows[i, j])) if twice else times(rows[i, j])
"""
# Prints a number that tells what was run, and whether the compiler was there.
RUN = """
import sys
import numpy as np
from timonier.engine import one_kernel
rows = np.ones((3, 2))
one_kernel.scale((0, 2), rows, True)
assert rows[2].tolist() == [1.0, 1.0]
print(rows[1, 1], "numba" in sys.modules)
"""

# What machine code is made with that Numba promises nobody, by the module that holds it.
PRIVATE = {
    "numba.core.cgutils": ("gep_inbounds",),
    "numba.core.codegen": ("get_host_cpu_features", "CodeLibrary"),
    "numba.core.codegen:CPUCodeLibrary": ("_get_compiled_object",),
    "numba.core.config": ("CPU_FEATURES",),
    "numba.core.cpu": ("CPUTargetOptions",),
    "numba.core.options": ("TargetOptions.Mapping",),
    "numba.core.funcdesc:FunctionDescriptor": ("llvm_func_name",),
    "numba.np.arrayobj": ("populate_array",),
}


def test_numba_still_has_what_kernels_are_made_with_and_its_next_release_is_kept_out() -> None:
    said = f"Numba {version('numba')}: engine/machine_code.py must be read again (decision 0003)"
    for place, names in PRIVATE.items():
        module, _, held = place.partition(":")
        holder = import_module(module)
        for name in names:
            try:
                attrgetter(f"{held}.{name}" if held else name)(holder)
            except AttributeError:
                pytest.fail(f"{said}: {place} has no {name} any more")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for package in ("numba", "llvmlite"):
        major, minor = (int(n) for n in version(package).split(".")[:2])
        (asked,) = (one for one in project["dependencies"] if re.match(rf"{package}\b", one))
        assert asked.endswith(f"<{major}.{minor + 1}"), f"{said}; then pin {package} there"


def bound_by_permissions() -> list[str]:
    """Root may write anywhere: as root, the product is started without that privilege."""
    return ["setpriv", "--bounding-set=-dac_override", "--"] if os.geteuid() == 0 else []


def run(package: Path, home: Path, **environment: str) -> str:
    paths = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(package.parent)}
    done = subprocess.run(
        [*bound_by_permissions(), sys.executable, "-P", "-c", RUN],
        env={**paths, **environment},
        cwd=package,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob("scale-*.kernel"))


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with one compiled kernel."""
    folder = tmp_path_factory.mktemp("site")
    package = folder / "timonier"
    (package / "engine").mkdir(parents=True)
    for name in SOURCES:
        shutil.copy(PACKAGE / name, package / name)
    (package / "engine" / "one_kernel.py").write_text(KERNEL, encoding="utf-8")
    assert run(package, folder) == "4.0 True"
    return package


@pytest.fixture
def package(compiled: Path, tmp_path: Path) -> Path:
    """A copy of it: its place and its date do not matter."""
    return Path(shutil.copytree(compiled, tmp_path / "site" / "timonier"))


def close(package: Path) -> None:
    """Nobody but root may write the package."""
    for path in [package, *package.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)


def test_another_process_does_without_the_compiler(package: Path, tmp_path: Path) -> None:
    assert len(kept(package)) == 1
    assert run(package, tmp_path) == "4.0 False"


def test_a_decision_does_without_the_compiler_once_its_kernels_are_kept() -> None:
    warm_up()
    code = (
        "import sys; from timonier.warmup import warm_up; warm_up(); print('numba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_an_edit_of_what_a_kernel_calls_or_reads_compiles_it_again(
    package: Path, tmp_path: Path
) -> None:
    source = package / "engine" / "one_kernel.py"
    source.write_text(KERNEL.replace("2.0", "3.0"), encoding="utf-8")
    assert run(package, tmp_path) == "9.0 True"
    source.write_text(KERNEL.replace("x * RATE", "x + RATE + 1"), encoding="utf-8")
    assert run(package, tmp_path) == "7.0 True"
    source.write_text(KERNEL, encoding="utf-8")
    assert run(package, tmp_path) == "4.0 False"


def test_another_way_to_compile_compiles_again(package: Path, tmp_path: Path) -> None:
    assert run(package, tmp_path, NUMBA_OPT="1") == "4.0 True"
    maker = package / "engine" / "machine_code.py"
    maker.write_text(maker.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    assert run(package, tmp_path) == "4.0 True"


@pytest.mark.parametrize("size", [0, 20, 2000])
def test_a_broken_kernel_is_compiled_again(package: Path, tmp_path: Path, size: int) -> None:
    (path,) = kept(package)
    path.write_bytes(path.read_bytes()[:size])
    assert run(package, tmp_path) == "4.0 True"
    assert run(package, tmp_path) == "4.0 False"


def test_a_kernel_with_another_byte_is_compiled_again(package: Path, tmp_path: Path) -> None:
    (path,) = kept(package)
    altered = bytearray(path.read_bytes())
    altered[-100] ^= 1
    path.write_bytes(altered)
    assert run(package, tmp_path) == "4.0 True"


@pytest.mark.parametrize("home_is_writable", [True, False], ids=["with a home", "without a home"])
def test_a_read_only_package_starts_with_the_kernels_it_ships(
    package: Path, tmp_path: Path, home_is_writable: bool
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o777 if home_is_writable else 0o555)
    close(package)
    assert run(package, home) == "4.0 False"


def close_without_kernels(package: Path) -> None:
    (path,) = kept(package)
    path.unlink()
    close(package)


def test_where_the_package_is_read_only_kernels_go_to_the_users_cache(
    package: Path, tmp_path: Path
) -> None:
    close_without_kernels(package)
    home = tmp_path / "home"
    home.mkdir()
    assert [run(package, home), run(package, home)] == ["4.0 True", "4.0 False"]
    assert [path.parent for path in kept(home)] == [home / ".cache" / "timonier" / "kernels"]


def test_where_nothing_can_be_written_a_process_compiles_for_itself(
    package: Path, tmp_path: Path
) -> None:
    close_without_kernels(package)
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    assert [run(package, home), run(package, home)] == ["4.0 True", "4.0 True"]


def test_the_environment_names_another_folder(package: Path, tmp_path: Path) -> None:
    chosen = tmp_path / "chosen"
    assert run(package, tmp_path, **{SETTING: str(chosen)}) == "4.0 True"
    assert len(kept(chosen)) == 1
    assert run(package, tmp_path, **{SETTING: str(chosen)}) == "4.0 False"
