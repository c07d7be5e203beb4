"""Machine code made by Numba, callable from any process of the same machine.

What is made takes the address of a row of words, one an argument: integers, truths, and the
addresses of NumPy's arrays, in which NumPy's binary interface fixes where the numbers and the shape
are.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any

from llvmlite import ir
from numba import njit, typeof, types
from numba.core import cgutils, codegen, config
from numba.core.cpu import CPUTargetOptions
from numba.core.options import TargetOptions
from numba.extending import intrinsic
from numba.np.arrayobj import populate_array

from timonier.engine.compiling import marked, reads
from timonier.engine.keeping import Code

__all__ = ["dispatcher", "make", "njit"]

# Where a processor has vectors of 512 bits, the compiler uses half of them unless told: a fifth of
# the time of a simulation. Set here for all kernels alike.
_settings: Any = config
if _settings.CPU_FEATURES is None:
    here: Any = codegen
    _settings.CPU_FEATURES = here.get_host_cpu_features() + ",-prefer-256-bit"

# Numba can tell the compiler that arguments lie apart, which its decorators do not offer. Without,
# each inner loop first compares the bounds of all that it touches: half the time of a short one.
_options: Any = CPUTargetOptions
_options.noalias = TargetOptions.Mapping("noalias")

_UNWRAPPED = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
_WORD = 8  # bytes
# From the start of an array's object: after the head that all objects have come the address of the
# numbers, the number of axes, the address of the shape.
_NUMBERS = object.__basicsize__
_SHAPE = _NUMBERS + 2 * _WORD

_dispatchers: dict[Any, Any] = {}


def make(function: Any, arguments: tuple[Any, ...]) -> Code:
    """Compile a marked function for arguments of these types.

    TypeError for one that would need Numba while it runs, because it allocates for instance.
    """
    kernel, unpack = dispatcher(function), _unpacking([typeof(a) for a in arguments])

    def entry(words: int) -> None:
        kernel(*unpack(words))

    made = _jit(function)(entry)
    made.compile((types.int64,))
    (result,) = made.overloads.values()
    library: Any = result.library
    module = library._final_module
    names = [*module.functions, *module.global_variables]
    missing = [n.name for n in names if n.is_declaration and not n.name.startswith("llvm.")]
    if missing:
        raise TypeError(f"the kernel {function.__name__} needs {', '.join(missing)}")
    return Code(result.fndesc.llvm_func_name, library._get_compiled_object())


def dispatcher(function: Any) -> Any:
    """Numba's own form of a marked function and of those that it calls."""
    if function not in _dispatchers:
        names = dict(function.__globals__)
        copy = FunctionType(function.__code__, names, function.__name__)
        _dispatchers[function] = _jit(function)(copy)
        for name, value in reads(function).items():
            if marked(value) is not None:
                names[name] = dispatcher(value)
    return _dispatchers[function]


def _jit(function: Any) -> Any:
    """Numba's decorator with the settings of a marked function; Python will call what it makes
    neither as its own nor as C's."""
    how: dict[str, Any] = {**(marked(function) or {}), **_UNWRAPPED}
    return njit(**how)


def _unpacking(kinds: list[Any]) -> Any:
    """A compiled function from the address of a row of words to what they stand for."""

    @intrinsic
    def unpack(context: Any, address: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            row = builder.inttoptr(given[0], ir.IntType(64).as_pointer())
            words = _Words(context, builder, row)
            return context.make_tuple(builder, signature.return_type, [*map(words.take, kinds)])

        return types.Tuple(kinds)(types.int64), generate

    return unpack


class _Words:
    """Generate the reading of arguments from a row of words, one after the other."""

    def __init__(self, context: Any, builder: Any, row: Any) -> None:
        self.context, self.builder, self.row = context, builder, row
        self.taken = 0

    def take(self, kind: Any) -> Any:
        """The next argument; TypeError for a type that has no place in a row of words."""
        if isinstance(kind, types.BaseTuple):
            parts = [self.take(part) for part in kind]
            return self.context.make_tuple(self.builder, kind, parts)
        word = self._word(self.row, self.taken)
        self.taken += 1
        if isinstance(kind, types.Array):
            return self._array(kind, word)
        if kind == types.boolean:
            return self.builder.trunc(word, ir.IntType(1))
        if kind in (types.int64, types.uint64):
            return word
        raise TypeError(f"a kernel takes no {kind}")

    def _word(self, address: Any, place: int) -> Any:
        return self.builder.load(cgutils.gep_inbounds(self.builder, address, place))

    def _array(self, kind: Any, word: Any) -> Any:
        """The array of which a word is the address."""
        builder, words = self.builder, self.row.type
        head = builder.inttoptr(word, words)
        array = self.context.make_array(kind)(self.context, builder)
        numbers = builder.inttoptr(self._word(head, _NUMBERS // _WORD), array.data.type)
        lengths = builder.inttoptr(self._word(head, _SHAPE // _WORD), words)
        shape = [self._word(lengths, axis) for axis in range(kind.ndim)]
        size = self.context.get_abi_sizeof(self.context.get_data_type(kind.dtype))
        item = self.context.get_constant(types.intp, size)
        strides: list[Any] = []
        step = item
        for length in reversed(shape):
            strides.insert(0, step)
            step = builder.mul(step, length)
        populate_array(array, numbers, shape, strides, item, meminfo=None)
        return array._getvalue()
