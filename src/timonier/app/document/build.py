"""Build the decision document from a decision."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import cached_property, partial

from timonier import __version__
from timonier.app.company_file import to_document
from timonier.app.document import (
    company,
    frame,
    information,
    models,
    money,
    needs,
    outlook,
    parts,
    story,
)
from timonier.app.document.words import Words
from timonier.engine.catalogue import MODELS
from timonier.engine.decision import Decision
from timonier.engine.detail import Months, months_of
from timonier.engine.explanation import Evidence


@dataclass(frozen=True)
class Answered(Decision):
    """A decision that can be written down as its document."""

    @classmethod
    def of(cls, decision: Decision) -> Answered:
        return cls(**{f.name: getattr(decision, f.name) for f in fields(decision)})

    @cached_property
    def months(self) -> dict[str, Months]:
        """Each team month by month, simulated once whatever the languages asked for."""
        return {model: months_of(self, model) for model in self.row}

    @cached_property
    def evidence(self) -> Evidence:
        """What the explanations read."""
        return Evidence(self)

    def to_json(self, lang: str = "fr") -> str:
        """The document as ``timonier decide --json`` prints it, byte for byte."""
        return parts.dump(document(self, lang))


def document(decision: Answered, lang: str) -> parts.Document:
    """The decision document in French or English; deterministic and free of dates and times."""
    words = Words.of(decision, lang)
    _work_out(decision)
    evidence, world = decision.evidence, decision.world
    teams = {m: models.team(evidence, m, decision.months[m], words) for m in decision.row}
    return parts.Document(
        language=lang,
        currency=words.currency,
        company=to_document(decision.company),
        assumed=company.assumed(world, words),
        needs=needs.needs_of(world.needs, words),
        needs_by_function=needs.by_function(world.needs),
        without_hours=needs.without_hours(world.needs, decision.knowledge, words),
        framework=frame.framework(decision, words),
        verdict=frame.verdict(evidence, words),
        models=_models(decision, teams, words),
        frontier=money.frontier(decision),
        levers=money.levers(decision, words),
        bought=money.bought(decision, words),
        as_is=teams.get("as_is"),
        intended=teams.get("intended"),
        warnings=story.warnings(decision, words),
        reasons=story.reasons_of(evidence, words),
        **information.information(decision, words),
        **outlook.outlook(decision, words),
        provenance=provenance(decision),
    )


def _work_out(decision: Answered) -> None:
    """What the document tells beside the ranking, on two cores, the longest part first."""
    parts = ("matters", "months", "outlook", "sensitivity", "doubt")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(partial(getattr, decision), parts))


def _models(decision: Answered, teams: Mapping[str, parts.Team], words: Words) -> parts.Models:
    cases = {m: story.of_model(decision.evidence, m, words) for m in MODELS}

    def three(model: str) -> parts.Model:
        rest = vars(models.ranked(decision, model)) | vars(cases[model])
        if model in teams:
            return parts.Staffed(**vars(teams[model]), **rest)
        return parts.Closed(viable=False, bus_factor=None, **rest)

    return parts.Models(**{model: three(model) for model in MODELS})


def provenance(decision: Answered) -> parts.Provenance:
    """What made the numbers."""
    return parts.Provenance(
        engine=__version__,
        knowledge=decision.knowledge.version,
        seed=decision.seed,
        scenarios=decision.world.size,
        months=decision.world.months,
        designs=decision.found.screened,
        effort=decision.effort,
    )
