"""Values of a decision document, worded: the document holds the numbers, this holds the manner."""

from __future__ import annotations

from dataclasses import dataclass

from timonier.app.document import Document
from timonier.app.document.parts import Range, Team
from timonier.app.measures import bare, celled
from timonier.app.web.drawing import strip
from timonier.app.web.words import Lang, current, say
from timonier.app.wording import about_money, money
from timonier.engine.catalogue import MODELS
from timonier.knowledge import load


@dataclass(frozen=True)
class Decision:
    """A decision document with what its numbers are written in."""

    document: Document
    lang: Lang

    @property
    def currency(self) -> str:
        return self.document.currency

    @property
    def names(self) -> list[str]:
        """The models to compare, in the product's order."""
        return list(MODELS)

    @property
    def leading(self) -> str | None:
        """The model with the best chance, whether or not it is far enough ahead to be advised."""
        return self.document.verdict.leading

    @property
    def staffed(self) -> list[str]:
        """The models that have a team, and so something to compare."""
        return [m for m in self.names if m in self.document.teams]

    def named(self, model: str) -> str:
        """A model as the decision calls it."""
        return word(f"model.{self.document.called(model)}")

    @property
    def called(self) -> dict[str, str]:
        """What each of the models is called."""
        return {model: self.named(model) for model in self.names}

    def team(self, name: str) -> Team:
        """The team of a model, the present one or the intended one."""
        return self.document.teams[name]


def read(document: Document) -> Decision:
    """Prepare a decision document for the page's language."""
    return Decision(document, current())


@dataclass(frozen=True)
class Shown:
    """One figure: its median, its range, where it is explained, its place on a common scale."""

    path: str
    value: str
    range: str = ""
    strip: str = ""


def criterion(decision: Decision, key: str, found: Range, path: str, scale: float) -> Shown:
    """A criterion's measure in its own unit."""
    known, lang = load().criteria[key], decision.lang
    low, high = (bare(known, v, lang) for v in (found.p10, found.p90))
    drawn = strip(found.p10, found.p50, found.p90, scale)
    return Shown(path, celled(known, found.p50, lang), span(low, high), drawn)


def amount(decision: Decision, found: Range, path: str, scale: float) -> Shown:
    """An amount of money over a period."""
    low, middle, high = (about(decision, v) for v in found)
    drawn = strip(found.p10, found.p50, found.p90, scale)
    return Shown(path, middle, span(low, high), drawn)


def span(low: str, high: str) -> str:
    """Low to high; nothing when they read the same."""
    return "" if low == high else str(say("result.span", low=low, high=high))


def about(decision: Decision, value: float) -> str:
    """An amount for a sentence, to two significant figures."""
    return about_money(value, decision.currency, decision.lang)


def full(decision: Decision, value: float) -> str:
    """An amount in full."""
    return money(value, decision.currency, decision.lang)


def word(key: str) -> str:
    """One word of the common vocabulary."""
    return load().wording[key][current()]
