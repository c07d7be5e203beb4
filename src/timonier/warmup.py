"""Compile the engine's kernels once, so that no first decision waits for the compiler.

``python -m timonier.warmup`` is what set-up runs; a second run takes a second or two.
"""

from __future__ import annotations

import sys
import time

import timonier

# One company and few scenarios: the kernels compile the same, whatever the size of the work.
SMALL_COMPANY = {"company": {"market": "fr", "headcount": 12}}
SMALL_SCENARIOS = 64


def warm_up() -> None:
    """Make one small decision: every kernel on its path is compiled and kept."""
    timonier.decide(timonier.company_from(SMALL_COMPANY), scenarios=SMALL_SCENARIOS)


def main() -> None:
    """Say what is going on, on standard error: compiling may take a minute."""
    print("Compiling the kernels (about a minute the first time)", file=sys.stderr)
    start = time.perf_counter()
    warm_up()
    print(f"The kernels are ready ({time.perf_counter() - start:.0f} s)", file=sys.stderr)


if __name__ == "__main__":
    main()
