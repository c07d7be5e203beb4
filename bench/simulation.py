"""The product's own simulation beside its plain NumPy twin, and a whole decision, warm and cold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

import timonier
from bench.timing import Way, duration, in_turns, machine, table, times
from tests import twin
from timonier.engine.search import search
from timonier.engine.simulation import make_world, simulate_teams
from timonier.knowledge import load

COMPANY = Path(__file__).resolve().parent.parent / "tests" / "companies" / "v17.toml"
SCENARIOS = 10_112
TEAMS = 4


def _simulation() -> str:
    company, knowledge = timonier.load_company(COMPANY), load()
    screen = make_world(company, knowledge, np.random.default_rng(0), 128, 36)
    found = search(screen, np.full(7, 1 / 7), threads=2)
    teams = [t for group in found.best.values() for t in group][:TEAMS]
    world = make_world(company, knowledge, np.random.default_rng(1), SCENARIOS, 36)

    def anew() -> None:
        drawn = make_world(company, knowledge, np.random.default_rng(2), SCENARIOS, 36)
        twin.simulate(drawn, teams[:1])

    part = 1.0 / len(teams)
    measured = in_turns(
        [
            Way("ours, one thread", lambda: simulate_teams(world, teams)),
            Way("NumPy float32, drawn before", lambda: twin.simulate(world, teams[:1]), part),
            Way("NumPy float32, drawing anew for each team", anew, part),
        ],
        repeats=5,
    )
    ours = measured["ours, one thread"].seconds
    rows = [
        [m.name, duration(m.seconds / len(teams)), times(m.seconds / ours)]
        for m in measured.values()
    ]
    parts = sum(len(a.skills) for a in world.needs.activities)
    head = f"{len(teams)} finalists, {SCENARIOS:,} scenarios, 36 months, {parts} parts of work."
    return "\n".join([head, "", table(["way", "a team", "against ours"], rows)])


def _command(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def _decision() -> str:
    company = timonier.load_company(COMPANY)
    shown = ("-m", "timonier.app.cli")
    measured = in_turns(
        [
            Way("python -c pass", lambda: _command("-c", "pass")),
            Way("timonier --help", lambda: _command(*shown, "--help")),
            Way(
                "timonier decide, cold", lambda: _command(*shown, "decide", str(COMPANY), "--json")
            ),
            Way("decide, warm, before the document", lambda: timonier.decide(company)),
        ],
        repeats=5,
    )
    base = measured["python -c pass"].seconds
    rows = [[m.name, duration(m.seconds), times(m.seconds / base)] for m in measured.values()]
    count = timonier.decide(company).found.screened
    head = f"The same company: {count:,} teams tried, finalists on {SCENARIOS:,} scenarios."
    return "\n".join([head, "", table(["what", "time", "to an empty Python"], rows)])


def report() -> str:
    """Both tables, as Markdown."""
    return "\n\n".join([_simulation(), _decision(), machine()])


if __name__ == "__main__":
    print(report())
