"""Search the best team of each model, on the same draws."""

from timonier.engine.search.beam import ALL_MODELS, Found, search
from timonier.engine.search.candidates import enumerate_teams, leaner_team, neighbours, sized
from timonier.engine.search.judging import Judged, Screened, intended, judge, present, screen

__all__ = [
    "ALL_MODELS",
    "Found",
    "Judged",
    "Screened",
    "enumerate_teams",
    "intended",
    "judge",
    "leaner_team",
    "neighbours",
    "present",
    "screen",
    "search",
    "sized",
]
