"""Where the advice stands for one situation: the panel's numbers, and whether there are any."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from timonier.app.document import Document as Decision
from timonier.app.document import OtherShape
from timonier.app.document.parts import Part, Stop, plain, read_as
from timonier.app.interview import way
from timonier.app.web import computing
from timonier.app.web.models import Situation
from timonier.app.web.words import current
from timonier.engine.catalogue import MODELS

Document = dict[str, Any]


def is_ready(document: Document) -> bool:
    """Whether enough is answered for a figure to say something about this company."""
    return not any(way.is_open(document, key) for key in way.OPENING)


@dataclass(frozen=True, kw_only=True)
class Standing(Part):
    """One model in the panel: its chance, and what closes it."""

    model: str
    called: str
    """The key of its words."""
    chance: float
    viable: bool
    closed_by: tuple[str, ...]
    why: str


@dataclass(frozen=True, kw_only=True)
class Kept(Part):
    """What the panel shows of a decision, kept beside the answers."""

    lang: str
    models: tuple[Standing, ...]
    best: float
    stop: Stop


def panel_of(decision: Decision) -> Kept:
    """What the panel shows of a decision."""
    standings = tuple(_standing(decision, model) for model in MODELS)
    return Kept(
        lang=decision.language,
        models=standings,
        best=max(one.chance for one in standings),
        stop=decision.stop,
    )


def _standing(decision: Decision, model: str) -> Standing:
    said, closed = decision.models[model], decision.framework.excluded_by.get(model)
    return Standing(
        model=model,
        called=decision.called(model),
        chance=said.chance_of_best,
        viable=model in decision.teams,
        closed_by=closed.facts if closed else (),
        why=said.why_not[0].text if said.why_not else "",
    )


def kept(situation: Situation) -> Kept | None:
    """The panel as last computed; None when there is none, or when another version kept it."""
    try:
        found: Kept = read_as(Kept, json.dumps(situation.panel))
    except OtherShape:
        return None
    return found


def is_settled(situation: Situation) -> bool:
    """Whether the whole decision on the answers as they are is known already."""
    return computing.known(_whole(situation)) is not None


def _whole(situation: Situation) -> str:
    return computing.content_key(situation.document, situation.seed, current(), quick=False)


def is_too_early(decision: Decision | Kept) -> bool:
    """Whether too little is known to advise: the decision says so itself."""
    return decision.stop.reason == "advice_withheld"


def refresh(situation: Situation) -> None:
    """Bring the panel up to the answers as they are, and keep it beside them.

    Raises NotYet while it is being computed. Once the advice is known, the panel says the same.
    """
    quick = not is_settled(situation)
    decision = computing.decision(situation.document, situation.seed, current(), quick=quick)
    situation.panel = plain(panel_of(decision))
    unchanged = Situation.objects.filter(pk=situation.pk, updated_at=situation.updated_at)
    unchanged.update(panel=situation.panel)  # else the next panel is already asked for


def doubt_removed(best: float) -> float:
    """Share of the doubt that is gone, from three models alike (a chance of a third) to certainty.

    >>> doubt_removed(1 / 3), doubt_removed(1.0)
    (0.0, 1.0)
    """
    alike = 1 / len(MODELS)
    return max(0.0, (best - alike) / (1 - alike))
