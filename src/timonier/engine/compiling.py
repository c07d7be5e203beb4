"""How the kernels' functions are compiled and called: without the interpreter's lock, for speed.

A decorator only marks a function. Its machine code is made by Numba the first time that a kernel is
called, then kept; a process that finds it kept loads it with llvmlite alone, for Numba is slow to
import.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable
from math import prod
from types import FunctionType
from typing import Any, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from timonier.engine import keeping

__all__ = ["Kernel", "aligned", "compiled", "fast", "fingerprint", "inlined", "marked"]

P = ParamSpec("P")
R = TypeVar("R")

# Sums may be done in several lanes at once; the order is the same on every run of one machine.
# Nothing is allocated, so that references need no counting: every count is a locked write to
# memory, a tenth of the time of a simulation. What a function writes lies apart from its other
# arguments (``noalias``): a caller that passes the same memory twice gets nonsense.
_HOW: dict[str, Any] = {
    "nogil": True, "error_model": "numpy", "fastmath": True, "_nrt": False, "noalias": True,
}  # fmt: skip
_marks: dict[FunctionType, dict[str, Any]] = {}

LINE = 64  # bytes
CONSTANTS = (int, float, str, tuple, type, np.generic, np.dtype)


def compiled(**how: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function to be compiled, with Numba's settings where they differ from the usual."""

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        assert isinstance(function, FunctionType)
        _marks[function] = {**_HOW, **how}
        return function

    return mark


fast = compiled()  # a function that other compiled functions call
inlined = compiled(inline="always")  # one compiled as a piece of the only ones that call it


def marked(function: Any) -> dict[str, Any] | None:
    """How a function is to be compiled; None for anything else."""
    return _marks.get(function) if isinstance(function, FunctionType) else None


def reads(function: FunctionType) -> dict[str, Any]:
    """The global names that a function reads, and their values."""
    names = function.__globals__
    return {name: names[name] for name in function.__code__.co_names if name in names}


def fingerprint(function: Any) -> str:
    """Hash a marked function, all those that it calls, and the constants that they read.

    TypeError for one that reads anything else: nobody would know when it has changed.
    """
    seen: dict[str, str] = {}
    waiting = [function]
    while waiting:
        function = waiting.pop()
        name = f"{function.__module__}.{function.__name__}"
        if name in seen:
            continue
        code, read, how = function.__code__, reads(function), _marks[function]
        called = {n: v for n, v in read.items() if marked(v) is not None}
        constants = {n: v for n, v in read.items() if n not in called and v is not np}
        for n, value in constants.items():
            if not isinstance(value, CONSTANTS):
                raise TypeError(f"{name} reads {n}, which is no constant")
        settings = sorted((n, sorted(v) if isinstance(v, set) else v) for n, v in how.items())
        seen[name] = repr((code.co_code, code.co_consts, code.co_names, constants, settings))
        waiting += called.values()
    text = "\n".join(f"{name} {seen[name]}" for name in sorted(seen))
    return hashlib.sha256(text.encode()).hexdigest()


def aligned(shape: tuple[int, ...], dtype: Any) -> NDArray[Any]:
    """Zeros that begin where a line of the cache does, so that no vector lies across two."""
    size = prod(shape) * np.dtype(dtype).itemsize
    raw = np.zeros(size + LINE, dtype=np.uint8)
    start = -raw.ctypes.data % LINE
    found: NDArray[Any] = raw[start : start + size].view(dtype).reshape(shape)
    return found


class Kernel:
    """A marked function that Python calls: with arrays, integers, truths, and tuples of these.

    An array must be writable, aligned and contiguous, its last axis nearest: TypeError otherwise.
    One that is written shares no memory with the others. Nothing is returned.
    """

    def __init__(self, function: Callable[..., None]) -> None:
        self.function = function
        self._ready: dict[tuple[Any, ...], Any] = {}

    def __call__(self, *arguments: Any) -> None:
        flat: list[Any] = []
        for value in arguments:
            if isinstance(value, tuple):
                flat += value
            else:
                flat.append(value)
        kinds = tuple([
            (v.dtype, v.ndim, v.flags.carray) if isinstance(v, np.ndarray) else type(v)
            for v in flat
        ])  # fmt: skip
        call = self._ready.get(kinds)
        if call is None:
            call = self._ready[kinds] = self._prepare(arguments)
        words = [id(v) if isinstance(v, np.ndarray) else int(v) for v in flat]
        # the first two are where compiled code puts what it returns and what went wrong
        memory = (ctypes.c_int64 * (len(words) + 2))(0, 0, *words)
        first = ctypes.addressof(memory)
        if call(first, first + 8, first + 16):
            raise RuntimeError(f"the kernel {self.function.__name__} failed")

    def _prepare(self, arguments: tuple[Any, ...]) -> Any:
        """Load the machine code for arguments of these types; it is made when it was not kept."""

        def compile_() -> keeping.Code:
            from timonier.engine.machine_code import make  # Numba: slow to import

            return make(self.function, arguments)

        described = f"{fingerprint(self.function)} {_described(arguments)}"
        return _load(keeping.keep(self.function.__name__, described, compile_))


def _described(value: Any) -> str:
    """What machine code depends on in an argument; TypeError for an array that it cannot take."""
    if isinstance(value, tuple):
        names = getattr(value, "_fields", ())
        return f"{type(value).__name__}{names}({', '.join(map(_described, value))})"
    if not isinstance(value, np.ndarray):
        return type(value).__name__
    if not value.flags.carray:
        raise TypeError(f"array {value.shape} of {value.dtype}: expected writable, contiguous rows")
    return f"{value.ndim} {value.dtype!r}"


def _load(code: keeping.Code) -> Any:
    """Make machine code callable; it runs without the interpreter's lock."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_triple(llvm.get_process_triple()).create_target_machine(jit=True)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code.object))
    engine.finalize_object()
    kind = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64)
    call: Any = kind(engine.get_function_address(code.entry))
    call.engine = engine  # the code lives as long as what loaded it
    return call
