"""Where compiled code stays from one process to the next: told from outside, for the engine itself
reads and writes no file."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Code(NamedTuple):
    """Machine code: the name of its entry, and the relocatable object that holds it."""

    entry: str
    object: bytes


Compile = Callable[[], Code]


def compile_again(name: str, described: str, compile_: Compile) -> Code:
    """Keep nothing."""
    return compile_()


# The code of the kernel ``name``, all that it is made of being ``described``; it is compiled when
# it was not kept. Replaced by the product's own (``timonier.kernel_cache``).
keep: Callable[[str, str, Compile], Code] = compile_again
