"""What the benchmarks compare does the same work, and their page keeps what it held."""

from __future__ import annotations

import numpy as np

from bench.__main__ import BENCHES, INTRODUCTION, with_section
from bench.frozen import room, run_ours
from bench.frozen_peers import as_numpy_likes, run_numpy, run_simpy
from bench.frozen_workload import SKILLS, TEAM, draw_futures


def test_the_frozen_kernel_agrees_with_numpy_on_the_same_draws() -> None:
    futures = draw_futures()
    cost, coverage = room(futures, 2)
    run_ours(futures, (TEAM, TEAM), (cost, coverage))
    by_numpy, covered_by_numpy = run_numpy(as_numpy_likes(futures))
    for team in range(2):
        flat = coverage[team].transpose(0, 2, 1).reshape(-1, SKILLS)
        np.testing.assert_allclose(cost[team].ravel(), by_numpy, rtol=1e-5)
        np.testing.assert_allclose(flat, covered_by_numpy, rtol=1e-5)


def test_the_frozen_kernel_agrees_with_simpy_on_other_draws() -> None:
    futures = draw_futures()
    cost, coverage = room(futures, 1)
    run_ours(futures, (TEAM,), (cost, coverage))
    by_simpy, covered_by_simpy = run_simpy(400, seed=2)
    error = by_simpy.std() / np.sqrt(len(by_simpy))
    assert abs(cost.mean() - by_simpy.mean()) < 4 * error
    mean = covered_by_simpy.mean(axis=0)
    spread = covered_by_simpy.std(axis=0) / np.sqrt(len(by_simpy))
    assert (np.abs(coverage[0].mean(axis=(0, 2)) - mean) < 4 * spread + 1e-6).all()


def test_a_report_replaces_its_own_section_and_no_other() -> None:
    page = INTRODUCTION
    for name in BENCHES:
        page = with_section(page, name, f"first {name}")
    again = with_section(page, "frozen", "second")
    assert again == page.replace("first frozen", "second")
    assert page.startswith("# Benchmarks")
