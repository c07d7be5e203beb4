"""Search the best team of each model, on the same draws."""

from timonier.engine.search.answers import answers_of, with_answers
from timonier.engine.search.beam import Found, search
from timonier.engine.search.candidates import enumerate_teams, fitted, leaner_team, sized
from timonier.engine.search.judging import Judged, Screened, at_budget, judge, screen
from timonier.engine.search.ladder import Rung, climb
from timonier.engine.search.nearby import neighbours
from timonier.engine.search.second import LOOKED, NOTICEABLE, look_again, polish

__all__ = [
    "LOOKED",
    "NOTICEABLE",
    "Found",
    "Judged",
    "Rung",
    "Screened",
    "answers_of",
    "at_budget",
    "climb",
    "enumerate_teams",
    "fitted",
    "judge",
    "leaner_team",
    "look_again",
    "neighbours",
    "polish",
    "screen",
    "search",
    "sized",
    "with_answers",
]
