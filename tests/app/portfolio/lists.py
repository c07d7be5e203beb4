"""Small lists that several tests run, and the run itself for those that must kill it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from timonier.app.portfolio import dask, local
from timonier.app.portfolio.folder import Folder
from timonier.app.portfolio.given import Given, mapped
from timonier.app.portfolio.judging import How
from timonier.app.portfolio.run import Job, Report, run

HOW = How("quick", 3, 64, 3)  # few scenarios: what is tested here is the running
ANSWERED: dict[str, Any] = {
    "vision.targets": True, "vision.channels": True, "vision.objectives": True,
    "steering.level": 1, "steering.hours_per_month": 4, "steering.contact": True,
    "hiring.can_recruit": False, "needs.recurrent_share": 0.4, "needs.oneoff_share": 0.4,
    "needs.evolving": 0.3, "marketing.role": "production_centre", "company.business": "b2b",
    "marketing.seasonality": "none", "company.stage": "exploring", "marketing.governance": "strong",
}  # fmt: skip


def companies(count: int) -> list[Given]:
    """Companies of two markets that differ in size and money; the last cannot be read."""
    rows = [
        {
            "id": f"C-{i}",
            "name": f"Société nº {i}",
            "company.market": ("fr", "ca-qc")[i % 2],
            "company.headcount": 4 + 3 * i,
            "marketing.budget": 18_000 + 4_000 * i,
            "Téléphone": f"01 02 03 04 0{i}",
            **ANSWERED,
        }
        for i in range(count - 1)
    ]
    return list(mapped([*rows, {"id": "bad", "company.market": "fr", "company.headcount": -4}]))


def run_here(
    out: Path, rows: list[Given], workers: int = 2, shard: tuple[int, int] = (1, 1)
) -> Report:
    folder = Folder(out)
    folder.open(HOW)
    folder.sweep()
    return run(Job(rows, folder, HOW, shard), lambda feed: local.run(feed, workers), print)


def parts(out: Path) -> dict[str, bytes]:
    """What a folder holds, byte for byte."""
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def run_with(out: Path, rows: list[Given], engine: str) -> Report:
    """The same with the engine that a command names: local, dask or dask=ADDRESS."""
    name, _, address = engine.partition("=")
    if name == "local":
        return run_here(out, rows)
    folder = Folder(out)
    folder.open(HOW)
    folder.sweep()
    return run(Job(rows, folder, HOW), lambda feed: dask.run(feed, address or None, 2), print)


if __name__ == "__main__":
    done = run_with(Path(sys.argv[1]), companies(int(sys.argv[2])), (*sys.argv[3:], "local")[0])
    sys.exit(0 if done.complete else 3)
