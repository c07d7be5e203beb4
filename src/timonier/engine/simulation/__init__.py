"""Simulate teams month by month in the scenarios of one world."""

from timonier.engine.simulation.kernel.layout import METRICS, SLOT_METRICS, whole_blocks
from timonier.engine.simulation.run import Detail, Outcomes, simulate_teams
from timonier.engine.simulation.world import Kept, Met, World, make_world

__all__ = [
    "METRICS",
    "SLOT_METRICS",
    "Detail",
    "Kept",
    "Met",
    "Outcomes",
    "World",
    "make_world",
    "simulate_teams",
    "whole_blocks",
]
