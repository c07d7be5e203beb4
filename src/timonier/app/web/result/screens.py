"""The advice in three screens: what it is, why and with whom, what to do first."""

from __future__ import annotations

from dataclasses import dataclass

from timonier.app.web.drawing import strip
from timonier.app.web.result.money import Rung, rungs
from timonier.app.web.result.planned import Planned
from timonier.app.web.result.reading import Decision, Shown, span, word
from timonier.app.web.result.reasons import Reason, Turn, against, three, turn
from timonier.app.web.result.verdict import Verdict, other_reading, verdict
from timonier.app.web.words import say
from timonier.app.wording import percent
from timonier.engine.catalogue import FUNCTIONS

FRACTIONS = {"tenth": 0.1, "quarter": 0.25, "third": 1 / 3, "half": 0.5, "two_thirds": 2 / 3,
             "three_quarters": 0.75, "almost_all": 0.9, "all": 1.0}  # fmt: skip
# The pages behind the three screens, in reading order; without a team only some have a subject.
PAGES = ("comparison", "why", "tips", "plan", "assumptions", "method")
WITHOUT_A_TEAM = ("why", "tips", "assumptions", "method")


@dataclass(frozen=True)
class Done:
    """What gets done of the useful work, in words then in numbers, and what does not."""

    words: str
    money: str
    functions: tuple[tuple[str, Shown], ...]


@dataclass(frozen=True)
class Screens:
    model: str | None
    verdict: Verdict
    done: Done | None
    turn: Turn
    reasons: tuple[Reason, ...]
    against: Reason | None
    bought: str  # what a dearer team that does less buys with the difference
    other_reading: str
    rungs: tuple[Rung, ...]
    levers: tuple[str, ...]
    plan: Planned | None
    pages: tuple[str, ...]


def screens(decision: Decision, plan: Planned | None) -> Screens:
    """Gather the three screens of a decision and its plan."""
    document = decision.document
    levers, bought = document.levers, document.bought
    found = (levers.spend, levers.want_less, levers.wait) if levers else ()
    return Screens(
        model=decision.leading,
        verdict=verdict(decision),
        done=done(decision),
        turn=turn(decision),
        reasons=three(decision),
        against=against(decision),
        bought=bought.text if bought else "",
        other_reading=other_reading(decision),
        rungs=rungs(decision),
        levers=tuple(one.text for one in found if one),
        plan=plan,
        pages=PAGES if decision.leading else WITHOUT_A_TEAM,
    )


def done(decision: Decision) -> Done | None:
    """How much of the useful work the leading team does, function by function."""
    said, leading = decision.document.verdict, decision.leading
    if leading is None or said.work_done is None:
        return None
    covered = decision.team(leading).coverage
    functions = []
    for one in FUNCTIONS:
        found = covered[one]
        low, middle, high = (percent(v, decision.lang) for v in found)
        drawn = strip(found.p10, found.p50, found.p90, 1.0)
        shown = Shown(f"models.{leading}.coverage.{one}", middle, span(low, high), drawn)
        functions.append((word(f"function.{one}"), shown))
    return Done(fraction(said.work_done), said.money, tuple(functions))


def fraction(share: float) -> str:
    """A share as people say it: about half, two thirds.

    >>> fraction(0.58), fraction(0.7), fraction(0.0)
    ('Environ la moitié', 'Environ les deux tiers', 'Presque rien')
    """
    if share < FRACTIONS["tenth"] / 2:
        return str(say("result.fraction.none"))
    nearest = min(FRACTIONS, key=lambda key: abs(FRACTIONS[key] - share))
    return str(say(f"result.fraction.{nearest}"))
