"""Which model a plan is for: the one asked for, the company's choice, or the advised one."""

from __future__ import annotations

from timonier.app.document import Answered, Document


class NoSuchTeam(LookupError):
    """The decision has no team of the model asked for; ``models`` are those that have one."""

    def __init__(self, model: str, models: tuple[str, ...]) -> None:
        super().__init__(model)
        self.model, self.models = model, models


def advised(document: Document) -> str | None:
    """The advised model; the leading one when the verdict is undecided."""
    return document.verdict.model or document.verdict.leading


def chosen(decision: Answered, document: Document, asked: str | None) -> str:
    """The model to plan: the one asked for, else the company's choice, else the advised one.

    Raises NoSuchTeam when the decision found no team for it.
    """
    model = asked or decision.company.chosen or advised(document)
    if model is None or model not in decision.row:
        raise NoSuchTeam(model or "", tuple(decision.row))
    return model
