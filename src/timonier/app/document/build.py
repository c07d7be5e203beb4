"""Build the decision document from a decision."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import cached_property, partial
from typing import Any

from timonier import __version__
from timonier.app.company_file import to_document
from timonier.app.document import (
    classes,
    company,
    frame,
    information,
    models,
    needs,
    outlook,
    story,
)
from timonier.app.document.words import Words
from timonier.engine.catalogue import MODELS
from timonier.engine.decision import Decision
from timonier.engine.detail import Months, months_of
from timonier.engine.explanation import Evidence

Document = dict[str, Any]
OWN = ("as_is", "intended")


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
        return dump(document(self, lang))


def dump(written: Document) -> str:
    """One JSON text per document: indented, sorted as built, ended by a line feed."""
    return json.dumps(written, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def document(decision: Answered, lang: str) -> Document:
    """The decision document in French or English; deterministic and free of dates and times."""
    words = Words(decision.knowledge, lang, decision.world.market.currency)
    _work_out(decision)
    evidence = decision.evidence
    shown = [m for m in (*MODELS, "mixed", *OWN) if m in decision.row]
    teams = {m: _team(decision, m, words) for m in shown}
    three = {m: {**teams.get(m, _closed()), **models.ranked(decision, m)} for m in MODELS}
    if "mixed" in teams:
        three["mixed"] = teams["mixed"]
    for model, one in three.items():
        one.update(story.of_model(evidence, model, words))
    return {
        "language": lang,
        "currency": words.currency,
        "company": to_document(decision.company),
        "assumed": company.assumed(decision, words),
        "needs": needs.needs_of(decision.world.needs, words),
        "needs_by_function": needs.by_function(decision.world.needs, words),
        "without_hours": needs.without_hours(decision.world.needs, decision.knowledge, words),
        "framework": frame.framework(decision, words),
        "verdict": frame.verdict(evidence, words),
        "models": three,
        "as_is": teams.get("as_is"),
        "intended": teams.get("intended"),
        "warnings": story.warnings(decision, words),
        "reasons": story.reasons_of(evidence, words),
        **information.information(decision, words),
        **outlook.outlook(decision, words),
        "provenance": provenance(decision),
    }


def _work_out(decision: Answered) -> None:
    """What the document tells beside the ranking, on two cores, the longest part first."""
    parts = ("matters", "months", "outlook", "sensitivity")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(partial(getattr, decision), parts))


def _team(decision: Answered, model: str, words: Words) -> Document:
    written = models.staffed(decision.evidence, model, decision.months[model], words)
    classed = classes.classed(decision.evidence, model, words)
    for key, measured in written["criteria"].items():
        measured.update(classed[key])
    return written


def _closed() -> Document:
    return {
        "viable": False,
        "team": [],
        "released": [],
        "criteria": {},
        "cost": {},
        "coverage": {},
        "coverage_by_month": {},
        "risks": {},
        "bus_factor": None,
    }


def provenance(decision: Answered) -> Document:
    """What made the numbers; the same makes the same document."""
    return {
        "engine": __version__,
        "knowledge": decision.knowledge.version,
        "seed": decision.seed,
        "scenarios": decision.world.size,
        "months": decision.world.months,
        "designs": decision.found.screened,
    }


def answered(decision: Decision) -> Answered:
    """The decision, able to be written down."""
    return Answered.of(decision)
