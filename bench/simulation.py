"""The product's simulation beside a plain NumPy twin and SimPy; a whole decision; cold starts."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np

import timonier
from bench.events import Events, check
from bench.timing import Measured, Way, duration, in_turns, machine, table, times
from tests import twin
from tests.twin.needs import hours_by_month as plain_hours
from tests.twin_parts import seats_of
from timonier.engine.decision import Decision
from timonier.engine.needs import drawing
from timonier.engine.search import search
from timonier.engine.simulation import World, make_world, simulate_teams
from timonier.engine.team import Team, people_in
from timonier.knowledge import load

COMPANY = Path(__file__).resolve().parent.parent / "tests" / "companies" / "v17.toml"
SCREEN, SCENARIOS = 64, 10_112
TEAMS = 4
SAMPLE = 24  # scenarios that SimPy runs
SCREENED = 12  # teams that the twin screens


def _worlds() -> tuple[World, World, list[Team], list[Team]]:
    """A small and a large world, teams as they are screened, and the best of each model."""
    company, knowledge = timonier.load_company(COMPANY), load()
    small = make_world(company, knowledge, np.random.default_rng(0), SCREEN, 36)
    large = make_world(company, knowledge, np.random.default_rng(1), SCENARIOS, 36)
    found = search(small, np.full(7, 1 / 7), threads=2)
    best = [teams[0] for teams in found.best.values() if teams][:TEAMS]
    others = [team for teams in found.best.values() for team in teams]
    return small, large, others[:SCREENED], best


def _draw(world: World, team: Team | None = None) -> None:
    """Draw a world like this one anew and, for a team, when its people are there, as the twin
    would: what the product compiles in plain NumPy."""
    rng, ours = np.random.default_rng(2), drawing.hours_by_month
    drawing.hours_by_month = plain_hours
    try:
        drawn = make_world(world.company, world.knowledge, rng, world.size, world.months)
    finally:
        drawing.hours_by_month = ours
    if team is not None:
        seats_of(drawn, team)


def _simulation(large: World, teams: list[Team]) -> tuple[str, dict[str, Measured]]:
    events = [Events(large, team) for team in teams]

    def by_simpy() -> None:
        for each in events:
            for scenario in range(SAMPLE):
                each.undone(scenario)

    def draw_each() -> None:
        for team in teams:
            _draw(large, team)

    measured = in_turns(
        [
            Way("ours, one thread", lambda: simulate_teams(large, teams)),
            Way("ours, two threads", lambda: simulate_teams(large, teams, threads=2)),
            Way("NumPy float32, drawn before", lambda: twin.simulate(large, teams)),
            Way("drawing alone", draw_each),
            Way("SimPy, the work of the month alone", by_simpy, SAMPLE / SCENARIOS),
        ],
        repeats=5,
    )
    ours = measured["ours, one thread"].seconds
    anew = measured.pop("drawing alone").seconds + measured["NumPy float32, drawn before"].seconds
    measured["NumPy float32, drawing anew for each team"] = Measured("", anew, anew)
    rows = [
        [name, duration(m.seconds / len(teams)), times(m.seconds / ours)]
        for name, m in sorted(measured.items(), key=lambda item: item[1].seconds)
    ]
    parts = sum(len(a.skills) for a in large.needs.activities)
    worst = max(check(each, SAMPLE) for each in events)
    head = (
        f"The best team of {len(teams)} models, {SCENARIOS:,} scenarios, 36 months, {parts} parts "
        f"of work; every way runs the same teams, of {_people(teams)} people. SimPy is given who "
        "is there and their hours, and serves the work; what nobody does differs from the twin's "
        f"by at most {worst:.0e} of its mean."
    )
    return "\n".join([head, "", table(["way", "a team", "against ours"], rows)]), measured


def _people(teams: list[Team]) -> str:
    counts = [str(people_in(team)) for team in teams]
    return f"{', '.join(counts[:-1])} and {counts[-1]}"


def _decided() -> tuple[Decision, float, float]:
    """A decision, tipping points and questions included; its seconds, those of it that simulate."""
    company, spent = timonier.load_company(COMPANY), [0.0]
    from timonier.engine.search import judging as searching

    plain = searching.simulate_teams

    def watched(*args: object, **kwargs: object) -> object:
        start = time.perf_counter()
        try:
            return plain(*args, **kwargs)  # type: ignore[arg-type]
        finally:
            spent[0] += time.perf_counter() - start

    searching.simulate_teams = watched  # type: ignore[assignment]
    try:
        start = time.perf_counter()
        decision = timonier.decide(company)
        _ = decision.matters, decision.outlook
        return decision, time.perf_counter() - start, spent[0]
    finally:
        searching.simulate_teams = plain


def _decision(small: World, large: World, screened: list[Team], best: list[Team]) -> str:
    """The same decision with the twin in the place of the kernel, in proportion of its parts."""
    _decided()
    runs = sorted((_decided() for _ in range(5)), key=lambda run: run[1])
    decision, whole, simulating = runs[2]
    teams, finals = decision.found.screened, len(decision.judged.teams)
    laps = in_turns(
        [
            Way("screen", lambda: twin.simulate(small, screened), len(screened)),
            Way("final", lambda: twin.simulate(large, best), len(best)),
            Way("draw small", lambda: _draw(small, screened[0])),
            Way("draw large", lambda: _draw(large, best[0])),
        ],
        repeats=5,
    )
    seconds = {name: lap.seconds for name, lap in laps.items()}
    same = whole - simulating + teams * seconds["screen"] + finals * seconds["final"]
    anew = same + teams * seconds["draw small"] + finals * seconds["draw large"]
    rows = [
        ["ours, two threads", duration(whole), "1.0 ×"],
        ["of which simulating", duration(simulating), times(simulating / whole)],
        ["the twin on the same draws", duration(same), times(same / whole)],
        ["the twin drawing anew for each team", duration(anew), times(anew / whole)],
    ]
    head = (
        f"One decision, warm, with its questions, tipping points and path: {teams:,} teams on "
        f"{SCREEN} scenarios, {finals} finalists on {SCENARIOS:,}, 36 months. The rows of the twin "
        f"replace the simulation of these teams alone, in proportion of {len(screened)} screened "
        f"teams and {len(best)} finalists; the rest stays as fast as ours."
    )
    return "\n".join([head, "", table(["way", "time", "against ours"], rows)])


def _command(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def _cold() -> str:
    shown = ("-m", "timonier.app.cli")
    measured = in_turns(
        [
            Way("python -c pass", lambda: _command("-c", "pass")),
            Way("timonier --help", lambda: _command(*shown, "--help")),
            Way(
                "timonier decide --json", lambda: _command(*shown, "decide", str(COMPANY), "--json")
            ),
        ],
        repeats=5,
    )
    base = measured["python -c pass"].seconds
    rows = [[m.name, duration(m.seconds), times(m.seconds / base)] for m in measured.values()]
    return "\n".join(["Cold, kernels compiled:", "", table(["command", "time", "to Python"], rows)])


def report() -> str:
    """The three tables, as Markdown."""
    small, large, screened, best = _worlds()
    simulation, _ = _simulation(large, best)
    return "\n\n".join(
        [simulation, _decision(small, large, screened, best), _cold(), machine(["simpy"])]
    )
