"""Keep compiled kernels: beside the code, or in the user's cache folder where that is read-only.

What is kept is found again by what it was made of: the functions and constants of the kernel, the
compiler, and the processor, so that no other code is ever run than what would be compiled here.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from timonier.engine.keeping import Code

PACKAGE = Path(__file__).resolve().parent
SETTING = "TIMONIER_CACHE_DIR"
SUFFIX = ".kernel"
# What makes machine code of a kernel and calls it: another text, and all is compiled again.
MAKERS = (PACKAGE / "engine" / "compiling.py", PACKAGE / "engine" / "machine_code.py")

_lock = Lock()  # several threads may come for the same kernel: the first one compiles it
_known: dict[str, Code] = {}  # where no folder can be written, once a process must do


def keep(name: str, described: str, compile_: Callable[[], Code]) -> Code:
    """Return the code of the kernel ``name``; it is compiled when it is kept nowhere, or broken."""
    key = sha256("\n".join([described, *machine()]).encode()).hexdigest()[:32]
    file = f"{name}-{key}{SUFFIX}"
    with _lock:
        if file not in _known:
            _known[file] = _found(file) or _made(file, compile_)
        return _known[file]


def any_kept() -> bool:
    """Whether some kernel was compiled before."""
    return any(next(folder.glob(f"*{SUFFIX}"), None) is not None for folder in folders())


def folders() -> list[Path]:
    """Where kernels are looked for; they are written in the first that can be.

    Never a guessable name in a shared folder: kernels are code, someone else could put theirs.
    """
    if SETTING in os.environ:
        return [Path(os.environ[SETTING])]
    found = [PACKAGE / "__pycache__"]
    with suppress(RuntimeError):  # nobody's home
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        found.append(base / "timonier" / "kernels")
    return found


def machine() -> Iterator[str]:
    """What compiled code depends on, beside its source: the compiler, and the processor."""
    import llvmlite
    import llvmlite.binding as llvm
    import numpy as np

    yield from (sys.version, platform.machine(), np.__version__, llvmlite.__version__)
    yield from (llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten())
    numba = find_spec("numba")  # importing it is slow: its version is read where it is written
    if numba is not None and numba.origin is not None:
        yield Path(numba.origin).with_name("_version.py").read_text(encoding="utf-8")
    yield from (path.read_text(encoding="utf-8") for path in MAKERS)
    yield from sorted(f"{k}={v}" for k, v in os.environ.items() if k.startswith("NUMBA_"))


def _found(file: str) -> Code | None:
    for folder in folders():
        with suppress(OSError, ValueError):
            return _unpacked((folder / file).read_bytes())
    return None


def _made(file: str, compile_: Callable[[], Code]) -> Code:
    code = compile_()
    for folder in folders():
        with suppress(OSError):
            _write(_packed(code), folder / file)
            break
    return code


def _packed(code: Code) -> bytes:
    whole = code.entry.encode() + b"\n" + code.object
    return sha256(whole).digest() + whole


def _unpacked(held: bytes) -> Code:
    """ValueError for what is not whole: the loader of machine code does not survive it."""
    digest, whole = held[:32], held[32:]
    if sha256(whole).digest() != digest:
        raise ValueError("a kept kernel is broken")
    entry, code = whole.split(b"\n", 1)
    return Code(entry.decode(), code)


def _write(held: bytes, path: Path) -> None:
    """Write it whole or not at all: another process may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(held)
    os.chmod(name, 0o644)  # like compiled code: whoever runs the product may read it
    os.replace(name, path)
