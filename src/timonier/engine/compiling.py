"""How the kernel's functions are compiled: without the interpreter's lock, for speed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np
from numba import njit
from numba.core import codegen, config

__all__ = ["fast", "fingerprint", "inlined", "kept", "njit"]

# Where a processor has vectors of 512 bits, the compiler uses half of them unless told: a fifth of
# the time of a simulation. Set here for all kernels alike, since their cache is kept by features.
_settings: Any = config
if _settings.CPU_FEATURES is None:
    here: Any = codegen
    _settings.CPU_FEATURES = here.get_host_cpu_features() + ",-prefer-256-bit"

P = ParamSpec("P")
R = TypeVar("R")

# Sums may be done in several lanes at once; the order is the same on every run of one machine.
# Nothing is allocated, so that references need no counting: every count is a locked write to
# memory, a tenth of the time of a simulation.
_HOW: Any = {"nogil": True, "error_model": "numpy", "fastmath": True, "_nrt": False}


def fast(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that other compiled functions call."""
    return cast(Callable[P, R], njit(**_HOW)(function))


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function as a piece of the only ones that call it."""
    return cast(Callable[P, R], njit(inline="always", **_HOW)(function))


def kept(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that Python calls, and keep it on disk for the next process."""
    return cast(Callable[P, R], njit(cache=True, **_HOW)(function))


def fingerprint(*functions: Any) -> str:
    """Hash compiled functions, all that they call, and the constants that they read.

    Numba's cache watches the file of one function; this tells when any other has changed.
    """
    seen: dict[str, str] = {}
    waiting = list(functions)
    while waiting:
        compiled = waiting.pop()
        function = compiled.py_func
        name = f"{function.__module__}.{function.__name__}"
        if name in seen:
            continue
        code = function.__code__
        read = {n: function.__globals__.get(n) for n in code.co_names}
        numbers = {n: v for n, v in read.items() if isinstance(v, int | float | np.floating)}
        how = sorted(compiled.targetoptions.items())
        seen[name] = repr((code.co_code, code.co_consts, code.co_names, numbers, how))
        waiting += [v for v in read.values() if hasattr(v, "py_func")]
    text = "\n".join(f"{name} {seen[name]}" for name in sorted(seen))
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
