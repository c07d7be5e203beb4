"""The decision document: all its parts, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any

from timonier.app.document.parts.frame import Framework, Verdict
from timonier.app.document.parts.information import (
    Ask,
    Joint,
    Stop,
    Tip,
    Tolerance,
    ValueOfInformation,
)
from timonier.app.document.parts.models import Models, Team
from timonier.app.document.parts.money import Bought, Levers, Step
from timonier.app.document.parts.naming import IN_HOUSE, Naming
from timonier.app.document.parts.outlook import Faq, Gain, Recruiting, Sensitivity, Stage
from timonier.app.document.parts.part import Part, Says
from timonier.app.document.parts.story import Caution, Point
from timonier.app.document.parts.work import Assumed, ByFunction, Made, Need, WithoutHours
from timonier.engine.effort import EFFORTS


@dataclass(frozen=True, kw_only=True)
class Provenance(Made):
    """What made the numbers, and how many teams were tried."""

    designs: int
    effort: Annotated[str, Says({"enum": list(EFFORTS)})]


@dataclass(frozen=True, kw_only=True)
class Document(Part):
    """Everything that was computed for a company, worded in one language."""

    language: Annotated[str, Says({"enum": ["fr", "en"]})]
    currency: Annotated[str, Says({"pattern": "^[A-Z]{3}$"})]
    company: Mapping[str, Any]
    """The company file as read."""
    assumed: tuple[Assumed, ...]
    needs: tuple[Need, ...]
    needs_by_function: ByFunction
    """Hours a month over the first year."""
    without_hours: tuple[WithoutHours, ...]
    framework: Framework
    verdict: Verdict
    models: Models
    frontier: tuple[Step, ...]
    """The best that each of several budgets buys, rising."""
    levers: Levers | None
    """Where the budget buys too little of the work; null where it does not."""
    bought: Bought | None
    """Where the first model costs more and does less than another."""
    as_is: Team | None
    intended: Team | None
    warnings: tuple[Caution, ...]
    reasons: Annotated[tuple[Point, ...], Says({"minItems": 1})]
    value_of_information: ValueOfInformation
    tipping_points: tuple[Tip, ...]
    tipping_tolerance: Tolerance
    joint_tipping_points: tuple[Joint, ...]
    next_questions: tuple[Ask, ...]
    stop: Stop
    path: tuple[Stage, ...]
    path_gain: Gain | None
    faq: tuple[Faq, ...]
    recruiting: Recruiting | None
    sensitivity: tuple[Sensitivity, ...]
    provenance: Provenance

    @cached_property
    def teams(self) -> dict[str, Team]:
        """Every team: of the three models, the present and the intended ones."""
        parts = {**vars(self.models), "as_is": self.as_is, "intended": self.intended}
        return {name: part for name, part in parts.items() if isinstance(part, Team)}

    @cached_property
    def naming(self) -> Naming:
        """What its models are called, whoever tells it."""
        return Naming.of(self.company, IN_HOUSE not in self.teams or self.teams[IN_HOUSE].hires)

    def called(self, model: str) -> str:
        """The key of the words of a model, or of the present and the intended team."""
        return self.naming.model(model)

    def called_after(self, tip: Tip | Joint) -> str:
        """The key of the words of the model that a tipping point leads to."""
        facts = tip.facts if isinstance(tip, Joint) else (tip,)
        return self.naming.after(tip.to, {one.fact: one.flips_at for one in facts})

    @property
    def tips(self) -> tuple[Tip | Joint, ...]:
        """What would change the advice: one fact alone, then two together."""
        return (*self.tipping_points, *self.joint_tipping_points)

    def stated(self, key: str) -> Any:
        """What the company file says of a fact, None when it says nothing."""
        section, _, name = key.partition(".")
        return self.company.get(section, {}).get(name)


class OtherShape(ValueError):
    """A text that is no decision document of this version."""


def read(text: str) -> Document:
    """A decision document from its text; OtherShape when it was written by another version."""
    found: Document = read_as(Document, text)
    return found


def read_as(kind: Any, text: str) -> Any:
    """Anything made of parts from its text; OtherShape when it does not fit."""
    from pydantic import ValidationError

    try:
        return adapter(kind).validate_json(text)
    except ValidationError as error:
        raise OtherShape(str(error)) from error


@cache
def adapter(kind: Any) -> Any:
    """What reads a type and makes its schema, built once: it takes a fifth of a second."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
