"""The row of a company in a portfolio: the one place that says its columns, types and units.

The Parquet schema, the sheets, the terminal and the reference page are made from this class.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Annotated

from timonier.app.document.parts import Part, Says, Share
from timonier.engine.call import BASKETS, REASONS
from timonier.engine.catalogue import MODELS

STATUSES = ("ok", "invalid", "no_team", "failed")
ModelKey = Annotated[str, Says({"enum": list(MODELS)})]


@dataclass(frozen=True, kw_only=True)
class Trouble(Part):
    """Something of a row that could not be read, or a company that could not be decided."""

    column: str
    """Heading of the list's column, or the fact's key."""
    value: str
    """What was read."""
    code: str
    text_fr: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class Who(Part):
    """Whose row it is, as the list says."""

    id: str
    """The adviser's own identifier, else the number of the row."""
    source_row: int
    """Number of the row in the list, the headings being row 1."""
    siren: str | None = None
    siret: str | None = None
    neq: str | None = None
    name: str | None = None
    market: str | None = None
    sector_code: str | None = None
    sector_version: str | None = None
    """Nomenclature of the sector's code, with its year."""
    headcount_low: int | None = None
    headcount_high: int | None = None
    adviser: str | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    facts: str
    """The company file that the row became, as JSON."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """Columns of the list that are no fact, as they came."""


@dataclass(frozen=True, kw_only=True)
class Made(Part):
    """What the row was computed with; the same makes the same row."""

    effort: str
    engine_version: str
    knowledge_version: str
    seed: int
    input_hash: str
    """Of the facts: two rows with the same one say the same of a company."""
    status: Annotated[str, Says({"enum": list(STATUSES)})]
    problems: tuple[Trouble, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Advised(Part):
    """The decision in a row; nil where there is none."""

    currency: str | None = None
    first_model: ModelKey | None = None
    """The model most often best, advised or not."""
    verdict_status: str | None = None
    """clear, leaning or undecided."""
    p_in_house: Share | None = None
    """Chance of being the best; nil for a model without a team."""
    p_outsourced: Share | None = None
    p_hybrid: Share | None = None
    holds_if_known: Share | None = None
    """Chance that the first model would be first if all facts and wishes were known."""
    expected_regret: Share | None = None
    """In utility: how far short of the best the first model falls in the mean."""
    cost_p10: int | None = None
    """Of the first model's team, in the currency, a year, over the months simulated."""
    cost_p50: int | None = None
    cost_p90: int | None = None
    work_now: Share | None = None
    """Share of the useful work that the team in place does; nil where none is told."""
    work_first: Share | None = None
    """The same of the first model's team."""
    cost_now: int | None = None
    """Of the team in place, in the currency, a year."""
    warnings: tuple[str, ...] = ()
    """Codes of the warnings on the company and the team in place."""
    facts_known: int = 0
    """Facts that the list states."""
    next_question: str | None = None
    """Key of the fact that is most worth asking the company; nil when none is."""
    next_question_worth: int | None = None
    """In the currency, a year, as the decision says it."""
    next_question_minutes: float | None = None
    """What answering takes."""
    next_question_fr: str | None = None
    next_question_en: str | None = None
    flips_fact: str | None = None
    """The fact that would change the first model."""
    flips_at: str | None = None
    """From, or to, which value."""
    flips_to: ModelKey | None = None
    flips_fr: str | None = None
    flips_en: str | None = None


@dataclass(frozen=True, kw_only=True)
class Called(Part):
    """Whether to call the company, and why."""

    call_score: float = 0.0
    """(stake × chance + learning) / minutes: in the currency, a year per minute of call."""
    call_stake: int = 0
    """Money at stake in the currency a year, where the present organisation falls short."""
    call_chance: Share = 0.0
    """Chance, over futures and preferences, that the present organisation falls short."""
    call_learning: int = 0
    """Worth of the first question in the same money, a year."""
    call_minutes: float = 0.0
    """Length of the call, questions included."""
    call_basket: Annotated[str, Says({"enum": list(BASKETS)})] | None = None
    call_reason: Annotated[str, Says({"enum": list(REASONS)})] | None = None
    call_reason_fr: str | None = None
    call_reason_en: str | None = None
    call_action_fr: str | None = None
    call_action_en: str | None = None


@dataclass(frozen=True, kw_only=True)
class Line(Called, Advised, Made, Who):
    """A company of a portfolio."""

    @property
    def document(self) -> dict[str, object]:
        """The company file that the row became."""
        found: dict[str, object] = json.loads(self.facts)
        return found


GROUPS = (Who, Made, Advised, Called)
COLUMNS: tuple[str, ...] = tuple(f.name for group in GROUPS for f in fields(group))
