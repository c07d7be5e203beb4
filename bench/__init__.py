"""Benchmarks: our compiled code beside what somebody would use instead."""

import os

# One thread for everybody: a matrix product that waits for a second core measures the neighbours.
# It has to be said before NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
