"""The live panel: the three models with their chances, the closed ones with what closed them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
    lines: tuple[Line, ...]
    precision: str
    removed: str
    stop: str

    @property
    def said(self) -> str:
        """The figures in one sentence, for those who do not see them move."""
        names = load().wording
        told = [
            f"{names[f'model.{line.model}'][current()]} {line.chance}"
            for line in self.lines
            if line.viable and line.chance
        ]
        return f"{listing(told, current())}. {self.precision}" if told else ""


def build(situation: Situation, fresh: bool = False) -> Panel:
    """The panel as last computed; ``fresh`` when it has just been."""
    ready = advice.is_ready(situation.document)
    held = situation.panel if ready and situation.panel.get("lang") == current() else {}
    lines = tuple(_line(m) for m in held["models"]) if held else _empty()
    if not held:
        return Panel(ready, fresh, lines, "", "", "")
    wrong = percent(1 - held["best"], current())
    settled = held["stop"]["reached"]
    key = "panel.settled" if settled else "panel.provisional"
    stop = str(held["stop"].get("text") or say("panel.stop")) if settled else ""
    removed = str(say("question.doubt_removed", share=percent(held["removed"], current())))
    return Panel(ready, fresh, lines, str(say(key, share=wrong)), removed, stop)


def _line(held: dict[str, Any]) -> Line:
    chance = held["chance"] if held["viable"] else 0.0
    facts, lang = load().facts, current()
    closed = tuple((key, facts[key].label[lang]) for key in held["closed_by"] if key in facts)
    return Line(
        held["model"],
        held["viable"],
        percent(chance, lang),
        odds(chance),
        marks(held["model"], chance),
        closed,
        held["why"],
    )


def _empty() -> tuple[Line, ...]:
    return tuple(Line(model, True, "", "", marks(model, 0), (), "") for model in MODELS)
