"""The live panel: the three models with their chances, the closed ones with what closed them."""

from __future__ import annotations

from dataclasses import dataclass

from timonier.app.web import advice
from timonier.app.web.drawing import marks
from timonier.app.web.models import Situation
from timonier.app.web.numbers import odds
from timonier.app.web.words import current, say
from timonier.app.wording import listing, percent
from timonier.engine.catalogue import MODELS
from timonier.knowledge import load


@dataclass(frozen=True)
class Line:
    """One model in the panel; ``closed_by`` holds (fact, label) of the answers that closed it."""

    model: str
    name: str
    viable: bool
    chance: str
    odds: str
    marks: str
    closed_by: tuple[tuple[str, str], ...]
    why: str  # why there is no team, in words


@dataclass(frozen=True)
class Panel:
    ready: bool  # enough is answered for a figure
    fresh: bool  # the figures are those of the answers as they are now
    early: bool  # too little is known for any figure
    lines: tuple[Line, ...]
    precision: str
    removed: str
    stop: str  # why one can stop; at the end of the interview, what stopping leaves
    enough: bool

    @property
    def said(self) -> str:
        """The figures in one sentence, for those who do not see them move."""
        told = [f"{line.name} {line.chance}" for line in self.lines if line.viable and line.chance]
        return f"{listing(told, current())}. {self.precision}" if told else ""


def build(situation: Situation, fresh: bool = False, whole: bool = False) -> Panel:
    """The panel as last computed; ``fresh`` when it has just been, ``whole`` from the decision that
    the result shows, whose word on stopping is then said whatever it is.
    """
    ready = advice.is_ready(situation.document)
    held = advice.kept(situation) if ready else None
    if held is None or held.lang != current():
        return Panel(ready, fresh, False, _empty(), "", "", "", False)
    if advice.is_too_early(held):
        return Panel(ready, fresh, True, _empty(), "", "", "", False)
    wrong = percent(1 - held.best, current())
    key = "panel.settled" if held.stop.reached else "panel.provisional"
    removed = percent(advice.doubt_removed(held.best), current())
    return Panel(
        ready,
        fresh,
        False,
        tuple(_line(one) for one in held.models),
        str(say(key, share=wrong)),
        str(say("question.doubt_removed", share=removed)),
        held.stop.text if held.stop.reached or whole else "",
        held.stop.reached,
    )


def _line(held: advice.Standing) -> Line:
    chance = held.chance if held.viable else 0.0
    facts, lang = load().facts, current()
    closed = tuple((key, facts[key].label[lang]) for key in held.closed_by if key in facts)
    said, shown = percent(chance, lang), marks(held.model, chance)
    name = load().wording[f"model.{held.called}"][lang]
    return Line(held.model, name, held.viable, said, odds(chance), shown, closed, held.why)


def _empty() -> tuple[Line, ...]:
    names = {model: load().wording[f"model.{model}"][current()] for model in MODELS}
    return tuple(Line(m, names[m], True, "", "", marks(m, 0), (), "") for m in MODELS)
