"""Search the best team of each model, on the same draws."""

from timonier.engine.search.beam import ALL_MODELS, Found, search
from timonier.engine.search.candidates import enumerate_teams, leaner_team, neighbours, sized
from timonier.engine.search.judging import Judged, Screened, intended, judge, present, screen
from timonier.engine.search.second import NOTICEABLE, look_again

__all__ = [
    "ALL_MODELS",
    "NOTICEABLE",
    "Found",
    "Judged",
    "Screened",
    "enumerate_teams",
    "intended",
    "judge",
    "leaner_team",
    "look_again",
    "neighbours",
    "present",
    "screen",
    "search",
    "sized",
]
