"""Keep compiled kernels usable where the package cannot be written, by root's set-up for instance.

Numba reads a cache only where it may also write: from a read-only package it would compile again,
and refuse to start where the user's home is read-only too.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SETTING = "NUMBA_CACHE_DIR"


def use_writable_cache(package: Path = PACKAGE) -> None:
    """Point Numba at a folder of its own, with the kernels that a read-only package ships.

    Must run before Numba is imported; a folder chosen in the environment is left as it is.
    """
    if SETTING in os.environ:
        return
    folder = writable_folder()
    for shipped in package.rglob("__pycache__"):
        copy_kernels(shipped, folder / numba_folder(shipped.parent))
    os.environ[SETTING] = str(folder)


def writable_folder() -> Path:
    """The user's cache folder, or one that goes with the process where there is none."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "timonier" / "kernels"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if os.access(folder, os.W_OK):
        return folder
    # Never a guessable name in a shared folder: kernels are code, someone else could put theirs.
    temporary = Path(tempfile.mkdtemp(prefix="timonier-kernels-"))
    atexit.register(shutil.rmtree, temporary, ignore_errors=True)
    return temporary


def numba_folder(source_folder: Path) -> str:
    """Name the folder where Numba looks for the kernels of a source folder."""
    path = str(source_folder)
    return f"{source_folder.name}_{hashlib.sha1(path.encode()).hexdigest()}"


def copy_kernels(shipped: Path, folder: Path) -> None:
    """Copy compiled kernels that are missing or older in a folder."""
    for kernel in [*shipped.glob("*.nbi"), *shipped.glob("*.nbc")]:
        target = folder / kernel.name
        if not target.exists() or target.stat().st_mtime < kernel.stat().st_mtime:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy2(kernel, target)
