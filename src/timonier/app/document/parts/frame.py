"""The article's four questions, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from timonier.app.document.parts.part import Above, Code, Part, Says, Share, Text
from timonier.engine.catalogue import MODELS
from timonier.engine.ranking.verdict import Status

EACH_MODEL = Says({"required": list(MODELS)})
ModelKey = Annotated[str, Says({"enum": list(MODELS)})]
CONDITIONS = ("vision", "recurrent", "supervision")


@dataclass(frozen=True, kw_only=True)
class Question(Part):
    """One of the four questions, as answered."""

    question: Annotated[str, Says({"enum": ["vision", "steering", "needs", "role"]})]
    answer: Text
    chance: Share
    """The share of the scenarios in which this is the answer."""
    assumed: bool
    effect: Text
    statements: tuple[Code, ...]
    facts: tuple[Text, ...]
    numbers: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Excluded(Part):
    """What closes a model: statements of the article, and the facts that they read."""

    statements: tuple[Code, ...]
    facts: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Framework(Part):
    """The four questions, what they close, and the model that the article would favour."""

    questions: Annotated[tuple[Question, ...], Says({"minItems": 4, "maxItems": 4})]
    viable: Annotated[Mapping[str, bool], EACH_MODEL]
    excluded_by: Mapping[str, Excluded]
    closed_share: Mapping[str, Share]
    """The share of the scenarios in which each model is closed."""
    favours: Annotated[Mapping[str, Share], EACH_MODEL]
    """The share of the scenarios in which the article favours each model."""
    favourite: ModelKey | None
    conditions: Annotated[Mapping[str, Share], Says({"required": list(CONDITIONS)})]
    """The share of the scenarios in which each condition of recruiting holds."""
    rule: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Doubt(Part):
    """How much of the doubt is what the company prefers, what nobody can know, and what it could
    find out."""

    preferences: Share
    luck: Share
    unknown_facts: Share


@dataclass(frozen=True, kw_only=True)
class Verdict(Part):
    """Which model, how sure; without a feasible team at all, undecided with no chance."""

    model: ModelKey | None
    """The model advised; null when undecided."""
    status: Status
    leading: ModelKey | None
    """The model with the best chance, far enough ahead to be advised or not."""
    chance_of_best: Share
    expected_regret: Share | None
    """In utility, from 0 to 1: how far short of the best the leading model falls in the mean."""
    standard_error: Above
    """Of the chance."""
    by_elimination: bool
    too_few_answers: bool
    """Nothing is advised: few of the four questions are answered, and the answers could turn it."""
    framework_agrees: bool | None
    holds_if_known: Share
    """The chance that the leading model would be first if all facts and wishes were known."""
    doubt: Doubt | None
    """What one minus the chance of being best is made of."""
    search_gap: Above
    """In utility: what a long search finds beyond this one, in the mean; a smaller lead is never
    called clear."""
    no_team: Share
    """The share of the scenarios in which no model has a team: the chances and it add up to 1."""
    work_done: Share | None
    """The share of the useful work that the leading team does."""
    common: tuple[Text, ...]
    """Roles that the best teams of the two likeliest models share."""
    text: Text
    confidence: str
    money: str
    """What the money does, in a sentence."""
